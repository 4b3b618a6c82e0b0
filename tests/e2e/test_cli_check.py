"""`groundwire check` in real projects: scopes, formats, exit statuses, bad files."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from e2e.command_line import MAIN, attribute, git, groundwire_command

if TYPE_CHECKING:
    from pathlib import Path

TRAP = 'import os\n\n\ndef debug():\n    return bool(os.environ.get("DEBUG"))\n'
FINE = "def double(number):\n    return number * 2\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository with one commit: a trap in `old.py`, a clean `fine.py`."""
    git(tmp_path, "init", "-q")
    (tmp_path / ".gitignore").write_text("ignored/\n.state/\n")
    (tmp_path / "old.py").write_text(TRAP)
    (tmp_path / "fine.py").write_text(FINE)
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "first")
    return tmp_path


def test_without_records_it_says_so(project: Path) -> None:
    ran = groundwire_command(project, "check")
    assert (ran.status, ran.out) == (2, "")
    assert "no record of generated code here" in ran.err
    assert not (project / ".git" / "groundwire").exists()


def test_every_line_with_all(project: Path) -> None:
    ran = groundwire_command(project, "check", "--all")
    assert ran.status == 1
    first, second = ran.out.splitlines()
    assert first.startswith("old.py:5:12: GW208 ")
    assert second.startswith("    ")
    assert ran.err.endswith("\n1 finding in 7 lines of 2 files.\n")


def test_the_json_of_all(project: Path) -> None:
    ran = groundwire_command(project, "check", "--all", "--ignore", "GW1", "--format", "json")
    assert ran.err == ""
    assert ran.json["version"] == 1
    assert ran.json["tool"]["name"] == "groundwire"
    assert ran.json["scope"] == {"kind": "all", "files": 2, "lines": 7, "attributed_lines": 0}
    (finding,) = ran.json["findings"]
    assert finding.keys() == {"path", "code", "severity", "message", "explanation", "range", "unit"}
    assert (finding["path"], finding["code"], finding["severity"]) == ("old.py", "GW208", "warning")
    assert (finding["unit"], finding["range"]["start"]) == ("debug", {"line": 5, "column": 12})
    (unit,) = ran.json["units"]
    assert (unit["name"], unit["verdict"], unit["reason"], unit["band"]) == ("debug", "refuted", "GW208", "low")
    assert (unit["origin"], unit["confidence"]) == (None, None)
    assert unit["range"] == {"start": {"line": 4, "column": 1}, "end": {"line": 6, "column": 1}}
    assert unit["evidence"][0]["code"] == "GW208"
    assert unit["evidence"][0]["range"] == finding["range"]
    assert ran.json["errors"] == []


def test_nothing_to_report(project: Path) -> None:
    ran = groundwire_command(project, "check", "--all", "--select", "GW2", "fine.py")
    assert ran == (0, "", "0 findings in 2 lines of 1 file.\n")


def test_only_what_was_generated(project: Path) -> None:
    (project / "new.py").write_text(TRAP + "\n\n" + TRAP.removeprefix("import os\n\n\n").replace("debug", "trace"))
    attribute(project / "new.py", 'def debug():\n    return bool(os.environ.get("DEBUG"))\n')
    ran = groundwire_command(project, "check", "--format", "json")
    assert ran.status == 1
    assert ran.json["scope"] == {"kind": "attributed", "files": 1, "lines": 2, "attributed_lines": 2}
    assert {(found["code"], found["unit"]) for found in ran.json["findings"]} >= {("GW208", "debug")}
    assert {found["unit"] for found in ran.json["findings"]} == {"debug"}
    (unit,) = ran.json["units"]
    assert unit["origin"] == {"kind": "completion", "tool": "tool-x", "model": None, "grade": "B"}


def test_in_a_unit_with_little_generated_text_only_findings_inside_it(project: Path) -> None:
    padding = "".join(f"    value_{number} = compute(number={number})\n" for number in range(20))
    inside = '    b = bool(os.environ.get("VERBOSE"))\n'
    outside = inside.replace("VERBOSE", "DEBUG")
    (project / "new.py").write_text(f"import os\n\n\ndef f():\n{padding}{outside}{inside}    return b\n")
    attribute(project / "new.py", inside)
    ran = groundwire_command(project, "check", "--select", "GW208", "--format", "json")
    assert [found["range"]["start"]["line"] for found in ran.json["findings"]] == [26]
    assert ran.json["units"] == []


