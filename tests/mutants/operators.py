"""What is changed: operators of cosmic-ray, and those that it lacks, in its own form.

Its operators replace signs and numbers. Rules of authorization are broken by more than that: a
check that is not made, a condition that holds always, another permission, an entry too few.
"""

from collections.abc import Callable, Iterator
from enum import EnumMeta
from typing import Any

import cosmic_ray.plugins
import parso
from cosmic_ray.operators.operator import Operator
from waii_server.domain.errors import Kind, Reason
from waii_server.domain.roles import Permission, Role
from waii_server.services.access import Grants
from waii_server.transport.methods import Access

Node = Any
"""A node of parso's tree, which cosmic-ray hands to operators without a type."""
Site = tuple[Node, Callable[[], Node]]
"""What is replaced, and what makes the node that the visited one becomes."""

_ENUMS: dict[str, EnumMeta] = {
    enum.__name__: enum for enum in (Permission, Role, Kind, Reason, Grants, Access)
}
_COMPARISONS = {
    "Eq": ("NotEq", "LtE", "GtE"),
    "NotEq": ("Eq", "Lt", "Gt"),
    "Lt": ("LtE", "GtE", "NotEq"),
    "LtE": ("Lt", "Gt", "GtE", "Eq"),
    "Gt": ("GtE", "LtE", "NotEq"),
    "GtE": ("Gt", "Lt", "LtE", "Eq"),
    "Is": ("IsNot",),
    "IsNot": ("Is",),
}
_ARITHMETIC = {
    "Add": "Sub",
    "Sub": "Add",
    "Mul": "FloorDiv",
    "Div": "Mul",
    "BitOr": "BitAnd",
    "BitAnd": "BitOr",
}
# One of each kind: the others at the same place are noticed by whatever notices these.
_OF_COSMIC_RAY = (
    *(f"ReplaceComparisonOperator_{one}_{to}" for one, all_ in _COMPARISONS.items() for to in all_),
    *(f"ReplaceBinaryOperator_{one}_{to}" for one, to in _ARITHMETIC.items()),
    "ReplaceUnaryOperator_USub_UAdd",
    "ReplaceUnaryOperator_Delete_Not",
    "ReplaceAndWithOr",
    "ReplaceOrWithAnd",
    "ReplaceTrueWithFalse",
    "ReplaceFalseWithTrue",
    "NumberReplacer",
    "ExceptionReplacer",
    "RemoveDecorator",
    "ZeroIterationForLoop",
)


class _Replacement(Operator):  # type: ignore[misc]
    """An operator that says for a node what can be put in its place."""

    def sites(self, node: Node) -> Iterator[Site]:
        raise NotImplementedError

    def mutation_positions(self, node: Node) -> list[tuple[Any, Any]]:
        # At once: while they are looked through, one of them changes the node.
        return [(replaced.start_pos, replaced.end_pos) for replaced, _ in self.sites(node)]

    def mutate(self, node: Node, index: int) -> Node:
        _, make = list(self.sites(node))[index]
        return make()

    @classmethod
    def examples(cls) -> tuple[()]:
        return ()


class RemoveStatement(_Replacement):
    """A call for its effect, a refusal, or a change of something is left out."""

    def sites(self, node: Node) -> Iterator[Site]:
        if node.parent is None or node.parent.type != "simple_stmt":
            return
        is_call = node.type == "atom_expr" and node.children[-1].children[0] == "("
        is_raise = node.type == "raise_stmt" or (node.type == "keyword" and node.value == "raise")
        if is_call or is_raise or (node.type == "expr_stmt" and _changes(node)):
            yield node, lambda: _like(node, "pass")


class ReplaceCondition(_Replacement):
    """A condition always holds, or never."""

    def sites(self, node: Node) -> Iterator[Site]:
        keywords: dict[str, tuple[str, ...]]
        if node.type == "if_stmt":
            keywords = {"if": ("True", "False"), "elif": ("True", "False")}
        elif node.type == "while_stmt":
            keywords = {"while": ("False",)}
        elif node.type in {"test", "comp_if"}:
            keywords = {"if": ("True", "False")}
        else:
            return
        for index, child in enumerate(node.children[:-1]):
            for value in keywords.get(getattr(child, "value", ""), ()):
                yield node.children[index + 1], _put(node, index + 1, value)


class RemoveOperand(_Replacement):
    """One of what is joined by `and` or `or` does not count."""

    def sites(self, node: Node) -> Iterator[Site]:
        if node.type not in {"and_test", "or_test"}:
            return
        for index in range(0, len(node.children), 2):
            left = node.children[:index] + node.children[index + 2 :]
            if index == len(node.children) - 1:
                left = node.children[: index - 1]
            yield node.children[index], _having(node, left, _prefix(node))


