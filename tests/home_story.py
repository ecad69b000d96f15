"""What a supplier's start page tells: company data that is whole, and answers of the buyer's."""

from decimal import Decimal

from supplier_portal.appeals.models import Appeal
from supplier_portal.findings.models import Extension
from supplier_portal.suppliers.models import Supplier, SupplierContact
from tests.cast import FANG, HUILING, NOW, RIVAL, TAN


def complete(session, supplier=HUILING) -> None:
    """Fill in all that the company's data lacks."""
    company = session.get_one(Supplier, supplier)
    company.staff, company.scope_1_2, company.uscc = 420, Decimal(1800), f"9144130000000000{supplier:02}"
    session.add(SupplierContact(supplier_id=supplier, name="Chen", email="chen@huiling.example"))
    for site in company.sites:
        site.categories, site.grid = ["electronics"], "south"
    session.flush()


def add_extension(session, finding, decision=None, granted=None, at=NOW.at) -> None:
    """Five more days asked for, and answered where a decision is given."""
    answered = {"decided_by": FANG.number, "decided_at": at, "answer": "So it is"} if decision else {}
    session.add(
        Extension(
            finding_id=finding, clock="close", days=5, reason="x", asked_by=TAN.number, asked_at=at, decision=decision,
            granted_days=granted, **answered,
        )
    )  # fmt: skip
    session.flush()


def add_appeal(session, supplier=HUILING, state="filed", at=NOW.at) -> Appeal:
    """An appeal against a figure."""
    decided = {"decided_by": FANG.number, "decided_at": at, "decision": "So it is"}
    appeal = Appeal(
        number=f"P-{supplier}-{state}", supplier_id=supplier, subject="figure", code="cdp", figure="B", text="x",
        state=state, filed_by=(TAN if supplier == HUILING else RIVAL).number, filed_at=at,
        **(decided if state in {"granted", "refused"} else {}),
    )  # fmt: skip
    session.add(appeal)
    session.flush()
    return appeal
