"""Suppliers that were added or changed, looked up again in the list in force."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.carbon.finding import SupplierMatch, find_suppliers
from supplier_portal.carbon.matching import NOTHING, Match
from supplier_portal.carbon.models import SbtiCompany, SbtiSnapshot
from supplier_portal.carbon.operations.match_rows import StoredList, store_again
from supplier_portal.carbon.queries.decisions import ACCEPTED, standing_decisions
from supplier_portal.carbon.queries.snapshots import DECIDED, snapshots_from
from supplier_portal.carbon.sbti_list.companies import ListedCompany
from supplier_portal.domain.moment import Moment
from supplier_portal.trail.operations import record_event


@dataclass(frozen=True)
class MatchesAgain:
    """What a list says of some suppliers now; a supplier that was merged or is gone has nothing there."""

    listed: StoredList
    found: Sequence[SupplierMatch]


def find_again(session: Session, supplier_ids: Collection[int], moment: Moment) -> list[MatchesAgain]:
    """Look suppliers up in the list in force and in those that count from a later day. Reads only, for a second."""
    matches = []
    for snapshot in snapshots_from(session, moment.day):
        listed = stored_list(session, snapshot)
        found = find_suppliers(session, listed.companies, supplier_ids)
        gone = set(supplier_ids) - {match.supplier_id for match in found}
        nothing = (SupplierMatch(supplier_id, Match(NOTHING)) for supplier_id in sorted(gone))
        matches.append(MatchesAgain(listed, [*found, *nothing]))
    return matches


def match_again(session: Session, actor: Actor, matches: Sequence[MatchesAgain], moment: Moment) -> list[int]:
    """Write what was found. Returns the suppliers for whom another company counts, each told to the trail.

    A supplier of whom a person decided meanwhile is left as the person left it.
    """
    reach_of(actor, Permission.CARBON_SNAPSHOT_IMPORT)
    changed: set[int] = set()
    for again in matches:
        decisions = standing_decisions(session, [found.supplier_id for found in again.found])
        accepted = {
            supplier_id
            for supplier_id, decided in decisions.items()
            if any(decision.verdict == ACCEPTED for decision in decided)
        }
        found = [one for one in again.found if one.match.verdict == DECIDED or one.supplier_id not in accepted]
        changed.update(store_again(session, again.listed, found, moment.day))
    for supplier_id in sorted(changed):
        record_event(session, actor, moment, "supplier_target_matched", supplier=supplier_id)
    return sorted(changed)


def stored_list(session: Session, snapshot: SbtiSnapshot) -> StoredList:
    """Read a list back, in one statement."""
    company = SbtiCompany
    columns = (
        *(company.sbti_id, company.name, company.country, company.lei, company.isin),
        *(company.near_term_status, company.target_year, company.at_parent),
    )
    rows = session.execute(
        select(company.id, *columns).where(company.snapshot_id == snapshot.id).order_by(company.id)
    ).all()
    return StoredList(snapshot, [ListedCompany(*row[1:]) for row in rows], [row[0] for row in rows])
