"""What a supplier may appeal against: levels of its issued audits, figures of its rating, audits told as refused."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from supplier_portal.audits.models import SCORED, Audit, AuditMove
from supplier_portal.domain.appeals import CHECKPOINT, FIGURE, FIGURES, REFUSAL, Thing, last_day
from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.scoring.rating_input import LEFT_OUT
from supplier_portal.findings.queries import local_day
from supplier_portal.scores.inputs import Gathered, gather, refusals, written
from supplier_portal.scores.models import AuditResult
from supplier_portal.suppliers.models import Supplier

AMENDABLE = ("issued", "closed")


@dataclass(frozen=True)
class Appealable:
    """figure: the level or the value as it stands, or empty; until: the last day for filing, if any."""

    thing: Thing
    figure: str
    until: date | None = None
    audit: Audit | None = None


def appealable(session: Session, supplier: Supplier, moment: Moment) -> list[Appealable]:
    """Everything an appeal may be about, whose time is over too: audits first, the newest one before others.

    A refusal that was made good or set aside is none any more; of an amended audit the newest revision counts.
    """
    today = local_day(moment.at, supplier.time_zone)
    refused = session.scalars(refusals([supplier.id], today).order_by(Audit.starts_on.desc(), Audit.id.desc())).all()
    results = session.execute(
        select(AuditResult, Audit)
        .join(Audit, Audit.id == AuditResult.audit_id)
        .where(Audit.supplier_id == supplier.id, Audit.type.in_(SCORED), Audit.state.in_(AMENDABLE))
        .order_by(AuditResult.issued_on.desc(), AuditResult.id.desc())
    ).all()
    told = _told_on(session, supplier, [*refused, *(audit for _, audit in results)])
    found = [Appealable(Thing(REFUSAL, "", one.id), "", last_day(told[one.id]), one) for one in refused]
    for result, audit in results:
        found += _levels(result, audit, last_day(told[audit.id]))
    inputs = gather(session, [supplier.id], today)[supplier.id]
    return [*found, *(Appealable(Thing(FIGURE, code), figure_of(inputs, code)) for code in FIGURES)]


def thing_found(session: Session, supplier: Supplier, thing: Thing | None, moment: Moment) -> Appealable:
    """The one thing, in time. Raises Invalid at `about` for what is not there and for what is too late."""
    found = next((one for one in appealable(session, supplier, moment) if one.thing == thing), None)
    if found is None:
        raise Invalid([Fault("appeals.nothing_to_appeal", "about")])
    if found.until and local_day(moment.at, supplier.time_zone) > found.until:
        raise Invalid([Fault("appeals.too_late", "about", facts={"until": found.until.isoformat()})])
    return found


def figure_of(inputs: Gathered, code: str) -> str:
    """A figure of the rating as a text that changes when it does; empty where a module has no value."""
    carbon = inputs.carbon
    if code == "data":
        return f"{written(carbon.primary_share)}{' verified' if carbon.verified else ''}"
    if code in ("cdp", "sbt"):
        return str(getattr(carbon, code))
    value = inputs.modules.get(code)
    return "" if value is None else written(value)


def _levels(result: AuditResult, audit: Audit, until: date) -> Iterator[Appealable]:
    for one in result.checkpoints:
        if one["rating"] is not None and one["rating"] != LEFT_OUT[1]:
            yield Appealable(Thing(CHECKPOINT, str(one["code"]), audit.id), str(one["rating"]), until, audit)


def _told_on(session: Session, supplier: Supplier, audits: list[Audit]) -> Mapping[int, date]:
    """By audit the supplier's day on which it came to the state it stands at: its issue, its revision, its refusal."""
    reached = (
        select(AuditMove.audit_id, func.max(AuditMove.at))
        .where(AuditMove.audit_id.in_([audit.id for audit in audits]))
        .where(AuditMove.target.in_(("issued", "refused", "aborted")))
        .group_by(AuditMove.audit_id)
    )
    days = {audit_id: local_day(at, supplier.time_zone) for audit_id, at in session.execute(reached)}
    return {audit.id: days.get(audit.id) or audit.issued_on or audit.ends_on for audit in audits}
