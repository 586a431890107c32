"""`make test-polyglot`: builds a client in each language and has it run the scenario."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import docs.story
import typer
from rich.console import Console
from rich.markup import escape

from polyglot import example
from polyglot.languages import BUILD, LANGUAGES, ROOT, Language
from polyglot.run import Report, live_server, run

_console = Console(width=None if sys.stdout.isatty() else 200, highlight=False)
_SHOWN = 10
"""So many failures of a language are printed; the rest are counted."""


def main(
    languages: Annotated[list[str] | None, typer.Argument(help="All of them by default.")] = None,
) -> None:
    """Prove the stubs of every language against the live server."""
    results = [_prove(language) for language in _chosen(languages or [])]
    if not all(results):
        raise typer.Exit(1)


def _chosen(names: list[str]) -> list[Language]:
    known = {language.name: language for language in LANGUAGES}
    for name in names:
        if name not in known:
            raise typer.BadParameter(f"{name!r} is none of {', '.join(known)}")
    return [language for language in LANGUAGES if not names or language.name in names]


def _prove(language: Language) -> bool:
    """Prints how it went; whether nothing is wrong."""
    if missing := language.missing():
        required = bool(os.environ.get("REQUIRE_ALL"))
        _line(language, "MISSING" if required else "skipped", f"no {', '.join(missing)} here")
        return not required
    built, failed = _timed(lambda: _build(language))
    if failed:
        _line(language, "FAILED", failed)
        return False
    report = _scenario(language)
    words = f"{report.passed} of {report.steps} steps in {report.seconds:.1f} s"
    failures = report.failures
    if language.readme is not None:
        readme = language.readme
        seconds, failed = _timed(lambda: _example(readme))
        words += f", its README's example in {seconds:.1f} s"
        failures += [f"{readme.relative_to(ROOT)}: {failed}"] if failed else []
    if language.page:
        page = ROOT / "docs" / language.page
        seconds, failed = _timed(lambda: _page(page, BUILD / language.name))
        words += f", docs/{language.page} in {seconds:.1f} s"
        failures += [failed] if failed else []
    words += f", built in {built:.1f} s"
    _line(language, "FAILED" if failures else "passed", words)
    _print(failures)
    return not failures


def _timed(what: Callable[[], str]) -> tuple[float, str]:
    started = time.monotonic()
    result = what()
    return time.monotonic() - started, result


def _scenario(language: Language) -> Report:
    with tempfile.TemporaryDirectory(prefix="waii-polyglot-") as directory:
        log = Path(directory, "client.log")
        return run(language.connect(log), Path(directory), repeats=language.repeats)


def _example(readme: Path) -> str:
    """Runs the README's example against a new server; what went wrong."""
    with tempfile.TemporaryDirectory(prefix="waii-polyglot-") as directory:
        project = Path(directory, "project")
        project.mkdir()
        with live_server(Path(directory)) as server:
            return example.failure(readme, project, server.address, server.key)


def _page(page: Path, programs: Path) -> str:
    """Carries out a page of the documentation; what went wrong."""
    with tempfile.TemporaryDirectory(prefix="waii-polyglot-") as directory:
        return docs.story.failure(page, Path(directory), [programs])


def _build(language: Language) -> str:
    """Builds the client; what went wrong."""
    BUILD.mkdir(parents=True, exist_ok=True)
    for command in language.build:
        finished = subprocess.run(
            command,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
        if finished.returncode:
            return (
                f"{' '.join(command)} ended with {finished.returncode}\n{finished.stdout[-4000:]}"
            )
    return ""


def _line(language: Language, verdict: str, words: str) -> None:
    _console.print(f"{language.name:<16}{verdict:<9}{escape(words)}")


def _print(failures: list[str]) -> None:
    for failure in failures[:_SHOWN]:
        _console.print(f"  {escape(failure)}")
    if len(failures) > _SHOWN:
        _console.print(f"  ... and {len(failures) - _SHOWN} more")


if __name__ == "__main__":
    typer.run(main)
