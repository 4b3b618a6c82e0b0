"""`groundwire record` and `groundwire hooks` as an agent and a person run them: the real process."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from e2e.command_line import MAIN, git, groundwire_command
from groundwire.provenance.location import locate
from groundwire.provenance.records import inbox
from groundwire.provenance.store import Store
from groundwire.provenance.store.take_in import take_in_all
from support import agents, hosts

TRAP = 'import os\n\n\ndef flag():\n    return bool(os.getenv("FLAG"))\n'
LAST = TRAP.splitlines(keepends=True)[-1]
NO_FILE = b'{"tool_name": "Edit", "tool_input": {}, "tool_response": {}}'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path.resolve() / "project"
    root.mkdir()
    git(root, "init", "-q")
    (root / "app.py").write_text(TRAP)
    return root


def attributed(project: Path) -> list[str]:
    store = locate(project).store
    take_in_all(str(store))
    opened = Store.open(store)
    paths = opened.attributed_paths()
    opened.close()
    return paths


def test_check_sees_an_edit_that_no_editor_took_in(project: Path) -> None:
    assert agents.record(project, agents.write(project / "app.py", None, TRAP)).stderr == ""
    ran = groundwire_command(project, "check")
    assert (ran.status, "GW208" in ran.out) == (1, True)
    assert len(inbox.waiting(str(locate(project).store))) == 1, "check changes nothing on disk"


def test_nothing_of_the_conversation_is_kept(project: Path) -> None:
    sent = agents.write(project / "app.py", None, TRAP) | {"prompt": "a secret wish", "user_email": "a@example.org"}
    agents.record(project, sent)
    (file,) = inbox.waiting(str(locate(project).store))
    kept = Path(file).read_text()
    assert not any(said in kept for said in ("wish", "@", "transcript", ".jsonl"))
    assert Path(file).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "named",
    [
        "../outside.py",
        "/etc/outside.py",
        "sub/../../outside.py",
        "link/outside.py",
        "a\0b.py",
        "C:\\outside\\..\\..\\x.py/../../../y.py",
    ],
)
def test_a_path_that_leads_out_is_refused_with_one_line(project: Path, tmp_path: Path, named: str) -> None:
    (project / "link").symlink_to(tmp_path)
    sent = agents.write(project / "app.py", None, TRAP)
    sent["tool_response"]["filePath"] = named
    done = agents.record(project, sent)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (0, "{}\n", 1)
    assert done.stderr.startswith("groundwire: this edit is not recorded: ")
    assert inbox.waiting(str(locate(project).store)) == []


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe",
        b"null",
        b"[" * 100_000,
        b'{"tool_name": "Edit", "tool_input": {}, "tool_response": {}}',
    ],
)
def test_what_is_no_payload_is_one_line(project: Path, sent: bytes) -> None:
    done = agents.record(project, sent)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (0, "{}\n", 1)


def test_control_characters_in_strings_are_read(project: Path) -> None:
    raw = json.dumps(agents.write(project / "app.py", None, TRAP)).replace("\\n", "\n").encode()
    assert agents.record(project, raw).stderr == ""
    assert attributed(project) == ["app.py"]


def test_a_payload_that_says_it_is_cursors(project: Path) -> None:
    agents.record(project, {**agents.write(project / "app.py", None, TRAP), "cursor_version": "2.4"})
    (file,) = inbox.waiting(str(locate(project).store))
    assert json.loads(Path(file).read_text())["tool"] == "cursor"


@pytest.mark.parametrize("name", hosts.HOSTS)
def test_each_host_gets_the_answer_it_expects(project: Path, name: str) -> None:
    edit = hosts.Edited(project / "app.py", TRAP, LAST, LAST.replace("FLAG", "SWITCH"))
    edit.file.write_text(edit.after)
    told = agents.record(project, hosts.HOSTS[name].build(edit), CLAUDE_PROJECT_DIR="")
    broken = agents.record(project, b'{"hookName": "PostToolUse", ' if name.startswith("cline") else b"{")
    expected = {"cancel": False} if name.startswith("cline") else {}
    assert (told.returncode, json.loads(told.stdout), told.stderr) == (0, expected, "")
    assert (broken.returncode, json.loads(broken.stdout), broken.stderr.count("\n")) == (0, expected, 1)


def test_a_text_before_that_only_git_knows_is_a_likely_one(project: Path) -> None:
    git(project, "add", ".")
    git(project, "commit", "-qm", "first")
    edit = hosts.Edited(project / "app.py", TRAP, LAST, LAST.replace("bool", "not bool"))
    edit.file.write_text(edit.after)
    assert agents.record(project, hosts.agent_v1(edit), CLAUDE_PROJECT_DIR="").stderr == ""
    assert "1 generated line of 1 file" in groundwire_command(project, "check").err
    assert attributed(project) == ["app.py"]
    store = Store.open(locate(project).store)
    text, known = store.latest_text("app.py") or ("", None)
    store.close()
    assert known is not None
    assert [(text[start:end], known.origins[name].grade) for start, end, name in known.spans] == [("not ", "C")]


def test_a_project_that_nobody_names(project: Path) -> None:
    sent = agents.write(project / "app.py", None, TRAP)
    assert agents.record(project, sent, CLAUDE_PROJECT_DIR="").stderr == "", "the payload's cwd stands in"
    done = agents.record(project, {**sent, "cwd": "/nowhere"}, CLAUDE_PROJECT_DIR="")
    assert "start the agent in its project" in done.stderr


def test_agents_in_parallel_lose_nothing(project: Path) -> None:
    """More edits than may wait: some of the processes take them in while others still tell."""
    files = [project / f"m{number}.py" for number in range(inbox.MANY + 8)]
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda file: agents.record(project, agents.write(file, None, TRAP)), files))
    assert {ran.stderr for ran in done} == {""}
    assert len(inbox.waiting(str(locate(project).store))) < inbox.MANY
    assert attributed(project) == sorted(file.name for file in files)


def test_a_full_inbox_says_so(project: Path) -> None:
    folder = locate(project).store / inbox.FOLDER
    folder.mkdir(parents=True)
    for number in range(inbox.FULL):
        (folder / f"{number}.part").touch()
    done = agents.record(project, agents.write(project / "app.py", None, TRAP))
    assert "nobody could take them in; see that" in done.stderr


def test_a_record_that_was_tampered_with_is_left_out(project: Path) -> None:
    folder = locate(project).store / inbox.FOLDER
    folder.mkdir(parents=True)
    (folder / "1.json").write_text('{"path": "../../x.py", "before": "", "after": "x"}')
    (folder / "2.json").write_text("{")
    agents.record(project, agents.write(project / "app.py", None, TRAP))
    assert attributed(project) == ["app.py"]
    assert inbox.waiting(str(locate(project).store)) == []


def test_since_a_revision(project: Path) -> None:
    git(project, "add", ".")
    git(project, "commit", "-qm", "first")
    (project / "new.py").write_text(TRAP)
    assert groundwire_command(project, "record", "--since", "HEAD", "app.py").out.startswith("0 lines of 0 files")
    assert groundwire_command(project, "record", "--since", "HEAD").out.startswith("5 lines of 1 file ")
    assert groundwire_command(project, "record", "--since", "HEAD").out.startswith("0 lines of 0 files")
    assert "GW208" in groundwire_command(project, "check").out
    for arguments in (("--since", "nothing"), ("--since", "HEAD", "gone"), ("--since", "HEAD", ".."), ("app.py",)):
        ran = groundwire_command(project, "record", *arguments)
        assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)


def test_hooks_come_and_go(project: Path, tmp_path: Path) -> None:
    settings = project / ".claude" / "settings.local.json"

    def hooks(*arguments: str) -> tuple[int, str]:
        ran = groundwire_command(project, "hooks", *arguments, HOME=str(tmp_path))
        return ran.status, ran.out + ran.err

    assert hooks("status", "claude")[0] == 1
    status, shown = hooks("install", "claude", "--dry-run")
    assert (status, settings.exists()) == (1, False)
    assert hooks("install", "claude")[0] == 0
    assert [line[1:] for line in shown.splitlines() if line.startswith("+ ")] == settings.read_text().splitlines()[1:-1]
    assert hooks("status", "claude")[0] == 0
    assert "nothing to do" in hooks("install", "claude")[1]
    command = json.loads(settings.read_text())["hooks"]["PostToolUse"][0]["hooks"][0]["command"]
    sent = json.dumps(agents.write(project / "app.py", None, TRAP))
    ran = subprocess.run(["sh", "-c", command], input=sent, capture_output=True, text=True, cwd=tmp_path, check=True)
    assert (ran.stdout, ran.stderr) == ("{}\n", "")
    assert attributed(project) == ["app.py"]
    assert hooks("uninstall", "claude")[0] == 0
    assert not settings.parent.exists()


def test_hooks_in_settings_that_others_use(project: Path) -> None:
    settings = project / ".claude" / "settings.local.json"
    settings.parent.mkdir()
    before = b'{\r\n\t"model":"opus",  "hooks": {"PostToolUse": [{"matcher": "Edit", "hooks": []}]}\r\n}'
    settings.write_bytes(before)
    settings.chmod(0o600)
    assert groundwire_command(project, "hooks", "install", "claude").status == 0
    assert settings.stat().st_mode & 0o777 == 0o600
    assert groundwire_command(project, "hooks", "install", "claude", "--command", "/gone/groundwire record").status == 0
    ran = groundwire_command(project, "hooks", "status", "claude")
    assert (ran.status, "starts /gone/groundwire, which is not there" in ran.out) == (1, True)
    assert groundwire_command(project, "hooks", "uninstall", "claude").status == 0
    assert settings.read_bytes() == before

    assert groundwire_command(project, "hooks", "install", "claude").status == 0
    settings.write_bytes(settings.read_bytes().replace(b'"opus"', b'"sonnet"'))
    assert groundwire_command(project, "hooks", "uninstall", "claude").status == 0
    assert settings.read_bytes() == before.replace(b'"opus"', b'"sonnet"')


USER_FILES = {
    "claude": ".claude/settings.json",
    "codex": ".codex/hooks.json",
    "cursor": ".cursor/hooks.json",
    "gemini": ".gemini/settings.json",
    "windsurf": ".codeium/windsurf/hooks.json",
    "vscode": ".copilot/hooks/groundwire.json",
    "cline": "Documents/Cline/Hooks/PostToolUse",
    "opencode": ".config/opencode/plugins/groundwire.js",
    "continue": ".continue/settings.json",
}


@pytest.mark.parametrize("agent", USER_FILES)
def test_hooks_of_every_agent_come_and_go(project: Path, tmp_path: Path, agent: str) -> None:
    home = tmp_path / "home"
    home.mkdir()
    file = home / USER_FILES[agent]

    def hooks(*arguments: str) -> tuple[int, str]:
        environment = {"HOME": str(home), "XDG_STATE_HOME": str(tmp_path / "state"), "XDG_CONFIG_HOME": ""}
        ran = groundwire_command(project, "hooks", *arguments, agent, "--user", **environment)
        return ran.status, ran.out + ran.err

    assert hooks("status")[0] == 1
    status, shown = hooks("install", "--dry-run")
    assert (status, list(home.iterdir())) == (1, [])
    assert hooks("install")[0] == 0
    lines = [line[1:] for line in shown.splitlines() if line.startswith("+") and not line.startswith("+++")]
    assert lines == file.read_text().splitlines()
    assert hooks("status")[0] == 0
    assert "nothing to do" in hooks("install")[1]
    moved = hooks("install", "--command", "/gone/groundwire record")
    assert (moved[0], "/gone/groundwire record" in file.read_text()) == (0, True)
    assert (hooks("status")[0], "which is not there" in hooks("status")[1]) == (1, True)
    assert hooks("uninstall")[0] == 0
    assert list(home.iterdir()) == []
    assert "nothing to do" in hooks("uninstall")[1]


@pytest.mark.parametrize("agent", ["cline", "opencode"])
def test_a_file_of_somebody_elses_is_left_alone(project: Path, tmp_path: Path, agent: str) -> None:
    file = tmp_path / USER_FILES[agent]
    file.parent.mkdir(parents=True)
    file.write_text("#!/bin/sh\nexec linter\n")
    environment = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": ""}
    for action in ("install", "uninstall", "status"):
        ran = groundwire_command(project, "hooks", action, agent, **environment)
        assert (ran.status, str(file) in ran.err) == (2, True)
    assert file.read_text() == "#!/bin/sh\nexec linter\n"
    file.unlink()
    assert groundwire_command(project, "hooks", "install", agent, **environment).status == 0
    file.write_text(file.read_text() + "\n# mine\n")
    assert groundwire_command(project, "hooks", "uninstall", agent, **environment).status == 2
    assert file.read_text().endswith("# mine\n")


def test_a_files_name_that_others_get_is_not_the_usual_one(project: Path, tmp_path: Path) -> None:
    ran = groundwire_command(project, "hooks", "install", "cursor", "--project", HOME=str(tmp_path))
    assert (ran.status, "usually committed" in ran.out) == (0, True)
    assert (project / ".cursor" / "hooks.json").exists()
    assert groundwire_command(project, "hooks", "uninstall", "cursor", "--project", HOME=str(tmp_path)).status == 0
    assert not (project / ".cursor").exists()
    ran = groundwire_command(project, "hooks", "install", "vscode", "--project", HOME=str(tmp_path))
    assert (ran.status, "use --user" in ran.err) == (2, True)


def test_clines_hook_never_holds_it_up(project: Path, tmp_path: Path) -> None:
    environment = {"HOME": str(tmp_path)}
    assert groundwire_command(project, "hooks", "install", "cline", **environment).status == 0
    hook = tmp_path / USER_FILES["cline"]
    edit = hosts.Edited(project / "app.py", TRAP, LAST, LAST.replace("FLAG", "SWITCH"))
    edit.file.write_text(edit.after)
    ran = subprocess.run([hook], input=json.dumps(hosts.cline(edit)), capture_output=True, text=True, check=True)
    assert (json.loads(ran.stdout), ran.stderr) == ({"cancel": False}, "")
    assert attributed(project) == ["app.py"]
    command = ("--command", "/gone/groundwire record")
    assert groundwire_command(project, "hooks", "install", "cline", *command, **environment).status == 0
    ran = subprocess.run([hook], input="{}", capture_output=True, text=True, check=True)
    assert json.loads(ran.stdout) == {"cancel": False}


def test_opencodes_plugin_tells_both_texts(project: Path, tmp_path: Path) -> None:
    environment = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": ""}
    assert groundwire_command(project, "hooks", "install", "opencode", **environment).status == 0
    plugin = (tmp_path / USER_FILES["opencode"]).rename(tmp_path / "plugin.mjs")
    (tmp_path / "run.mjs").write_text(
        "import { writeFileSync } from 'node:fs'\n"
        "import { Groundwire } from './plugin.mjs'\n"
        "const [directory, after] = process.argv.slice(2)\n"
        "const hooks = await Groundwire({ directory })\n"
        "const call = { tool: 'edit', sessionID: 's', callID: 'c' }\n"
        "await hooks['tool.execute.before'](call, { args: { filePath: 'app.py' } })\n"
        "writeFileSync(directory + '/app.py', after)\n"
        "await hooks['tool.execute.after'](call, { title: '', output: '', metadata: {} })\n"
        "await hooks['tool.execute.after']({ ...call, callID: 'unknown' }, {})\n"
    )
    assert plugin.exists()
    after = TRAP.replace("bool(", "not bool(")
    subprocess.run(["node", tmp_path / "run.mjs", project, after], capture_output=True, text=True, check=True)
    assert attributed(project) == ["app.py"]
    store = Store.open(locate(project).store)
    text, known = store.latest_text("app.py") or ("", None)
    store.close()
    assert known is not None
    assert [(text[start:end], known.origins[name].tool) for start, end, name in known.spans] == [("not ", "opencode")]


@pytest.mark.parametrize("text", ["{\n  // mine\n}", "{", "[]", '{"hooks": []}', '{"hooks": {"PostToolUse": {}}}'])
def test_settings_that_cannot_be_read_are_left_alone(project: Path, text: str) -> None:
    settings = project / ".claude" / "settings.local.json"
    settings.parent.mkdir()
    settings.write_text(text)
    for action in ("install", "uninstall", "status"):
        ran = groundwire_command(project, "hooks", action, "claude")
        assert (ran.status, ran.out) == (2, "")
        assert str(settings) in ran.err
    assert settings.read_text() == text


def test_settings_that_are_a_link_out_of_the_project(project: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.json").write_text("{}")
    (project / ".claude").mkdir()
    (project / ".claude" / "settings.local.json").symlink_to(tmp_path / "elsewhere.json")
    ran = groundwire_command(project, "hooks", "install", "claude")
    assert (ran.status, "outside the project" in ran.err) == (2, True)
    assert (tmp_path / "elsewhere.json").read_text() == "{}"


def test_a_payload_without_end_is_bounded(project: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-I", str(MAIN), "record"],
        input=b'{"x": "' + b"x" * (33 * 1024 * 1024) + b'"}',
        cwd=project,
        capture_output=True,
        check=True,
    )
    assert (done.stdout, b"bytes" in done.stderr) == (b"{}\n", True)
