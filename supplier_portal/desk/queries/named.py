"""Names of who and what a filter of the desk's table names by number."""

from collections.abc import Mapping

from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import Session

from supplier_portal.accounts.models import Account
from supplier_portal.desk.wanted import Wanted
from supplier_portal.suppliers.models import Supplier


def filter_names(session: Session, wanted: Wanted, language: str) -> Mapping[str, str]:
    """By "handler-7" and "supplier-7", in one statement; none is sent where the filter names nobody.

    Names of the buyer's people alone, and of suppliers: readers of the desk know both.
    """
    name = Supplier.name_zh if language == "zh" else Supplier.name_en
    asked = []
    if wanted.handler.isdecimal():
        person = Account.id == int(wanted.handler), Account.supplier_id.is_(None)
        asked.append(select(literal(f"handler-{wanted.handler}"), Account.name).where(*person))
    if wanted.supplier:
        asked.append(select(literal(f"supplier-{wanted.supplier}"), name).where(Supplier.id == int(wanted.supplier)))
    return dict(session.execute(union_all(*asked)).all()) if asked else {}
