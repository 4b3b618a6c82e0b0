"""GW502: a value that only this process has becomes a part of what others read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis.literals import quoted
from groundwire.analysis.rule import Rule
from groundwire.analysis.rules.determinism import process_dependent_value_escapes_examples as examples
from groundwire.analysis.rules.determinism.import_time import OVERLAPS, frozen_defaults
from groundwire.analysis.rules.determinism.process_escapes import process_escapes
from groundwire.analysis.test_files import is_test_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.project import ProjectContext
    from groundwire.analysis.rules.determinism.import_time import Frozen
    from groundwire.model import Finding

_FRESH: Final = frozenset(
    {"uuid.uuid1", "uuid.uuid4", "secrets.token_hex", "secrets.token_urlsafe", "secrets.token_bytes"}
)
"""Calls that are meant to give something else each time."""


class ProcessDependentValueEscapes(Rule):
    """A value that only this process has becomes a part of what others read.

    `hash()` and `id()` in a bucket's number, a file's name, a stored key, a seed or a digest; a fresh UUID, the
    process's number or the machine's name in a cache key or checksum; a UUID as a default, which is made once.

    Why it bites
    ------------
    The hash of a text is salted anew at each start of Python. `hash(user) % 10` puts a user into the same group all day
    in the tests, and into another after the restart; two workers send the same key to two shards; a cache on disk is
    never hit. An address is given out again when its object is gone. Nothing raises: the data just does not meet.

    How to settle it
    ----------------
    For a text, a digest that is the same everywhere: `int(hashlib.sha256(key.encode()).hexdigest(), 16) % n`, or
    `zlib.crc32(key.encode())`. In a cache key, only what the result depends on. For a default, `default_factory=uuid4`.
    Running the code under two values of `PYTHONHASHSEED` shows it.

    When to ignore it
    -----------------
    Where the value never leaves the process. Nothing is reported in `__hash__`, `__eq__` and `__repr__`, of keys of a
    dictionary in memory, of hash tables and striped locks, of messages and logs, of hashes of numbers, of UUIDs in
    names that have to be new, of process numbers in files of the process, of machines' names
    beside absolute paths or a comment that speaks of machines, and in tests. Where the project's ruff has
    B008 and RUF009 on, the defaults that they mark are left to them. A hash that is returned as a part of a text is
    marked in generated code alone, as is one divided by what names no places or groups (`% 2`, `& MASK`).

    References
    ----------
    Python documentation, *object.__hash__*: hash values of str and bytes objects are salted. `PYTHONHASHSEED`.
    """

    code = "GW502"
    name = "process-dependent-value-escapes"
    summary = "A hash, an address or another value of one process in what outlives it."
    triggers = re.compile(
        r"\bhash\(|\bid\(|__hash__|uuid[14]|getpid|gethostname|get_ident|\bnode\(|getcwd|\bcwd\(|environ|getenv|token_"
    )
    overlaps_in_part = OVERLAPS
    invalid = examples.INVALID
    valid = examples.VALID

    def check(self, unit: ParsedUnit, module: ModuleContext, project: ProjectContext) -> Iterator[Finding]:
        """Findings of this rule."""
        if is_test_file(module.path()) or "PYTHONHASHSEED" in unit.text:
            return
        found = [self._frozen(default, unit) for default in frozen_defaults(unit, module, _FRESH)]
        for escape in process_escapes(unit, module):
            message = f"{quoted(unit.source(escape.node))} {escape.how}."
            if escape.how != "is another number in each process":
                message = f"{quoted(unit.source(escape.value.node))} {escape.how}, and differs in each process."
            why, alone = escape.value.why, escape.generated_only
            found.append(self.finding(unit, escape.node, message, why, generated_only=alone))
        yield from sorted(found, key=lambda finding: finding.range)

    def _frozen(self, default: Frozen, unit: ParsedUnit) -> Finding:
        code = quoted(unit.source(default.call))
        message = f"{code} as the default of {default.where} is made once, not for each use."
        explanation = "A default is worked out when it is declared: all that take it have the same one."
        return self.finding(unit, default.call, message, explanation, contradicts=True, overlaps=default.overlaps)