def test_likely_generated_is_said_and_mere_suspicion_is_not(project: Path) -> None:
    (project / "likely.py").write_text(TRAP)
    attribute(project / "likely.py", TRAP, grade="C")
    (project / "suspected.py").write_text(TRAP)
    attribute(project / "suspected.py", TRAP, grade="D")
    ran = groundwire_command(project, "check", "--select", "GW208")
    assert ran.out.splitlines()[0].endswith("(likely generated)")
    assert "suspected.py" not in ran.out


def test_lines_changed_since_a_revision(project: Path) -> None:
    (project / "old.py").write_text(TRAP + "\n\n" + TRAP.removeprefix("import os\n\n\n").replace("debug", "trace"))
    (project / "untracked.py").write_text(TRAP)
    ran = groundwire_command(project, "check", "--base", "HEAD", "--format", "json")
    assert ran.status == 1
    assert ran.json["scope"] == {"kind": "base", "files": 2, "lines": 9, "attributed_lines": 0}
    assert [(found["path"], found["unit"]) for found in ran.json["findings"]] == [
        ("old.py", "trace"),
        ("untracked.py", "debug"),
    ]
    assert [unit["origin"] for unit in ran.json["units"]] == [None] * len(ran.json["units"])


def test_no_change_since_a_revision(project: Path) -> None:
    assert groundwire_command(project, "check", "--base", "HEAD").status == 0


def test_a_revision_that_is_none(project: Path) -> None:
    for revision in ("nosuch", "--output=x"):
        ran = groundwire_command(project, "check", f"--base={revision}")
        assert (ran.status, ran.out) == (2, "")
        assert "git knows no commit" in ran.err


def test_base_outside_git(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(TRAP)
    ran = groundwire_command(tmp_path, "check", "--base", "HEAD", GIT_CEILING_DIRECTORIES=str(tmp_path.parent))
    assert ran.status == 2
    assert "not in a git repository" in ran.err


def test_outside_git_the_store_of_the_folder_that_was_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "setup.cfg").touch()
    opened = tmp_path / "opened"
    (opened / "inner").mkdir(parents=True)
    (opened / "a.py").write_text(TRAP)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    attribute(opened / "a.py", TRAP)
    for folder in (opened, opened / "inner"):
        ran = groundwire_command(folder, "check", "--select", "GW208", XDG_STATE_HOME=str(tmp_path / "state"))
        assert (ran.status, ran.out.count("GW208")) == (1, 1)


def test_a_suppression_holds_unless_a_tool_wrote_it(project: Path) -> None:
    silenced = TRAP.replace("\n    return bool", "\n    return bool").rstrip("\n") + "  # groundwire: ignore[GW208]\n"
    (project / "old.py").write_text(silenced)
    assert groundwire_command(project, "check", "--all").status == 0
    attribute(project / "old.py", TRAP.rstrip("\n"))
    assert "GW208" not in groundwire_command(project, "check", "--select", "GW208").out
    attribute(project / "old.py", "  # groundwire: ignore[GW208]")
    assert "GW208" in groundwire_command(project, "check", "--select", "GW208").out


def test_a_silenced_file_unless_a_tool_silenced_it(project: Path) -> None:
    (project / "old.py").write_text("# groundwire: ignore-file\n" + TRAP)
    assert groundwire_command(project, "check", "--all").status == 0
    attribute(project / "old.py", TRAP)
    assert groundwire_command(project, "check").status == 0
    attribute(project / "old.py", "# groundwire: ignore-file\n")
    assert groundwire_command(project, "check").status == 1


