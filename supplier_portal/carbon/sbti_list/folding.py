"""One row a target or one row a company: what counts of a company's rows."""

import re
from collections.abc import Iterable
from dataclasses import replace

from supplier_portal.carbon.sbti_list.companies import (
    COMMITMENT,
    COMMITTED,
    NONE,
    REMOVED,
    TARGETS_SET,
    VALIDATED,
    ListedCompany,
    status_of,
)

ORDER = (VALIDATED, COMMITTED, NONE)
LONGEST_KIND = 40
"""A longer text is no kind of target but its wording."""
_LONGER_THAN_NEAR = re.compile(r"long|net[- ]?zero")
_ENDED = ("remov", "withdr", "expire")
_BY_ACTION = {"target": TARGETS_SET, "targets set": TARGETS_SET, "commitment": COMMITMENT, "committed": COMMITMENT}


def status_told(action: str, status: str) -> str:
    """Return the near-term status of one row of a list with a row for each target.

    An action is "Target" or "Commitment"; a status beside it may say that it is no longer one.
    """
    said = status.casefold()
    if status_of(status) != NONE:
        return status
    if any(word in said for word in _ENDED):
        return REMOVED
    return _BY_ACTION.get(action.casefold().strip(), status or action)


def counts(*kinds: str) -> bool:
    """Whether a row of these kinds of target and commitment says anything of the near term."""
    said = " ".join(kind for kind in kinds if len(kind) <= LONGEST_KIND).casefold()
    return "near" in said or not _LONGER_THAN_NEAR.search(said)


def fold(rows: Iterable[ListedCompany]) -> tuple[ListedCompany, ...]:
    """Return each company once, in the order of the list: by name and id, else by name, country and LEI."""
    companies: dict[tuple[str, ...], ListedCompany] = {}
    for row in rows:
        key: tuple[str, ...] = (" ".join(row.name.split()).casefold(), row.sbti_id or row.country)
        known = companies.get(key)
        if known is not None and not row.sbti_id and known.lei and row.lei and known.lei != row.lei:
            key = (*key, row.lei)
            known = companies.get(key)
        companies[key] = row if known is None else _merged(known, row)
    return tuple(companies.values())


def _merged(known: ListedCompany, row: ListedCompany) -> ListedCompany:
    """The better status counts; of two running targets, the one that runs longer."""
    first, second = sorted((known, row), key=lambda company: ORDER.index(status_of(company.near_term_status)))
    years = [
        company.target_year
        for company in (first, second)
        if company.target_year is not None and status_of(company.near_term_status) == status_of(first.near_term_status)
    ]
    return replace(
        known,
        lei=known.lei or row.lei,
        isin=known.isin or row.isin,
        near_term_status=first.near_term_status or second.near_term_status,
        target_year=max(years, default=None),
        at_parent=known.at_parent or row.at_parent,
    )
