"""Where a pattern of `recall_patterns/` can stand in a file of a library, and the file's text with it."""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

import tomllib

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence
    from pathlib import Path

Setting = Literal["statements", "function", "method", "branch", "module", "test"]
SETTINGS: Final[dict[str, tuple[Setting, ...]]] = {
    "body": ("statements",),
    "function": ("function", "method", "branch"),
    "definition": ("function", "method"),
    "module": ("module",),
    "test": ("test",),
}
"""How a pattern may stand, by its kind: statements inside a function of the library that has a parameter; a function
at the end of the module, in one of the library's classes, or with all it does under an `if`; code at the end of the
module; code at the end of a test file."""
_LINES: Final = range(40, 1500)
_UNTOUCHED: Final = frozenset({"docs", "examples", "extra", "migrations", "testing"})
"""Folders whose code the rules judge otherwise, or not at all: their pages say so."""
_DATA: Final = frozenset({"ABC", "Enum", "Exception", "IntEnum", "NamedTuple", "Protocol", "TypedDict"})
_SIGNATURE: Final = re.compile(r"^((?:async )?def \w+\()(.*)(\)(?: -> .+)?:)$", re.MULTILINE)


@dataclass(frozen=True)
class Pattern:
    """Code with one mistake, as it may be written; {arg}, {n} and {package} in its text are filled in."""

    code: str
    name: str
    kind: str
    imports: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Place:
    """Where lines go: before `line` (zero-based), indented by `indent`; `argument` is bound there."""

    line: int
    indent: int
    argument: str = ""


@dataclass(frozen=True)
class Injected:
    """A pattern in a file: its first and last line there, zero-based."""

    pattern: Pattern
    setting: Setting
    first: int
    last: int


def read_patterns(folder: Path) -> Iterator[Pattern]:
    """Every pattern, by rule and as written."""
    for path in sorted(folder.glob("*.toml")):
        for code, given in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for one in given:
                text = one["text"].strip("\n")
                yield Pattern(code, one["name"], one["kind"], tuple(one.get("imports", ())), text)


class Target:
    """A file that can take patterns."""

    def __init__(self, path: str, text: str, package: str, *, test: bool, classes: bool = True) -> None:
        self.path = path
        self.classes = classes
        """Whether a class of tests may be called `Test…` here: a project may have pytest collect others."""
        self.package = package
        self.test = test
        self.lines = text.split("\n")
        tree = ast.parse(text)
        self.head = next((s.lineno - 1 for s in tree.body if not _opens(s)), len(self.lines))
        """Line before which an import goes."""
        self.bound = Counter(_bound(tree))
        self.imports = Counter(ast.unparse(s) for s in tree.body if isinstance(s, (ast.Import, ast.ImportFrom)))
        self.statements = [] if test else list(_statements(tree, self.lines))
        self.methods = [] if test else list(_ends_of_classes(tree, self.lines))
        self.end = Place(len(self.lines), 0)

    @classmethod
    def of(cls, path: str, text: str, package: str, *, test: bool, classes: bool = True) -> Target | None:
        """A file as a target; None where it cannot be one."""
        if text.count("\n") not in _LINES or "\f" in text or not _UNTOUCHED.isdisjoint(path.split("/")):
            return None
        try:
            return cls(path, text, package, test=test, classes=classes)
        except (ValueError, SyntaxError):
            return None

    def places(self, setting: Setting) -> Sequence[Place]:
        """Where code can stand in this setting."""
        if self.test != (setting == "test"):
            return ()
        return {"statements": self.statements, "method": self.methods}.get(setting, [self.end])

    def takes(self, pattern: Pattern) -> bool:
        """Whether the imports of a pattern mean here what they say, and its test would be one."""
        if not self.classes and "class Test" in pattern.text:
            return False
        for statement in pattern.imports:
            same = self.imports[statement]
            if any(self.bound[name] != same for name in _bound_by_import(statement)):
                return False
        return True

    def with_patterns(self, taken: Sequence[tuple[Place, Pattern, Setting]]) -> tuple[str, list[Injected]]:
        """The file's text with these patterns, and where they stand in it."""
        pieces: dict[int, list[tuple[Pattern | None, Setting, list[str]]]] = defaultdict(list)
        missing = dict.fromkeys(i for _, pattern, _ in taken for i in pattern.imports if not self.imports[i])
        pieces[self.head].append((None, "module", list(missing)))
        for number, (place, pattern, setting) in enumerate(taken):
            text = written(pattern, setting, number).replace("{arg}", place.argument).replace("{package}", self.package)
            block = [" " * place.indent + row if row else "" for row in text.split("\n")]
            pieces[place.line].append((pattern, setting, block if setting == "statements" else ["", *block]))
        lines: list[str] = []
        injected = []
        for line in range(len(self.lines) + 1):
            for held, setting, block in pieces.get(line, ()):
                if held is not None:
                    injected.append(Injected(held, setting, len(lines), len(lines) + len(block) - 1))
                lines += block
            lines += self.lines[line : line + 1]
        text = "\n".join(lines) + "\n"
        ast.parse(text)
        return text, injected