def test_with_all_a_comment_that_a_tool_wrote_silences_no_more_than_elsewhere(project: Path) -> None:
    comment = "  # groundwire: ignore[GW208]"
    (project / "old.py").write_text(TRAP.rstrip("\n") + comment + "\n")
    for _ in range(2):  # the second time from what the first one kept
        assert groundwire_command(project, "check", "--all").status == 0
    attribute(project / "old.py", comment)
    for _ in range(2):
        ran = groundwire_command(project, "check", "--all", "--format", "json")
        (finding,) = ran.json["findings"]
        assert finding["code"] == "GW208"
        assert finding["explanation"].endswith(
            " A tool wrote the comment that ignores GW208 here, so it counts for nothing."
        )
        assert (ran.json["scope"]["attributed_lines"], ran.json["units"][0]["state"]) == (0, "unknown")


def test_what_ruff_marks_as_well_is_left_to_it(project: Path) -> None:
    (project / "old.py").write_text(
        "import time\n\n\ndef stamped(at=time.time()):\n    start = time.time()\n    work(at)\n"
        "    if time.time() - start > 3:\n        raise TimeoutError\n"
    )
    both = groundwire_command(project, "check", "--all", "--format", "json").json["findings"]
    assert [finding["range"]["start"]["line"] for finding in both if finding["code"] == "GW504"] == [4, 7]
    (project / "ruff.toml").write_text("lint.select = ['B']\n")
    for _ in range(2):  # the second time from what the first one kept
        left = groundwire_command(project, "check", "--all", "--format", "json").json["findings"]
        assert [finding["range"]["start"]["line"] for finding in left if finding["code"] == "GW504"] == [7]
    assert groundwire_command(project, "check", "--all", "--select", "GW504").out.count("GW504") == 2


def test_with_all_a_tool_silences_no_file(project: Path) -> None:
    (project / "old.py").write_text("# groundwire: ignore-file\n" + TRAP)
    assert groundwire_command(project, "check", "--all").status == 0
    attribute(project / "old.py", "# groundwire: ignore-file\n")
    assert groundwire_command(project, "check", "--all").status == 1


def test_rules_chosen_and_left_out(project: Path) -> None:
    assert groundwire_command(project, "check", "--all", "--select", "GW601,GW1").status == 0
    assert groundwire_command(project, "check", "--all", "--ignore", "lexical-trap").status == 0
    assert groundwire_command(project, "check", "--all", "--select", "GW2").status == 1
    assert groundwire_command(project, "check", "--all", "--select", "GW208", "--ignore", "GW208").status == 0
    (project / "pyproject.toml").write_text("[tool.groundwire]\nignore = ['GW208']\n")
    assert groundwire_command(project, "check", "--all").status == 0


def test_a_rule_that_is_none(project: Path) -> None:
    ran = groundwire_command(project, "check", "--all", "--select", "GW999")
    assert (ran.status, ran.out) == (2, "")
    assert "there is no rule GW999" in ran.err


def test_settings_that_cannot_be_used_are_told_and_the_rest_holds(project: Path) -> None:
    (project / "pyproject.toml").write_text("[tool.groundwire]\nignore = ['GW208']\ncolour = 1\nselect = 'x'\n")
    ran = groundwire_command(project, "check", "--all")
    assert ran.status == 0
    assert "`colour` is not a setting" in ran.err
    assert "`select` must be a list" in ran.err


def test_a_project_that_is_switched_off_is_not_checked_and_that_is_said(project: Path) -> None:
    (project / "pyproject.toml").write_text("[tool.groundwire]\nenable = false\n")
    ran = groundwire_command(project, "check", "--all", "--format", "json")
    assert (ran.status, ran.json["findings"], ran.json["scope"]["files"]) == (0, [], 0)
    assert "enable = false" in ran.err
    assert "remove that" in ran.err


def test_ignored_and_excluded_files_are_left_out_unless_named(project: Path) -> None:
    for folder in ("ignored", "generated"):
        (project / folder).mkdir()
        (project / folder / "a.py").write_text(TRAP)
    (project / "pyproject.toml").write_text("[tool.groundwire]\nexclude = ['generated/']\n")

    def paths(*arguments: str) -> list[str]:
        report = groundwire_command(project, "check", "--all", "--format", "json", *arguments).json
        return [found["path"] for found in report["findings"]]

    assert paths() == ["old.py"]
    assert paths("ignored") == ["ignored/a.py"]
    assert paths("generated/a.py") == ["generated/a.py"]
    assert paths("fine.py", "old.py") == ["old.py"]


