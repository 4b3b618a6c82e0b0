"""How many missing names GW101 to GW103 find in labelled generations, and how many names that exist they mark.

DATA is a gzipped file of JSON lines: `code`, `line`, `column`, `end_line`, `end_column` (1-based, code points, end
exclusive), `name`, `kind`, `label` (`absent` or `present`). ENVIRONMENT is the Python, or virtual environment, that the
labels are true of. An absent row is found where a mark overlaps its name, or its call where the row is of a keyword or
of a number of arguments; a present row is a false alarm where a mark overlaps its name.

With `--ty` everything is done twice in one run, without and with that program, snippet by snippet in turn: on a machine
that does other work, too, only times of one run can be compared.
"""

from __future__ import annotations

import argparse
import ast
import gzip
import json
import random
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "server"))

from groundwire.analysis.context import module_facts
from groundwire.analysis.engine import Engine
from groundwire.analysis.environment import Environment
from groundwire.analysis.index import ProjectIndex
from groundwire.analysis.open_module import OpenModule
from groundwire.model import Finding
from groundwire.names.asking import AskNow, Classes, Places, Where, standing
from groundwire.names.installed.asking import AskInstalledNow
from groundwire.names.installed.children import Children
from groundwire.names.process import NamesProcess, Surroundings
from groundwire.text.document import Document

