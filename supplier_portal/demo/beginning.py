"""How it begins: people, the checklist, the policy, suppliers with their sites and people."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor, Role
from supplier_portal.accounts.operations import NewAccount, create_accounts
from supplier_portal.calendars.loading import load_shipped
from supplier_portal.carbon.factors.loading import load_factors
from supplier_portal.checklists.operations import publish_checklist
from supplier_portal.dashboard.operations import load_roadmap
from supplier_portal.demo.chance import chance_for
from supplier_portal.demo.crowd_names import person_of
from supplier_portal.demo.logins import Login, login_of, logins, owner_of
from supplier_portal.demo.seed_files import places, texts
from supplier_portal.demo.seed_rows import SeedSupplier
from supplier_portal.demo.spend_steps import spend_in
from supplier_portal.demo.steps import Act, Step, World
from supplier_portal.domain.moment import Moment
from supplier_portal.findings.operations.publishing import publish_clock_policy
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
CLOCKS = SEED / "clocks" / "1.0.0.json"
ACCOUNTS_AT_ONCE = 50
COLLEAGUES = 2
ABROAD = "other"  # the grid of sites outside China


def buyers(world: World) -> list[Step]:
    """The very first step: the buyer's own people, who are there before anybody."""
    own = [login for login in logins([]) if login.company is None]
    return [Step("accounts:buyer", world.moment(BEGAN, 9), "system", _accounts(own))]


def beginning(world: World, suppliers: Sequence[SeedSupplier]) -> list[Step]:
    """The steps before the first audit, in the order of the work."""
    theirs = [login for login in logins(suppliers) if login.company is not None]
    parts = [theirs[first : first + ACCOUNTS_AT_ONCE] for first in range(0, len(theirs), ACCOUNTS_AT_ONCE)]
    morning, noon, afternoon = (world.moment(BEGAN, hour) for hour in (10, 13, 15))
    return [
        Step("checklist", morning, "system", _checklist(CHECKLIST)),
        *(Step(f"checklist:{name}", morning, "system", _checklist(path)) for name, path in MODULES.items()),
        Step("calendars", morning, "system", _calendars),
        Step("clock_policy", morning, "system", _clock_policy),
        Step("factors", morning, "system", _factors),
        Step("policy", world.moment(BEGAN, 11), "system", _policy),
        Step("roadmap", world.moment(BEGAN, 11), "system", _roadmap),
        *(Step(f"supplier:{supplier.number}", noon, "planner", _supplier(supplier)) for supplier in suppliers),
        *(Step(f"accounts:{part[0].key}", afternoon, "system", _accounts(part)) for part in parts),
    ]


def _accounts(logins: Sequence[Login]) -> Act:
    def act(session: Session, world: World, _: Actor, moment: Moment) -> None:
        commands = [
            NewAccount(
                login.email, login.name, login.password, login.role,
                world.id_of(f"supplier:{login.company}") if login.company else None, login.language,
            )
            for login in logins
        ]  # fmt: skip
        create_accounts(session, commands, moment.at)

    return act


def _checklist(path: Path) -> Act:
    def act(session: Session, _: World, actor: Actor, moment: Moment) -> int:
        return publish_checklist(session, actor, path.read_bytes(), moment).id

    return act


def _calendars(session: Session, _: World, actor: Actor, moment: Moment) -> None:
    load_shipped(session, actor, moment)


def _factors(session: Session, _: World, actor: Actor, moment: Moment) -> None:
    load_factors(session, actor, moment)


def _clock_policy(session: Session, _: World, actor: Actor, moment: Moment) -> None:
    publish_clock_policy(session, actor, json.loads(CLOCKS.read_text(encoding="utf-8")), POLICY_FROM, moment)


def _policy(session: Session, _: World, actor: Actor, moment: Moment) -> None:
    publish_policy(session, actor, json.loads(POLICY.read_text(encoding="utf-8")), POLICY_FROM, moment)


def _roadmap(session: Session, _: World, actor: Actor, moment: Moment) -> None:
    load_roadmap(session, actor, moment)


def _supplier(seed: SeedSupplier) -> Act:
    def act(session: Session, _: World, planner: Actor, moment: Moment) -> int:
        added = add_supplier(session, planner, _profile(seed), moment)
        for site in seed.sites:
            region, grid = places().get(site.names["zh"], ("", ABROAD))
            command = AddSite(added.id, site.names["en"], site.names["zh"], site.spend_share, region=region, grid=grid)
            add_site(session, planner, command, moment)
        if seed.contact is not None:
            save_contact(session, planner, _contact(seed, added.id, seed.contact), moment)
            for colleague in _colleagues(seed, added.id):
                save_contact(session, planner, colleague, moment)
        return added.id

    return act


def _contact(seed: SeedSupplier, supplier_id: int, name: str) -> SaveContact:
    """The owner of the supplier's account is whom the buyer writes to."""
    owner = login_of(owner_of(seed.number), name, Role.SUPPLIER_OWNER, seed.number, seed.domain, seed.language)
    return SaveContact(supplier_id, owner.name, email=owner.email, language=owner.language, main=True)


def _colleagues(seed: SeedSupplier, supplier_id: int) -> Iterator[SaveContact]:
    """People who see to things and sign in nowhere: owners of corrective actions."""
    chance = chance_for(f"colleagues:{seed.number}")
    posts = chance.sample(texts(seed.language)["answers"]["owners"], COLLEAGUES)
    names = {person_of(seed.country, chance) for _ in posts} - {seed.contact}
    for post, name in zip(posts, sorted(names), strict=False):
        yield SaveContact(supplier_id, name, role=post, language=seed.language)


def _profile(seed: SeedSupplier) -> AddSupplier:
    return AddSupplier(
        number=seed.number, name_en=seed.names["en"], name_zh=seed.names["zh"], country=seed.country,
        category=seed.category, strategic_core=seed.strategic_core, makes_goods=seed.makes_goods, staff=seed.staff,
        scope_1_2=seed.scope_1_2, annual_spend=spend_in(seed, BEGAN.year), spend_year=BEGAN.year, lei=seed.lei,
        isin=seed.isin, time_zone=seed.time_zone,
    )  # fmt: skip
