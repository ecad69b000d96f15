"""The companies a person has to choose from for a supplier: conflicts and candidates that are not decided of."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, exists, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.carbon.matching import MOST_CANDIDATES, country_code
from supplier_portal.carbon.models import SbtiCandidate, SbtiCompany, SbtiDecision, SupplierTarget
from supplier_portal.carbon.queries.decisions import REJECTED, stands_on
from supplier_portal.carbon.queries.snapshots import CONFLICT, SURE, applied_on, holds_on
from supplier_portal.carbon.sbti_list.companies import counted_in, status_of

SAME, OTHER, UNKNOWN = "same", "other", "unknown"


@dataclass(frozen=True)
class Option:
    """A company of the list. reason: lei, isin, or how its name is alike; status: what it would count for on the day.

    country: same as the supplier's, other or unknown.
    """

    company: SbtiCompany
    reason: str
    country: str
    status: str


def options_of(
    session: Session, actor: Actor, snapshot_id: int, countries: Mapping[int, str], day: date
) -> dict[int, list[Option]]:
    """Return the open options of suppliers, the best first, in two statements. countries: supplier's id → ISO code.

    Raises Missing for who may not read lists.
    """
    reach_of(actor, Permission.CARBON_SNAPSHOT_READ)
    options: dict[int, list[Option]] = defaultdict(list)
    for target, company in session.execute(_conflicts(snapshot_id, countries, day)):
        country = _compared(company.country, countries[target.supplier_id])
        options[target.supplier_id].append(_option(company, target.matched_by, country, day))
    for candidate, company in session.execute(_candidates(snapshot_id, countries, day)):
        options[candidate.supplier_id].append(_option(company, candidate.reason, candidate.country, day))
    return {supplier_id: found[:MOST_CANDIDATES] for supplier_id, found in options.items()}


def _conflicts(snapshot_id: int, supplier_ids: Collection[int], day: date) -> Select[SupplierTarget, SbtiCompany]:
    target = SupplierTarget
    return (
        select(target, SbtiCompany)
        .join(SbtiCompany, SbtiCompany.id == target.company_id)
        .where(target.supplier_id.in_(supplier_ids), open_conflict(snapshot_id, day))
        .order_by(target.supplier_id, target.matched_by.desc(), target.id)
    )


def _candidates(snapshot_id: int, supplier_ids: Collection[int], day: date) -> Select[SbtiCandidate, SbtiCompany]:
    candidate = SbtiCandidate
    return (
        select(candidate, SbtiCompany)
        .join(SbtiCompany, SbtiCompany.id == candidate.company_id)
        .where(candidate.supplier_id.in_(supplier_ids), open_candidate(snapshot_id, day))
        .order_by(candidate.supplier_id, candidate.rank)
    )


def open_conflict(snapshot_id: int, day: date) -> ColumnElement[bool]:
    """Whether a match conflicts on a day and nobody has said that the company is another."""
    target = SupplierTarget
    rejected = _rejected(target.supplier_id, target.company_id, day)
    return and_(target.snapshot_id == snapshot_id, target.verdict == CONFLICT, holds_on(day), ~rejected)


def open_candidate(snapshot_id: int, day: date) -> ColumnElement[bool]:
    """Whether nobody has said that a candidate is another company."""
    candidate = SbtiCandidate
    return and_(candidate.snapshot_id == snapshot_id, ~_rejected(candidate.supplier_id, candidate.company_id, day))


def settled(snapshot_id: int, day: date) -> Select[int]:
    """Select the suppliers with a company that counts, but those whose company leaves the target to its parent."""
    target = SupplierTarget
    at_parent = and_(target.verdict == SURE, SbtiCompany.at_parent)
    return (
        select(target.supplier_id)
        .join(SbtiCompany, SbtiCompany.id == target.company_id)
        .where(target.snapshot_id == snapshot_id, applied_on(day), ~at_parent)
    )


def _rejected(
    supplier_id: InstrumentedAttribute[int], company_id: InstrumentedAttribute[int], day: date
) -> ColumnElement[bool]:
    decision = SbtiDecision
    same = and_(decision.supplier_id == supplier_id, decision.company_id == company_id)
    return exists().where(same, decision.verdict == REJECTED, stands_on(day))


def _option(company: SbtiCompany, reason: str, country: str, day: date) -> Option:
    status = counted_in(day.year, status_of(company.near_term_status), company.target_year)
    return Option(company, reason, country, status)


def _compared(written: str, country: str) -> str:
    code = country_code(written)
    return UNKNOWN if code is None else SAME if code == country else OTHER


def ids_of(options: Sequence[Option]) -> list[int]:
    """Return the companies' row ids, in order."""
    return [option.company.id for option in options]
