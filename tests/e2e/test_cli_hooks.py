"""`groundwire hooks` in settings that are odd, shared, switched off, or cannot be written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from e2e.command_line import git, groundwire_command

LOCAL = ".claude/settings.local.json"
ANOTHERS = '{"hooks":{"PostToolUse":[{"matcher":"Bash","hooks":[{"type":"command","command":"%s"}]}]}}'


class Hooks:
    """`groundwire hooks` in a project, in a home of its own."""

    def __init__(self, folder: Path) -> None:
        self.project, self.home, self.state = folder / "project", folder / "home", folder / "state"
        self.project.mkdir()
        self.home.mkdir()
        git(self.project, "init", "-q")
        self.local = self.project / LOCAL

    def run(self, *arguments: str, **environment: str) -> tuple[int, str]:
        """Exit status and all it said."""
        environment = {"HOME": str(self.home), "XDG_STATE_HOME": str(self.state), **environment}
        ran = groundwire_command(self.project, "hooks", *arguments, **environment)
        assert "Traceback" not in ran.err
        return ran.status, ran.out + ran.err

    def write(self, text: str, file: str = LOCAL) -> None:
        """Have a settings file in the project."""
        (self.project / file).parent.mkdir(exist_ok=True)
        (self.project / file).write_text(text)


@pytest.fixture
def hooks(tmp_path: Path) -> Hooks:
    return Hooks(tmp_path.resolve())


@pytest.mark.parametrize("command", ["cd ~/groundwire && ./log.sh record", "/opt/groundwire-x/tool --record"])
def test_another_tools_hook_is_neither_changed_nor_removed(hooks: Hooks, command: str) -> None:
    before = ANOTHERS % command
    hooks.write(before)
    assert hooks.run("status", "claude")[0] == 1
    assert "nothing to do" in hooks.run("uninstall", "claude")[1]
    assert hooks.run("install", "claude")[0] == 0
    assert command in hooks.local.read_text()
    assert hooks.run("status", "claude")[0] == 0
    assert hooks.run("uninstall", "claude")[0] == 0
    assert hooks.local.read_text() == before


def test_a_hook_in_any_file_that_the_agent_reads_tells(hooks: Hooks) -> None:
    assert hooks.run("install", "claude", "--user")[0] == 0
    status, said = hooks.run("status", "claude")
    assert (status, str(hooks.home / ".claude" / "settings.json") in said) == (0, True)
    assert hooks.run("status", "claude", "--project")[0] == 1
    assert hooks.run("uninstall", "claude", "--user")[0] == 0
    hooks.write((ANOTHERS % "groundwire record").replace("Bash", "*"), ".claude/settings.json")
    (hooks.home / "groundwire").write_text("#!/bin/sh\n")
    (hooks.home / "groundwire").chmod(0o755)
    status, said = hooks.run("status", "claude", PATH=f"{hooks.home}:/usr/bin:/bin")
    assert (status, str(hooks.project / ".claude" / "settings.json") in said) == (0, True)


def test_hooks_that_are_switched_off_do_not_tell(hooks: Hooks) -> None:
    assert hooks.run("install", "claude")[0] == 0
    hooks.write('{"disableAllHooks": true}', ".claude/settings.json")
    for arguments in (("status", "claude"), ("status", "claude", "--project")):
        status, said = hooks.run(*arguments)
        assert (status, "settings.json; switch them on there" in said, "Run:" in said) == (1, True, False)
    assert "switch them on there" in hooks.run("install", "claude")[1]
    hooks.local.write_text(hooks.local.read_text().replace("{", '{"disableAllHooks": false,', 1))
    assert hooks.run("status", "claude")[0] == 0, "what is nearer outweighs"


def test_a_matcher_that_was_narrowed_is_said_and_mended(hooks: Hooks) -> None:
    assert hooks.run("install", "claude")[0] == 0
    installed = hooks.local.read_text()
    hooks.write(installed.replace("Edit|MultiEdit|Write|NotebookEdit", "Bash"))
    status, said = hooks.run("status", "claude")
    assert (status, 'only for "Bash"' in said, "Run: groundwire hooks install claude" in said) == (1, True, True)
    assert "the hook is installed" in hooks.run("install", "claude")[1]
    assert hooks.local.read_text() == installed
    assert hooks.run("status", "claude")[0] == 0


@pytest.mark.parametrize(
    "command",
    ["groundwire record --since HEAD", "groundwire hooks; recording a record of things", "groundwire record; rm x"],
)
def test_a_command_that_could_not_be_found_again_is_refused(hooks: Hooks, command: str) -> None:
    status, said = hooks.run("install", "claude", "--command", command)
    assert (status, "does not end in `groundwire record`" in said, hooks.local.exists()) == (2, True, False)


def test_a_program_that_only_the_agent_may_find(hooks: Hooks) -> None:
    assert hooks.run("install", "claude", "--command", "no-such-uvx groundwire record")[0] == 0
    status, said = hooks.run("status", "claude")
    assert (status, "starts no-such-uvx, which is not on the PATH here" in said) == (1, True)
    assert "install" not in said.replace("installed", "")


def test_nothing_is_installed_that_could_not_be_taken_back(hooks: Hooks) -> None:
    status, said = hooks.run("install", "claude", XDG_STATE_HOME="/dev/null")
    assert (status, said.count("\n"), "cannot be written" in said) == (2, 1, True)
    assert not hooks.local.parent.exists()


def test_settings_that_cannot_be_written_leave_no_receipt(hooks: Hooks) -> None:
    hooks.local.parent.write_text("a file in the way")
    status, said = hooks.run("install", "claude")
    assert (status, said.count("\n")) == (2, 1)
    assert list((hooks.state / "groundwire" / "hooks").iterdir()) == []


def test_a_receipt_is_for_this_person_alone(hooks: Hooks) -> None:
    assert hooks.run("install", "claude")[0] == 0
    (receipt,) = (hooks.state / "groundwire" / "hooks").iterdir()
    assert receipt.stat().st_mode & 0o777 == 0o600


def test_settings_that_are_a_link_to_themselves(hooks: Hooks) -> None:
    hooks.local.parent.mkdir()
    hooks.local.symlink_to(hooks.local.name)
    for action in ("install", "uninstall", "status"):
        status, said = hooks.run(action, "claude")
        assert (status, said.count("\n"), "leads back to itself" in said) == (2, 1, True)
    assert hooks.local.is_symlink()


def test_numbers_of_any_length_stay(hooks: Hooks) -> None:
    before = '{"n": ' + "9" * 5000 + "}"
    hooks.write(before)
    assert hooks.run("install", "claude")[0] == 0
    assert hooks.local.read_text().startswith(before[:-1])
    assert hooks.run("uninstall", "claude")[0] == 0
    assert hooks.local.read_text() == before


@pytest.mark.parametrize("agent", ["claude", "cline"])
def test_a_file_that_holds_only_a_byte_order_mark_is_empty(hooks: Hooks, agent: str) -> None:
    file = hooks.local if agent == "claude" else hooks.home / "Documents" / "Cline" / "Hooks" / "PostToolUse"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"\xef\xbb\xbf")
    assert hooks.run("status", agent)[0] == 1
    assert hooks.run("install", agent)[0] == 0
    if agent == "claude":
        assert "hooks" in json.loads(file.read_text())
    assert hooks.run("status", agent)[0] == 0
    assert hooks.run("uninstall", agent)[0] == 0
