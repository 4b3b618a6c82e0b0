"""An environment whose packages are made of texts."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from groundwire.analysis.environment import Environment
from groundwire.analysis.members.members import Members

if TYPE_CHECKING:
    from pathlib import Path

    from groundwire.analysis.members.answer import MemberAnswer


class Site:
    """An environment made of the texts of its modules."""

    def __init__(self, folder: Path, version: tuple[int, int] = sys.version_info[:2]) -> None:
        self.prefix = folder / "env"
        self.packages = self.prefix / "lib" / "python{}.{}".format(*version) / "site-packages"
        self.packages.mkdir(parents=True)
        (self.prefix / "pyvenv.cfg").write_text("home = /nowhere/bin\nversion = {}.{}.0\n".format(*version))

    def add(self, **texts: str) -> Site:
        """Modules by dotted name with `__` for each dot; a trailing `__` makes a package."""
        for name, text in texts.items():
            path = name.replace("__", "/") + ("__init__.py" if name.endswith("__") else ".py")
            (self.packages / path).parent.mkdir(parents=True, exist_ok=True)
            (self.packages / path).write_text(text)
        return self

    def members(self) -> Members:
        environment = Environment.read(self.prefix)
        assert environment is not None
        return Members(environment, lambda _: None)

    def find(self, dotted: str) -> MemberAnswer:
        return self.members().find(dotted)
