"""How well attribution survives changes that nobody saw: rebases, branch switches and formatters, in real histories.

python bench/transfer.py [--cases 400] [--seed N] [--formatter ruff|black] [NAME:VERSION,VERSION,… …]

Each case takes a file in three versions of a library, as its wheels hold it. The changes between the first and the
last are dealt out at random: some are the tool's, made of the first version, the others are upstream's. What the rebase
gives is git's own three-way merge, done once more with the tool's lines marked, so the truth is known line by line. The
tracker has seen the first version and the tool's text, its lines attributed, and is asked about the text after the
rebase, about upstream's, which it has not seen, and about the tool's after a formatter. black is no dependency of the
project; to measure with it, install it too.
"""

from __future__ import annotations

import argparse
import keyword
import random
import subprocess
import sys
import tempfile
import tokenize
import zipfile
from difflib import SequenceMatcher
from io import StringIO
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1] / "server"))

from groundwire.model import Origin, Span
from groundwire.provenance.attribution import Attribution
from groundwire.provenance.line_states import line_states
from groundwire.provenance.spans import merge
from groundwire.provenance.transfer import transfer, transfer_from

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import TypeAlias

    Formatter: TypeAlias = "Callable[[str], str | None]"

LIBRARIES = (
    "click:7.0,7.1.2,8.0.1,8.0.4,8.1.0,8.1.7,8.2.0",
    "httpx:0.13.3,0.16.1,0.18.2,0.20.0,0.23.3,0.25.2,0.28.1",
    "werkzeug:1.0.1,2.0.3,2.1.2,2.2.3,2.3.8,3.0.6,3.1.3",
    "rich:6.2.0,9.13.0,10.16.2,11.2.0,12.6.0,13.3.5,13.9.4",
    "scrapy:2.0.1,2.2.1,2.4.1,2.5.1,2.6.3,2.8.0,2.11.2",
)
TOOL = Origin("tool", "agent_edit", "A", "hook:claude")
MARK = "#\N{LEFT-POINTING ANGLE BRACKET}tool\N{RIGHT-POINTING ANGLE BRACKET}"
TOOLS_LETTER = "\N{CYRILLIC SMALL LETTER ZHE}"
LONGEST = 3_000
"""Lines of a file; longer ones say little more and take long to compare."""


class Case(NamedTuple):
    """A file of a library that two parties changed."""

    name: str
    base: str
    """The text that both began with."""
    ours: str
    """The tool's text."""
    marked: list[bool]
    """Its lines that the tool wrote."""
    upstream: str
    rebased: str
    truth: list[bool]
    """Lines of the rebased text that the tool wrote."""


class Score:
    """Lines that were said to be the tool's, and those that are."""

    def __init__(self) -> None:
        self.cases = self.right = self.said = self.are = self.lines = 0

    def add(self, text: str, said: Sequence[bool], truth: Sequence[bool]) -> None:
        self.cases += 1
        for line, one, other in zip(text.split("\n"), said, truth, strict=False):
            if line.strip():
                self.lines += 1
                self.right += one and other
                self.said += one
                self.are += other

    def __str__(self) -> str:
        precision, recall = self.right / max(1, self.said), self.right / max(1, self.are)
        return f"{self.cases} cases, {self.are:,} lines: precision {precision:.4f}, recall {recall:.4f}"


def fetched(library: str, folder: Path) -> list[dict[str, str]]:
    """The Python files of each version, oldest first, by path."""
    name, _, versions = library.partition(":")
    found = []
    for version in versions.split(","):
        place = folder / name / version
        pip = [sys.executable, "-m", "pip", "-q", "--disable-pip-version-check", "download", "--no-deps"]
        subprocess.run([*pip, "--only-binary=:all:", "-d", str(place), f"{name}=={version}"], check=True)
        with zipfile.ZipFile(next(place.glob("*.whl"))) as wheel:
            names = [member for member in wheel.namelist() if member.endswith(".py")]
            found.append({member: wheel.read(member).decode("utf-8").replace("\r\n", "\n") for member in names})
    return found


def cases(versions: list[dict[str, str]], chance: random.Random) -> Iterator[Case]:
    for first, last in zip(versions, versions[2:], strict=False):
        for name in sorted(first.keys() & last.keys()):
            old, new = first[name].split("\n"), last[name].split("\n")
            if max(len(old), len(new)) <= LONGEST and (case := dealt(name, old, new, chance)) is not None:
                yield case


