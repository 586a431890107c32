"""Text that is safe to show on a terminal."""

import unicodedata


def printable(text: str) -> str:
    """`text` with its control characters spelled out: none of them reaches a terminal."""
    if text.isprintable():
        return text
    return "".join(
        repr(character)[1:-1] if unicodedata.category(character) in {"Cc", "Cs"} else character
        for character in text
    )
