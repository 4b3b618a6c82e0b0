"""What a function takes from its surroundings, clock, chance and sleep, and the fixture that holds it still."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from groundwire.stubs.source import dotted, own_nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.stubs.source import Source
    from groundwire.stubs.subject import Subject


@dataclass(frozen=True)
class Stillness:
    """Lines of a fixture's body, and what they import."""

    lines: tuple[str, ...]
    needs: frozenset[str]
    patches: bool
    """Whether they use `monkeypatch`."""


def stillness(subject: Subject, source: Source) -> Stillness | None:
    """What makes a test of the subject give the same answer twice; None where nothing needs it.

    Only the module's own references are replaced, never the subject.
    """
    lines: list[str] = []
    needs: set[str] = set()
    clock_classes: dict[str, tuple[str, list[str]]] = {}
    for call in _calls(subject.node):
        written = dotted(call.func) or ""
        path = source.path_of(written)
        target = f"{source.name}.{written}"
        if path in {
            "datetime.datetime.now",
            "datetime.datetime.utcnow",
            "datetime.datetime.today",
            "datetime.date.today",
        }:
            owner, _, method = written.rpartition(".")
            methods = clock_classes.setdefault(f"{source.name}.{owner}", (path.split(".")[1], []))[1]
            methods.extend([method] if method not in methods else [])
        elif path == "time.time":
            lines.append(f'monkeypatch.setattr("{target}", lambda: 1_706_702_400.0)')
        elif path == "time.sleep":
            lines.append(f'monkeypatch.setattr("{target}", lambda seconds: None)')
        elif path == "uuid.uuid4":
            lines.append(f'monkeypatch.setattr("{target}", lambda: UUID(int=1))')
            needs.add("uuid:UUID")
        elif path.startswith("random.") and path.count(".") == 1 and path[7:8].islower():
            lines.append("random.seed(0)")
            needs.add("random:")
    for target, (kind, methods) in clock_classes.items():
        lines.extend(_clock(target, kind, methods))
        needs.add(f"datetime:{kind}")
    lines = list(dict.fromkeys(lines)) if not clock_classes else _unrepeated(lines)
    if not lines:
        return None
    return Stillness(tuple(lines), frozenset(needs), any("monkeypatch" in line for line in lines))


def _calls(function: ast.AST) -> Iterator[ast.Call]:
    return (node for node in own_nodes(function) if isinstance(node, ast.Call))


def _unrepeated(lines: list[str]) -> list[str]:
    """Without repeated one-line statements; lines of a class body may well repeat."""
    seen: set[str] = set()
    kept: list[str] = []
    for line in lines:
        if line in seen and not line.startswith(" ") and line:
            continue
        seen.add(line)
        kept.append(line)
    return kept


def _clock(target: str, kind: str, methods: list[str]) -> list[str]:
    """A class that stands for `datetime` or `date` and always tells the same time."""
    name = "FixedDatetime" if kind == "datetime" else "FixedDate"
    lines = [f"class {name}({kind}):"]
    for index, method in enumerate(methods):
        zone = ", tz=None" if method == "now" else ""
        moment = "2024, 1, 31, 12, 0" if kind == "datetime" else "2024, 1, 31"
        lines.extend([""] if index else [])
        lines.append("    @classmethod")
        lines.append(f"    def {method}(cls{zone}):")
        lines.append(f"        return cls({moment}{', tzinfo=tz' if zone else ''})")
    return [*lines, "", f'monkeypatch.setattr("{target}", {name})']
