"""Matches as rows: what a list says of suppliers is closed on the day it is no longer so, never rewritten."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from supplier_portal.carbon.finding import SupplierMatch
from supplier_portal.carbon.matching import CANDIDATE, CONFLICT, MOST_CANDIDATES, SURE
from supplier_portal.carbon.models import SbtiCandidate, SbtiSnapshot, SupplierTarget
from supplier_portal.carbon.queries.snapshots import APPLIED, DECIDED
from supplier_portal.carbon.sbti_list.companies import ListedCompany, status_of

ROWS_AT_ONCE = 2_000
Key = tuple[int, str]
"""Company and verdict: what makes two matches of a supplier the same."""


@dataclass(frozen=True)
class StoredList:
    """A list in the database. company_ids: row ids in the order of the companies."""

    snapshot: SbtiSnapshot
    companies: Sequence[ListedCompany]
    company_ids: Sequence[int]


def target_rows(listed: StoredList, found: SupplierMatch, day: date) -> Iterator[SupplierTarget]:
    """Make the rows of a match that count or conflict, from a day on; a decision counts from its own day."""
    if found.match.verdict in (SURE, CONFLICT, DECIDED):
        first = max(listed.snapshot.as_of, day, found.decided_on or day)
        for ranked in found.match.identified:
            company = listed.companies[ranked.place]
            yield SupplierTarget(
                snapshot_id=listed.snapshot.id,
                supplier_id=found.supplier_id,
                company_id=listed.company_ids[ranked.place],
                verdict=found.match.verdict,
                matched_by=ranked.reason,
                status=status_of(company.near_term_status),
                target_year=company.target_year,
                counts_from=first,
            )


def candidate_rows(listed: StoredList, found: SupplierMatch) -> Iterator[dict[str, object]]:
    """Make the rows of the candidates by name."""
    room = MOST_CANDIDATES - (len(found.match.identified) if found.match.verdict == CONFLICT else 0)
    for rank, ranked in enumerate(found.match.candidates[:room], 1):
        yield {
            "snapshot_id": listed.snapshot.id,
            "supplier_id": found.supplier_id,
            "company_id": listed.company_ids[ranked.place],
            "rank": rank,
            "reason": ranked.reason,
            "country": ranked.country,
            "score": ranked.score,
        }


def store_first(session: Session, listed: StoredList, found: Sequence[SupplierMatch]) -> None:
    """Write the matches of a fresh list: they count from the list's first day."""
    as_of = listed.snapshot.as_of
    session.add_all(row for match in found for row in target_rows(listed, match, as_of))
    _insert_candidates(session, [row for match in found for row in candidate_rows(listed, match)])
    session.flush()


def store_again(session: Session, listed: StoredList, found: Sequence[SupplierMatch], day: date) -> list[int]:
    """Set the matches of suppliers right from a day on. Returns the suppliers for whom another company counts now."""
    ids = [match.supplier_id for match in found]
    of_list = SupplierTarget.snapshot_id == listed.snapshot.id
    known: dict[int, list[SupplierTarget]] = {supplier_id: [] for supplier_id in ids}
    for row in session.scalars(select(SupplierTarget).where(of_list, SupplierTarget.supplier_id.in_(ids))):
        known[row.supplier_id].append(row)
    changed = [
        match.supplier_id for match in found if _set_right(session, known[match.supplier_id], listed, match, day)
    ]
    of_suppliers = SbtiCandidate.supplier_id.in_(ids)
    session.execute(delete(SbtiCandidate).where(SbtiCandidate.snapshot_id == listed.snapshot.id, of_suppliers))
    _insert_candidates(session, [row for match in found for row in candidate_rows(listed, match)])
    session.flush()
    return changed


def _set_right(
    session: Session, known: Sequence[SupplierTarget], listed: StoredList, found: SupplierMatch, day: date
) -> bool:
    wanted = {_key(row): row for row in target_rows(listed, found, day)}
    standing = {_key(row): row for row in known if row.counts_until is None}
    ended, begun = standing.keys() - wanted.keys(), wanted.keys() - standing.keys()
    for key in ended:
        close(standing[key], day)
    for key in begun:
        hold(session, known, wanted[key])
    return any(verdict in APPLIED for _, verdict in ended | begun)


def close(row: SupplierTarget, day: date) -> None:
    """End a match; one that had not begun by then never counted."""
    row.counts_until = max(day, row.counts_from)


def hold(session: Session, known: Sequence[SupplierTarget], row: SupplierTarget) -> None:
    """Let a match count; where the same one ended on the day this one begins, that one goes on."""
    same = (old for old in known if _key(old) == _key(row) and old.counts_until is not None)
    before = next((old for old in same if old.counts_until == row.counts_from), None)
    if before is None:
        session.add(row)
    else:
        before.counts_until = None


def _key(row: SupplierTarget) -> Key:
    return row.company_id, row.verdict


def _insert_candidates(session: Session, rows: Sequence[dict[str, object]]) -> None:
    for start in range(0, len(rows), ROWS_AT_ONCE):
        session.execute(insert(SbtiCandidate), rows[start : start + ROWS_AT_ONCE])


def counts_of(found: Sequence[SupplierMatch]) -> dict[str, int]:
    """Count the suppliers by verdict, as an import reports them."""
    verdicts = [match.match.verdict for match in found]
    return {
        "sure": verdicts.count(SURE),
        "decided": verdicts.count(DECIDED),
        "conflicts": verdicts.count(CONFLICT),
        "candidates": verdicts.count(CANDIDATE),
    }
