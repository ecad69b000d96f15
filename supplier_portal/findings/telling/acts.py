"""What happens to a finding beside its moves: messages, decisions on files and stages, and more days asked for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from supplier_portal.access.actor import SUPPLIER_ROLES, Actor
from supplier_portal.calendars.queries import buyer_calendar
from supplier_portal.domain.moment import Moment
from supplier_portal.findings.kinds import (
    CONTAINED,
    EVIDENCE_ACCEPTED,
    EVIDENCE_SENT_BACK,
    EXTENSION_ASKED,
    EXTENSION_GRANTED,
    EXTENSION_REFUSED,
    MESSAGE,
    STAGE_ACCEPTED,
    STAGE_MET,
    STAGE_SENT_BACK,
)
from supplier_portal.findings.models import Extension, Finding, FindingEvidence, MilestoneMet
from supplier_portal.findings.queries import local_day
from supplier_portal.findings.queries.clocking import rules_by_policy
from supplier_portal.findings.telling.facts import facts_of, path_of, side
from supplier_portal.findings.telling.hearers import hearers_of
from supplier_portal.findings.telling.moves import but
from supplier_portal.notices.kinds import Kind
from supplier_portal.notices.operations import GiveNotices, give_all
from supplier_portal.suppliers.models import Supplier

ACCEPTED, GRANTED = "accepted", "granted"


@dataclass(frozen=True)
class _Act:
    """once: told under these words; facts: what the sentence names beside the finding."""

    kind: Kind
    once: str
    facts: Mapping[str, object] = field(default_factory=dict)


def tell_message(session: Session, actor: Actor, finding: Finding, message_id: int, moment: Moment) -> None:
    """Tell the other side that a message came. Notes of the buyer's among themselves are never told."""
    writer = side("supplier" if actor.role in SUPPLIER_ROLES else "buyer")
    _tell(session, actor, finding, _Act(MESSAGE, f"finding-message:{message_id}", {"writer": writer}), moment)


def tell_containment(session: Session, actor: Actor, finding: Finding, containment_id: int, moment: Moment) -> None:
    """Tell the buyer that containment was reported."""
    _tell(session, actor, finding, _Act(CONTAINED, f"finding-contained:{containment_id}"), moment)


def tell_evidence_decided(
    session: Session, actor: Actor, finding: Finding, evidence: FindingEvidence, moment: Moment
) -> None:
    """Tell the supplier what became of a file; a reason stands on the page."""
    kind = EVIDENCE_ACCEPTED if evidence.decision == ACCEPTED else EVIDENCE_SENT_BACK
    once = f"finding-evidence:{evidence.id}:{evidence.decision}"
    _tell(session, actor, finding, _Act(kind, once, {"file": evidence.name}), moment)


def tell_stage_met(session: Session, actor: Actor, finding: Finding, stage: MilestoneMet, moment: Moment) -> None:
    """Tell the buyer that a stage is said to be reached."""
    _tell(session, actor, finding, _Act(STAGE_MET, f"finding-stage:{stage.id}"), moment)


def tell_stage_decided(session: Session, actor: Actor, finding: Finding, stage: MilestoneMet, moment: Moment) -> None:
    """Tell the supplier what the buyer made of a stage."""
    kind = STAGE_ACCEPTED if stage.decision == ACCEPTED else STAGE_SENT_BACK
    _tell(session, actor, finding, _Act(kind, f"finding-stage:{stage.id}:{stage.decision}"), moment)


def tell_extension_asked(
    session: Session, actor: Actor, finding: Finding, extension: Extension, moment: Moment
) -> None:
    """Tell the buyer how many days are asked for, and by when to answer."""
    zone = session.get_one(Supplier, finding.supplier_id).time_zone
    allowed = rules_by_policy(session, {finding.clock_policy})[finding.clock_policy].buyer.extension
    answer_by = buyer_calendar(session).working_days_after(local_day(moment.at, zone), allowed)
    facts = {"days": extension.days, "clock": _clock(extension), "answer_by": answer_by}
    _tell(session, actor, finding, _Act(EXTENSION_ASKED, f"extension:{extension.id}", facts), moment)


def tell_extension_answered(
    session: Session, actor: Actor, finding: Finding, extension: Extension, moment: Moment
) -> None:
    """Tell the supplier how many days were granted, or that none were; the reason stands on the page."""
    kind = EXTENSION_GRANTED if extension.decision == GRANTED else EXTENSION_REFUSED
    facts = {"days": extension.granted_days or 0, "clock": _clock(extension)}
    _tell(session, actor, finding, _Act(kind, f"extension:{extension.id}:answer", facts), moment)


def _clock(extension: Extension) -> Mapping[str, str]:
    return {"word": f"finding_clock.{extension.clock}"}


def _tell(session: Session, actor: Actor, finding: Finding, act: _Act, moment: Moment) -> None:
    """Tell the side that did not act."""
    give_all(session, _of_act(session, actor, finding, act), moment)


def _of_act(session: Session, actor: Actor, finding: Finding, act: _Act) -> Iterator[GiveNotices]:
    hearers = hearers_of(session, [finding])
    by_supplier = actor.role in SUPPLIER_ROLES
    yield GiveNotices(
        act.kind,
        path_of(finding.id),
        act.once,
        {**facts_of(finding, session.get_one(Supplier, finding.supplier_id)), **act.facts},
        but(actor, hearers.handlers(finding) if by_supplier else hearers.owners(finding)),
        buyer_webhooks=by_supplier,
        supplier_id=None if by_supplier else finding.supplier_id,
    )
