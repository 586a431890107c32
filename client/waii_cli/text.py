"""Text that is safe to show on a terminal."""

import unicodedata

# Control characters, halves of characters, and what some take for the end of a line.
_SPELLED_OUT = {"Cc", "Cs", "Zl", "Zp"}


def printable(text: str) -> str:
    """`text` on one line, its control characters spelled out: none of them reaches a terminal."""
    if text.isprintable():
        return text
    return "".join(
        repr(character)[1:-1] if unicodedata.category(character) in _SPELLED_OUT else character
        for character in text
    )


def counted(number: int, noun: str) -> str:
    """`3 users`, `1 user`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