def chosen(
    targets: Sequence[Target], patterns: Sequence[Pattern], places: int, chance: random.Random
) -> dict[Target, list[tuple[Place, Pattern, Setting]]]:
    """Places for the patterns of one rule, each in turn in each of its settings; fewer where there is no room."""
    taken: dict[Target, list[tuple[Place, Pattern, Setting]]] = defaultdict(list)
    for number in range(places):
        turn, which = divmod(number, len(patterns))
        pattern = patterns[which]
        settings = SETTINGS[pattern.kind]
        setting = settings[(turn + which) % len(settings)]
        room = [target for target in targets if target.takes(pattern) and target.places(setting)]
        free = [target for target in room if len(taken[target]) < 4 and _bodies_apart(taken[target], setting)]
        if not free:
            continue
        target = chance.choice(free)
        taken[target].append((chance.choice(target.places(setting)), pattern, setting))
    return {target: held for target, held in taken.items() if held}


def _bodies_apart(held: Sequence[tuple[Place, Pattern, Setting]], setting: Setting) -> bool:
    """Whether no two patterns would share a function: one may change what another means."""
    return setting != "statements" or all(other != "statements" for _, _, other in held)


def written(pattern: Pattern, setting: Setting, number: int) -> str:
    """A pattern's text as it stands in a setting, without the indentation of its place."""
    text = pattern.text.replace("{n}", str(number))
    if setting == "method":
        return _SIGNATURE.sub(lambda m: f"{m[1]}self{', ' if m[2] else ''}{m[2]}{m[3]}", text, count=1)
    if setting == "branch":
        return _under_a_branch(text)
    return text


def _under_a_branch(text: str) -> str:
    """A function whose statements, the documentation aside, stand under an `if` on a further parameter."""
    body = next(s for s in ast.parse(text).body if isinstance(s, (ast.FunctionDef, ast.AsyncFunctionDef))).body
    first = next((statement.lineno - 1 for statement in body if not _opens(statement)), None)
    if first is None:
        return text
    rows = text.split("\n")
    while rows[first - 1].lstrip().startswith("#"):
        first -= 1
    head = _SIGNATURE.sub(lambda m: f"{m[1]}{m[2]}{', ' if m[2] else ''}enabled=True{m[3]}", "\n".join(rows[:first]), 1)
    return "\n".join([head, "    if enabled:", *("    " + row if row else "" for row in rows[first:])])


def _opens(statement: ast.stmt) -> bool:
    """Whether a statement stands before the first ordinary one: the documentation, or a future import."""
    is_text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    return is_text or (isinstance(statement, ast.ImportFrom) and statement.module == "__future__")


@cache
def _bound_by_import(statement: str) -> frozenset[str]:
    return frozenset(_bound(ast.parse(statement)))


def _bound(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield from ((alias.asname or alias.name).partition(".")[0] for alias in node.names)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def _statements(tree: ast.Module, lines: list[str]) -> Iterator[Place]:
    """Before each statement of functions that have a parameter, in blocks that do not settle what a rule asks."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            names = [arg.arg for arg in node.args.args if arg.arg not in {"self", "cls"} and arg.annotation is None]
            if names and node.body[0].lineno > node.lineno:
                yield from _in_block(node.body, names[0], lines)


def _in_block(body: list[ast.stmt], argument: str, lines: list[str]) -> Iterator[Place]:
    for statement in body:
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            continue
        written_here = lines[statement.lineno - 1]
        alone = not written_here[: statement.col_offset].strip() and not written_here.lstrip().startswith("elif")
        if alone and not _opens(statement):
            yield Place(statement.lineno - 1, statement.col_offset, argument)
        plain = isinstance(statement, (ast.For, ast.While)) or (
            isinstance(statement, ast.If) and isinstance(statement.test, (ast.Name, ast.Compare))
        )
        if plain and "version" not in written_here and "platform" not in written_here:
            yield from _in_block(getattr(statement, "body", []), argument, lines)


def _ends_of_classes(tree: ast.Module, lines: list[str]) -> Iterator[Place]:
    """Behind the last statement of each class that has methods and is no mere shape of data."""
    for node in tree.body:
        if not isinstance(node, ast.ClassDef) or node.end_lineno is None:
            continue
        bases = {ast.unparse(base).rpartition(".")[2] for base in node.bases}
        if bases.isdisjoint(_DATA) and any(isinstance(s, ast.FunctionDef) for s in node.body):
            first = node.body[0]
            if not lines[first.lineno - 1][: first.col_offset].strip():
                yield Place(node.end_lineno, first.col_offset)
