"""Which companies of a list are suppliers: sure, in conflict, candidates by name, or none."""

from supplier_portal.carbon.matching.countries import country_code
from supplier_portal.carbon.matching.matcher import Matcher
from supplier_portal.carbon.matching.verdicts import (
    CANDIDATE,
    CONFLICT,
    IDENTIFIERS,
    MOST_CANDIDATES,
    NOTHING,
    SURE,
    VERDICTS,
    Match,
    Ranked,
    Sought,
)

__all__ = [
    "CANDIDATE",
    "CONFLICT",
    "IDENTIFIERS",
    "MOST_CANDIDATES",
    "NOTHING",
    "SURE",
    "VERDICTS",
    "Match",
    "Matcher",
    "Ranked",
    "Sought",
    "country_code",
]
