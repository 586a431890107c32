"""What can be chosen of an import and an export."""

from enum import StrEnum


class Format(StrEnum):
    """How rows are written."""

    JSONL = "jsonl"
    CSV = "csv"


class Existing(StrEnum):
    """What becomes of a row whose id is taken."""

    FAIL = "fail"
    SKIP = "skip"
    UPDATE = "update"
