"""GW503: a random sample, shuffle or split that nobody can draw again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.literals import quoted
from groundwire.analysis.rule import Rule
from groundwire.analysis.rules.determinism import unseeded_randomness_examples as examples
from groundwire.analysis.rules.determinism.drawn_results import DrawnResults
from groundwire.analysis.rules.determinism.draws import draws
from groundwire.analysis.started_by_hand import is_sample
from groundwire.analysis.test_files import is_test_file
from groundwire.model import Fix, Range, TextEdit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.project import ProjectContext
    from groundwire.analysis.rules.determinism.draws import Draw
    from groundwire.model import Finding

_SEEDED: Final = re.compile(r"(?i)seed|random_state|\brng\b|(?<!default)_rng\b|reproduc|deterministic")
"""Somebody thought of who draws, or may."""
_CHANCE_IS_MEANT: Final = re.compile(
    r"(?i)deck|cards?\b|dice|\btile|board|maze|game|player|quiz|question|puzzle|password|passphrase|token|otp|captcha"
    r"|lorem|fake|mock|dummy|demo|example|jitter|backoff|retry|node|host|server|peer|address|prox|connection|queue"
    r"|backend|endpoint|replica|mirror|worker|salt|nonce|uuid|tmp|temp|string|letters|digits|ascii|colou?r|agent"
    r"|quote|joke|song|track|playlist|\bmutat|crossover|noise|augment|generat|simulat"
)
"""What is random by its nature, or where any other draw would do as well."""
_RANDOM_BY_NAME: Final = re.compile(r"(?i:rand(?:om)?(?:ly|ize|ise|ized)?)(?:_|$|\.|(?=[A-Z]))")
_DATA_BY_NAME: Final = re.compile(r"(?i)split|sample|subset|batch|rows|data|train|fold")


class UnseededRandomness(Rule):
    """A random sample, shuffle or split that nobody can draw again.

    Data that is sampled, shuffled or split by the generator that `random` and `numpy.random` keep for everybody, or by
    scikit-learn and pandas without `random_state`, in a function that returns or keeps what it drew and takes no seed.

    Why it bites
    ------------
    The next run works on other data. A model is better or worse by its split, a failing row is not in the sample any
    more, two figures in one report come from two draws. Nobody can say afterwards which draw it was. A test of the
    function can only check that something came out.

    How to settle it
    ----------------
    Take a generator and draw from it: `def split(rows, rng: random.Random)`, `numpy.random.default_rng(seed)`. Of
    scikit-learn and pandas, pass `random_state`.

    When to ignore it
    -----------------
    Where chance is the purpose: games, passwords, load balancing, jitter, names of temporary files, test data,
    samples. Units and arguments whose names say so are left alone, as are single numbers and choices, draws that stay
    in the function, functions that speak of a seed, and projects whose program seeds the shared generators itself. A
    list that is shuffled in place, and not data by its name, is marked in generated code alone.

    References
    ----------
    NumPy, NEP 19: global state is for tests and scripts; libraries take a generator.
    """

    code = "GW503"
    name = "unseeded-randomness"
    summary = "A random sample, shuffle or split that takes no seed."
    triggers = re.compile(r"random|shuffle|\b(?:sample|choices)\(|randperm|train_test_split|KFold|resample")
    needs_project = True
    overlaps = ("ruff:S311", "ruff:NPY002")
    invalid = examples.INVALID
    valid = examples.VALID

    def check(self, unit: ParsedUnit, module: ModuleContext, project: ProjectContext) -> Iterator[Finding]:
        """Findings of this rule."""
        if unit.function is None or is_test_file(module.path()) or _SEEDED.search(unit.text):
            return
        if is_sample(module.path()):
            return
        name = unit.unit.name
        if _CHANCE_IS_MEANT.search(name) or (_RANDOM_BY_NAME.search(name) and not _DATA_BY_NAME.search(name)):
            return
        results = DrawnResults(unit, module)
        for draw in draws(unit, module):
            if _CHANCE_IS_MEANT.search(unit.source(draw.node)) or not results.gets_out(draw):
                continue
            if project.seeds_random():
                return
            yield self._drawn(draw, unit)

    def _drawn(self, draw: Draw, unit: ParsedUnit) -> Finding:
        code = quoted(unit.source(draw.node))
        if draw.kind == "split":
            message = f"{code} draws anew in each run."
            why = "No `random_state` is passed: the shared generator decides, which nothing in the program seeds."
            return self.finding(unit, draw.node, message, why, fixes=_fixes(draw.node, unit))
        done = "shuffles" if draw.kind == "place" else "divides the items" if draw.kind == "chance" else "draws"
        message = f"{code} {done} anew in each run, and the function takes no seed."
        why = "The generator is seeded by the system when the program starts: no later run has the same draw."
        meant = draw.kind == "place" and not _DATA_BY_NAME.search(f"{unit.unit.name} {code}")
        return self.finding(unit, draw.node, message, why, generated_only=meant)


def _fixes(node: cst.BaseExpression, unit: ParsedUnit) -> tuple[Fix, ...]:
    """Pass a seed after the last argument."""
    if not isinstance(node, cst.Call) or not node.args:
        return ()
    place = unit.range(node.args[-1].value).end
    return (Fix("Pass `random_state=0`", (TextEdit(Range(place, place), ", random_state=0"),)),)
