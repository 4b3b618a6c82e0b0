"""Says whether a `match` pattern takes a known value, running nothing."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from groundwire.stubs.operations import PLAIN, TYPES
from groundwire.stubs.samples import UNKNOWN, Instance, Member
from groundwire.stubs.source import dotted

if TYPE_CHECKING:
    from groundwire.stubs.evaluate import Evaluator


def matches(pattern: ast.pattern, subject: Any, evaluator: Evaluator, env: dict[str, Any]) -> bool | None:
    """Whether the pattern takes the subject; None where that is not known. Captures are bound in `env`."""
    if isinstance(pattern, ast.MatchAs):
        outcome = True if pattern.pattern is None else matches(pattern.pattern, subject, evaluator, env)
        if pattern.name is not None:
            env[pattern.name] = subject if outcome else UNKNOWN
        return outcome
    if subject is UNKNOWN:
        return None
    if isinstance(pattern, ast.MatchOr):
        outcomes = [matches(part, subject, evaluator, env) for part in pattern.patterns]
        return True if True in outcomes else None if None in outcomes else False
    if isinstance(pattern, ast.MatchSingleton):
        return subject is pattern.value
    if isinstance(pattern, ast.MatchValue):
        value = evaluator.value(pattern.value, {})
        if (
            value is UNKNOWN
            or isinstance(subject, Instance)
            or isinstance(subject, Member) != isinstance(value, Member)
        ):
            return None
        return bool(subject == value)
    if isinstance(pattern, ast.MatchSequence):
        return _sequence(pattern, subject, evaluator, env)
    if isinstance(pattern, ast.MatchMapping):
        return _mapping(pattern, subject, evaluator, env)
    if isinstance(pattern, ast.MatchClass):
        return _class(pattern, subject, evaluator)
    return None


def _all(outcomes: list[bool | None]) -> bool | None:
    return False if False in outcomes else None if None in outcomes else True


def _sequence(pattern: ast.MatchSequence, subject: Any, evaluator: Evaluator, env: dict[str, Any]) -> bool | None:
    if not isinstance(subject, (list, tuple)):
        return False if isinstance(subject, PLAIN) else None
    if any(isinstance(part, ast.MatchStar) for part in pattern.patterns):
        return None if len(subject) >= len(pattern.patterns) - 1 else False
    if len(subject) != len(pattern.patterns):
        return False
    return _all([matches(part, item, evaluator, env) for part, item in zip(pattern.patterns, subject, strict=True)])


def _mapping(pattern: ast.MatchMapping, subject: Any, evaluator: Evaluator, env: dict[str, Any]) -> bool | None:
    if not isinstance(subject, dict):
        return False if isinstance(subject, PLAIN) else None
    outcomes: list[bool | None] = []
    for node, part in zip(pattern.keys, pattern.patterns, strict=True):
        key = evaluator.value(node, {})
        if key is UNKNOWN:
            return None
        outcomes.append(matches(part, subject[key], evaluator, env) if key in subject else False)
    return _all(outcomes)


def _class(pattern: ast.MatchClass, subject: Any, evaluator: Evaluator) -> bool | None:
    name = dotted(pattern.cls)
    path = evaluator.path_of(name) if name is not None else "?"
    if path in TYPES and not (pattern.patterns or pattern.kwd_patterns):
        return isinstance(subject, TYPES[path]) if not isinstance(subject, (Instance, Member)) else False
    if isinstance(subject, Instance) and subject.owner == path and not (pattern.patterns or pattern.kwd_patterns):
        return True
    return False if isinstance(subject, PLAIN) and path not in TYPES else None
