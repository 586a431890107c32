"""Runs the example of a package's README as it is printed, in a project of its own.

Of the README's code blocks, those of `sh` are run, the one of `text` is what the last of them must
print, and any other goes into the file that the line before it names.
"""

import os
import subprocess
from pathlib import Path

from docs.page import ROOT, blocks

PLACEHOLDER = "/path/to/waii-user-service"


def failure(readme: Path, project: Path, address: str, key: str) -> str:
    """What went wrong; empty where the example did what its README says.

    Args:
        project: an empty directory, in which the example is made.
    """
    environment = os.environ | {
        "WAII_URL": address,
        "WAII_API_KEY": key,
        # What others are built of need not be compiled each time.
        "CARGO_TARGET_DIR": str(ROOT / "build" / "polyglot" / "rust-example"),
    }
    printed = ""
    for block in blocks(readme):
        text = block.text.replace(PLACEHOLDER, str(ROOT))
        if block.language == "sh":
            finished = subprocess.run(
                ["bash", "-euo", "pipefail", "-c", text],
                cwd=project,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                check=False,
            )
            if finished.returncode:
                return f"{text}ended with {finished.returncode}\n{finished.stderr[-4000:]}"
            printed = finished.stdout
        elif block.language == "text":
            if text != printed:
                return f"printed\n{printed}\nand not\n{text}"
        elif block.file:
            path = project / block.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    return "" if printed else "there is no example"