BAD = {
    "broken.py": b"def f(:\n",
    "latin.py": b"name = '\xe9'\n",
    "nul.py": b"x = 1\0\n",
    "unknown.py": b"# -*- coding: nosuch -*-\nx = 1\n",
}


def test_files_that_cannot_be_checked_are_listed_and_stop_nothing(project: Path) -> None:
    for name, content in BAD.items():
        (project / name).write_bytes(content)
    (project / "declared.py").write_bytes(b"# -*- coding: latin-1 -*-\nname = '\xe9'\n")
    (project / "marked.py").write_bytes(b"\xef\xbb\xbfx = 1\r\n")
    (project / "folder.py").mkdir()
    (project / "folder.py" / "inside.py").write_text("x = 1\n")
    if sys.platform != "win32":
        os.mkfifo(project / "pipe.py")
        (project / "dangling.py").symlink_to(project / "nowhere.py")
    ran = groundwire_command(project, "check", "--all", "--format", "json")
    assert ran.status == 1, "findings come first"
    expected = {*BAD, *(("pipe.py", "dangling.py") if sys.platform != "win32" else ())}
    assert {error["path"] for error in ran.json["errors"]} == expected
    assert all(error["message"] for error in ran.json["errors"])
    (project / "old.py").unlink()
    assert groundwire_command(project, "check", "--all").status == 2, "nothing found, and not all could be checked"


def test_a_named_path_that_cannot_be_read(project: Path) -> None:
    (project / "broken.py").write_bytes(BAD["broken.py"])
    ran = groundwire_command(project, "check", "--all", "old.py", "broken.py", "nosuch.py")
    assert ran.status == 2
    assert "GW208" in ran.out
    assert "nosuch.py: not checked: it does not exist" in ran.out
    assert "broken.py: not checked: line 1:" in ran.out


def test_from_a_subfolder_and_for_another_folder(project: Path) -> None:
    (project / "sub").mkdir()
    (project / "sub" / "b.py").write_text(TRAP)
    assert groundwire_command(project / "sub", "check", "--all").out.startswith("b.py:5:12:") is False
    here = groundwire_command(project / "sub", "check", "--all", ".")
    assert here.out.startswith("b.py:5:12: GW208")
    other = groundwire_command(project / "sub", "check", "--all", "..", "--format", "json").json
    assert {found["path"] for found in other["findings"]} == {"b.py", (project / "old.py").as_posix()}


def test_many_files_in_several_processes_say_the_same_in_the_same_order(project: Path) -> None:
    filler = f"# {'x' * 100}\n" * 100
    for number in range(60):
        (project / f"m{number:02}.py").write_text(TRAP + filler)
    first = groundwire_command(project, "check", "--all")
    assert first.status == 1
    found = [line.partition(":")[0] for line in first.out.splitlines() if not line.startswith(" ")]
    assert found == [*(f"m{number:02}.py" for number in range(60)), "old.py"]
    assert groundwire_command(project, "check", "--all").out == first.out


def test_colours_only_for_a_terminal(project: Path) -> None:
    assert "\x1b" not in groundwire_command(project, "check", "--all", FORCE_COLOR="1").out


def test_output_that_nobody_reads_to_its_end(project: Path) -> None:
    more_than_a_pipe_holds = "\n".join(f"a{n} = bool(os.environ.get('DEBUG'))" for n in range(1000))
    (project / "many.py").write_text(TRAP + more_than_a_pipe_holds)
    with subprocess.Popen(
        [sys.executable, "-I", str(MAIN), "check", "--all"],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()


def test_modules_of_the_project_are_never_run(project: Path) -> None:
    for name in ("logging.py", "json.py", "groundwire.py", "sitecustomize.py", "conftest.py", "setup.py"):
        (project / name).write_text("open('ran', 'w').write('x')\n")
    groundwire_command(project, "check", "--all")
    assert not (project / "ran").exists()