class RemoveEntry(_Replacement):
    """A set, a table or a tuple lacks one entry; a call lacks an argument."""

    def sites(self, node: Node) -> Iterator[Site]:
        if node.type not in {"dictorsetmaker", "testlist_comp", "arglist"}:
            return
        if any(child.type in {"comp_for", "sync_comp_for"} for child in node.children):
            return
        entries: list[list[Node]] = [[]]
        for child in node.children:
            entries[-1].append(child)
            if child == ",":
                entries.append([])
        entries = [entry for entry in entries if entry]
        # Of a call: an argument by position that is not the last would only shift the others.
        for number, entry in enumerate(entries):
            named = entry[0].type == "argument"
            if node.type == "arglist" and not named and number < len(entries) - 1:
                continue
            left = [child for other in entries if other is not entry for child in other]
            yield entry[0], _having(node, left, _prefix(node))


class ReplaceMember(_Replacement):
    """Another permission, kind or reason: the next one of its enum."""

    def sites(self, node: Node) -> Iterator[Site]:
        if node.type != "atom_expr" or len(node.children) != 2:
            return
        enum = _ENUMS.get(getattr(node.children[0], "value", ""))
        member = node.children[1].children[-1]
        if enum is not None and getattr(member, "value", "") in enum.__members__:
            names = list(enum.__members__)
            following = names[(names.index(member.value) + 1) % len(names)]
            yield node, lambda: _like(node, f"{node.children[0].value}.{following}")


class ReplaceText(_Replacement):
    """Another text, where it is a name or a value: sentences are for people."""

    def sites(self, node: Node) -> Iterator[Site]:
        if node.type != "string" or " " in node.value.strip("\"'"):
            return
        opening = node.value.index(node.value[-1])
        text = f"{node.value[: opening + 1]}XX{node.value[opening + 1 :]}"
        yield node, lambda: _like(node, text)


class ReplaceResult(_Replacement):
    """A function gives the same whatever it is asked."""

    def sites(self, node: Node) -> Iterator[Site]:
        if node.type != "return_stmt" or len(node.children) < 2:
            return
        function = node.parent
        while function.type != "funcdef":
            function = function.parent
        given = function.annotation.get_code().strip() if function.annotation else ""
        for value in ("True", "False") if given == "bool" else ("None",):
            if node.children[1].get_code().strip() != value:
                yield node.children[1], _put(node, 1, value)


class ReplaceMembership(_Replacement):
    """`in` for `not in`, and the other way."""

    def sites(self, node: Node) -> Iterator[Site]:
        if node.type != "comparison":
            return
        for index, sign in enumerate(node.children[1::2]):
            turned = {"in": "not in", "not in": "in"}.get(" ".join(sign.get_code().split()))
            if turned:
                yield sign, _put(node, 2 * index + 1, turned)


def _changes(statement: Node) -> bool:
    """Whether an assignment changes what was there before."""
    target, sign = statement.children[:2]
    if target.type != "name" or sign != "=":
        return bool(target.type == "atom_expr" or (sign.type == "operator" and sign != "="))
    leaf, end = statement.children[-1].get_first_leaf(), statement.get_last_leaf()
    while True:
        if leaf.type == "name" and leaf.value == target.value and leaf.get_previous_leaf() != ".":
            return True
        if leaf is end:
            return False
        leaf = leaf.get_next_leaf()


def _prefix(node: Node) -> str:
    return str(node.get_first_leaf().prefix)


def _like(node: Node, code: str) -> Node:
    return parsed(_prefix(node) + code)


def _put(node: Node, index: int, code: str) -> Callable[[], Node]:
    def make() -> Node:
        node.children[index] = parsed(" " + code)
        return node

    return make


def _having(node: Node, children: list[Node], prefix: str) -> Callable[[], Node]:
    def make() -> Node:
        if not children:
            return parsed("")
        children[0].get_first_leaf().prefix = prefix
        node.children = children
        return node

    return make


def parsed(code: str) -> Node:
    """The tree of a piece of Python."""
    return parso.parse(code)  # type: ignore[no-untyped-call]


OPERATORS: dict[str, Operator] = {
    **{name: cosmic_ray.plugins.get_operator(f"core/{name}")() for name in _OF_COSMIC_RAY},
    **{kind.__name__: kind() for kind in _Replacement.__subclasses__()},
}
"""All that are used, by name."""
