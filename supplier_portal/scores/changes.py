"""What changed between two published ratings, read from the inputs of their receipts (scoring.md 5)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Inputs = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """One input that is another than before; facts: numbers and codes, for words.

    code: policy, audit, revision, lifted, lift_back, extension, site, finding, open, overdue, waived, unwaived,
    refused, made_good, cdp, target, share, verified, module; or aged, where the day alone moved the figure.
    """

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class PublishedInputs:
    """A published rating's inputs. policy: its version; effective_audit: as published."""

    inputs: Inputs
    policy: str
    effective_audit: str
    published_at: datetime


@dataclass(frozen=True)
class FindingStep:
    """A finding that began to count, or ceased to. number: as people call it; target: the state it came to."""

    number: str
    severity: str
    target: str
    at: datetime


@dataclass(frozen=True)
class JudgedLift:
    """A level to which a verified finding lifted a checkpoint of a site. undone_at: when it was reopened."""

    id: int
    number: str
    site: str
    checkpoint: str
    level: int
    judged_at: datetime
    undone_at: datetime | None
    reason: str


@dataclass(frozen=True)
class History:
    """What is known beside two receipts, for names: audits, the newest revision first; steps and lifts in order."""

    audits: Sequence["IssuedAudit"] = ()
    steps: Sequence[FindingStep] = ()
    lifts: Sequence[JudgedLift] = ()


@dataclass(frozen=True)
class IssuedAudit:
    """An audit by the site and the day a receipt names it with."""

    number: str
    site: str
    issued_on: str
    revision: int


def changes_between(before: PublishedInputs, after: PublishedInputs, known: History) -> list[Change]:
    """Compare two ratings input by input; where only time went by, say what the audits' age did."""
    found = [
        *_policy(before.policy, after.policy),
        *_audits(before.inputs, after.inputs, known.audits),
        *_lifts(before, after, known.lifts),
        *_findings(before, after, known.steps),
        *_gates(before.inputs, after.inputs),
        *_disclosure(before.inputs, after.inputs),
        *_modules(before.inputs["modules"], after.inputs["modules"]),
    ]
    if not found and before.effective_audit != after.effective_audit:
        return [Change("aged", {"before": before.effective_audit, "after": after.effective_audit})]
    return found


def _policy(before: str, after: str) -> Iterator[Change]:
    if before != after:
        yield Change("policy", {"before": before, "after": after})


def _audits(before: Inputs, after: Inputs, known: Sequence[IssuedAudit]) -> Iterator[Change]:
    earlier = {audit["site"]: audit for audit in before["audits"]}
    for audit in after["audits"]:
        site, day = audit["site"], audit["issued_on"]
        former = earlier.get(site)
        number = next((one.number for one in known if (one.site, one.issued_on) == (site, day)), "")
        if former is None or former["issued_on"] != day:
            yield Change("audit", {"number": number, "site": site, "mode": audit["mode"]})
            continue
        if former["checkpoints"] != audit["checkpoints"]:
            yield Change("revision", {"number": number, "site": site})
        if former["extension_days"] != audit["extension_days"]:
            yield Change("extension", {"number": number, "days": audit["extension_days"]})
        if former["weight"] != audit["weight"]:
            yield Change("site", {"site": site, "before": former["weight"], "after": audit["weight"]})


def _lifts(before: PublishedInputs, after: PublishedInputs, known: Sequence[JudgedLift]) -> Iterator[Change]:
    """Name what lifted a checkpoint, and what took a lift back, while the site's audit is the same one."""
    earlier = {(audit["site"], audit["issued_on"]): audit["re_rated"] for audit in before.inputs["audits"]}
    for audit in after.inputs["audits"]:
        site, now = audit["site"], audit["re_rated"]
        was = earlier.get((site, audit["issued_on"]), {})
        for code in sorted(now):
            if now[code] != was.get(code):
                judged = _latest(known, site, code, after.published_at, now[code])
                yield Change("lifted", _told(code, judged) | {"level": now[code]})
        for code in sorted(was.keys() - now.keys()):
            judged = _latest(known, site, code, before.published_at, was[code])
            reopened = judged is not None and judged.undone_at is not None and judged.undone_at <= after.published_at
            yield Change("lift_back", _told(code, judged) | {"reopened": reopened})


def _latest(known: Sequence[JudgedLift], site: str, code: str, until: datetime, level: int) -> JudgedLift | None:
    """Find the last one judged by then at that level."""
    judged = [one for one in known if (one.site, one.checkpoint, one.level) == (site, code, level)]
    return next((one for one in reversed(judged) if one.judged_at <= until), None)


def _told(code: str, judged: JudgedLift | None) -> dict[str, Any]:
    return {"checkpoint": code, "number": judged.number if judged else ""}


def _findings(before: PublishedInputs, after: PublishedInputs, steps: Iterable[FindingStep]) -> Iterator[Change]:
    """Name the findings that came and went; what no move of a finding explains is told as a count."""
    earlier, later = (_counted(one.inputs["nonconformities"]) for one in (before, after))
    if earlier == later:
        return
    between = [step for step in steps if before.published_at < step.at <= after.published_at]
    for step in between:
        yield Change("finding", {"number": step.number, "severity": step.severity, "state": step.target})
    named = {step.severity for step in between}
    for severity, overdue in sorted(earlier.keys() | later.keys()):
        was, now = earlier[severity, overdue], later[severity, overdue]
        if was != now and (overdue or severity not in named):
            yield Change("overdue" if overdue else "open", {"severity": severity, "before": was, "after": now})


def _counted(findings: Iterable[Mapping[str, Any]]) -> Counter[tuple[str, bool]]:
    """Count the open ones by severity, and apart from that the overdue ones."""
    counted: Counter[tuple[str, bool]] = Counter()
    for one in findings:
        if one["open"]:
            counted[one["severity"], False] += 1
            counted[one["severity"], True] += bool(one["overdue"])
    return counted


def _gates(before: Inputs, after: Inputs) -> Iterator[Change]:
    earlier, later = set(before["waived"]), set(after["waived"])
    yield from (Change("waived", {"gate": gate}) for gate in sorted(later - earlier))
    yield from (Change("unwaived", {"gate": gate}) for gate in sorted(earlier - later))
    if before["audit_refused"] != after["audit_refused"]:
        yield Change("refused" if after["audit_refused"] else "made_good")


def _disclosure(before: Inputs, after: Inputs) -> Iterator[Change]:
    for code, key in (("cdp", "cdp"), ("target", "sbt")):
        if before[key] != after[key]:
            yield Change(code, {"before": before[key], "after": after[key]})
    was, now = before["data"], after["data"]
    if was["primary_share"] != now["primary_share"]:
        yield Change("share", {"before": was["primary_share"], "after": now["primary_share"]})
    if was["verified"] != now["verified"]:
        yield Change("verified", {"now": now["verified"]})


def _modules(before: Mapping[str, str | None], after: Mapping[str, str | None]) -> Iterator[Change]:
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) != after.get(name):
            yield Change("module", {"module": name, "before": before.get(name), "after": after.get(name)})