def dealt(name: str, old: list[str], new: list[str], chance: random.Random) -> Case | None:
    """The changes of a file, dealt to both; None where either gets none, or git finds a conflict."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    changes = [change for change in matcher.get_opcodes() if change[0] != "equal"]
    share = chance.uniform(0.1, 0.5)
    ours = [chance.random() < share for _ in changes]
    if all(ours) or not any(ours):
        return None
    tool = [change for change, is_ours in zip(changes, ours, strict=True) if is_ours]
    rest = [change for change, is_ours in zip(changes, ours, strict=True) if not is_ours]
    text, marked = made(old, new, tool)
    if not any(marked):
        return None
    upstream, _ = made(old, new, rest)
    with_marks = [line + MARK if is_ours else line for line, is_ours in zip(text, marked, strict=True)]
    merged = three_way("\n".join(upstream), "\n".join(old), "\n".join(with_marks))
    if merged is None:
        return None
    rebased = merged.split("\n")
    truth = [line.endswith(MARK) for line in rebased]
    return Case(name, "\n".join(old), "\n".join(text), marked, "\n".join(upstream), merged.replace(MARK, ""), truth)


def made(old: list[str], new: list[str], changes: list[tuple[str, int, int, int, int]]) -> tuple[list[str], list[bool]]:
    """The old lines with some changes made, and which of the lines these brought."""
    text: list[str] = []
    brought: list[bool] = []
    at = 0
    for _, start, end, head, tail in changes:
        text += old[at:start] + new[head:tail]
        brought += [False] * (start - at) + [True] * (tail - head)
        at = end
    return text + old[at:], brought + [False] * (len(old) - at)


def three_way(upstream: str, base: str, ours: str) -> str | None:
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / name for name in ("upstream", "base", "ours")]
        for file, text in zip(files, (upstream, base, ours), strict=True):
            file.write_text(text, encoding="utf-8")
        done = subprocess.run(
            ["git", "merge-file", "-p", "-q", *map(str, files)], capture_output=True, check=False, encoding="utf-8"
        )
    return done.stdout if done.returncode == 0 else None


def attributed(text: str, marked: Sequence[bool]) -> tuple[Span, ...]:
    starts = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))
    lines = (Span(start, end, TOOL.id) for start, end, own in zip(starts, starts[1:], marked, strict=False) if own)
    return merge(span._replace(end=min(span.end, len(text))) for span in lines)


def told(text: str, spans: tuple[Span, ...]) -> list[bool]:
    return [line.state == "ai" for line in line_states(text, Attribution(spans, {TOOL.id: TOOL}, {}))]


def formatted(case: Case, formatter: Formatter) -> tuple[str, list[bool], list[bool]] | None:
    """The tool's text after a formatter with other settings: what is told of it, and the truth.

    For the truth the tool's names are written with a letter of another alphabet, as wide as their own, and the text
    formatted once more. Lines without a name are left out.
    """
    plain, marked = formatter(case.ours), formatter(renamed(case.ours, case.marked))
    if plain is None or marked is None or plain.count("\n") != marked.count("\n"):
        return None
    said = told(plain, transfer(case.ours, attributed(case.ours, case.marked), plain))
    truth = [TOOLS_LETTER in line for line in marked.split("\n")]
    named = {line for line, _ in names(plain)}
    decided = [number for number in range(len(said)) if number in named]
    lines = plain.split("\n")
    return (
        "\n".join(lines[number] for number in decided),
        [said[number] for number in decided],
        [truth[number] for number in decided],
    )


def renamed(text: str, marked: Sequence[bool]) -> str:
    lines = text.split("\n")
    for line, column in reversed(names(text)):
        if marked[line]:
            lines[line] = lines[line][:column] + TOOLS_LETTER + lines[line][column + 1 :]
    return "\n".join(lines)


def names(text: str) -> list[tuple[int, int]]:
    """Line and column of each name that is no keyword; nothing of a text that is no Python."""
    try:
        tokens = list(tokenize.generate_tokens(StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError):
        return []
    found = (token for token in tokens if token.type == tokenize.NAME and not keyword.iskeyword(token.string))
    return [(token.start[0] - 1, token.start[1]) for token in found]


def black(text: str) -> str | None:
    import black  # noqa: PLC0415 (only where it is asked for)

    try:
        return str(black.format_str(text, mode=black.Mode(line_length=66)))
    except black.InvalidInput:
        return None


def ruff(text: str) -> str | None:
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "--line-length=66", "--stdin-filename=a.py"]
    quotes = ["--config", "format.quote-style='single'", "-"]
    done = subprocess.run([*command, *quotes], input=text, capture_output=True, check=False, encoding="utf-8")
    return done.stdout if done.returncode == 0 else None


FORMATTERS: dict[str, Formatter] = {"ruff": ruff, "black": black}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("libraries", nargs="*", default=LIBRARIES, metavar="NAME:VERSIONS")
    parser.add_argument("--cases", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--formatter", choices=FORMATTERS, default="ruff")
    parser.add_argument("--worst", type=int, default=0, help="print so many of the cases with the most wrong lines")
    given = parser.parse_args()
    chance = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as folder:
        found = [case for library in given.libraries for case in cases(fetched(library, Path(folder)), chance)]
    chance.shuffle(found)
    rebases, switches, formats = Score(), Score(), Score()
    wrong: list[tuple[int, str]] = []
    ill_formatted: list[tuple[int, str]] = []
    for case in found[: given.cases]:
        spans = attributed(case.ours, case.marked)
        known = [(case.ours, spans), (case.base, ())]
        said = told(case.rebased, transfer_from(known, case.rebased))
        rebases.add(case.rebased, said, case.truth)
        wrong.append((sum(one != other for one, other in zip(said, case.truth, strict=False)), case.name))
        elsewhere = told(case.upstream, transfer_from(known, case.upstream))
        switches.add(case.upstream, elsewhere, [False] * len(elsewhere))
        if (after := formatted(case, FORMATTERS[given.formatter])) is not None:
            formats.add(*after)
            ill_formatted.append((sum(one != other for one, other in zip(*after[1:], strict=True)), case.name))
    print(f"rebase          {rebases}")
    print(f"formatter       {formats}")
    print(f"unseen branch   {switches.cases} cases, {switches.said} of {switches.lines:,} lines wrongly the tool's")
    for kind, counts in (("rebase", wrong), ("formatter", ill_formatted)):
        for count, name in sorted(counts, reverse=True)[: given.worst]:
            print(f"{kind:<10} {count:>4} {name}")


if __name__ == "__main__":
    main()
