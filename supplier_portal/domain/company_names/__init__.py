"""Names of companies without legal form, punctuation, case and width, and whether two are plainly others'."""

from supplier_portal.domain.company_names.comparing import plainly_another
from supplier_portal.domain.company_names.words import NameWords, words_of

__all__ = ["NameWords", "plainly_another", "words_of"]