KINDS = ("module", "from-import", "attribute", "method", "keyword", "arity")
OF_CALLS = {"keyword", "arity"}
Row = dict[str, Any]
Span = tuple[tuple[int, int], tuple[int, int]]
MODULE = "app.py"
PATIENCE = 60.0
"""Seconds for one name: what is measured here is what is right, on whatever machine."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("environment", type=Path)
    parser.add_argument("--names", action="store_true", help="ask for the classes of objects too")
    parser.add_argument("--ty", metavar="PROGRAM", help="with --names: without this `ty`, and with it")
    parser.add_argument("--untrusted", action="store_true", help="do not ask what is installed: texts alone")
    parser.add_argument("--absent", action="store_true", help="only the code that lacks some name")
    parser.add_argument("--others", type=int, default=0, metavar="N", help="with --absent: and N others, by chance")
    parser.add_argument("--show", action="store_true", help="print what is missed, and every false alarm")
    options = parser.parse_args()
    environment = Environment.read(options.environment)
    if environment is None:
        sys.exit(f"There is no Python at {options.environment}.")
    with gzip.open(options.data, "rt", encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if row["kind"] in KINDS]
    by_code: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_code[row["code"]].append(row)
    if options.absent:
        lacking = {row["code"] for row in rows if row["label"] == "absent"}
        lacking |= set(random.Random(1).sample(sorted(by_code.keys() - lacking), options.others))
        by_code = {code: labelled for code, labelled in by_code.items() if code in lacking}
        rows = [row for row in rows if row["code"] in lacking]
    with tempfile.TemporaryDirectory() as folder:
        judges = [Judge(Path(folder), environment, names=options.names, ask=not options.untrusted)]
        if options.ty:
            judges.append(Judge(Path(folder), environment, names=True, ask=not options.untrusted, ty=options.ty))
        for number, (code, labelled) in enumerate(by_code.items()):
            spans = call_spans(code, labelled)
            for judge in judges if number % 2 else reversed(judges):
                judge.judge(code, labelled, spans)
        for judge in judges:
            judge.close()
            print_table(rows, judge, len(by_code))
            if options.show:
                show(rows, judge)


class Timed(AskNow):
    """Knows how long it waited for classes."""

    seconds = 0.0

    def classes_of(self, path: str, unit: str, digest: str, places: Places) -> Classes:
        began = time.perf_counter()
        classes = super().classes_of(path, unit, digest, places)
        self.seconds += time.perf_counter() - began
        return classes


class Judge:
    """The rules over one snippet after another, each the only file of a project."""

    def __init__(
        self, folder: Path, environment: Environment, *, names: bool, ask: bool, ty: str | None = None
    ) -> None:
        (folder / MODULE).write_text("", encoding="utf-8")
        self._index = ProjectIndex.build(folder, environment)
        self._children = Children(AskInstalledNow)
        if ask:
            self._index.ask(self._children.of)
        self._folder = folder
        self._engine = Engine(["GW101", "GW102", "GW103"], facts=self._index)
        self._code = ""
        self.ty = ty
        self.marked: list[Row] = []
        self.unlabelled: list[tuple[Finding, str]] = []
        """Marks on what has no label, with their lines."""
        self.seconds: list[float] = []
        """By snippet."""
        surroundings = Surroundings.of(self._index, trusted=False)._replace(ty=ty)
        self._process = NamesProcess(surroundings, deadline=PATIENCE)
        self.timed = Timed(self._process, self._find)
        if names:
            self._engine.inference = self.timed

    def _find(self, path: str, unit: str, digest: str) -> Where | None:
        return standing(OpenModule(Document(self._code), path, None), str(self._folder / path), unit, digest)

    def judge(self, code: str, labelled: list[Row], spans: dict[int, Span]) -> None:
        """Take down which rows of a snippet are marked."""
        began = time.perf_counter()
        findings = self.marks(code)
        self.seconds.append(time.perf_counter() - began)
        self.marked += [row for row in labelled if any(overlaps(finding, spans[id(row)]) for finding in findings)]
        others = [finding for finding in findings if not any(overlaps(finding, spans[id(row)]) for row in labelled)]
        self.unlabelled += [(finding, code.split("\n")[finding.range.start.line].strip()) for finding in others]

    def marks(self, code: str) -> list[Finding]:
        """Findings with the lines of the snippet."""
        self._code = code
        (self._folder / MODULE).write_text(code, encoding="utf-8")
        self._index.update(MODULE, code)
        document = Document(code)
        facts = module_facts(document, MODULE, "app")
        found = []
        for unit in document.units:
            text = document.lines_text(unit.start, unit.end)
            result = self._engine.analyse(unit, text, self._engine.view(facts), generated=True)
            if result.faults:
                print("the rule failed on a unit; see the log", file=sys.stderr)
            found += [(unit.start, finding) for finding in result.findings]
        return [
            finding.__class__(finding.code, finding.range.shifted(start), finding.message, finding.explanation, True)
            for start, finding in found
        ]

    def close(self) -> None:
        """End what was started."""
        self._process.close()
        self._children.close()


def overlaps(finding: Finding, span: Span) -> bool:
    """Whether a mark and a span share a character."""
    start = (finding.range.start.line + 1, finding.range.start.column + 1)
    end = (finding.range.end.line + 1, finding.range.end.column + 1)
    return start < span[1] and span[0] < end


def call_spans(code: str, rows: list[Row]) -> dict[int, Span]:
    """What a mark must overlap, by row: its name, or its call where it is absent and of a call."""
    calls = [span(node, code) for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
    found = {}
    for row in rows:
        own = (row["line"], row["column"]), (row["end_line"], row["end_column"])
        around = [call for call in calls if call[0] <= own[0] and own[1] <= call[1]]
        of_call = row["kind"] in OF_CALLS and row["label"] == "absent" and around
        found[id(row)] = max(around) if of_call else own  # of nested calls the innermost begins last
    return found


def span(node: ast.Call, code: str) -> Span:
    """Where a call stands, as rows say it."""
    lines = code.split("\n")
    last = node.end_lineno or node.lineno
    start = len(lines[node.lineno - 1].encode()[: node.col_offset].decode()) + 1
    end = len(lines[last - 1].encode()[: node.end_col_offset].decode()) + 1
    return (node.lineno, start), (last, end)


def print_table(rows: list[Row], judge: Judge, files: int) -> None:
    """Found and false, by kind."""
    ids = {id(row) for row in judge.marked}
    asked = f" with {judge.ty}" if judge.ty is not None else ""
    each = f"median {statistics.median(judge.seconds):.2f} s a file, mean {statistics.mean(judge.seconds):.2f} s"
    spent = f"{sum(judge.seconds):.0f} s, {judge.timed.seconds:.0f} of them for classes of objects"
    print(f"\n{files} files{asked} in {spent}; {each}")
    print(f"{len(judge.unlabelled)} marks without a label\n")
    print("| kind | found | recall | false | of names there | rate |\n|---|---|---|---|---|---|")
    for kind in (*KINDS, "all"):
        chosen = [row for row in rows if kind in {row["kind"], "all"}]
        absent = [row for row in chosen if row["label"] == "absent"]
        present = [row for row in chosen if row["label"] == "present"]
        found, false = sum(id(row) in ids for row in absent), sum(id(row) in ids for row in present)
        print(
            f"| {kind} | {found}/{len(absent)} | {found / max(1, len(absent)):.3f} "
            f"| {false} | {len(present)} | {false / max(1, len(present)):.4f} |"
        )


def show(rows: list[Row], judge: Judge) -> None:
    """Rows to read: missed ones, false alarms, and marks without a label."""
    ids = {id(row) for row in judge.marked}
    for row in rows:
        wrong = (row["label"] == "absent") != (id(row) in ids)
        if wrong:
            what = "missed" if row["label"] == "absent" else "FALSE"
            line = row["code"].splitlines()[row["line"] - 1].strip()
            print(f"{what} {row['kind']} {row['name']} ({row['library']}): {line}")
    for finding, line in judge.unlabelled:
        print(f"unlabelled {finding.message} {line}")


if __name__ == "__main__":
    main()
