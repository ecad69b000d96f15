"""How it begins: people, suppliers with their sites, the checklist, the policy."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor, Role
from supplier_portal.accounts.operations import NewAccount, create_account
from supplier_portal.carbon.factors.loading import load_factors
from supplier_portal.checklists.operations import publish_checklist
from supplier_portal.demo.chance import chance_for
from supplier_portal.demo.seed_files import SeedSupplier, people, places
from supplier_portal.demo.steps import Act, Step, World
from supplier_portal.domain.moment import Moment
from supplier_portal.scores.operations import publish_policy
from supplier_portal.shipped import CHECKLISTS, SEED
from supplier_portal.suppliers.operations import (
    AddSite,
    AddSupplier,
    SaveContact,
    add_site,
    add_supplier,
    save_contact,
)

BEGAN = date(2021, 11, 15)
POLICY_FROM = date(2022, 1, 1)
CHECKLIST = CHECKLISTS / "supplier-dual-carbon-1.0.0.yaml"
MODULES = {
    name: CHECKLISTS / f"{name}-1.0.0.yaml"
    for name in ("eu-battery", "cbam-goods", "semiconductor-gases", "logistics-emissions")
}
"""Files of the add-ons, by name."""
POLICY = SEED / "policies" / "default-1.0.0.json"
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
            found.append(_login(person.key, person.name, Role(person.role), person.supplier, domain, person.language))
    for supplier in suppliers:
        key, role = owner_of(supplier.number), Role.SUPPLIER_OWNER
        found.append(_login(key, supplier.contact, role, supplier.number, supplier.domain, supplier.language))
    return found


def owner_of(number: str) -> str:
    """Key of the owner of a supplier's account."""
    return f"owner_{number}"


def _login(key: str, name: str, role: Role, company: str | None, domain: str, language: str) -> Login:
    chance = chance_for(f"password:{key}")
    words = [*chance.sample(PASSWORD_WORDS, 2), str(chance.randint(100, 999))]
    local = ".".join(name.lower().replace("í", "i").split())
    return Login(key, f"{local}@{domain}", name, role, company, "-".join(words), language)


def beginning(world: World, suppliers: Sequence[SeedSupplier]) -> list[Step]:
    """The first steps: an administrator, who is there before anybody, then the others in the order of the work."""
    first = world.moment(BEGAN, 9)
    everybody = logins(suppliers)
    buyers = [login for login in everybody if login.company is None]
    theirs = [login for login in everybody if login.company is not None]
    return [
        *(Step(f"account:{login.key}", first, "system", _account(login)) for login in buyers),
        Step("checklist", world.moment(BEGAN, 10), "system", _checklist(CHECKLIST)),
        *(
            Step(f"checklist:{name}", world.moment(BEGAN, 10), "system", _checklist(path))
            for name, path in MODULES.items()
        ),
        Step("factors", world.moment(BEGAN, 10), "system", _factors),
        Step("policy", world.moment(BEGAN, 11), "system", _policy),
        *(
            Step(f"supplier:{supplier.number}", world.moment(BEGAN, 13), "system", _supplier(supplier))
            for supplier in suppliers
        ),
        *(Step(f"account:{login.key}", world.moment(BEGAN, 15), "system", _account(login)) for login in theirs),
    ]


def _account(login: Login) -> Act:
    def act(session: Session, world: World, _: Actor, moment: Moment) -> int | None:
        company = world.id_of(f"supplier:{login.company}") if login.company else None
        command = NewAccount(login.email, login.name, login.password, login.role, company, login.language)
        return create_account(session, command, moment.at).id

    return act


def _checklist(path: Path) -> Act:
    def act(session: Session, _: World, actor: Actor, moment: Moment) -> int:
        return publish_checklist(session, actor, path.read_bytes(), moment).id

    return act


def _factors(session: Session, _: World, actor: Actor, moment: Moment) -> None:
    load_factors(session, actor, moment)


def _policy(session: Session, _: World, actor: Actor, moment: Moment) -> None:
    publish_policy(session, actor, json.loads(POLICY.read_text(encoding="utf-8")), POLICY_FROM, moment)


def _supplier(seed: SeedSupplier) -> Act:
    def act(session: Session, world: World, _: Actor, moment: Moment) -> int:
        planner = Actor(Role.PLANNER, world.id_of("account:planner"), name="planner")
        added = add_supplier(session, planner, _profile(seed), moment)
        for site in seed.sites:
            region, grid = places().get(site.names["zh"], ("", None))
            command = AddSite(added.id, site.names["en"], site.names["zh"], site.spend_share, region=region, grid=grid)
            add_site(session, planner, command, moment)
        save_contact(session, planner, _contact(seed, added.id), moment)
        return added.id

    return act


def _contact(seed: SeedSupplier, supplier_id: int) -> SaveContact:
    """The owner of the supplier's account is whom the buyer writes to."""
    owner = _login(owner_of(seed.number), seed.contact, Role.SUPPLIER_OWNER, seed.number, seed.domain, seed.language)
    return SaveContact(supplier_id, owner.name, email=owner.email, language=owner.language, main=True)


def _profile(seed: SeedSupplier) -> AddSupplier:
    return AddSupplier(
        number=seed.number, name_en=seed.names["en"], name_zh=seed.names["zh"], country=seed.country,
        category=seed.category, strategic_core=seed.strategic_core, makes_goods=seed.makes_goods, staff=seed.staff,
        scope_1_2=seed.scope_1_2, annual_spend=seed.annual_spend, spend_year=BEGAN.year, lei=seed.lei, isin=seed.isin,
        time_zone=seed.time_zone,
    )  # fmt: skip


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
