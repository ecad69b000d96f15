"""Who asks: a person with one role, the platform's own worker, or a stranger."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    ADMINISTRATOR = "administrator"
    PLANNER = "planner"
    LEAD_AUDITOR = "lead_auditor"
    AUDITOR = "auditor"
    REVIEWER = "reviewer"
    PROCUREMENT = "procurement"
    MANAGEMENT = "management"
    SUPPLIER_OWNER = "supplier_owner"
    SUPPLIER_MEMBER = "supplier_member"
    SYSTEM = "system"  # worker and command line: reads for others, is nobody's login
    STRANGER = "stranger"


SUPPLIER_ROLES = frozenset({Role.SUPPLIER_OWNER, Role.SUPPLIER_MEMBER})
PEOPLE = tuple(role for role in Role if role not in {Role.SYSTEM, Role.STRANGER})


@dataclass(frozen=True)
class Actor:
    """account_id: None for system and stranger; supplier_id: set for supplier roles and only for them."""

    role: Role
    account_id: int | None = None
    supplier_id: int | None = None
    name: str = ""

    def __post_init__(self) -> None:
        if (self.role in SUPPLIER_ROLES) != (self.supplier_id is not None):
            raise ValueError("a supplier's person belongs to one supplier, nobody else does")

    @property
    def side(self) -> str:
        """`supplier`, `buyer` or `` for a stranger: what the database is told."""
        if self.role is Role.STRANGER:
            return ""
        return "supplier" if self.role in SUPPLIER_ROLES else "buyer"

    @property
    def initials(self) -> str:
        words = self.name.split()
        return "".join(word[0] for word in words[:2]).upper() if len(words) > 1 else self.name[:2]


SYSTEM = Actor(Role.SYSTEM, name="system")
STRANGER = Actor(Role.STRANGER)
