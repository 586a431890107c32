"""Changes are made where they can matter, and a change that a test notices is called so."""

from pathlib import Path

import pytest
from cosmic_ray.mutating import mutate_code

from mutants import changes
from mutants.changes import PACKAGE, Mutant
from mutants.forks import ROOT
from mutants.judge import Depth, Verdict, judge
from mutants.operators import OPERATORS
from mutants.survivors import explained
from mutants.targets import FAR, LOCKING, LOCKS, NEAR, PURE

EXAMPLES = [
    ("RemoveStatement", "check(a)", ["pass"]),
    ("RemoveStatement", "if a:\n    raise B", ["if a:\n    pass"]),
    ("RemoveStatement", "a.b = c", ["pass"]),
    ("RemoveStatement", "a += 1", ["pass"]),
    ("RemoveStatement", "a = f(a)", ["pass"]),
    ("RemoveStatement", "a = b", []),
    ("ReplaceCondition", "if a: pass", ["if True: pass", "if False: pass"]),
    ("ReplaceCondition", "a if b else c", ["a if True else c", "a if False else c"]),
    (
        "ReplaceCondition",
        "[a for a in b if c]",
        ["[a for a in b if True]", "[a for a in b if False]"],
    ),
    ("RemoveOperand", "a or b or c", ["b or c", "a or c", "a or b"]),
    ("RemoveOperand", "a and b", ["b", "a"]),
    ("RemoveEntry", "f(a, b, c=d)", ["f(a, b,)"]),
    ("RemoveEntry", "f(a, b)", ["f(a,)"]),
    ("RemoveEntry", "{a: b, c: d}", ["{c: d}", "{a: b,}"]),
    ("RemoveEntry", "(a, b)", ["(b)", "(a,)"]),
    ("RemoveEntry", "[a for a in b]", []),
    ("ReplaceMember", "Kind.USER", ["Kind.ACCESS_KEY"]),
    ("ReplaceMember", "Kind.ACCESS_KEY", ["Kind.ORGANIZATION"]),
    ("ReplaceMember", "Kind.unheard + other.USER", []),
    ("ReplaceText", "a = 'b'", ["a = 'XXb'"]),
    ("ReplaceText", "a = 'a sentence'", []),
    (
        "ReplaceResult",
        "def a() -> bool:\n  return b",
        ["def a() -> bool:\n  return True", "def a() -> bool:\n  return False"],
    ),
    ("ReplaceResult", "def a():\n  return b", ["def a():\n  return None"]),
    ("ReplaceMembership", "a in b", ["a not in b"]),
    ("ReplaceMembership", "a not in b", ["a in b"]),
    ("ReplaceComparisonOperator_LtE_Lt", "a <= b", ["a < b"]),
]


@pytest.mark.parametrize(("operator", "before", "after"), EXAMPLES)
def test_an_operator_changes_what_it_says(operator: str, before: str, after: list[str]) -> None:
    made: list[str] = []
    while (text := mutate_code(before + "\n", OPERATORS[operator], len(made))) is not None:
        made.append(text.strip())
    assert made == after


@pytest.mark.parametrize(
    "code",
    [
        "a: Kind.USER",
        "def f(a: Kind.USER) -> Kind.USER: pass",
        "T = TypeVar('T')",
        "assert a or b",
        "@dataclass(slots=True)\nclass A: pass",
        "@lru_cache(maxsize=1)\ndef f(): pass",
        "class A:\n  __slots__ = ('a', 'b')",
        "_log.warning('a', b=c)",
    ],
)
def test_what_can_matter_to_nobody_is_left_out(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "_source", lambda _: code + "\n")
    found = changes.of_module.__wrapped__("any")
    assert not found.mutants
    assert found.left_out


def test_a_module_that_is_changed_is_there_and_so_are_its_tests() -> None:
    assert PURE.keys() == NEAR.keys()
    assert set(LOCKING) <= NEAR.keys()
    assert all((PACKAGE / module).is_file() for module in NEAR)
    tests = {test for table in (PURE, NEAR) for named in table.values() for test in named}
    assert all((ROOT / test).exists() for test in (*tests, *FAR, *LOCKS))


def test_every_rule_of_the_domain_is_changed() -> None:
    modules = {f"domain/{file.name}" for file in (PACKAGE / "domain").glob("*.py")}
    assert modules - NEAR.keys() == {"domain/__init__.py"}


def test_what_is_explained_is_still_there() -> None:
    for (module, was, now), reason in explained().items():
        lines = {line.strip() for line in (PACKAGE / module).read_text().splitlines()}
        assert {line.strip() for line in was.splitlines()} <= lines, (module, was)
        assert was != now
        assert reason


def test_a_change_is_judged_by_the_tests(tmp_path: Path) -> None:
    noticed = next(
        mutant
        for mutant in changes.of_module("domain/clock.py").mutants
        if mutant.operator == "ReplaceComparisonOperator_LtE_Lt"
    )
    assert noticed.difference()[1].endswith("moment < now()")
    text = noticed.text()
    assert text is not None
    with judge(tmp_path / "copy") as judged:
        found = judged.judge(noticed, text, Depth.PURE)
        assert found.verdict is Verdict.KILLED
        assert judged.sound(found.by)
        assert judged.starts()
        (tmp_path / "copy" / PACKAGE.name / "__init__.py").write_text("raise ImportError")
        assert not judged.starts()
        (tmp_path / "copy" / PACKAGE.name / "__init__.py").write_text("")
        same = (PACKAGE / noticed.module).read_text() + "# no change\n"
        assert judged.judge(noticed, same, Depth.PURE).verdict is Verdict.SURVIVED
    assert not Mutant("domain/clock.py", 1, "ReplaceText", 99).text()
