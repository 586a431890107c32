"""A notebook without a screen: cells come in, and what they print goes out, as lines of JSON."""

import ast
import asyncio
import contextlib
import inspect
import io
import json
import sys
import traceback


def main() -> None:
    loop = asyncio.new_event_loop()
    names: dict[str, object] = {"__name__": "__main__"}
    for line in sys.stdin:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            try:
                _run(json.loads(line), names, loop)
                well = True
            except Exception:  # noqa: BLE001 - whatever a cell raises, a notebook shows
                traceback.print_exc()
                well = False
        print(json.dumps({"well": well, "printed": printed.getvalue()}), flush=True)  # noqa: T201


def _run(code: str, names: dict[str, object], loop: asyncio.AbstractEventLoop) -> None:
    """As a notebook does: `await` may stand alone, and what the last line is worth is shown."""
    tree = ast.parse(code)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    parts: list[tuple[ast.Module | ast.Expression, str]] = [(tree, "exec")]
    if isinstance(last, ast.Expr):
        parts.append((ast.Expression(last.value), "eval"))
    for part, mode in parts:
        compiled = compile(part, "<cell>", mode, flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        worth = eval(compiled, names)  # noqa: S307 - this is what it is for
        if inspect.iscoroutine(worth):
            worth = loop.run_until_complete(worth)
        if mode == "eval" and worth is not None:
            print(repr(worth))  # noqa: T201


if __name__ == "__main__":
    main()
