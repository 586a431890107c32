"""Links lead somewhere: to files that there are, and to headings that these have."""

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest
from support.markdown import anchors

from docs.page import ROOT

_LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def _written_by_hand() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    generated = ("generated/docs/", "protos/packages/docs/")
    return [ROOT / name for name in listed if not name.startswith(generated)]


@cache
def _anchors(page: Path) -> set[str]:
    return anchors(_HEADING.findall(_CODE.sub("", page.read_text())))


@pytest.mark.parametrize("page", _written_by_hand(), ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in _LINK.findall(_CODE.sub("", page.read_text())):
        if link.startswith(("http:", "https:")):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), link
        assert target.is_relative_to(ROOT), link
        if anchor:
            assert anchor in _anchors(target), link
