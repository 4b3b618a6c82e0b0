"""The project's own settings of coverage.py, read as text: where its data lies, and which lines it leaves out."""

from __future__ import annotations

import logging
from configparser import ConfigParser, Error
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from groundwire.text.toml_tables import BrokenToml, parse, table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

log = logging.getLogger(__name__)

FILES: Final = (".coveragerc", ".coveragerc.toml", "setup.cfg", "tox.ini", "pyproject.toml")
"""In the order in which coverage.py looks; the first one with settings of coverage counts alone."""
DATA_FILE: Final = ".coverage"


@dataclass(frozen=True, slots=True)
class CoverageSettings:
    """What coverage.py was told; plugins, sources and everything else it may be told is never looked at."""

    data_file: str = DATA_FILE
    """As written: relative to the folder of the settings, with `$VARIABLES` left as they are."""
    exclude: tuple[str, ...] = ()
    """Regular expressions, `exclude_lines` and `exclude_also` together."""


def read_settings(text_of: Callable[[str], str | None]) -> CoverageSettings:
    """The settings in force; `text_of` gives a file's text by its name, or None. A broken file is passed over."""
    for name in FILES:
        text = text_of(name)
        if text is None:
            continue
        try:
            sections = _toml(text, name) if name.endswith(".toml") else _ini(text, name)
        except (Error, BrokenToml) as error:
            log.warning("%s is passed over for the settings of coverage: %s", name, error)
            continue
        if sections or name == ".coveragerc":
            run, report = (sections.get(section, {}) for section in ("run", "report"))
            exclude = (*_lines(report.get("exclude_lines")), *_lines(report.get("exclude_also")))
            return CoverageSettings(str(run.get("data_file") or DATA_FILE).strip(), exclude)
    return CoverageSettings()


def _toml(text: str, name: str) -> Mapping[str, Mapping[str, Any]]:
    document = parse(text)
    found = table(document, "tool", "coverage")
    if not found and name == ".coveragerc.toml":
        found = document
    return {section: values for section, values in found.items() if isinstance(values, dict)}


def _ini(text: str, name: str) -> Mapping[str, Mapping[str, Any]]:
    parser = ConfigParser(interpolation=None, strict=False)
    parser.read_string(text)
    own = name == ".coveragerc"
    return {
        section.removeprefix("coverage:"): dict(parser[section])
        for section in parser.sections()
        if own or section.startswith("coverage:")
    }


def _lines(value: object) -> tuple[str, ...]:
    """A list of regular expressions, as either kind of file writes it."""
    items = value.split("\n") if isinstance(value, str) else value if isinstance(value, list) else []
    return tuple(stripped for item in items if isinstance(item, str) and (stripped := item.strip()))
