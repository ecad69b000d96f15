"""What the list says of a company, and what that counts for on a day (scoring.md 2: the near-term status alone)."""

from dataclasses import dataclass, field

from supplier_portal.domain.errors import Fault

VALIDATED, COMMITTED, NONE = "validated", "committed", "none"
TARGETS_SET, COMMITMENT, REMOVED = "Targets set", "Committed", "Commitment removed"

STATUSES = {
    "targets set": VALIDATED,
    "target set": VALIDATED,
    "committed": COMMITTED,
    "commitment removed": NONE,
    "removed": NONE,
}


def status_of(written: str) -> str:
    """Return the near-term status as the rating counts it; what the list does not explain counts as none."""
    return STATUSES.get(" ".join(written.split()).casefold(), NONE)


def counted_in(year: int, status: str, target_year: int | None) -> str:
    """Return the status in a year: none once the target year is past."""
    return NONE if target_year is not None and target_year < year else status


@dataclass(frozen=True)
class ListedCompany:
    """One company. lei, isin: None where missing or wrong by its check digit; the status stays as written.

    sbti_id: empty in lists without ids. at_parent: the list says that the target is set at the parent company's level.
    """

    sbti_id: str
    name: str
    country: str
    lei: str | None
    isin: str | None
    near_term_status: str
    target_year: int | None
    at_parent: bool = False


@dataclass(frozen=True)
class SbtiList:
    """A list as read. left_out: rows that could not be taken, with cell and reason; the counts are of cells."""

    companies: tuple[ListedCompany, ...]
    left_out: tuple[Fault, ...] = ()
    wrong_leis: int = 0
    wrong_isins: int = 0
    unread_years: int = 0
    unknown_statuses: tuple[str, ...] = field(default=())

    def count(self, status: str) -> int:
        """Count the companies to which the list gives this status, whatever the year."""
        return sum(status_of(company.near_term_status) == status for company in self.companies)
