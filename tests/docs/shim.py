"""What a page calls `waii` or `waii-server`: has the process of the tests that can fork run it.

As in `support.processes`: to import the program takes a second of a core. Run without `site`, this
takes none.
"""

import json
import os
import socket
import sys

with socket.socket(socket.AF_UNIX) as forks:
    forks.connect(os.environ["READER_FORKS"])
    asked = {"words": sys.argv[1:], "variables": dict(os.environ), "pid": os.getpid()}
    forks.sendall(json.dumps(asked).encode() + b"\n")
    code = int(forks.makefile().readline())
sys.exit(code if code >= 0 else 128 - code)
