"""Configuration: one frozen value, one merge."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from groundwire.model import NotAnalysed
from groundwire.text.read import read_bytes
from groundwire.text.toml_tables import BrokenToml, parse, table, value
from groundwire.text.written_paths import is_there, under

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

_RULE: Final = re.compile(r"GW\d{0,3}|[a-z][a-z0-9]*(?:-[a-z0-9]+)+")
_MAX_BYTES: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Config:
    """What a person can set; `SETTINGS` says what each means."""

    enable: bool = True
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    environment: str | None = None
    stub_expectation: Literal["fail", "xfail"] = "fail"
    extend_select: tuple[str, ...] = ()
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    overlap: bool = True
    require_suppression_reason: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a configuration that cannot be used; the rest of it is."""

    source: str
    """Where it stands: `pyproject.toml`, `editor`, `command line`."""
    message: str

    def __str__(self) -> str:
        return f"{self.source}: {self.message}"


class Setting(NamedTuple):
    """One setting: how it is written, read and described."""

    field: str
    """In `Config`, and of command-line flags."""
    kind: str
    meaning: str
    read: Callable[[Any], Any]
    """Gives the field's value or raises `ValueError` with what the value must be."""
    in_editor: bool = True
    """Whether an editor has it, too."""

    @property
    def toml(self) -> str:
        """Its name in pyproject.toml."""
        return self.field.replace("_", "-")

    @property
    def editor(self) -> str:
        """Its name in the editor's section."""
        head, *rest = self.field.split("_")
        return head + "".join(part.capitalize() for part in rest)


def load(root: Path, editor: Mapping[str, Any], flags: Mapping[str, Any]) -> tuple[Config, list[Problem]]:
    """Defaults < `[tool.groundwire]` in `root`'s pyproject.toml < the editor's settings < command-line flags.

    Unknown names and values of the wrong kind are reported and left out. None says nothing; neither does an editor's
    value that is the default (editors send settings that nobody set), nor an editor's name that is none of ours (its
    section holds the client's own settings too).
    """
    project, problems = _pyproject(root)
    default = Config()
    set_in_editor = {
        setting.editor: editor[setting.editor]
        for setting in SETTINGS
        if setting.in_editor
        and setting.editor in editor
        and editor[setting.editor] not in (_plain(getattr(default, setting.field)), "")
    }
    config = default
    for source, values, spelling in (
        ("pyproject.toml", project, "toml"),
        ("editor", set_in_editor, "editor"),
        ("command line", flags, "field"),
    ):
        settings = {getattr(setting, spelling): setting for setting in SETTINGS}
        for name, given in values.items():
            if given is None:
                continue
            if (setting := settings.get(name)) is None:
                problems.append(
                    Problem(source, f"`{name}` is not a setting of Groundwire{_suggestion(name, settings)}")
                )
                continue
            try:
                config = replace(config, **{setting.field: setting.read(given)})
            except ValueError as error:
                problems.append(Problem(source, f"`{name}` {error}"))
    if config.environment is not None:
        config = replace(config, environment=str(under(root, config.environment)))
    return config, problems


def _pyproject(root: Path) -> tuple[Mapping[str, Any], list[Problem]]:
    file = root / "pyproject.toml"
    if not is_there(file):
        return {}, []
    content = read_bytes(file, _MAX_BYTES)
    if isinstance(content, NotAnalysed):
        return {}, [Problem("pyproject.toml", content.reason)]
    try:
        document = parse(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, BrokenToml) as error:
        return {}, [Problem("pyproject.toml", f"it cannot be read: {error}")]
    if not isinstance(value(document, "tool", "groundwire"), dict | None):
        return {}, [Problem("pyproject.toml", "`tool.groundwire` must be a table")]
    return table(document, "tool", "groundwire"), []


def _plain(value: object) -> object:
    """A default as JSON has it."""
    return list(value) if isinstance(value, tuple) else value


def _suggestion(name: str, known: Mapping[str, object]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - every command reads settings, and few are misspelt

    close = get_close_matches(name, known, n=1)
    return f"; did you mean `{close[0]}`?" if close else ""


def _rules(value: Any) -> tuple[str, ...]:
    rules = _texts(value)
    if wrong := [rule for rule in rules if _RULE.fullmatch(rule) is None]:
        message = f"must hold codes such as GW101 or names such as falsy-default, not {', '.join(wrong)}"
        raise ValueError(message)
    return rules


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)) or not all(isinstance(item, str) for item in value):
        raise ValueError("must be a list of strings")
    return tuple(value)


def _rules_by_file(value: Any) -> Mapping[str, tuple[str, ...]]:
    if not isinstance(value, dict) or not all(isinstance(pattern, str) for pattern in value):
        raise ValueError("must be a table of lists, by patterns of files")
    return {pattern: _rules(rules) for pattern, rules in value.items()}


def _switch(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false")  # noqa: TRY004 - what is wrong is the value of a setting
    return value


def _environment(value: Any) -> str:
    if not isinstance(value, str) or not value or "\0" in value:
        raise ValueError("must be a path")
    return value


def _expectation(value: Any) -> str:
    if value not in ("fail", "xfail"):
        raise ValueError('must be "fail" or "xfail"')
    return str(value)


SETTINGS: Final = (
    Setting(
        "enable",
        "`true` or `false`",
        "Whether Groundwire works in this folder. Off, nothing is analysed or shown; what was generated is still "
        "recorded, so that everything is back when it is on again. `groundwire check` obeys `pyproject.toml` and says "
        "so; an editor's switch is no business of the command line.",
        _switch,
    ),
    Setting(
        "select",
        "list of strings",
        "Rules to run: codes, names, or the beginning of codes (`GW2`). None: all.",
        _rules,
    ),
    Setting(
        "ignore", "list of strings", "Rules to leave out, written like those of `select`; it wins over that.", _rules
    ),
    Setting("extend_select", "list of strings", "Rules to run beside those of `select`, written like them.", _rules),
    Setting(
        "per_file_ignores",
        "table of lists",
        'Rules to leave out in some files, by a pattern of their path or name: `"tests/*" = ["GW2"]`. `*` goes over '
        "folders too, `{a,b}` is either, and `!` before a pattern means every other file.",
        _rules_by_file,
        in_editor=False,
    ),
    Setting(
        "overlap",
        "`true` or `false`",
        "Whether a rule is silent in files where the project runs another tool that says the same, by that tool's own "
        "settings: ruff, pyright, mypy or ty. Rules named by `check --select` are heard all the same.",
        _switch,
    ),
    Setting(
        "require_suppression_reason",
        "`true` or `false`",
        "Whether a comment that ignores a rule counts only where it says why behind the brackets: "
        "`# groundwire: ignore[GW201] nought is no price`.",
        _switch,
    ),
    Setting(
        "exclude",
        "list of strings",
        "Files that `groundwire check` leaves out: patterns as in a `.gitignore` of the project's folder. A file named "
        "on the command line is checked all the same.",
        _texts,
        in_editor=False,
    ),
    Setting(
        "environment",
        "string",
        "The project's Python, in which imports are looked up: an interpreter or a virtual environment's folder, "
        "relative to the project's. Not set: the environment found in the project.",
        _environment,
    ),
    Setting(
        "stub_expectation",
        '`"fail"` or `"xfail"`',
        "How the rows of a test stub report while no expectation is stated: they fail, or they are expected failures "
        "(strict).",
        _expectation,
    ),
)
