"""Records of other tools, taken in: real git, real processes."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from e2e.command_line import Ran, attribute, git, groundwire_command

CODE = "import os\n\n\ndef flag():\n    return bool(os.getenv('FLAG'))\n\n\ndef other():\n    return 1\n"
AGENT = {"tool": "cursor", "id": "6ef2299e-a67f-432b-aa80-3d2fb4d28999", "model": "claude-sonnet-4-5"}
SESSION = "s_" + hashlib.sha256(f"cursor:{AGENT['id']}".encode()).hexdigest()[:14]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path.resolve() / "project"
    root.mkdir()
    git(root, "init", "-q", "-b", "main")
    (root / "app.py").write_text(CODE)
    (root / "my file.py").write_text("x = 1\ny = 2\n")
    git(root, "add", ".")
    git(root, "commit", "-qm", "first")
    return root


def git_ai_note(project: Path, attested: str) -> None:
    """A note as the standard has it, on the last commit."""
    metadata = {
        "schema_version": "authorship/3.0.0",
        "base_commit_sha": "0" * 40,
        "prompts": {},
        "humans": {"h_31dce776f88375": {"author": "Developer <dev@example.com>"}},
        "sessions": {SESSION: {"agent_id": AGENT, "human_author": "dev@example.com"}},
    }
    note = attested + "---\n" + json.dumps(metadata, indent=2)
    command = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "notes", "--ref=ai", "add", "-F", "-"]
    subprocess.run(command, input=note, text=True, cwd=project, check=True, capture_output=True)


def states(project: Path, file: str = "app.py") -> list[str]:
    return [line["state"] for line in groundwire_command(project, "blame", "--json", file).json["lines"]]


def imported(project: Path, *arguments: str) -> Ran:
    ran = groundwire_command(project, "import", *arguments)
    assert "Traceback" not in ran.err
    return ran


def test_notes_of_git_ai_follow_their_lines(project: Path) -> None:
    key = f"{SESSION}::t_9f8e7d6c5b4a32"
    git_ai_note(project, f'app.py\n  {key} 4-5\n  h_31dce776f88375 8-9\n"my file.py"\n  {key} 2\n')
    (project / "app.py").write_text("# above\n" + CODE.replace("    return 1", "        return 1"))
    git(project, "mv", "my file.py", "moved.py")
    git(project, "commit", "-qam", "second")
    (project / "app.py").write_text("# above\n# not committed\n" + CODE)
    ran = imported(project)
    assert ran.status == 0
    assert "refs/notes/ai: 1 note; on commits of this history: 1\n" in ran.out
    assert states(project) == ["unknown"] * 5 + ["ai"] * 2 + ["unknown"] * 2 + ["human", "unknown"]
    assert states(project, "moved.py") == ["unknown", "ai"]
    line = groundwire_command(project, "blame", "--json", "app.py").json["lines"][5]
    assert (line["tool"], line["model"], line["grade"]) == ("cursor", "claude-sonnet-4-5", "A")
    assert "GW208" in groundwire_command(project, "check").out
    store = (project / ".git" / "groundwire" / "store.sqlite3").read_bytes()
    assert b"dev@example" not in store


def test_our_own_note_on_the_same_text_is_all_there_is(project: Path) -> None:
    attribute(project / "app.py", "    return 1\n")
    assert groundwire_command(project, "export", "--ref", "refs/notes/groundwire").status == 0
    git_ai_note(project, f"app.py\n  {SESSION}::t_1 1-9\n")
    clone = project.parent / "clone"
    git(project, "clone", "-q", ".", str(clone))
    git(clone, "fetch", "-q", "origin", "refs/notes/*:refs/notes/*")
    assert imported(clone).status == 0
    assert states(clone) == ["unknown"] * 8 + ["ai"]
    assert imported(clone, "--ref", "refs/notes/ai").status == 0, "and somebody asked for the other"
    assert states(clone) == ["ai"] * 9


def test_git_ai_s_format_goes_there_and_back(project: Path) -> None:
    attribute(project / "app.py", "def flag():\n    return bool(os.getenv('FLAG'))\n")
    ran = groundwire_command(project, "export", "--format", "git-ai")
    assert (ran.status, ran.out.split("\n")[:1], ran.out.split("\n")[1][-4:]) == (0, ["app.py"], " 4-5")
    mine = states(project)
    subprocess.run(
        ["git", "-c", "user.name=A", "-c", "user.email=a@b.example", "notes", "--ref=ai", "add", "-F", "-"],
        input=ran.out,
        text=True,
        cwd=project,
        check=True,
    )
    clone = project.parent / "clone"
    git(project, "clone", "-q", ".", str(clone))
    git(clone, "fetch", "-q", "origin", "refs/notes/ai:refs/notes/ai")
    assert imported(clone).status == 0
    assert states(clone) == mine


def test_agent_trace_goes_there_and_back(project: Path) -> None:
    attribute(project / "app.py", "def flag():\n    return bool(os.getenv('FLAG'))\n")
    record = project.parent / "trace.json"
    record.write_text(groundwire_command(project, "export", "--format", "agent-trace", "--rev", "HEAD").out)
    said = json.loads(record.read_text())
    assert said["vcs"]["revision"]
    assert groundwire_command(project, "export", "--format", "agent-trace", "--rev", "HEAD").json == said, "twice alike"
    mine = states(project)
    clone = project.parent / "clone"
    git(project, "clone", "-q", ".", str(clone))
    (clone / "app.py").write_text("# one more\n" + CODE)
    said["files"][0]["conversations"][0]["ranges"] += [
        {"start_line": 1, "end_line": 3},
        {"start_line": 9, "end_line": 1},
    ]
    said["files"].append({"path": "../x.py", "conversations": []})
    record.write_text(json.dumps(said) + "\n{\n" + json.dumps({"version": "0.1.0"}) + "\n")
    ran = imported(clone, "--agent-trace", str(record))
    assert ran.out == (
        "1 of 3 ranges was taken in, of 1 file; left out: 2 with line numbers alone, 0 of a text that is not "
        "there, 0 of no Python file here\n"
    )
    assert (ran.status, ran.err.count("\n")) == (0, 2)
    assert states(clone) == ["unknown", *mine]
    for content in (b"", b"\0", b"[" * 100_000, b"7"):
        record.write_bytes(content)
        assert imported(clone, "--agent-trace", str(record)).status == 2
    assert imported(clone, "--agent-trace", "nowhere").err.count("\n") == 1


def test_commits_of_aider(project: Path) -> None:
    (project / "app.py").write_text(CODE + "\n\ndef more():\n    return 2\n")
    git(project, "add", ".")
    git(project, "commit", "-qm", "more", "--author", "Ann (aider) <a@example.org>")
    (project / "app.py").write_text("# by hand\n" + (project / "app.py").read_text())
    git(project, "commit", "-qam", "by hand")
    ran = imported(project, "--aider")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("1 commit of this history is aider's\n")
    assert states(project) == ["unknown"] * 10 + ["ai"] * 4
    assert "aider" in groundwire_command(project, "blame", "app.py").out


def test_git_ai_s_working_log(project: Path) -> None:
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=project, check=True, capture_output=True, text=True)
    changed = CODE + "\n\ndef more():\n    return 2\n"
    (project / "app.py").write_text(changed)
    entry = {
        "file": "app.py",
        "blob_sha": hashlib.sha256(changed.encode()).hexdigest(),
        "line_attributions": [{"start_line": 10, "end_line": 13, "author_id": f"{SESSION}::t_1", "overrode": None}],
    }
    ran = imported(project, "--git-ai")
    assert (ran.status, ran.err.count("\n")) == (2, 1)
    log = project / ".git" / "ai" / "working_logs" / head.stdout.strip()
    log.mkdir(parents=True)
    checkpoint = {"kind": "AiAgent", "agent_id": AGENT, "author": "A <a@example.org>", "entries": [entry]}
    (log / "checkpoints.jsonl").write_text("garbage\n" + json.dumps(checkpoint) + "\n")
    ran = imported(project, "--git-ai")
    assert (ran.status, ran.err) == (0, "groundwire: Git AI's working log: line 1 is no checkpoint\n")
    assert states(project) == ["unknown"] * 9 + ["ai"] * 4


def test_what_git_ai_knew_when_its_working_log_was_begun(project: Path) -> None:
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=project, check=True, capture_output=True, text=True)
    begun = CODE + "\n\ndef more():\n    return 2\n"
    (project / "app.py").write_text("# by hand\n" + begun)
    digest = hashlib.sha256(begun.encode()).hexdigest()
    rows = [{"start_line": 10, "end_line": 13, "author_id": f"{SESSION}::t_1", "overrode": None}]
    log = project / ".git" / "ai" / "working_logs" / head.stdout.strip()
    (log / "blobs").mkdir(parents=True)
    initial = log / "INITIAL"
    os.mkfifo(log / "checkpoints.jsonl")  # is never waited for
    initial.write_text('{"files": ')
    ran = imported(project, "--git-ai")
    assert (ran.status, "its INITIAL is left out" in ran.err) == (0, True)
    sessions = {SESSION: {"agent_id": AGENT, "human_author": "A <a@example.org>"}}
    value = {"files": {"app.py": rows}, "prompts": {}, "file_blobs": {"app.py": digest}, "sessions": sessions}
    initial.write_text(json.dumps(value, indent=2))
    assert (
        imported(project, "--git-ai").out
        == "Git AI knows something of 0 of 1 changed file as the work tree has it now\n"
    )
    (log / "blobs" / digest).write_text(begun)
    ran = imported(project, "--git-ai")
    assert (ran.status, ran.err) == (0, "")
    assert states(project) == ["unknown"] * 10 + ["ai"] * 4


def program(project: Path, body: str) -> str:
    """A git-ai of our own, and a PATH with it."""
    folder = project.parent / "bin"
    folder.mkdir()
    file = folder / "git-ai"
    file.write_text(f"#!{sys.executable}\nimport json, sys, time\n{body}\n")
    file.chmod(0o755)
    return f"{folder}:{Path('/usr/bin')}:{Path('/bin')}"


def test_git_ai_is_asked_only_when_a_person_says_so(project: Path) -> None:
    (project / "app.py").write_text("# above\n" + CODE)
    prompts = {f"{SESSION}::t_1": {"agent_id": AGENT}}
    answer = {"lines": {"1": f"{SESSION}::t_1"}, "prompts": prompts, "metadata": {"current_user": "a@example.org"}}
    path = program(
        project,
        f"open({str(project.parent / 'asked')!r}, 'a').write(sys.stdin.read()[:7] + ' '.join(sys.argv[1:]) + '\\n')\n"
        f"print(json.dumps({answer!r}))",
    )
    groundwire_command(project, "import", PATH=path)
    groundwire_command(project, "check", PATH=path)
    assert not (project.parent / "asked").exists()
    ran = groundwire_command(project, "import", "--git-ai", PATH=path)
    assert (ran.status, ran.err) == (0, "")
    assert (project.parent / "asked").read_text() == "# aboveblame --json --contents - -- app.py\n"
    assert states(project) == ["ai"] + ["unknown"] * 9


def test_a_git_ai_that_does_not_answer_is_left_alone(project: Path) -> None:
    (project / "app.py").write_text("# above\n" + CODE)
    ran = groundwire_command(project, "import", "--git-ai", PATH=program(project, "time.sleep(60)"))
    assert (ran.status, ran.out) == (0, "Git AI knows something of 0 of 1 changed file as the work tree has it now\n")


def test_a_git_ai_inside_the_project_is_not_started(project: Path) -> None:
    (project / "git-ai").write_text(f"#!/bin/sh\ntouch {project}/witness\n")
    (project / "git-ai").chmod(0o755)
    (project / "app.py").write_text("# above\n" + CODE)
    ran = groundwire_command(project, "import", "--git-ai", PATH=f"{project}:/usr/bin:/bin")
    assert (ran.status, (project / "witness").exists()) == (2, False)


def test_what_is_printed_of_the_work_tree(project: Path) -> None:
    ran = groundwire_command(project, "export")
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    attribute(project / "app.py", "    return 1\n")
    said = groundwire_command(project, "export").json
    assert (said["groundwire"], [file["path"] for file in said["files"]]) == (1, ["app.py"])
    assert groundwire_command(project, "export", "my file.py").status == 2
    assert groundwire_command(project, "export", "app.py").json == said
    assert groundwire_command(project, "export", "--rev", "HEAD").json["files"] == said["files"]
    assert "vcs" not in groundwire_command(project, "export", "--format", "agent-trace").json
    for arguments in (["gone.py"], [".."], ["--rev", "nosuch"], ["--ref", "refs/notes/groundwire", "--format", "json"]):
        ran = groundwire_command(project, "export", *arguments)
        assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
