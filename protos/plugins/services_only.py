"""protoc plugin around another: asks it only for the files that define a service.

protoc-gen-mypy_grpc writes a stub for every file, also where there is no module that it could
describe.
"""

import subprocess
import sys

from google.protobuf.compiler.plugin_pb2 import CodeGeneratorRequest

if __name__ == "__main__":
    request = CodeGeneratorRequest.FromString(sys.stdin.buffer.read())
    with_services = {file.name for file in request.proto_file if file.service}
    request.file_to_generate[:] = [n for n in request.file_to_generate if n in with_services]
    finished = subprocess.run(sys.argv[1:], input=request.SerializeToString(), check=False)
    sys.exit(finished.returncode)
