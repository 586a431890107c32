"""An update: which fields are replaced, by what, and which are emptied."""

from collections.abc import Mapping
from typing import Any

import typer


class Changes:
    """The fields that an update is to replace; what is None stays as it is."""

    def __init__(self, **fields: Any) -> None:
        self.fields = {name: value for name, value in fields.items() if value is not None}
        self._paths = list(self.fields)

    def clear(self, field: str, *, wanted: bool) -> None:
        """Empties `field`, if that is wanted."""
        if wanted and field in self.fields:
            raise typer.BadParameter(f"--clear-{field}: {field} cannot be set and cleared at once")
        if wanted:
            self._paths.append(field)

    @property
    def mask(self) -> Mapping[str, Any]:
        """All of it as an update mask; a change of nothing is refused."""
        if not self._paths:
            raise typer.BadParameter("there is nothing to change: give an option that says what")
        return {"paths": self._paths}
