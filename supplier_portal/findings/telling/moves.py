"""Each move of a finding told to whom the table says (domain/workflow/finding.py), in the transaction of the move."""

from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.audits.models import Audit
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.finding import FINDING
from supplier_portal.findings.kinds import (
    OF_MOVE,
    OPENED,
    OPENED_CRITICAL,
    OPENED_INTEGRITY,
    OPENED_TOGETHER,
    PLAN_PROPOSED,
)
from supplier_portal.findings.models import Finding, FindingMove
from supplier_portal.findings.queries import local_day
from supplier_portal.findings.telling.escalations import tell_escalations
from supplier_portal.findings.telling.facts import facts_of, path_of, until
from supplier_portal.findings.telling.hearers import Hearers, action_owners, hearers_of
from supplier_portal.notices.kinds import Kind
from supplier_portal.notices.operations import GiveNotices, give_all
from supplier_portal.suppliers.models import Supplier

ALL = "/findings"
GOES_ABOVE = frozenset({"rejected", "insufficient", "reopened"})


def tell_move(
    session: Session, actor: Actor, finding: Finding, supplier: Supplier, move: FindingMove, moment: Moment
) -> None:
    """Tell whom the table names for this move, but not the actor; a notice is told by `tell_opened`."""
    if move.origin == "draft":
        return
    give_all(session, _of_move(session, actor, finding, supplier, move), moment)
    if move.target in GOES_ABOVE and _escalated(finding, supplier, moment):
        tell_escalations(session, [Finding.id == finding.id], moment)


def _of_move(
    session: Session, actor: Actor, finding: Finding, supplier: Supplier, move: FindingMove
) -> Iterator[GiveNotices]:
    told = tells(move.origin, move.target)
    kind, hearers = OF_MOVE[move.origin, move.target], hearers_of(session, [finding])
    readers: list[int] = []
    contacts: Sequence[int] = ()
    if "supplier" in told:
        accounts, contacts = action_owners(session, finding.id, finding.cycle)
        readers += [*hearers.owners(finding), *_of_company(hearers, finding, accounts)]
    if "team" in told:
        readers += hearers.team(finding) if kind is PLAN_PROPOSED else hearers.handlers(finding)
    readers += hearers.reviewers(finding) if "reviewer" in told else ()
    yield GiveNotices(
        kind,
        path_of(finding.id),
        f"finding-move:{move.id}",
        facts_of(finding, supplier),
        but(actor, readers),
        contacts,
        buyer_webhooks=bool(told & {"team", "reviewer"}),
        supplier_id=finding.supplier_id if "supplier" in told else None,
    )


def _escalated(finding: Finding, supplier: Supplier, moment: Moment) -> bool:
    return finding.escalates_on is not None and finding.escalates_on <= local_day(moment.at, supplier.time_zone)


def tell_opened(session: Session, actor: Actor, findings: Sequence[Finding], moment: Moment) -> None:
    """Tell the supplier of an audit's findings it was given notice of: each critical one alone, the others in one."""
    if asked := [one for one in findings if one.severity != "none"]:
        give_all(session, _of_notice(session, actor, asked), moment)


def _of_notice(session: Session, actor: Actor, asked: Sequence[Finding]) -> Iterator[GiveNotices]:
    hearers = hearers_of(session, asked)
    supplier = session.get_one(Supplier, asked[0].supplier_id)
    alone = [one for one in asked if one.severity == "critical"]
    others = [one for one in asked if one.severity != "critical"]
    yield from (_opened(one, _kind_of(one), supplier, hearers, actor) for one in alone)
    if len(others) == 1:
        yield _opened(others[0], OPENED, supplier, hearers, actor)
    elif others:
        yield _together(others, supplier, hearers, actor, session.get_one(Audit, others[0].audit_id))


def tells(origin: str, target: str) -> frozenset[str]:
    """Whom the table names for a move: supplier, team, reviewer."""
    rows = [row.tells for row in FINDING.transitions if (row.origin, row.target) == (origin, target)]
    return frozenset().union(*rows)


def but(actor: Actor, readers: Sequence[int]) -> list[int]:
    """Nobody is told what they did themselves."""
    return [number for number in dict.fromkeys(readers) if number != actor.account_id]


def _of_company(hearers: Hearers, finding: Finding, accounts: Sequence[int]) -> Sequence[int]:
    company = hearers.suppliers.get(finding.supplier_id)
    return [number for number in accounts if company and number in company.people]


def _kind_of(finding: Finding) -> Kind:
    return OPENED_INTEGRITY if finding.integrity else OPENED_CRITICAL


def _opened(finding: Finding, kind: Kind, supplier: Supplier, hearers: Hearers, actor: Actor) -> GiveNotices:
    return GiveNotices(
        kind,
        path_of(finding.id),
        f"finding-opened:{finding.id}",
        facts_of(finding, supplier),
        but(actor, hearers.owners(finding)),
        supplier_id=supplier.id,
    )


def _together(
    findings: Sequence[Finding], supplier: Supplier, hearers: Hearers, actor: Actor, audit: Audit
) -> GiveNotices:
    days = [one.turn_due_on for one in findings if one.turn_due_on]
    facts = {
        "count": len(findings),
        "numbers": [one.number for one in findings],
        "audit": audit.number,
        "supplier": {"en": supplier.name_en, "zh": supplier.name_zh},
        "until": until(min(days, default=None)),
    }
    readers = [number for one in findings for number in hearers.owners(one)]
    once = f"findings-opened:{audit.id}:{findings[0].id}"
    return GiveNotices(OPENED_TOGETHER, ALL, once, facts, but(actor, readers), supplier_id=supplier.id)
