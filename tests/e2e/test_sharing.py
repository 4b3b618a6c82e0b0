"""What one person's editor knows, used by another machine: real git, real processes."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from e2e.command_line import Ran, attribute, git, groundwire_command
from groundwire.provenance.location import locate
from groundwire.provenance.store import Store
from groundwire.text.digest import unit_digest
from groundwire.text.document import Document

REF = "refs/notes/groundwire"
FETCH = f"{REF}:{REF}"
HUMAN = "import os\n\n\ndef by_hand():\n    return 1\n"
TRAP = '\n\ndef flag():\n    return bool(os.getenv("FLAG"))\n'
FALSY = (
    "\n\ndef total(price: int, count: int | None = None) -> int:\n    count = count or 1\n    return price * count\n"
)


def said(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True, timeout=60)
    return done.stdout.strip()


def checked(folder: Path, *arguments: str) -> Ran:
    return groundwire_command(folder, "check", "--format", "json", *arguments)


def review(file: Path, name: str) -> None:
    location = locate(file.parent)
    document = Document(file.read_text(encoding="utf-8"))
    unit = next(unit for unit in document.units if unit.name == name)
    digest = unit_digest(unit, document.lines_text(unit.start, unit.end))
    store = Store.open(location.store)
    assert store.record_review(location.relative(file), name, digest, "2026-09-01T10:00:00Z")
    store.close()


@pytest.fixture
def author(tmp_path: Path) -> Path:
    """A repository whose author knows that two of its functions were generated, and reviewed one."""
    root = tmp_path.resolve() / "author"
    root.mkdir()
    git(root, "init", "-q", "-b", "main")
    for name, value in (("user.name", "A"), ("user.email", "a@example.org"), ("commit.gpgSign", "false")):
        git(root, "config", name, value)
    (root / "app.py").write_text(HUMAN)
    git(root, "add", ".")
    git(root, "commit", "-qm", "by hand")
    (root / "app.py").write_text(HUMAN + TRAP + FALSY)
    (root / "pkg").mkdir()
    (root / "pkg" / "löve it.py").write_bytes(("\ufeffname = '\U0001d4b3'\n" + FALSY).replace("\n", "\r\n").encode())
    git(root, "add", ".")
    git(root, "commit", "-qm", "generated")
    attribute(root / "app.py", TRAP.strip() + "\n", FALSY.strip() + "\n")
    review(root / "app.py", "total")
    location = locate(root)
    store = Store.open(location.store)
    text = "name = '\U0001d4b3'\n" + FALSY
    known = store.load("app.py", HUMAN + TRAP + FALSY)
    origin = next(iter(known.origins.values()))
    assert store.save("pkg/löve it.py", text, "\r\n", type(known)().attribute(16, len(text) - 3, origin))
    store.close()
    return root


def cloned(author: Path, *options: str, name: str = "clone") -> Path:
    clone = author.parent / name
    git(author.parent, "clone", "-q", "--no-local", *options, author.as_uri(), str(clone))
    return clone


def exported(author: Path, *what: str) -> Ran:
    ran = groundwire_command(author, "export", "--ref", REF, *what)
    assert (ran.status, ran.err) == (0, "")
    return ran


def test_ci_judges_what_the_authors_editor_judged(author: Path) -> None:
    mine = checked(author)
    assert (mine.status, len(mine.json["units"])) == (1, 3)
    assert any(unit["reason"] == "reviewed" for unit in mine.json["units"]), "a review is part of it"
    assert exported(author).out.startswith(f"1 of 1 commit has a note under {REF} now, on 2 texts")

    clone = cloned(author)
    bare = checked(clone)
    assert (bare.status, bare.out) == (2, "")
    assert "no record" in bare.err
    assert "groundwire import" in bare.err
    unfetched = groundwire_command(clone, "import")
    assert (unfetched.status, unfetched.err.count("\n")) == (2, 1)
    assert f"git fetch origin {FETCH}" in unfetched.err
    assert not locate(clone).store.exists()

    git(clone, "fetch", "-q", "origin", FETCH)
    ran = groundwire_command(clone, "import")
    assert (ran.status, ran.err) == (0, "")
    assert "2 files have something on record now" in ran.out
    theirs = checked(clone)
    assert theirs.json == mine.json
    assert theirs.status == mine.status
    assert groundwire_command(clone, "blame", "--json", "app.py").json == (
        groundwire_command(author, "blame", "--json", "app.py").json
    )
    assert groundwire_command(clone, "import").status == 0
    assert checked(clone).json == mine.json, "twice is once"
    assert groundwire_command(clone, "export", "--ref", REF).status == 0
    assert said(clone, "rev-parse", REF) == said(author, "rev-parse", REF), "what is known here is what came"


def test_a_note_holds_neither_text_nor_address(author: Path) -> None:
    exported(author)
    note = said(author, "notes", f"--ref={REF}", "show", "HEAD")
    assert json.loads(note)["groundwire"] == 1
    assert not any(word in note for word in ("@", "getenv", "by_hand", "example.org"))


def test_exporting_twice_changes_nothing(author: Path) -> None:
    exported(author)
    before = said(author, "rev-parse", REF)
    exported(author)
    assert said(author, "rev-parse", REF) == before
    exported(author, "HEAD~1")
    assert said(author, "rev-parse", REF) == before, "nothing is known of the first commit"


@pytest.mark.parametrize(
    "ref",
    [
        *("refs/notes/ai", "refs/notes/commits", "refs/heads/main", "HEAD", "groundwire", "refs/notes/whogitit"),
        *("--help", "", "refs/notes/groundwire/../ai"),
    ],
)
def test_another_tools_ref_is_never_written(author: Path, ref: str) -> None:
    before = said(author, "for-each-ref")
    ran = groundwire_command(author, "export", f"--ref={ref}", "HEAD")
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert said(author, "for-each-ref") == before


def test_a_note_that_is_not_ours_stays(author: Path) -> None:
    git(author, "notes", f"--ref={REF}", "add", "-m", "mine", "HEAD")
    ran = groundwire_command(author, "export", "--ref", REF)
    assert (ran.status, "stays" in ran.err) == (2, True)
    assert said(author, "notes", f"--ref={REF}", "show", "HEAD") == "mine"


def test_hooks_and_programs_of_the_repository_are_not_started(author: Path) -> None:
    witness = author / "witness"
    script = author / "run"
    script.write_text(f"#!/bin/sh\ntouch {witness}\ncat\n")
    script.chmod(0o755)
    hooks = author / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("reference-transaction", "post-commit", "pre-commit"):
        (hooks / name).symlink_to(script)
    for name in ("core.fsmonitor", "diff.external", "diff.d.textconv", "diff.d.command", "core.editor", "core.pager"):
        git(author, "config", name, str(script))
    git(author, "config", "blame.ignoreRevsFile", "not-there")
    (author / ".gitattributes").write_text("*.py diff=d\n")
    witness.unlink(missing_ok=True)
    exported(author)
    (author / "app.py").write_text("x = 1\n" + HUMAN + TRAP + FALSY)
    subprocess.run(["git", "-c", f"core.hooksPath={hooks.parent}/none", "commit", "-qam", "x"], cwd=author, check=True)
    witness.unlink(missing_ok=True)
    assert groundwire_command(author, "import").status == 0
    assert groundwire_command(author, "export", "--format", "git-ai").status in {0, 2}
    assert not witness.exists()


def test_a_shallow_clone_needs_no_history(author: Path) -> None:
    """The runner of an action has the last commit alone."""
    mine = checked(author).json
    exported(author)
    git(author, "commit", "-q", "--allow-empty", "-m", "later")
    clone = cloned(author, "--depth=1")
    git(clone, "fetch", "-q", "--depth=1", "origin", FETCH)
    ran = groundwire_command(clone, "import")
    assert (ran.status, "shallow" in ran.err) == (0, True)
    assert checked(clone).json == mine


def test_a_worktree_and_its_repository_share_what_was_imported(author: Path) -> None:
    mine = checked(author).json
    exported(author)
    clone = cloned(author)
    git(clone, "fetch", "-q", "origin", FETCH)
    git(clone, "worktree", "add", "-q", str(clone.parent / "tree"))
    assert groundwire_command(clone.parent / "tree", "import").status == 0
    assert checked(clone.parent / "tree").json == mine
    assert checked(clone).json == mine


def test_commits_that_were_made_anew_elsewhere(author: Path) -> None:
    """A squash or rebase on the server leaves the notes on commits that nothing reaches: the same text is the same."""
    mine = checked(author).json
    exported(author)
    git(author, "reset", "-q", "--soft", "HEAD~1")
    git(author, "commit", "-qm", "squashed")
    clone = cloned(author)
    git(clone, "fetch", "-q", "origin", FETCH)
    ran = groundwire_command(clone, "import")
    assert (ran.status, "; on commits of this history: 0\n" in ran.out) == (0, True)
    assert checked(clone).json == mine


def test_after_a_cherry_pick_onto_other_changes(author: Path) -> None:
    """The text is another there, and the note is not on that commit: its author exports it after the pick."""
    exported(author)
    picked = said(author, "rev-parse", "HEAD")
    git(author, "checkout", "-q", "-b", "other", "HEAD~1")
    (author / "app.py").write_text("import sys\n" + HUMAN)
    git(author, "commit", "-qam", "other")
    git(author, "cherry-pick", picked)
    mine = checked(author).json
    assert len(mine["units"]) == 3
    exported(author, "main..HEAD")
    clone = cloned(author, "-b", "other")
    git(clone, "fetch", "-q", "origin", FETCH)
    assert groundwire_command(clone, "import").status == 0
    assert checked(clone).json == mine


def test_changes_by_somebody_without_groundwire(author: Path) -> None:
    """Their lines are unknown; generated lines around them stay so, on both sides of a merge too."""
    exported(author)
    git(author, "checkout", "-q", "-b", "side")
    (author / "app.py").write_text("SIDE = 1\n" + (author / "app.py").read_text())
    git(author, "commit", "-qam", "side")
    git(author, "checkout", "-q", "main")
    (author / "app.py").write_text((author / "app.py").read_text().replace("count or 1", "count or 2"))
    attribute(author / "app.py", "    count = count or 2\n")
    git(author, "commit", "-qam", "generated again")
    exported(author)
    git(author, "merge", "-q", "-m", "merged", "side")
    clone = cloned(author)
    git(clone, "fetch", "-q", "origin", FETCH)
    ran = groundwire_command(clone, "import")
    assert (ran.status, "the newest commit has no note: lines it brought" in ran.err) == (0, True)
    lines = groundwire_command(clone, "blame", "--json", "app.py").json["lines"]
    states = [line["state"] for line in lines]
    text = (clone / "app.py").read_text().split("\n")
    assert states[0] == "unknown"
    assert [states[number] for number, line in enumerate(text) if "getenv" in line or "count or" in line] == ["ai"] * 2


def test_files_that_are_changed_here_keep_what_is_known(author: Path) -> None:
    exported(author)
    clone = cloned(author)
    git(clone, "fetch", "-q", "origin", FETCH)
    (clone / "app.py").write_text("x = 1\n" + (clone / "app.py").read_text())
    assert groundwire_command(clone, "import").status == 0
    states = [line["state"] for line in groundwire_command(clone, "blame", "--json", "app.py").json["lines"]]
    assert (states[0], states.count("ai")) == ("unknown", 5)


def test_two_files_of_one_text_whose_authors_are_not_the_same(author: Path) -> None:
    same = "import os\n\n\ndef debug():\n    return bool(os.getenv('DEBUG'))\n"
    for name, part in (("one.py", "import os\n"), ("two.py", "def debug():\n    return bool(os.getenv('DEBUG'))\n")):
        (author / name).write_text(same)
        attribute(author / name, part)
    git(author, "add", ".")
    git(author, "commit", "-qm", "twins")
    mine = checked(author).json
    exported(author, "HEAD", "HEAD~1")
    clone = cloned(author)
    git(clone, "fetch", "-q", "origin", FETCH)
    assert groundwire_command(clone, "import").status == 0
    assert checked(clone).json == mine


def test_a_renamed_file(author: Path) -> None:
    exported(author)
    git(author, "mv", "app.py", "moved.py")
    git(author, "commit", "-qm", "moved")
    clone = cloned(author)
    git(clone, "fetch", "-q", "origin", FETCH)
    assert groundwire_command(clone, "import").status == 0
    assert {unit["path"] for unit in checked(clone).json["units"]} == {"moved.py", "pkg/löve it.py"}


@pytest.mark.parametrize(
    "note",
    [
        "garbage",
        '{"groundwire": 2, "files": []}',
        '{"groundwire": 1, "origins": [], "files": [{"path": "../x.py"}, {"path": "app.py", "spans": 3}, null, 1e999]}',
        '{"groundwire": 1, "origins": {"o": {"kind": "agent_edit"}}, "files": []}',
        "../a.py\n  s_1::t_1 1-2\n/b.py\n  x\n---\n" + '{"schema_version": "authorship/3.0.0"}',
        "---\n" + "[" * 100_000,
    ],
)
def test_garbled_notes_are_told_in_a_line_each(author: Path, note: str) -> None:
    exported(author, "HEAD")
    subprocess.run(
        ["git", "notes", "--ref=refs/notes/ai", "add", "--allow-empty", "-F", "-", "HEAD"],
        input=note,
        text=True,
        cwd=author,
        check=True,
    )
    mine = checked(author).json
    ran = groundwire_command(author, "import")
    assert (ran.status, "Traceback" in ran.err) == (0, False)
    assert 1 <= ran.err.count("\n") <= 4
    assert all(line.startswith("groundwire: refs/notes/ai: the note on ") for line in ran.err.splitlines())
    assert checked(author).json == mine


def test_a_note_for_another_text_says_nothing(author: Path) -> None:
    """Git can copy notes to commits that it makes anew (`notes.rewriteRef`), whose text may be another."""
    exported(author)
    note = said(author, "notes", f"--ref={REF}", "show", "HEAD")
    (author / "app.py").write_text("import os\n\n\ndef flag():\n    return bool(os.getenv('FLAG'))\n")
    git(author, "commit", "-qam", "another")
    git(author, "notes", f"--ref={REF}", "remove", "HEAD~1")
    git(author, "notes", f"--ref={REF}", "add", "-m", note, "HEAD")
    clone = cloned(author)
    git(clone, "fetch", "-q", "origin", FETCH)
    assert groundwire_command(clone, "import").status == 0
    assert {unit["path"] for unit in checked(clone).json["units"]} == {"pkg/löve it.py"}


@pytest.mark.parametrize("revision", ["nosuch", "--output=x", "HEAD..nosuch", ""])
def test_what_names_no_commit(author: Path, revision: str) -> None:
    for command in (["export", "--ref", REF, "--", revision], ["import", "--", revision]):
        ran = groundwire_command(author, *command)
        assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)


def test_outside_git(tmp_path: Path) -> None:
    for command in (["export", "--ref", REF], ["import"]):
        ran = groundwire_command(tmp_path, *command)
        assert (ran.status, "is not in a git repository" in ran.err) == (2, True)
