"""The changes there are, each as the text of a module."""

import ast
import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from cosmic_ray.ast import ast_nodes
from cosmic_ray.mutating import mutate_code

from mutants.operators import OPERATORS, Node, parsed

PACKAGE = Path(__file__).parents[2] / "server" / "waii_server"


@dataclass(frozen=True, order=True)
class Mutant:
    """One change of one module.

    Attributes:
        module: its path in the package.
        line: where the change is.
        operator: what makes it.
        occurrence: which of those places in the module that the operator finds.
    """

    module: str
    line: int
    operator: str
    occurrence: int

    def __str__(self) -> str:
        return f"{self.module}:{self.line} {self.operator}#{self.occurrence}"

    def text(self) -> str | None:
        """The module with the change; None where it means the same, or is no Python."""
        source = _source(self.module)
        changed: str | None = mutate_code(source, OPERATORS[self.operator], self.occurrence)
        if changed is None:
            return None
        try:
            same = ast.dump(ast.parse(changed)) == ast.dump(ast.parse(source))
        except SyntaxError:
            return None
        return None if same else changed

    def difference(self) -> tuple[str, str]:
        """The lines that are changed, as they were and as they are."""
        lines = list(
            unified_diff(
                _source(self.module).splitlines(),
                (self.text() or "").splitlines(),
                n=0,
                lineterm="",
            )
        )[2:]
        was, now = ([line[1:].strip() for line in lines if line[0] == sign] for sign in "-+")
        return "\n".join(was), "\n".join(now)


@dataclass(frozen=True)
class Found:
    """The changes of a module, and how many are left out, by the reason."""

    mutants: tuple[Mutant, ...]
    left_out: dict[str, int]


@functools.cache
def of_module(module: str) -> Found:
    """All changes of the module, in the order of their lines."""
    nodes = list(ast_nodes(parsed(_source(module))))
    mutants: list[Mutant] = []
    left_out: dict[str, int] = {}
    for name, operator in OPERATORS.items():
        places = ((node, at) for node in nodes for at, _ in operator.mutation_positions(node))
        for occurrence, (node, (line, _)) in enumerate(places):
            if reason := _left_out(node):
                left_out[reason] = left_out.get(reason, 0) + 1
            else:
                mutants.append(Mutant(module, line, name, occurrence))
    return Found(tuple(sorted(mutants)), left_out)


@functools.cache
def _source(module: str) -> str:
    return (PACKAGE / module).read_text()


def _left_out(node: Node) -> str:
    """Why the change can matter to nobody; empty where it can."""
    for inner, outer in _upwards(node):
        for reason, holds in _REASONS.items():
            if holds(inner, outer):
                return reason
    return ""


def _upwards(node: Node) -> Iterator[tuple[Node, Node]]:
    while node.parent is not None:
        yield node, node.parent
        node = node.parent


def _is_annotation(inner: Node, outer: Node) -> bool:
    if outer.type in {"annassign", "tfpdef"}:
        return bool(inner is outer.children[1 + (outer.type == "tfpdef")])
    return outer.type == "funcdef" and inner is outer.annotation


def _calls(node: Node, name: str) -> bool:
    return node.type == "atom_expr" and getattr(node.children[0], "value", "") == name


def _is_type(inner: Node, outer: Node) -> bool:
    return _is_annotation(inner, outer) or _calls(inner, "TypeVar")


def _is_layout(inner: Node, outer: Node) -> bool:
    """How a class of data lies in memory."""
    slots = outer.type == "expr_stmt" and getattr(outer.children[0], "value", "") == "__slots__"
    return slots or _decorates(inner, "@dataclass")


def _decorates(node: Node, code: str) -> bool:
    return node.type == "decorator" and str(node.get_code()).strip().startswith(code)


_REASONS: dict[str, Callable[[Node, Node], bool]] = {
    "types, which nothing reads at run time": _is_type,
    "how a class of data is laid out": _is_layout,
    "caches, which save time alone": lambda inner, _: _decorates(inner, "@lru_cache"),
    "assertions, which tell the type checker what holds anyway": lambda inner, outer: (
        "assert_stmt" in {inner.type, outer.type}
    ),
    "texts of the log": lambda inner, _: _calls(inner, "_log"),
}
"""What is left out, with what it is found by: a node on the way up, and the one above it.

Neither documentation nor imports nor the sentences of messages are found by any operator.
"""
