"""Reading a rating's document (scoring.md 5): each fault with its path, all in one run."""

from collections.abc import Collection
from datetime import date

from supplier_portal.domain.errors import Fault
from supplier_portal.domain.scoring.field import NAMED, Field, fail_where_twice, raise_faults
from supplier_portal.domain.scoring.policy import MODES, SUSTAINABILITY, Policy
from supplier_portal.domain.scoring.policy_reading import MOST_DAYS, read_policy
from supplier_portal.domain.scoring.rating_input import (
    LEFT_OUT,
    LEVELS,
    Answer,
    Audit,
    Checkpoint,
    Nonconformity,
    RatingInput,
)
from supplier_portal.domain.scoring.rounding import Number

KEYS = (
    "kind",
    "as_of",
    "supplier",
    "policy",
    "audits",
    "audit_refused",
    "nonconformities",
    "waived",
    "cdp",
    "sbt",
    "data",
    "modules",
)
AUDIT_KEYS = ("site", "issued_on", "mode", "checkpoints")
AUDIT_EXTRAS = ("weight", "extension_days", "re_rated")
SEVERITIES = ("critical", "major", "minor")


def rating_input_from(document: object) -> tuple[RatingInput, Policy]:
    """Read a rating's inputs and the policy they stand with.

    The document is a receipt of kind "rating"; its `published` block is left unread. Raises Invalid with every fault.
    """
    faults: list[Fault] = []
    entries = Field(document, "", faults).entries(KEYS, ("form", "published"))
    entries["kind"].choice(("rating",))
    read_form(entries["form"])
    before = len(faults)
    policy = read_policy(entries["policy"])
    sound = policy if entries["policy"].there and len(faults) == before else None
    codes = None if sound is None else [gate.code for gate in sound.gates]
    rule = None if sound is None else sound.sustainability
    data = entries["data"].entries(("primary_share", "verified"))
    rating_input = RatingInput(
        as_of=(as_of := entries["as_of"].day()),
        supplier=entries["supplier"].text(),
        audits=_audits(entries["audits"], sound, as_of),
        audit_refused=entries["audit_refused"].flag(),
        nonconformities=tuple(_nonconformity(item) for item in entries["nonconformities"].items()),
        waived=frozenset(item.choice(codes) for item in entries["waived"].items()),
        cdp=entries["cdp"].choice(rule.cdp if rule else None),
        sbt=entries["sbt"].choice(rule.sbt if rule else None),
        primary_share=data["primary_share"].decimal(most=1),
        verified=data["verified"].flag(),
        modules=_modules(entries["modules"], sound),
    )
    raise_faults(faults)
    return rating_input, policy


def read_form(field: Field) -> None:
    """Check the form's number: 1 is the only one, and what an absent one means."""
    if field.there:
        field.whole(1, 1)


def _modules(field: Field, policy: Policy | None) -> dict[str, Number | None]:
    """Read the modules' values: null or absent is no value, sustainability is never entered."""
    fields = field.mapping()
    if policy is not None:
        fields = field.entries((), [name for name in policy.module_weights if name != SUSTAINABILITY])
    return {name: entry.decimal(most=100) if entry.given else None for name, entry in fields.items()}


def _nonconformity(field: Field) -> Nonconformity:
    entries = field.entries(("site", "severity", "open", "overdue"))
    return Nonconformity(
        site=entries["site"].text() if entries["site"].given else None,
        severity=entries["severity"].choice(SEVERITIES),
        open=entries["open"].flag(),
        overdue=entries["overdue"].flag(),
    )


def _audits(field: Field, policy: Policy | None, as_of: date) -> tuple[Audit, ...]:
    audits: list[Audit] = []
    sites: list[tuple[Field, str]] = []
    for item in field.items():
        entries = item.entries(AUDIT_KEYS, AUDIT_EXTRAS)
        audits.append(_audit(entries, None if policy is None else policy.steps))
        sites.append((entries["site"], audits[-1].site))
        if date.min < as_of < audits[-1].issued_on:
            entries["issued_on"].fail("after_day_asked")
    fail_where_twice(sites)
    if audits and not field.faults and not any(audit.weight for audit in audits):
        field.fail("no_weight")
    return tuple(audits)


def _audit(entries: dict[str, Field], steps: Collection[int] | None) -> Audit:
    fields = [item.entries(("code", "step", "weight", "rating")) for item in entries["checkpoints"].items()]
    checkpoints = tuple(_checkpoint(field, steps) for field in fields)
    fail_where_twice([(field["code"], read.code) for field, read in zip(fields, checkpoints, strict=True)])
    rated = {checkpoint.code for checkpoint in checkpoints if checkpoint.rating not in LEFT_OUT}
    return Audit(
        site=entries["site"].text(),
        weight=entries["weight"].decimal() if entries["weight"].there else 1,
        issued_on=entries["issued_on"].day(),
        mode=entries["mode"].choice(MODES),
        checkpoints=checkpoints,
        extension_days=entries["extension_days"].whole(0, MOST_DAYS),
        re_rated={code: _re_rated(field, rated=code in rated) for code, field in entries["re_rated"].mapping().items()},
    )


def _checkpoint(entries: dict[str, Field], steps: Collection[int] | None) -> Checkpoint:
    step = entries["step"].whole(1, MOST_DAYS)
    if steps is not None and type(entries["step"].value) is int and step not in steps:
        entries["step"].fail("unknown_step", steps=list(steps)[:NAMED])
    return Checkpoint(
        code=entries["code"].text(), step=step, weight=entries["weight"].decimal(), rating=_answer(entries["rating"])
    )


def _answer(field: Field) -> Answer:
    value = field.value
    if value == "NA":
        return "NA"
    if value == "out_of_profile":
        return "out_of_profile"
    if type(value) is int and value in LEVELS:
        return value
    if field.given:
        field.fail("not_answer")
    return None


def _re_rated(field: Field, *, rated: bool) -> int:
    if not rated:
        field.fail("not_rated")
    return field.whole(LEVELS[0], LEVELS[-1])
