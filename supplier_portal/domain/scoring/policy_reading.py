"""Reading a policy document (scoring.md 5): each fault with its path, all in one run."""

from itertools import pairwise

from supplier_portal.domain.errors import Fault
from supplier_portal.domain.scoring.field import Field, fail_where_twice, raise_faults
from supplier_portal.domain.scoring.policy import (
    CONDITIONS,
    COUNTED,
    MODES,
    PARTS,
    SUSTAINABILITY,
    Gate,
    Policy,
    SustainabilityRule,
    Validity,
)
from supplier_portal.domain.scoring.rounding import Number

KEYS = (
    "name",
    "version",
    "dimensions",
    "step_weights",
    "dimension_weights",
    "grades",
    "validity",
    "mode_caps",
    "sustainability",
    "module_weights",
    "gates",
)
VALIDITY = ("full_days", "expires_after_days", "pivot", "factor_at_expiry", "no_audit")
EFFECTS = ("at_least", "cap_audit", "cap_grade", "block_bid", "warn")
MOST_DAYS = 9_999_999
MOST_STEPS = 999
MOST_FINDINGS = 1_000_000
PLACES = 2  # caps, pivot and no_audit are published figures themselves


def policy_from(document: object) -> Policy:
    """Read a policy document. Raises Invalid with every fault, placed from "policy" on."""
    faults: list[Fault] = []
    policy = read_policy(Field(document, "policy", faults))
    raise_faults(faults)
    return policy


def read_policy(field: Field) -> Policy:
    """Read a policy inside another document; its faults go to the field's list."""
    entries = field.entries(KEYS)
    dimensions = _dimensions(entries["dimensions"])
    steps = [str(step) for steps in dimensions.values() for step in steps]
    grades = _grades(entries["grades"])
    modules = entries["module_weights"].weights()
    if modules and SUSTAINABILITY not in modules:
        entries["module_weights"].fail("missing_key", key=SUSTAINABILITY)
    caps = entries["mode_caps"].entries(MODES)
    return Policy(
        name=entries["name"].text(),
        version=entries["version"].text(),
        dimensions=dimensions,
        step_weights={int(step): weight for step, weight in entries["step_weights"].weights(steps).items()},
        dimension_weights=entries["dimension_weights"].weights(list(dimensions)),
        grades=grades,
        validity=_validity(entries["validity"]),
        mode_caps={mode: cap.decimal(most=100, places=PLACES) for mode, cap in caps.items()},
        sustainability=_sustainability(entries["sustainability"]),
        module_weights=modules,
        gates=_gates(entries["gates"], [grade for grade, _ in grades]),
    )


def _dimensions(field: Field) -> dict[str, tuple[int, ...]]:
    fields = {name: list(steps.items()) for name, steps in field.mapping().items()}
    read = {name: [(step, step.whole(1, MOST_STEPS)) for step in steps] for name, steps in fields.items()}
    fail_where_twice([(step, str(number)) for steps in read.values() for step, number in steps])
    return {name: tuple(dict.fromkeys(number for _, number in steps)) for name, steps in read.items()}


def _grades(field: Field) -> tuple[tuple[str, Number], ...]:
    """Read the grades from best to worst: each limit below the one before, the last 0, so that every figure has one."""
    names: list[tuple[Field, str]] = []
    limits: list[Number] = []
    faults = len(field.faults)
    for item in field.items():
        pair = list(item.items())
        if len(pair) == 2:  # noqa: PLR2004 - a grade and its limit
            names.append((pair[0], pair[0].text()))
            limits.append(pair[1].decimal(most=100))
        elif isinstance(item.value, list | tuple):
            item.fail("not_pair")
    fail_where_twice(names)
    falling = all(upper > lower for upper, lower in pairwise(limits))
    if field.given and len(field.faults) == faults and not (limits and falling and limits[-1] == 0):
        field.fail("grades_not_falling")
    return tuple((name, limit) for (_, name), limit in zip(names, limits, strict=True))


def _validity(field: Field) -> Validity:
    entries = field.entries(VALIDITY)
    faults = len(field.faults)
    full, expires = (entries[key].whole(0, MOST_DAYS) for key in ("full_days", "expires_after_days"))
    if len(field.faults) == faults and expires < full:
        entries["expires_after_days"].fail("below_other", other="full_days")
    return Validity(
        full_days=full,
        expires_after_days=expires,
        pivot=entries["pivot"].decimal(most=100, places=PLACES),
        factor_at_expiry=entries["factor_at_expiry"].decimal(most=1),
        no_audit=entries["no_audit"].decimal(most=100, places=PLACES),
    )


def _sustainability(field: Field) -> SustainabilityRule:
    entries = field.entries(("weights", "cdp", "sbt", "data"))
    shares = entries["data"].entries(("primary_share", "verified"))
    return SustainabilityRule(
        weights=entries["weights"].weights(PARTS),
        cdp={score: points.decimal(most=100) for score, points in entries["cdp"].mapping().items()},
        sbt={status: points.decimal(most=100) for status, points in entries["sbt"].mapping().items()},
        primary_share=shares["primary_share"].decimal(most=1),
        verified=shares["verified"].decimal(most=1),
    )


def _gates(field: Field, grades: list[str]) -> tuple[Gate, ...]:
    read = [(item, item.entries(("code", "when"), EFFECTS)) for item in field.items()]
    gates = [_gate(entries, grades) for _, entries in read]
    fail_where_twice([(entries["code"], gate.code) for (_, entries), gate in zip(read, gates, strict=True)])
    return tuple(gates)


def _gate(entries: dict[str, Field], grades: list[str]) -> Gate:
    when = entries["when"].choice(CONDITIONS)
    most = MOST_FINDINGS if when in COUNTED or not when else 1  # the other conditions hold or do not
    return Gate(
        code=entries["code"].text(),
        when=when,
        at_least=entries["at_least"].whole(1, most),
        cap_audit=entries["cap_audit"].decimal(most=100, places=PLACES) if entries["cap_audit"].there else None,
        cap_grade=entries["cap_grade"].choice(grades) if entries["cap_grade"].there else None,
        block_bid=entries["block_bid"].flag(),
        warn=entries["warn"].flag(),
    )
