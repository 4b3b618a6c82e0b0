"""Random draws that nobody can repeat: samples, shuffles and splits from generators that take no seed here."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.analysis import cst
from groundwire.analysis.arguments import Arguments
from groundwire.analysis.names import constructor, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit

_PICKING: Final = frozenset(
    {
        "random.sample",
        "random.choices",
        "numpy.random.choice",
        "numpy.random.permutation",
        "torch.randperm",
        "torch.utils.data.random_split",
    }
)
"""Functions of shared generators that draw from data."""
_SHUFFLING: Final = frozenset({"random.shuffle", "numpy.random.shuffle"})
_ARRAYS: Final = re.compile(
    r"numpy\.random\.(?:rand|randn|random|random_sample|normal|uniform|standard_normal|randint|poisson|binomial|exponential)"
)
"""Functions that fill an array."""
_GENERATORS: Final = frozenset({"random.Random", "numpy.random.default_rng", "numpy.random.RandomState"})
_DRAWING: Final = frozenset({"sample", "choices", "choice", "permutation", "permuted"})
"""Methods of a generator that draw from data."""
_CHANCES: Final = frozenset({"random.random", "numpy.random.rand", "numpy.random.random"})
_SPLITTERS: Final[Mapping[str, bool]] = MappingProxyType(
    {
        "sklearn.model_selection.train_test_split": False,
        "sklearn.model_selection.ShuffleSplit": False,
        "sklearn.model_selection.StratifiedShuffleSplit": False,
        "sklearn.model_selection.GroupShuffleSplit": False,
        "sklearn.model_selection.KFold": True,
        "sklearn.model_selection.StratifiedKFold": True,
        "sklearn.utils.shuffle": False,
        "sklearn.utils.resample": False,
    }
)
"""Calls that draw unless `random_state` is passed; the value says whether only with `shuffle=True`."""


class Draw(NamedTuple):
    """One random draw."""

    node: cst.BaseExpression
    kind: str
    """`value`: its result is the draw. `place`: it shuffles its argument. `chance`: it decides item by item. `split`:
    a library's function that takes a seed and gets none."""


def draws(unit: ParsedUnit, module: ModuleContext) -> Iterator[Draw]:
    """Every draw of a unit from a generator that the unit cannot seed."""
    for call in unit.nodes(cst.Call):
        path = resolve(call.func, unit, module)
        if path is not None:
            kind = _kind(path, call)
        elif isinstance(call.func, cst.Attribute):
            kind = _method(call.func, call, unit, module)
        else:
            kind = None
        if kind is not None and not (path == "random.choices" and _is_single(call, unit)):
            yield Draw(call, kind)


def _is_single(call: cst.Call, unit: ParsedUnit) -> bool:
    """Whether one item alone is drawn: `random.choices(sizes, weights)[0]`."""
    around = unit.parent(call)
    return isinstance(around, cst.Subscript) and not Arguments.of(call).may_have(None, "k")


def _kind(path: str, call: cst.Call) -> str | None:
    arguments = Arguments.of(call)
    if path in _SHUFFLING:
        return "place" if len(arguments.positional) == 1 else None
    if path in _SPLITTERS:
        return "split" if not _is_settled(arguments, only_shuffled=_SPLITTERS[path]) else None
    if path in _PICKING or _ARRAYS.fullmatch(path):
        return "value" if not arguments.may_have(None, "generator") and (call.args or path in _CHANCES) else None
    return "chance" if path in _CHANCES and not call.args else None


def _is_settled(arguments: Arguments, *, only_shuffled: bool) -> bool:
    """Whether a splitting call is told its seed, or does not shuffle."""
    if arguments.may_have(None, "random_state"):
        return True
    shuffled = arguments.keywords.get("shuffle")
    if shuffled is None:
        return only_shuffled
    return not (isinstance(shuffled, cst.Name) and shuffled.value == "True")


def _method(function: cst.Attribute, call: cst.Call, unit: ParsedUnit, module: ModuleContext) -> str | None:
    """A method of a generator made without a seed in this unit, or `frame.sample(frac=…)`."""
    method, arguments = function.attr.value, Arguments.of(call)
    if method == "sample" and "frac" in arguments.keywords and not arguments.may_have(None, "random_state"):
        return "split"
    if method not in _DRAWING and method != "shuffle":
        return None
    made = function.value
    if isinstance(made, cst.Name):
        made = unit.scope.assigned.get(made.value, made)
    if not isinstance(made, cst.Call) or made.args or constructor(made, unit, module) not in _GENERATORS:
        return None
    return "place" if method == "shuffle" else "value"
