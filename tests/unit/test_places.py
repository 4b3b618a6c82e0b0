"""Where an edit is kept: worktrees, submodules, folders beside the project, and stores that cannot be written."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from e2e.command_line import git
from groundwire.provenance.location import locate
from groundwire.provenance.records import inbox
from groundwire.provenance.records.edit import Edit
from groundwire.provenance.records.taking_down import take_down
from groundwire.provenance.records.telling import Refused
from support import agents

TEXT = "import os\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path.resolve() / "project"
    root.mkdir()
    (root / "app.py").write_text(TEXT)
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "first")
    return root


def tell(project: Path | str, file: Path, cwd: Path | None = None) -> list[str]:
    """An agent whose project that is writes a new file."""
    sent = agents.write(file, None, TEXT) | ({"cwd": str(cwd)} if cwd is not None else {})
    return list(take_down(sent, {"CLAUDE_PROJECT_DIR": str(project)}))


def kept(folder: Path) -> list[str]:
    """The paths that wait beside the store which `check` in a folder looks into."""
    return [json.loads(Path(file).read_text())["path"] for file in inbox.waiting(str(locate(folder).store))]


@pytest.mark.parametrize("named", [".claude/worktrees/ag", "../beside"])
def test_a_worktree_of_the_project_is_where_check_looks(project: Path, named: str) -> None:
    tree = (project / named).resolve()
    git(project, "worktree", "add", "-q", str(tree), "-b", "ag")
    for cwd in (tree, project):
        assert tell(project, tree / "q.py", cwd) == []
        assert tell(tree, project / "main.py", cwd) == []
    assert kept(tree) == kept(project) == ["q.py", "main.py"] * 2


def test_a_submodule_has_its_own_store_and_the_project_knows_too(project: Path, tmp_path: Path) -> None:
    git(project, "clone", "-q", str(project), str(tmp_path / "other"))
    git(project, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(tmp_path / "other"), "inner")
    assert tell(project, project / "inner" / "q.py") == []
    assert kept(project / "inner") == ["q.py"]
    assert kept(project) == ["inner/q.py"]


def test_another_repository_is_refused(project: Path, tmp_path: Path) -> None:
    other = tmp_path.resolve() / "other"
    git(project, "clone", "-q", str(project), str(other))
    (problem,) = tell(project, other / "q.py", other)
    assert "is not inside the project" in problem
    assert "start the agent in the project that holds it" in problem
    (project / "link").symlink_to(other)
    assert len(tell(project, project / "link" / "q.py")) == 1
    assert kept(other) == kept(project) == []


def test_a_project_that_is_no_folder(project: Path) -> None:
    for named in ("/nowhere", str(project / "app.py"), ""):
        assert tell(named, project / "q.py") == []
    assert kept(project) == ["q.py"] * 3
    with pytest.raises(Refused, match="start the agent in its project"):
        tell("/nowhere", project / "q.py", Path("/gone"))


@pytest.mark.parametrize(
    "named", ["x/" * 3000 + "a.py", "C:/x/a.py", "a\0.py", "vscode://a.py", "\udcff.py", "half \ud83d.py", "C:a.py"]
)
def test_what_is_told_is_what_can_be_taken_in(project: Path, named: str) -> None:
    """One rule for both: else the edit is accepted, and refused at each later look."""
    problems = tell(project, project / named if not named.startswith("C:") else Path(named))
    for file in inbox.waiting(str(locate(project).store)):
        Edit.of(json.loads(Path(file).read_text()))
    assert len(problems) + len(kept(project)) == 1
    assert all("; " in problem and "Error" not in problem for problem in problems)


@pytest.mark.parametrize("name", ["hook_event_name", "tool_name"])
@pytest.mark.parametrize("value", [[], {}, 3])
def test_a_name_that_is_no_text(project: Path, name: str, value: object) -> None:
    with pytest.raises(Refused, match=f"`{name}` is no text; mark it by hand"):
        list(take_down(agents.write(project / "a.py", None, TEXT) | {name: value}, {}))


def test_a_store_that_cannot_be_written_is_tried_rarely(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = locate(project).store
    (store / "store.sqlite3").mkdir(parents=True)
    said = [problem for number in range(90) for problem in tell(project, project / f"m{number}.py")]
    assert 0 < len(said) <= 8
    assert all(problem.startswith(tuple(f"{n} edits wait in " for n in range(64, 72))) for problem in said)
    assert not any("not recorded" in problem or "editor runs" in problem for problem in said)
    assert len(kept(project)) == 90
    monkeypatch.setattr(inbox, "read", lambda _: pytest.fail("nothing is read that could not be kept"))
    for number in range(38):
        tell(project, project / f"n{number}.py")


def test_a_folder_that_cannot_be_written_is_said_in_words(project: Path) -> None:
    if os.geteuid() == 0:
        (project / ".git" / "groundwire").write_text("in the way")
    else:
        (project / ".git").chmod(0o500)
    done = agents.record(project, agents.write(project / "a.py", None, TEXT))
    assert done.stderr.startswith("groundwire: this edit is not recorded: ")
    assert "cannot be written (" in done.stderr
