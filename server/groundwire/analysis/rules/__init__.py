"""The catalogue: every rule there is, by code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from groundwire.analysis.rules.determinism.float_exactness import FloatExactness
from groundwire.analysis.rules.determinism.process_dependent_value_escapes import ProcessDependentValueEscapes
from groundwire.analysis.rules.determinism.underdetermined_order import UnderdeterminedOrder
from groundwire.analysis.rules.determinism.unordered_iteration_escapes import UnorderedIterationEscapes
from groundwire.analysis.rules.determinism.unseeded_randomness import UnseededRandomness
from groundwire.analysis.rules.determinism.wall_clock_misuse import WallClockMisuse
from groundwire.analysis.rules.distributed.check_then_act import CheckThenAct
from groundwire.analysis.rules.distributed.dual_write import DualWrite
from groundwire.analysis.rules.distributed.partial_failure_lost import PartialFailureLost
from groundwire.analysis.rules.distributed.retry_not_idempotent import RetryNotIdempotent
from groundwire.analysis.rules.distributed.retry_unbounded import RetryUnbounded
from groundwire.analysis.rules.distributed.unbounded_fan_out import UnboundedFanOut
from groundwire.analysis.rules.distributed.unbounded_wait import UnboundedWait
from groundwire.analysis.rules.execution.generated_line_never_run import GeneratedLineNeverRun
from groundwire.analysis.rules.grounding.dangling_target_string import DanglingTargetString
from groundwire.analysis.rules.grounding.invalid_literal import InvalidLiteral
from groundwire.analysis.rules.grounding.unknown_attribute import UnknownAttribute
from groundwire.analysis.rules.grounding.unknown_fixture import UnknownFixture
from groundwire.analysis.rules.grounding.unknown_keyword import UnknownKeyword
from groundwire.analysis.rules.grounding.unresolved_module import UnresolvedModule
from groundwire.analysis.rules.logic.dead_or_shadowed_branch import DeadOrShadowedBranch
from groundwire.analysis.rules.logic.effectless_statement import EffectlessStatement
from groundwire.analysis.rules.logic.falsy_default import FalsyDefault
from groundwire.analysis.rules.logic.lexical_trap import LexicalTrap
from groundwire.analysis.rules.logic.plausible_fallback import PlausibleFallback
from groundwire.analysis.rules.logic.stub_posing_as_code import StubPosingAsCode
from groundwire.analysis.rules.logic.unit_mismatch import UnitMismatch
from groundwire.analysis.rules.verification.unreferenced_by_tests import UnreferencedByTests

if TYPE_CHECKING:
    from groundwire.analysis.rule import Rule

RULES: Final[tuple[Rule, ...]] = (
    CheckThenAct(),
    DanglingTargetString(),
    DeadOrShadowedBranch(),
    DualWrite(),
    EffectlessStatement(),
    FalsyDefault(),
    FloatExactness(),
    GeneratedLineNeverRun(),
    InvalidLiteral(),
    LexicalTrap(),
    PartialFailureLost(),
    PlausibleFallback(),
    ProcessDependentValueEscapes(),
    RetryNotIdempotent(),
    RetryUnbounded(),
    StubPosingAsCode(),
    UnboundedFanOut(),
    UnboundedWait(),
    UnderdeterminedOrder(),
    UnitMismatch(),
    UnknownAttribute(),
    UnknownFixture(),
    UnknownKeyword(),
    UnorderedIterationEscapes(),
    UnreferencedByTests(),
    UnresolvedModule(),
    UnseededRandomness(),
    WallClockMisuse(),
)
