"""The rules' pages in Markdown, from what they declare; `python -m groundwire.report.rule_page FOLDER` writes them."""

from __future__ import annotations

import inspect
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from groundwire.analysis.file_codes import TYPE_CHECKERS
from groundwire.analysis.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from groundwire.analysis.rule import Example, Rule

_HEADING: Final = re.compile(r"^(\S.*)\n-{3,}$", re.MULTILINE)
_SHOWN: Final = 10
"""Examples of each kind that a page shows: enough to see the shapes, and few enough to be read."""
_TOPICS: Final = {
    "1": "Grounding: names and literals that do not resolve",
    "2": "Logic guesses",
    "3": "Verification weakened",
    "4": "Executed evidence",
    "5": "Determinism",
    "6": "Distributed state",
    "7": "Disagreement between alternatives",
}


def rule_page(rule: Rule) -> str:
    """The Markdown page of one rule: summary, text, examples that are marked and examples that are not."""
    parts = [f"# {rule.code} {rule.name}", _text(rule), *_conditions(rule)]
    printed: set[tuple[str, str]] = set()
    parts += ["## What is marked", *_examples(rule.invalid, printed)]
    parts += ["## What is not", *_examples(rule.valid, printed)]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def index_page(rules: Iterable[Rule]) -> str:
    """The Markdown page that lists all rules by topic."""
    lines = ["# Rules", "", "Each page is made from the rule itself; its examples are among the rule's tests.", ""]
    topic = ""
    for rule in sorted(rules, key=lambda rule: rule.code):
        if (heading := _TOPICS[rule.code[2]]) != topic:
            lines += [f"## {heading}", "", "| code | name | what it marks |", "|---|---|---|"]
            topic = heading
        lines.append(f"| [{rule.code}]({rule.code}.md) | `{rule.name}` | {rule.summary} |")
        if rule is _last_of_topic(rules, rule):
            lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def pages(rules: Iterable[Rule]) -> Mapping[str, str]:
    """Every page by file name, the index among them."""
    rules = tuple(rules)
    return {"README.md": index_page(rules), **{f"{rule.code}.md": rule_page(rule) for rule in rules}}


def write_pages(folder: Path) -> None:
    """Write all pages into a folder, and remove pages of rules that are gone."""
    folder.mkdir(parents=True, exist_ok=True)
    written = pages(RULES)
    for name, text in written.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    for stale in folder.glob("GW*.md"):
        if stale.name not in written:
            stale.unlink()


def _last_of_topic(rules: Iterable[Rule], rule: Rule) -> Rule:
    return max((other for other in rules if other.code[2] == rule.code[2]), key=lambda other: other.code)


def _text(rule: Rule) -> str:
    """The rule's docstring with its underlined headings as Markdown's."""
    return _HEADING.sub(r"## \1\n", inspect.cleandoc(type(rule).__doc__ or rule.summary))


def _conditions(rule: Rule) -> Iterator[str]:
    if rule.needs_project:
        yield "It needs the project's index, and is silent until that is built."
    if rule.overlaps:
        yield f"It is silent in files where the project runs {_tools(rule.overlaps)}; see `overlap` in the settings."
    if rule.generated_only:
        yield "It speaks of generated code alone: with `--all`, and for lines of unknown origin, it is off."


def _tools(overlaps: tuple[str, ...]) -> str:
    """The other tools with their rules: of linters all must run, of type checkers one, with all that it has of them."""
    groups: dict[str, list[str]] = {}
    for each in sorted(overlaps, key=lambda each: each.partition(":")[0] in TYPE_CHECKERS):
        tool = each.partition(":")[0]
        groups.setdefault(tool if tool in TYPE_CHECKERS else "", []).append(each)
    return " or ".join(
        " and ".join(f"{tool}'s `{theirs}`" for tool, _, theirs in (each.partition(":") for each in group))
        for group in groups.values()
    )


def _examples(examples: tuple[Example, ...], printed: set[tuple[str, str]]) -> Iterator[str]:
    """The first examples; `printed` holds path and text of the files that stand on the page already."""
    for example in examples[:_SHOWN]:
        yield _example(example, printed)
    if len(examples) > _SHOWN:
        yield f"The rule's tests have {len(examples) - _SHOWN} more."


def _example(example: Example, printed: set[tuple[str, str]]) -> str:
    parts = [f"{_sentence(example.title)}"] if example.title else []
    known = [path for path, text in example.files.items() if (path, text) in printed]
    for path, text in example.files.items():
        if path not in known:
            code = _fenced(text, "toml" if path.endswith(".toml") else "python")
            parts.append(f"`{path}`:\n\n{code}" if text.strip() else f"`{path}` is empty.")
    if known:
        parts.append(f"As above: {', '.join(f'`{path}`' for path in known)}.")
    printed.update(example.files.items())
    if example.installed:
        listed = ", ".join(f"`{name}`" for name in example.installed)
        parts.append(f"Installed: {listed}.")
    if example.ran is not None:
        parts.append(f"The recorded test run ran {_lines(example.ran)} of `app.py`.")
    if example.files or example.ran is not None:
        parts.append("`app.py`:")
    parts.append(_fenced(_with_marks(example), "python"))
    if example.fixed is not None:
        parts.append(f"With its fix:\n\n{_fenced(example.fixed, 'python')}")
    return "\n\n".join(parts)


def _lines(ran: Mapping[int, str]) -> str:
    """Line numbers as a person writes them, and by which test they were run where that is known."""
    numbers = ", ".join(map(str, sorted(ran)))
    tests = sorted(set(filter(None, ran.values())))
    by = f" (by {', '.join(f'`{test}`' for test in tests)})" if tests else ""
    return f"line{'' if len(ran) == 1 else 's'} {numbers}{by}" if ran else "no line"


def _with_marks(example: Example) -> str:
    """The code with a line of `^` under each mark's first line."""
    lines = example.code.rstrip("\n").split("\n")
    carets: dict[int, list[tuple[int, int]]] = {}
    start = 0
    for mark in example.marks:
        place = _place(example.code, mark, start)
        line = example.code.count("\n", 0, place)
        column = place - (example.code.rfind("\n", 0, place) + 1)
        carets.setdefault(line, []).append((column, len(mark.partition("\n")[0])))
        start = place + 1
    shown: list[str] = []
    for number, text in enumerate(lines):
        shown.append(text)
        for column, width in carets.get(number, ()):
            shown.append("#".ljust(column) + "^" * width if column else "#" + "^" * max(1, width - 1))
    return "\n".join(shown) + "\n"


def _place(code: str, mark: str, start: int) -> int:
    """Where a mark's text stands: as a whole word from `start` on, else from the beginning."""
    word = re.compile(rf"(?<!\w){re.escape(mark)}(?!\w)")
    found = word.search(code, start) or word.search(code) or re.search(re.escape(mark), code)
    return found.start() if found else 0


def _fenced(code: str, language: str) -> str:
    fence = "````" if "```" in code else "```"
    return f"{fence}{language}\n{code.rstrip()}\n{fence}"


def _sentence(title: str) -> str:
    text = title if title.startswith("`") else title[:1].upper() + title[1:]
    return text if text.endswith((".", "?", "!")) else f"{text}:"


if __name__ == "__main__":
    write_pages(Path(sys.argv[1]))
