"""protoc plugin: what makes a package of the generated code, as one language's tools expect it.

Writes the files of `packages/<language>/` with these words filled in:

    @NAME@            the package: Go module, Maven group, npm package, crate, CMake package
    @VERSION@         the version of the project, from pyproject.toml: all packages move together
    @SERVICE_CONFIG@  gRPC's service config, as JSON

Options: `language=`; `name=`, where the protos' own options, which buf has set, do not hold it;
`protos=`, a directory into which the protos themselves go.
"""

import json
import sys
import tomllib
from pathlib import Path, PurePosixPath

from google.protobuf.compiler.plugin_pb2 import CodeGeneratorRequest, CodeGeneratorResponse
from google.protobuf.descriptor_pb2 import FileDescriptorProto, MethodOptions

PROTOS = Path(__file__).parent.parent
PACKAGES = PROTOS / "packages"
PYPROJECT = PROTOS.parent / "pyproject.toml"


def generate(request: CodeGeneratorRequest) -> CodeGeneratorResponse:
    options = dict(option.split("=", 1) for option in request.parameter.split(","))
    files = [file for file in request.proto_file if file.name in request.file_to_generate]
    language = options["language"]
    words = {
        "@NAME@": options.get("name") or _name(language, files[0]),
        "@VERSION@": tomllib.loads(PYPROJECT.read_text())["project"]["version"],
        "@SERVICE_CONFIG@": _service_config(files),
    }
    response = CodeGeneratorResponse(
        supported_features=CodeGeneratorResponse.FEATURE_PROTO3_OPTIONAL
    )
    templates = PACKAGES / language
    for template in sorted(path for path in templates.rglob("*") if path.is_file()):
        content = template.read_text()
        for word, meaning in words.items():
            content = content.replace(word, meaning)
        response.file.add(name=str(template.relative_to(templates)), content=content)
    if "protos" in options:
        for file in files:
            content = (PROTOS / file.name).read_text()
            response.file.add(name=f"{options['protos']}/{file.name}", content=content)
    return response


def _name(language: str, file: FileDescriptorProto) -> str:
    directory = PurePosixPath(file.name).parent
    if language == "go":
        return file.options.go_package.partition(";")[0].removesuffix(f"/{directory}")
    if language == "java":
        below_the_group = ".".join(directory.parts[1:])
        return file.options.java_package.removesuffix(f".{below_the_group}")
    raise ValueError(f"{language}: no name")


def _service_config(files: list[FileDescriptorProto]) -> str:
    """Repeats the calls that the protos declare to be without side effects.

    No other call is repeated: the first one may have been carried out before its answer was lost.
    """
    config = json.loads((PACKAGES / "service_config.json").read_text())
    config["methodConfig"][0]["name"] = [
        {"service": f"{file.package}.{service.name}", "method": method.name}
        for file in files
        for service in file.service
        for method in service.method
        if method.options.idempotency_level == MethodOptions.NO_SIDE_EFFECTS
    ]
    return json.dumps(config, indent=2)


if __name__ == "__main__":
    parsed = CodeGeneratorRequest.FromString(sys.stdin.buffer.read())
    sys.stdout.buffer.write(generate(parsed).SerializeToString())
