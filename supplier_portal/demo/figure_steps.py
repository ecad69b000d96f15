"""What comes from outside the audits: CDP scores, data quality, targets, the buyer's own figures; and the ratings."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.carbon.importing.cdp import TABLE as CDP_SCORES
from supplier_portal.carbon.importing.quality import TABLE as DATA_QUALITY
from supplier_portal.carbon.operations import ImportSbtiList, import_sbti_list
from supplier_portal.carbon.sbti_list.companies import ListedCompany, SbtiList
from supplier_portal.carbon.sbti_list.file import digest_of, read_sbti_list
from supplier_portal.demo.calendar import TODAY
from supplier_portal.demo.chance import chance_for
from supplier_portal.demo.seed_rows import SeedSupplier, SeedTarget
from supplier_portal.demo.steps import Act, Step, World, seal_all
from supplier_portal.domain.moment import Moment
from supplier_portal.scores.following import NAME as FOLLOWER
from supplier_portal.scores.importing import TABLE as MODULE_SCORES
from supplier_portal.scores.operations import publish_ratings
from supplier_portal.suppliers.countries import country_names
from supplier_portal.suppliers.figures.table import write_figures
from supplier_portal.trail.following import take_events

CDP_PUBLISHED = {2022: date(2022, 12, 13), 2023: date(2024, 2, 6)}
QUALITY_KNOWN = {date(2022, 9, 30): date(2021, 12, 31), date(2023, 9, 29): date(2022, 12, 31)}
"""Day on which data quality was known, with the end of the period then verified."""
EARLIER_SHARE = Decimal("0.7")  # of the primary data there is now
PERIODS = (date(2021, 12, 31), date(2022, 6, 30), date(2022, 12, 31), date(2023, 6, 30), date(2023, 12, 31))
RECORDED_ON = 15  # day of the month after a period
MODULES = {"quality": 4, "cost": -6, "delivery": 5, "technology": 0}
"""The parts of the rating from the buyer's systems, and how far each lies from the supplier's level."""
QUARTERS = (
    *(date(2022, 6, 30), date(2022, 9, 30), date(2022, 12, 31), date(2023, 3, 31)),
    *(date(2023, 6, 30), date(2023, 9, 30), date(2023, 12, 31)),
)
LISTED_ON = date(2024, 2, 1)


def figure_steps(world: World, suppliers: Sequence[SeedSupplier], sbti_list: Path) -> Iterator[Step]:
    """All figures in the order in which they become known, with the ratings of each quarter's end."""
    for year, published_on in CDP_PUBLISHED.items():
        yield Step(f"cdp:{year}", world.moment(published_on, 10), "planner", _cdp(suppliers, year, published_on))
    for known_on, verified_to in QUALITY_KNOWN.items():
        yield Step(
            f"quality:{known_on}", world.moment(known_on, 10), "planner", _quality(suppliers, known_on, verified_to)
        )
    for place, period in enumerate(PERIODS):
        month, year = period.month % 12 + 1, period.year + period.month // 12
        moment = world.moment(date(year, month, RECORDED_ON), 10)
        yield Step(f"modules:{period}", moment, "planner", _modules(suppliers, period, place))
    listed, digest = _listed(suppliers, sbti_list)
    yield Step(f"targets:{digest}", world.moment(LISTED_ON, 9), "planner", _targets(listed, digest))
    for day in QUARTERS:
        yield Step(f"ratings:{day}", world.moment(day, 20), "system", _ratings)
    yield Step(f"ratings:{TODAY}:{digest}", world.moment(TODAY, 10), "system", _last_ratings)


def _cdp(suppliers: Sequence[SeedSupplier], year: int, published_on: date) -> Act:
    def act(session: Session, world: World, actor: Actor, moment: Moment) -> None:
        scores = {
            (world.suppliers[supplier.number], year): {
                "score": supplier.cdp[year], "published_on": published_on, "public": supplier.cdp_public,
            }
            for supplier in suppliers if year in supplier.cdp
        }  # fmt: skip
        write_figures(session, actor, CDP_SCORES, scores, moment)

    return act


def _quality(suppliers: Sequence[SeedSupplier], known_on: date, verified_to: date) -> Act:
    """Of the earlier day with less of the suppliers' own data, and verified for those who have a good deal of it."""
    earlier = known_on == min(QUALITY_KNOWN)
    source = f"Questionnaire {known_on.year}, footprints handed in"

    def act(session: Session, world: World, actor: Actor, moment: Moment) -> None:
        known = {
            (world.suppliers[supplier.number], known_on): {
                "primary_share": round(share * EARLIER_SHARE, 2) if earlier else share,
                "verified_to": verified_to if supplier.verified else None, "source": source,
            }
            for supplier in suppliers if (share := supplier.primary_share) is not None
        }  # fmt: skip
        write_figures(session, actor, DATA_QUALITY, known, moment)

    return act


def _modules(suppliers: Sequence[SeedSupplier], period: date, place: int) -> Act:
    def act(session: Session, world: World, actor: Actor, moment: Moment) -> None:
        scores = {}
        for supplier in suppliers:
            chance = chance_for(f"modules:{supplier.number}:{period}")
            for module, apart in MODULES.items():
                tenths = 10 * (supplier.level + apart) + 10 * place + chance.randint(-50, 40)
                value = {"value": Decimal(min(tenths, 990)) / 10, "source": "Supplier management system"}
                if module != supplier.missing:
                    scores[world.suppliers[supplier.number], module, period] = value
        write_figures(session, actor, MODULE_SCORES, scores, moment)

    return act


def _listed(suppliers: Sequence[SeedSupplier], file: Path) -> tuple[SbtiList, str]:
    """The companies of the file with the further suppliers that have a target, and the SHA-256 that names them."""
    data = file.read_bytes()
    listed = read_sbti_list(data)
    further = [_company(supplier, supplier.target) for supplier in suppliers if supplier.target is not None]
    digest = digest_of(data + "".join(map(repr, further)).encode()) if further else digest_of(data)
    return replace(listed, companies=(*listed.companies, *further)), digest


def _company(supplier: SeedSupplier, target: SeedTarget) -> ListedCompany:
    """As the list writes it: an id of its own, and an identifier where it has one."""
    return ListedCompany(
        sbti_id=f"8{supplier.number.removeprefix('S-'):0>7}",
        name=supplier.names["en"],
        country=country_names("en")[supplier.country],
        lei=supplier.lei if target.by == "lei" else None,
        isin=supplier.isin if target.by == "isin" else None,
        near_term_status=target.status,
        target_year=target.year,
    )


def _targets(listed: SbtiList, digest: str) -> Act:
    def act(session: Session, _: World, actor: Actor, moment: Moment) -> int:
        command = ImportSbtiList(listed, digest, moment.day)
        return import_sbti_list(session, actor, command, moment).snapshot.id

    return act


def _ratings(session: Session, world: World, actor: Actor, moment: Moment) -> None:
    publish_ratings(session, actor, sorted(world.suppliers.values()), moment, "month_end")


def _last_ratings(session: Session, world: World, actor: Actor, moment: Moment) -> None:
    """With these, every change so far has its rating: the worker has nothing to follow when it is served."""
    _ratings(session, world, actor, moment)
    seal_all(session)
    while take_events(session, FOLLOWER):
        pass
