"""Who can sign in to the demonstration: addresses, roles and passwords, the same each time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from supplier_portal.access.actor import Role
from supplier_portal.demo.chance import chance_for
from supplier_portal.demo.seed_files import people
from supplier_portal.demo.seed_rows import SeedSupplier

BUYER_DOMAIN = "buyer.example.org"
PASSWORD_WORDS = (
    *("amber", "anchor", "birch", "bridge", "candle", "cedar", "cloud", "copper", "coral", "delta", "ember", "falcon"),
    *(
        "fern",
        "garden",
        "harbor",
        "hazel",
        "island",
        "ivory",
        "jasper",
        "kettle",
        "lantern",
        "linen",
        "maple",
        "meadow",
    ),
    *("nectar", "ocean", "orchid", "pebble", "pepper", "quartz", "ribbon", "river", "saddle", "silver", "summit"),
    *("timber", "tulip", "velvet", "violet", "walnut", "willow", "winter", "yellow", "zephyr"),
)


@dataclass(frozen=True)
class Login:
    """One person's way in; company: number of the supplier, None for the buyer's people."""

    key: str
    email: str
    name: str
    role: Role
    company: str | None
    password: str
    language: str


def logins(suppliers: Sequence[SeedSupplier]) -> list[Login]:
    """Everybody who can sign in: the buyer's people, an owner for each supplier, members of the two rivals."""
    by_number = {supplier.number: supplier for supplier in suppliers}
    found = []
    for person in people():
        if person.supplier is None or person.supplier in by_number:
            domain = by_number[person.supplier].domain if person.supplier else BUYER_DOMAIN
            found.append(login_of(person.key, person.name, Role(person.role), person.supplier, domain, person.language))
    for supplier in suppliers:
        if supplier.contact is None:
            continue
        key, role = owner_of(supplier.number), Role.SUPPLIER_OWNER
        found.append(login_of(key, supplier.contact, role, supplier.number, supplier.domain, supplier.language))
    return found


def owner_of(number: str) -> str:
    """Key of the owner of a supplier's account."""
    return f"owner_{number}"


def login_of(key: str, name: str, role: Role, company: str | None, domain: str, language: str) -> Login:
    chance = chance_for(f"password:{key}")
    words = [*chance.sample(PASSWORD_WORDS, 2), str(chance.randint(100, 999))]
    local = ".".join(name.lower().replace("í", "i").split())
    return Login(key, f"{local}@{domain}", name, role, company, "-".join(words), language)


def emails(suppliers: Sequence[SeedSupplier]) -> Mapping[str, str]:
    """The address of everybody, by key."""
    return {login.key: login.email for login in logins(suppliers)}


def accounts_told(suppliers: Sequence[SeedSupplier]) -> Iterator[dict[str, str | None]]:
    """What the file of accounts says of each."""
    names = {supplier.number: supplier.names["en"] for supplier in suppliers}
    for login in logins(suppliers):
        yield {
            "email": login.email, "name": login.name, "role": login.role.value,
            "company": names[login.company] if login.company else None,
            "password": login.password, "language": login.language,
        }  # fmt: skip
