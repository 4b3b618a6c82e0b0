"""Where a finding says that another tool marks the very same, that tool does: ruff, asked about the examples."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

from groundwire.analysis.rules import RULES
from rules.example_project import ExampleProject

if TYPE_CHECKING:
    from pathlib import Path

RULES_IN_PART = [rule for rule in RULES if rule.overlaps_in_part]


def test_ruff_marks_what_findings_say_it_does(tmp_path: Path) -> None:
    said: list[tuple[tuple[str, str], range]] = []
    examples = tmp_path / "examples"
    examples.mkdir()
    for rule in RULES_IN_PART:
        for number, example in enumerate(rule.invalid):
            name = f"{rule.code.lower()}_{number}.py"
            (examples / name).write_text(example.code)
            project = tmp_path / name
            project.mkdir()
            for mark in ExampleProject(project, example).marks(rule.code, example.code):
                start, end = mark.finding.range.shifted(mark.unit.start)
                for overlap in mark.finding.overlaps:
                    assert overlap in rule.overlaps_in_part
                    said.append(((name, overlap.removeprefix("ruff:")), range(start.line + 1, end.line + 2)))
    codes = {each.removeprefix("ruff:") for rule in RULES_IN_PART for each in rule.overlaps_in_part}
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--preview", "--output-format", "json"]
    done = subprocess.run(
        [*command, "--select", ",".join(sorted(codes)), str(examples)], capture_output=True, text=True, check=False
    )
    marked: dict[tuple[str, str], set[int]] = {}
    for mark in json.loads(done.stdout):
        marked.setdefault((mark["filename"].rpartition("/")[2], mark["code"]), set()).add(mark["location"]["row"])
    assert [each for each, lines in said if not marked.get(each, set()) & set(lines)] == []
    assert {code for (_, code), _ in said} == codes, "each is shown by an example"
