"""How the answers to *Why is nothing marked here?* read: what holds, and what can be done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class Action(NamedTuple):
    """A command of this server, or one of the VS Code client's; other clients leave out those they do not have."""

    title: str
    command: str
    arguments: tuple[Any, ...] = ()


class Reason(NamedTuple):
    """One reason; `kind` is for programs, the message for a person."""

    kind: str
    message: str
    actions: tuple[Action, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """`{kind, message, actions: [{title, command, arguments}]}`."""
        actions = [{**action._asdict(), "arguments": list(action.arguments)} for action in self.actions]
        return {"kind": self.kind, "message": self.message, "actions": actions}


_LOG = Action("Show the Log", "groundwire.showLogs")


def _settings(name: str) -> Action:
    return Action("Open the Setting", "workbench.action.openSettings", (f"groundwire.{name}",))


def not_python(name: str) -> Reason:
    """Another language, or a notebook."""
    if name.endswith(".ipynb"):
        return Reason("notPython", f"{name} is a notebook: open it as one, and ask again in one of its Python cells.")
    return Reason("notPython", f"{name} is no Python file, and only Python is analysed: look at a Python file.")


def outside(name: str) -> Reason:
    """In no folder of the workspace."""
    return Reason(
        "outside",
        f"{name} lies outside every open folder: nothing is recorded of it, and its project is not known. "
        "Open the folder that it belongs to.",
        (Action("Open a Folder", "workbench.action.files.openFolder"),),
    )


def off(folder: str, *, by_project: bool) -> Reason:
    """The off switch."""
    if by_project:
        return Reason(
            "off",
            f"The project switches Groundwire off in {folder}: remove `enable = false` from its pyproject.toml.",
        )
    return Reason(
        "off",
        f"Groundwire is switched off in {folder}: switch it on with the setting `groundwire.enable`.",
        (Action("Switch It On", "groundwire.switchOn"),),
    )


def unreadable(name: str, why: str) -> Reason:
    """Its text cannot be had."""
    return Reason("notAnalysed", f"{name} cannot be analysed: {why}.", (_LOG,))


def unattributed(uri: str, name: str, *, opened: bool, in_git: bool) -> Reason:
    """Nothing is known to be generated."""
    actions = []
    if opened:
        actions.append(Action("Mark This File as Generated", "groundwire.markGenerated", ({"uri": uri},)))
    if in_git:
        changed = ({"uri": uri, "revision": "HEAD"},)
        actions.append(Action("Treat Changes Since HEAD as Generated", "groundwire.markChanged", changed))
    connect = ({"uri": uri, "agent": "claude", "scope": "project", "apply": False},)
    actions.append(Action("Connect My Agent", "groundwire.connectAgent", connect))
    return Reason(
        "unattributed",
        f"Nothing in {name} is known to be generated, and only generated code is judged. Accept a suggestion, let a "
        f"connected agent edit, or say what was generated: {'; '.join(action.title for action in actions)}.",
        tuple(actions),
    )


def suspected(uri: str, name: str) -> Reason:
    """Nothing better than a guess."""
    return Reason(
        "unattributed",
        f"That text in {name} was generated is only a guess from its size (grade D), and on a guess nothing is "
        "judged. If it was generated, say so: Mark This File as Generated.",
        (Action("Mark This File as Generated", "groundwire.markGenerated", ({"uri": uri},)),),
    )


def not_followed(name: str) -> Reason:
    """Attributed, but there are very many such files, or it is early."""
    return Reason("pending", f"{name} holds generated code and has not been looked at yet: open it to have it judged.")


def silenced(line: int) -> Reason:
    """`ignore-file`; `line` from 1."""
    return Reason(
        "silenced",
        f"The comment `# groundwire: ignore-file` in line {line} silences the file: remove it for marks.",
    )


def analysis_stopped(problem: str) -> Reason:
    """No analysis process."""
    return Reason("stopped", problem, (_LOG, Action("Restart the Server", "groundwire.restartServer")))


def pending(units: int, of: int, *, indexing: bool) -> Reason:
    """Not judged yet."""
    why = "the project is still being read" if indexing else "the analysis has not come to them yet"
    parts = f"{units} of {of} generated part{'' if of == 1 else 's'} {'is' if units == 1 else 'are'}"
    return Reason("pending", f"{parts} not analysed yet, for {why}. Marks follow.")


def not_analysed(name: str, line: int, why: str) -> Reason:
    """One unit that cannot be judged; `line` from 1."""
    return Reason("notAnalysed", f"{name} in line {line} is not analysed: {why}. The log may say more.", (_LOG,))


def below_threshold(uri: str, share: float, name: str, enough: float, *, opened: bool) -> Reason:
    """Too little was generated for a verdict."""
    mark = Action("Mark This File as Generated", "groundwire.markGenerated", ({"uri": uri},))
    return Reason(
        "belowThreshold",
        f"Too little of any one part was generated: the most is {_percent(share)} of {name}, and a part counts as "
        f"generated from {enough:.0%}. Below that only findings inside the generated characters show. If more of it "
        "was generated, mark it.",
        (mark,) if opened else (),
    )


def _percent(share: float) -> str:
    return "under 1%" if share < 0.01 else f"{int(share * 100)}%"


def demoted(uri: str, code: str, count: int) -> Reason:
    """A rule whose marks were not useful."""
    return Reason(
        "demoted",
        f"{code} makes no marks in this workspace, for {_marks(count)} of it were judged not useful; hovers and lenses "
        f"still tell what it finds. Bring {code} Back undoes that.",
        (Action(f"Bring {code} Back", "groundwire.undoNotUseful", ({"uri": uri, "code": code},)),),
    )


def not_useful(uri: str, code: str, count: int) -> Reason:
    """Marks of this file that were not useful."""
    return Reason(
        "notUseful",
        f"{_marks(count)} of {code} in this file {'was' if count == 1 else 'were'} judged not useful. "
        f"Bring {code} Back undoes that.",
        (Action(f"Bring {code} Back", "groundwire.undoNotUseful", ({"uri": uri, "code": code},)),),
    )


def _marks(count: int) -> str:
    return "1 mark" if count == 1 else f"{count} marks"


def commented(code: str, line: int) -> Reason:
    """An ignore comment; `line` from 1."""
    return Reason("commented", f"A comment in line {line} ignores {code} there: remove it for the mark.")


def deselected(codes: Sequence[str], of: int) -> Reason:
    """Rules that the configuration leaves out."""
    said = f"{len(codes)} of {of} rules {'is' if len(codes) == 1 else 'are'} left out"
    return Reason(
        "deselected",
        f"{said} by the settings `select` and `ignore`: {', '.join(codes)}. "
        "Change them in the editor's settings or in pyproject.toml.",
        (_settings("select"), Action("Open the Setting for Ignored Rules", *_settings("ignore")[1:])),
    )


def told_elsewhere(code: str, tool: str) -> Reason:
    """A rule that is silent in this file, for another tool says the same."""
    return Reason(
        "overlap",
        f"{code} is left to {tool}, which the project runs on this file: switch `overlap` off to hear both.",
        (_settings("overlap"),),
    )


def told_in_part(code: str, tools: str) -> Reason:
    """A rule that is silent where another tool marks the very same."""
    return Reason(
        "overlap",
        f"{code} leaves to {tools} what they mark, too: the project runs them on this file. Switch `overlap` off to "
        "hear both.",
        (_settings("overlap"),),
    )


def no_environment(configured: str | None) -> Reason:
    """Nothing says which Python is the project's, or what says so is wrong."""
    said = f"There is no Python at {configured}" if configured else "No Python environment of the project is known"
    return Reason(
        "noEnvironment",
        f"{said}, so installed modules and their names are not checked. Set `groundwire.environment`.",
        (_settings("environment"),),
    )


def configuration(problem: str) -> Reason:
    """A setting that cannot be used, and where it stands."""
    return Reason("configuration", f"{problem}. Put it right; the settings beside it hold.", (_LOG,))


def capped(findings: int, marks: int, per_unit: int, per_file: int) -> Reason:
    """More findings than marks."""
    said = f"{findings} findings stand here and {marks} {'is' if marks == 1 else 'are'} marked"
    return Reason(
        "capped",
        f"{said}: at most {per_unit} in one part and {per_file} in a "
        "file. The rest is in hovers and lenses; settle those marked, and others take their place.",
    )


def nothing_found(uri: str, rules: int, units: int, testable: dict[str, Any] | None) -> Reason:
    """All was checked."""
    parts = "1 generated part" if units == 1 else f"{units} generated parts"
    message = f"Checked: {rules} rules on {parts}, no finding. That is no proof that the code is right"
    if testable is None:
        return Reason("nothingFound", f"{message}: read it, and mark it reviewed.")
    stub = Action("Write a Test Stub", "groundwire.writeTestStub", ({"uri": uri, "range": testable},))
    return Reason(
        "nothingFound", f"{message}: a test whose expectation you state says more. Write a Test Stub.", (stub,)
    )


def untrusted() -> Reason:
    """What an untrusted workspace changes."""
    return Reason(
        "untrusted",
        "The workspace is not trusted, so nothing that lies in it is started, and its Python is not asked what it has "
        "installed: marks come from reading files alone. Manage Workspace Trust says what trust would add.",
        (Action("Manage Workspace Trust", "workbench.trust.manage"),),
    )
