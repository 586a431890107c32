"""A notebook without a screen: cells come in, and what they print goes out, as lines of JSON."""

import ast
import asyncio
import contextlib
import inspect
import io
import json
import os
import sys
import traceback


def main() -> None:
    # What a cell's programs write is no answer.
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    loop = asyncio.new_event_loop()
    names: dict[str, object] = {"__name__": "__main__"}
    for line in sys.stdin:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            try:
                _run(json.loads(line), names, loop)
                well = True
            except (Exception, SystemExit):  # noqa: BLE001 - what a cell raises, a notebook shows
                traceback.print_exc()
                well = False
        answers.write(json.dumps({"well": well, "printed": printed.getvalue()}) + "\n")


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
