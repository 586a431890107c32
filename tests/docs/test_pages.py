"""The documentation says only what is true: its blocks of code do what it says."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from docs.page import PAGES, begins_with, blocks
from docs.story import SERVED, failure

# Programs that a page takes, and that not every machine has.
_TOOLS = ("curl", "openssl")
_OF_POLYGLOT = "grpcurl"
"""Who has this one built, carries out the page: `make test-polyglot`."""


def _name(page: Path) -> str:
    return page.stem.lower()


def _missing(program: str) -> bool:
    if not (found := shutil.which(program)):
        return True
    return (
        program == "openssl"
        and "OpenSSL 3"
        not in subprocess.run([found, "version"], capture_output=True, text=True, check=True).stdout
    )


def _uses(page: Path, program: str) -> bool:
    return any(f"{program} " in one.text for one in blocks(page) if one.language != "text")


@pytest.mark.parametrize("page", [one for one in PAGES if not _uses(one, _OF_POLYGLOT)], ids=_name)
def test_what_a_page_shows_happens(page: Path, tmp_path: Path) -> None:
    missing = [one for one in _TOOLS if _uses(page, one) and _missing(one)]
    if missing and not os.environ.get("REQUIRE_ALL"):
        pytest.skip(f"there is no {' and no '.join(missing)} here")
    assert not failure(page, tmp_path)


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_no_block_is_overlooked(page: Path) -> None:
    text = page.read_text()
    assert len(re.findall(r"^\s*(?:```|~~~)", text, re.MULTILINE)) == 2 * len(blocks(page))
    assert ("<!-- begins" in text) == bool(begins_with(page))
    for block in blocks(page):
        assert block.language != "console" or block.text.startswith("$ ")


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_a_page_begins_with_what_there_is(page: Path) -> None:
    assert begins_with(page) in {"", "an installation", *SERVED}


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_a_file_that_a_page_shows_is_used_by_it(page: Path) -> None:
    shown = blocks(page)
    for number, block in enumerate(shown):
        if block.file:
            assert any(block.file in later.text for later in shown[number + 1 :]), block.file
