"""The fixed cast: who acts in the tests, and the small world they find.

Huiling is the supplier of the stories, Mingyan its rival: what is Mingyan's must never be found.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor, Role
from supplier_portal.accounts.models import Account
from supplier_portal.domain.moment import Moment
from supplier_portal.suppliers.models import Site, Supplier

PASSWORD = "correct horse battery"
TODAY = date(2024, 3, 31)
NOW = Moment(datetime(2024, 3, 31, 8, 0, tzinfo=UTC), TODAY)

HUILING, MINGYAN = 1, 2
HUIZHOU_SITE, KUNSHAN_SITE = 1, 2


@dataclass(frozen=True)
class Person:
    number: int
    name: str
    role: Role
    supplier_id: int | None = None

    @property
    def email(self) -> str:
        return f"{self.name.split()[0].lower()}@example.org"

    @property
    def actor(self) -> Actor:
        return Actor(self.role, self.number, self.supplier_id, self.name)


ADA = Person(1, "Ada Administrator", Role.ADMINISTRATOR)
PAN = Person(2, "Pan Planner", Role.PLANNER)
ZHOU = Person(3, "Zhou Lead", Role.LEAD_AUDITOR)
LUO = Person(4, "Luo Auditor", Role.AUDITOR)
FANG = Person(5, "Fang Reviewer", Role.REVIEWER)
LIN = Person(6, "Lin Procurement", Role.PROCUREMENT)
QU = Person(7, "Qu Procurement", Role.PROCUREMENT)
MO = Person(8, "Mo Management", Role.MANAGEMENT)
TAN = Person(9, "Tan Owner", Role.SUPPLIER_OWNER, HUILING)
HE = Person(10, "He Member", Role.SUPPLIER_MEMBER, HUILING)
RIVAL = Person(11, "Rival Owner", Role.SUPPLIER_OWNER, MINGYAN)
YAN = Person(12, "Yan Lead", Role.LEAD_AUDITOR)  # an auditor of other audits
EVERYBODY = (ADA, PAN, ZHOU, LUO, FANG, LIN, QU, MO, TAN, HE, RIVAL, YAN)


def add_world(session: Session) -> None:
    """Two suppliers, a site each, and everybody's account."""
    for number, (name_en, name_zh, site) in enumerate(
        (
            ("Huiling Precision Electronics", "惠岭精密电子", "Huizhou"),
            ("Mingyan Circuit Boards", "明砚电路板", "Kunshan"),
        ),
        1,
    ):
        session.add(
            Supplier(
                id=number, number=f"S-{number:04}", name_en=name_en, name_zh=name_zh, country="CN",
                category="electronics", strategic_core=True, makes_goods=True, staff=800,
                annual_spend=Decimal("286400000.00"), lei=None, isin=None,
            )
        )  # fmt: skip
        session.flush()
        session.add(Site(id=number, supplier_id=number, name_en=site, name_zh="", spend_share=Decimal(1)))
    known = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)  # signing in is no test of it
    for person in EVERYBODY:
        session.add(
            Account(
                id=person.number, email=person.email, name=person.name, password_hash=known, role=person.role.value,
                supplier_id=person.supplier_id, language="en", active=True, created_at=NOW.at,
            )
        )  # fmt: skip
    session.flush()
