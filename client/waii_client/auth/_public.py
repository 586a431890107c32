"""What is served to anybody."""

from collections.abc import Collection


class Public:
    """Names of methods, or paths; one that ends with `/` stands for all below it."""

    def __init__(self, names: Collection[str]) -> None:
        self._whole = frozenset(names)
        self._above = tuple(name for name in names if name.endswith("/"))

    def __contains__(self, name: str) -> bool:
        return name in self._whole or name.startswith(self._above)
