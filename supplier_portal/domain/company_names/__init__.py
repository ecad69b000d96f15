"""Names of companies without legal form, punctuation, case and width: whether two are others', and which are alike."""

from supplier_portal.domain.company_names.comparing import plainly_another
from supplier_portal.domain.company_names.index import Found, NameIndex
from supplier_portal.domain.company_names.likeness import INITIALS, PART, SIMILAR, Likeness
from supplier_portal.domain.company_names.likeness import SAME as SAME_NAME
from supplier_portal.domain.company_names.words import NameWords, name_key, words_of

ALIKE = (SAME_NAME, INITIALS, PART, SIMILAR)
"""Why two names are alike, the plainest first."""

__all__ = [
    "ALIKE",
    "SAME_NAME",
    "Found",
    "Likeness",
    "NameIndex",
    "NameWords",
    "name_key",
    "plainly_another",
    "words_of",
]
