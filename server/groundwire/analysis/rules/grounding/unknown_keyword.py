"""GW103: a call with a keyword, or a number of arguments, that what it calls does not take."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from groundwire.analysis.cst import children
from groundwire.analysis.rule import Rule
from groundwire.analysis.rules.grounding import unknown_keyword_examples as examples
from groundwire.analysis.rules.grounding.refused_calls import refused_calls
from groundwire.model import Finding, Fix, Position, Range, TextEdit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis import cst
    from groundwire.analysis.calls.answer import CallAnswer
    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.project import ProjectContext
    from groundwire.analysis.rules.grounding.refused_calls import Refused


class UnknownKeyword(Rule):
    """A call with a keyword, or a number of arguments, that what it calls does not take.

    Signatures are read as they are installed: functions, methods and constructors (inherited, or made of the fields of
    a dataclass, an attrs class or a named tuple), through decorators that hand every argument on. A `**kwargs` is
    followed to where it ends, in the text or by a table of well-known functions: what `json.dumps` does not know goes
    to `json.JSONEncoder`, which refuses it. Of the standard library the stubs and the running Python must agree.
    Reported are keywords that no signature takes, parameters that are given by position only, too many arguments by
    position, an argument given twice, and required ones that are missing; the message says which.

    Why it bites
    ------------
    A keyword that would be sensible, that another library has, or that was renamed reads like the real thing. The call
    fails with `TypeError` when it first runs, which for an error path or a rare option may be in production.

    How to settle it
    ----------------
    Compare with the signature in the hover, which is that of the version installed. Where another version takes the
    call, raise the requirement or write the call as this version wants it.

    When to ignore it
    -----------------
    Where something outside the project's files replaces the function. Calls under a handler for `TypeError`, in a
    test that expects an error, under a test of a version or a platform, with a comment that silences type checkers,
    and in code that looks at signatures itself are not reported; neither are calls of anything that an unknown
    decorator, a metaclass or an unknown base class may have changed, nor missing arguments where `*` or `**` may
    bring them.

    Fix safety
    ----------
    A keyword is replaced where the only difference to one that is taken is case, underscores, a doubled letter or two
    exchanged ones. A keyword of a parameter that is given by position only is dropped where its value is the next by
    position.
    """

    code = "GW103"
    name = "unknown-keyword"
    summary = "A call with a keyword, or a number of arguments, that what it calls does not take."
    triggers = re.compile(r"[\w)\]]\s*\(")
    needs_project = True
    overlaps = (
        "pylint:E1120",
        "pylint:E1121",
        "pylint:E1123",
        "pylint:E1124",
        "pyright:reportCallIssue",
        "mypy:call-arg",
        "ty:unknown-argument",
        "ty:too-many-positional-arguments",
        "ty:missing-argument",
        "ty:parameter-already-assigned",
        "ty:positional-only-parameter-as-kwarg",
    )
    invalid = examples.INVALID
    valid = examples.VALID

    def check(self, unit: ParsedUnit, module: ModuleContext, project: ProjectContext) -> Iterator[Finding]:
        """Findings of this rule."""
        if module.path().endswith(".pyi"):
            return  # a stub is never run, and may say what only later versions can
        found = [finding for refused in refused_calls(unit, module, project) for finding in self._of(refused, unit)]
        yield from sorted(found, key=lambda finding: finding.range)

    def _of(self, refused: Refused, unit: ParsedUnit) -> Iterator[Finding]:
        answer = refused.answer
        explanation = _explanation(answer)
        if answer.reason in {"positional", "missing"}:
            yield Finding(self.code, _place(refused, unit), _arity(refused), explanation, contradicts=True)
            return
        for place, name in enumerate(answer.names):
            argument = next((arg for arg in refused.arguments if arg.keyword and arg.keyword.value == name), None)
            if argument is None or argument.keyword is None:
                continue
            fixes = _fixes(refused, argument, place, unit)
            message = _message(answer, name, place)
            yield self.finding(unit, argument.keyword, message, explanation, contradicts=True, fixes=fixes)


def _message(answer: CallAnswer, name: str, place: int) -> str:
    callee = f"`{answer.callee}` of {answer.source}"
    if answer.reason == "positional-only":
        return f"{callee} takes `{name}` by position only."
    if answer.reason == "twice":
        return f"{callee} gets `{name}` twice here, by position and by keyword."
    message = f"{callee} takes no `{name}`"
    close = answer.close[place]
    if not close:
        return f"{message}."
    names = " and ".join(f"`{other}`" for other in close[:2])
    return f"{message}; closest {'is' if len(close) == 1 else 'are'} {names}."


def _arity(refused: Refused) -> str:
    answer = refused.answer
    callee = f"`{answer.callee}` of {answer.source}"
    if answer.reason == "positional":
        most = f"{answer.most} argument{'' if answer.most == 1 else 's'}" if answer.most else "no argument"
        return f"{callee} takes {most} by position, and gets {refused.given} here."
    names = " and ".join(filter(None, (", ".join(f"`{name}`" for name in answer.names[:-1]), f"`{answer.names[-1]}`")))
    return f"{callee} needs {names}, which this call does not give."


def _place(refused: Refused, unit: ParsedUnit) -> Range:
    """The first argument too many, by its first word; where some are missing, the closing bracket, where they belong.

    Not the name of what is called: it is right.
    """
    plain = [argument for argument in refused.arguments if argument.keyword is None and not argument.star]
    if refused.answer.reason == "positional" and refused.answer.most < len(plain):
        node: cst.CSTNode = plain[refused.answer.most].value
        while (below := children(node)) and unit.range(below[0]).start == unit.range(node).start:
            node = below[0]
        start, end = unit.range(node)
        return Range(start, end if end.line == start.line else Position(start.line, start.column + 1))
    end = unit.range(refused.call).end
    return Range(Position(end.line, end.column - 1), end)


def _explanation(answer: CallAnswer) -> str:
    facts = [f"Its signature in {answer.file} is `{answer.signature}`"]
    if answer.through:
        facts[0] += f"; its `**kwargs` end in `{answer.through}`, which refuses the rest"
    facts[0] += "."
    if answer.elsewhere is not None:
        facts.append(f"{answer.elsewhere}.")
    if answer.said is not None:
        facts.append(f"{answer.file} says of it: “{answer.said}”.")
    return " ".join(facts)


def _fixes(refused: Refused, argument: cst.Arg, place: int, unit: ParsedUnit) -> tuple[Fix, ...]:
    answer = refused.answer
    if argument.keyword is None:
        return ()
    keyword = unit.range(argument.keyword)
    if answer.reason == "positional-only":
        first = next(arg for arg in refused.arguments if arg.keyword is not None or arg.star)
        order = [name.split("=")[0].strip() for name in answer.signature.strip("()").split(",")]
        following = order.index(argument.keyword.value) == refused.given if argument.keyword.value in order else False
        if first is not argument or not following:
            return ()
        name_and_sign = Range(keyword.start, unit.range(argument.value).start)
        return (Fix(f"Give `{argument.keyword.value}` by position", (TextEdit(name_and_sign, ""),)),)
    if answer.reason != "keyword" or (meant := answer.replacements[place]) is None:
        return ()
    if any(other.keyword and other.keyword.value == meant for other in refused.arguments):
        return ()
    return (Fix(f"Replace by `{meant}`", (TextEdit(keyword, meant),)),)
