"""Which code a person starts and watches, or only reads: commands, samples, templates, demonstrations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from groundwire.analysis.module import ModuleContext

_SAMPLES: Final = re.compile(
    r"(?:^|/)_?(?:examples?(?:_\w+)?|demos?|samples?|docs?|tutorials?|quickstarts?|cookbooks?|recipes|notebooks|templates?"
    r"|benchmarks?|playground)/"
    r"|(?:^|/|_)(?:bootstrap|demos?|examples?|quickstart|sample_data|test_data|fake_data|seed_data|benchmarks?)\.py$"
)
"""Files that show how something is done, or that make something to show."""
_COMMANDS: Final = re.compile(
    r"(?:^|/)(?:dev|devtools|_?cli|commands?|scripts?|bin|_?vendor|build_\w+)/"
    r"|(?:^|/)(?:\w*_)?(?:dev|cli|commands?|tasks|noxfile|fabfile|setup|release|bump\w*)\.py$"
)
"""Files whose functions a person starts."""
_PARSERS: Final = ("argparse", "ArgumentParser", "optparse", "OptionParser", "click", "typer", "fire", "cyclopts")
"""Names by which a module reads a command line."""

_PATHS: Final = re.compile(r"(?:^|/)(?:_?cli|commands?|scripts?|bin|devtools)/|(?:^|/)(?:_?cli|commands?)\.py$")
"""Files that hold nothing but what a person starts."""
_ALONE: Final = re.compile(
    r"(?:^|/)(?:migrations|alembic/versions|management/commands|scripts?|bin|_?cli)/|(?:^|/)_?cli\.py$"
)
"""Files of what runs once, while nobody else is there; handlers of a service lie in `commands/`, too."""
_TOOLS: Final = re.compile(r"(?:^|/)tools?/")
_MAKERS: Final = re.compile(
    r"(?:^|/)tools?/(?:\w+/)*(?:gen|generate|update|download|fetch|sync|make|build|convert)_\w+\.py$"
)
"""Tools that make a file of the source from what stands elsewhere."""
_SHOWN: Final = re.compile(r"(?:^|[._])(?:demo|demonstrat(?:e|ion)|example)s?$|(?:^|\.)_?demo_")
"""Functions that show how something is done."""


def is_command_file(path: str) -> bool:
    """Whether a POSIX path is that of a command's own file, whatever it imports."""
    return _PATHS.search(path) is not None


def runs_alone(path: str) -> bool:
    """Whether a POSIX path is that of a migration or script: nobody else works on what it works on."""
    return _ALONE.search(path) is not None


def is_demonstration(name: str) -> bool:
    """Whether a function of this qualified name only shows how something is done."""
    return _SHOWN.search(name) is not None


def is_sample(path: str) -> bool:
    """Whether a POSIX path is that of a sample, a template or a demonstration."""
    return _SAMPLES.search(path) is not None


def is_command(module: ModuleContext) -> bool:
    """Whether the module is a command's own: by its path, or because it reads a command line."""
    return _COMMANDS.search(module.path()) is not None or _reads_command_line(module)


def is_tool(module: ModuleContext) -> bool:
    """Whether the module is a tool beside the program: in `tools/`, with a command line or a name that says so."""
    path = module.path()
    return _TOOLS.search(path) is not None and (_MAKERS.search(path) is not None or _reads_command_line(module))


def _reads_command_line(module: ModuleContext) -> bool:
    return any(module.imported(name) for name in _PARSERS)
