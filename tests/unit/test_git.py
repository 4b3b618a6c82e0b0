"""Changed lines, against real git."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from groundwire.provenance.git import Repository, answered, parse_patch
from groundwire.provenance.git_call import GitError, GitMissingError, NotARepositoryError, UnknownRevisionError
from groundwire.provenance.history import History
from groundwire.provenance.last_commits import hints_steps

if TYPE_CHECKING:
    from pathlib import Path


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgSign=false")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, timeout=60)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q")
    (tmp_path / "a.py").write_text("one = 1\ntwo = 2\nthree = 3\n")
    (tmp_path / "moved.py").write_text("".join(f"line_{n} = {n}\n" for n in range(20)))
    (tmp_path / "gone.py").write_text("x = 1\n")
    (tmp_path / ".gitignore").write_text("ignored.py\n")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "first")
    return tmp_path


def test_changed_added_and_removed_lines(repository: Path) -> None:
    (repository / "a.py").write_text("zero = 0\none = 1\nthree = 33\nfour = 4\n")
    assert Repository(repository).changed_lines("HEAD") == {"a.py": ((0, 1), (2, 4))}


def test_only_removed_lines_leave_nothing_to_judge(repository: Path) -> None:
    (repository / "a.py").write_text("one = 1\nthree = 3\n")
    assert Repository(repository).changed_lines("HEAD") == {"a.py": ()}


def test_staged_committed_renamed_deleted_untracked_and_ignored(repository: Path) -> None:
    git(repository, "mv", "moved.py", "här is it.py")
    (repository / "här is it.py").write_text("".join(f"line_{n} = {n}\n" for n in range(20)) + "more = 1\n")
    git(repository, "rm", "-q", "gone.py")
    git(repository, "commit", "-qam", "second")
    (repository / "new.py").write_text("n = 1\n")
    (repository / "staged.py").write_text("s = 1\ns = 2\n")
    git(repository, "add", "staged.py")
    (repository / "ignored.py").write_text("i = 1\n")
    assert Repository(repository).changed_lines("HEAD~1") == {
        "här is it.py": ((20, 21),),
        "new.py": None,
        "staged.py": ((0, 2),),
    }


@pytest.mark.parametrize("name", ['quo"te.py', "back\\slash.py", "tab\there.py", "line\nbreak.py", "a b/c.py"])
def test_unusual_names(repository: Path, name: str) -> None:
    (repository / name).parent.mkdir(exist_ok=True)
    (repository / name).write_text("x = 1\n")
    git(repository, "add", ".")
    assert Repository(repository).changed_lines("HEAD") == {name: ((0, 1),)}


def test_text_that_looks_like_a_patch_is_text(repository: Path) -> None:
    (repository / "a.py").write_text("one = 1\n++ b/other.py\n@@ -1 +1 @@\ndiff --git a/x b/x\nthree = 3\n")
    assert Repository(repository).changed_lines("HEAD") == {"a.py": ((1, 4),)}


def test_no_line_break_at_the_end(repository: Path) -> None:
    (repository / "a.py").write_text("one = 1\ntwo = 2\nthree = 4")
    assert Repository(repository).changed_lines("HEAD") == {"a.py": ((2, 3),)}


def test_files_marked_binary_count(repository: Path) -> None:
    (repository / ".gitattributes").write_text("*.py -diff\n")
    (repository / "a.py").write_text("one = 1\ntwo = 2\nthree = 4\n")
    assert Repository(repository).changed_lines("HEAD") == {"a.py": ((2, 3),)}


@pytest.mark.parametrize("revision", ["nosuch", "--output=stolen", "-p", "", "HEAD..HEAD", "HEAD:a.py", "a\nb"])
def test_what_names_no_commit_is_refused(repository: Path, revision: str) -> None:
    with pytest.raises(UnknownRevisionError):
        Repository(repository).changed_lines(revision)
    assert not (repository / "stolen").exists()


def test_programs_of_the_repository_are_not_started(repository: Path) -> None:
    witness = repository / "witness"
    script = repository / "run"
    script.write_text(f"#!/bin/sh\ntouch {witness}\ncat\n")
    script.chmod(0o755)
    (repository / ".gitattributes").write_text("*.py filter=f diff=d\n")
    for name in (
        *("core.fsmonitor", "diff.external", "diff.d.command", "diff.d.textconv", "filter.f.clean"),
        *("filter.f.process", "core.pager", "core.sshCommand"),
    ):
        git(repository, "config", name, str(script))
    git(repository, "config", "filter.f.required", "true")
    (repository / "a.py").write_text("one = 1\ntwo = 2\nthree = 4\n")
    subprocess.run(["git", "diff"], cwd=repository, check=False, capture_output=True, timeout=60)
    assert witness.exists(), "the trap works"
    witness.unlink()
    assert Repository(repository).changed_lines("HEAD") == {"a.py": ((2, 3),)}
    assert answered(hints_steps(repository, "a.py", (repository / "a.py").read_bytes())) == {}
    assert not witness.exists()


def test_signatures_are_not_checked(repository: Path) -> None:
    """That starts a program which the configuration names."""
    witness, script = repository / "witness", repository / "run"
    script.write_text(f"#!/bin/sh\ntouch {witness}\nexit 1\n")
    script.chmod(0o755)
    shown = subprocess.run(["git", "cat-file", "commit", "HEAD"], cwd=repository, check=True, capture_output=True)
    head, _, message = shown.stdout.partition(b"\n\n")
    signature = b"\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n -----END PGP SIGNATURE-----\n\n"
    trailer = b"\nAssisted-by: Codex:gpt-5\n"
    made = subprocess.run(
        ["git", "hash-object", "-t", "commit", "-w", "--stdin"],
        cwd=repository,
        input=head + signature + message + trailer,
        check=True,
        capture_output=True,
    )
    git(repository, "reset", "-q", "--hard", made.stdout.decode().strip())
    git(repository, "config", "gpg.program", str(script))
    git(repository, "config", "log.showSignature", "true")
    git(repository, "log")
    assert witness.exists(), "the trap works"
    witness.unlink()
    hints = answered(hints_steps(repository, "a.py", (repository / "a.py").read_bytes()))
    assert {line: hint.mark.agent for line, hint in hints.items()} == dict.fromkeys(range(3), "Codex:gpt-5")
    assert [commit.author for commit in History(repository).described("HEAD")] == ["A"]
    assert not witness.exists()


def test_a_line_that_is_not_committed_and_one_older_than_agents_have_no_hint(repository: Path) -> None:
    git(repository, "commit", "-q", "--amend", "-m", "First\n\nAssisted-by: Codex:gpt-5")
    text = b"one = 1\nnew = 1\nthree = 3\n"
    assert sorted(answered(hints_steps(repository, "a.py", text))) == [0, 2]
    with pytest.raises(GitError):
        answered(hints_steps(repository, "ignored.py", text))
    old = {"GIT_COMMITTER_DATE": "2019-01-01T00:00:00Z"}
    commit = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-q", "--amend", "--no-edit"]
    subprocess.run(commit, cwd=repository, check=True, env={**os.environ, **old})
    assert answered(hints_steps(repository, "a.py", text)) == {}


def test_settings_that_change_the_form_of_a_patch(repository: Path) -> None:
    for name, value in (("diff.noprefix", "true"), ("color.ui", "always"), ("diff.context", "9")):
        git(repository, "config", name, value)
    (repository / "a.py").write_text("one = 1\ntwo = 2\nthree = 4\n")
    assert Repository(repository).changed_lines("HEAD") == {"a.py": ((2, 3),)}


def test_outside_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", os.fspath(tmp_path / "elsewhere"))
    with pytest.raises(NotARepositoryError):
        Repository(tmp_path).changed_lines("HEAD")


def test_without_git(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.fspath(repository / "nothing"))
    with pytest.raises(GitMissingError):
        Repository(repository).changed_lines("HEAD")


def test_a_patch_of_nothing() -> None:
    assert list(parse_patch(b"")) == []
