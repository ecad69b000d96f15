"""The audits of the further suppliers: who is audited when, by whom, and how far it has come."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from supplier_portal.demo import seed_files
from supplier_portal.demo.calendar import visit_days
from supplier_portal.demo.chance import chance_for
from supplier_portal.demo.crowd import crowd
from supplier_portal.demo.crowd_course import course_of, profile_of
from supplier_portal.demo.seed_rows import SeedAudit, SeedSupplier
from supplier_portal.demo.teams import Roster, first_team

FIRST_DAYS = {2022: (date(2022, 2, 14), date(2022, 12, 8)), 2023: (date(2023, 1, 30), date(2023, 12, 7))}
"""Between these a first visit begins, so that its report is issued within the year."""
AGAIN_DAYS = {2023: (date(2023, 6, 5), date(2023, 12, 7)), 2024: (date(2024, 1, 8), date(2024, 3, 8))}
SECOND_SITE_AFTER = timedelta(days=7)
LUCK = (20, 100)  # per cent of a supplier's spend by which its turn comes

# State, how many, first and last day on which their visits begin: of suppliers with no audit yet, then of others.
UNDER_WAY = (
    ("aborted", 2, date(2023, 9, 4), date(2024, 1, 25)),
    ("refused", 2, date(2023, 6, 5), date(2024, 2, 28)),
    ("cancelled", 3, date(2022, 8, 8), date(2024, 2, 5)),
    ("draft_sent", 3, date(2024, 3, 18), date(2024, 3, 20)),
    ("in_review", 3, date(2024, 3, 25), date(2024, 3, 26)),
    ("closing_held", 2, date(2024, 3, 27), date(2024, 3, 28)),
    ("in_progress", 2, date(2024, 3, 27), date(2024, 3, 28)),
    ("confirmed", 6, date(2024, 4, 8), date(2024, 4, 18)),
    ("planned", 12, date(2024, 4, 22), date(2024, 5, 14)),
)
AGAIN_UNDER_WAY = (
    ("draft_sent", 2, date(2024, 3, 18), date(2024, 3, 20)),
    ("in_review", 2, date(2024, 3, 25), date(2024, 3, 26)),
    ("confirmed", 4, date(2024, 4, 8), date(2024, 4, 18)),
    ("planned", 6, date(2024, 4, 22), date(2024, 5, 14)),
)


@cache
def crowd_audits() -> tuple[SeedAudit, ...]:
    """All audits of the further suppliers, each with its team, in the order of their visits."""
    drawn = sorted(_drawn(), key=lambda audit: (audit.starts_on, audit.supplier, audit.site))
    return tuple(_with_teams(drawn))


@cache
def never_asked() -> frozenset[str]:
    """Numbers of the suppliers with which nothing has begun."""
    return frozenset(supplier.number for supplier in crowd()) - {audit.supplier for audit in crowd_audits()}


def _drawn() -> Iterator[SeedAudit]:
    told = seed_files.crowd()["audits"]
    waiting = sorted(crowd(), key=_turn)
    first: list[SeedAudit] = []
    for year, days in FIRST_DAYS.items():
        many = told["first_in"][str(year)] - _told_first_in(year)
        first += _spread(waiting[:many], *days)
        waiting = waiting[many:]
    yield from first
    yield from _second_sites(first, told["second_site_once_in"])
    for state, many, earliest, latest in UNDER_WAY:
        yield from _spread(waiting[:many], earliest, latest, until=state)
        waiting = waiting[many:]
    yield from _again(first, {int(year): many for year, many in told["again_in"].items()})


def _turn(supplier: SeedSupplier) -> tuple[int, str]:
    """Those of whom most is bought have their turn early, though not always."""
    luck = chance_for(f"turn:{supplier.number}").randint(*LUCK)
    return -int(supplier.annual_spend) * luck, supplier.number


def _told_first_in(year: int) -> int:
    """How many suppliers with stories of their own have the first report issued in that year."""
    first: dict[str, int] = {}
    for audit in seed_files.told_audits():
        if audit.until == "issued":
            first[audit.supplier] = min(first.get(audit.supplier, audit.starts_on.year), audit.starts_on.year)
    return list(first.values()).count(year)


def _spread(suppliers: Sequence[SeedSupplier], earliest: date, latest: date, **told: str) -> list[SeedAudit]:
    """One audit of each, their visits spread evenly over the days on which visits begin."""
    days = visit_days(earliest, latest)
    shuffled = sorted(suppliers, key=lambda one: chance_for(f"day:{one.number}:{earliest}").random())
    return [
        course_of(supplier, days[place * len(days) // len(shuffled)], **told) for place, supplier in enumerate(shuffled)
    ]


def _second_sites(first: Iterable[SeedAudit], once_in: int) -> Iterator[SeedAudit]:
    """The other site of some suppliers, a week later."""
    by_number = {supplier.number: supplier for supplier in crowd()}
    for audit in first:
        if len(by_number[audit.supplier].sites) > 1 and chance_for(f"site:{audit.key}").randrange(once_in) == 0:
            yield replace(audit, site=1, starts_on=audit.starts_on + SECOND_SITE_AFTER, integrity=False)


def _again(first: Sequence[SeedAudit], many_in: Mapping[int, int]) -> Iterator[SeedAudit]:
    """Periodic audits, the longest ago first: mostly the supplier has gone one step further since."""
    by_number = {supplier.number: supplier for supplier in crowd()}
    eldest = [by_number[audit.supplier] for audit in sorted(first, key=lambda audit: audit.starts_on)]
    for year, days in AGAIN_DAYS.items():
        due, eldest = eldest[: many_in[year]], eldest[many_in[year] :]
        yield from _further(_spread(due, *days, type="periodic"))
    for state, many, earliest, latest in AGAIN_UNDER_WAY:
        due, eldest = eldest[:many], eldest[many:]
        yield from _further(_spread(due, earliest, latest, type="periodic", until=state))


def _further(audits: Iterable[SeedAudit]) -> Iterator[SeedAudit]:
    by_number = {supplier.number: supplier for supplier in crowd()}
    for audit in audits:
        gained = chance_for(f"further:{audit.key}").randint(2, 18)
        yield replace(audit, profile=profile_of(by_number[audit.supplier], gained))


def _with_teams(drawn: Iterable[SeedAudit]) -> Iterator[SeedAudit]:
    """Give each audit a team; a visit for which nobody is free begins on the next day on which one may."""
    languages = {supplier.number: supplier.language for supplier in (*seed_files.told_suppliers(), *crowd())}
    roster = Roster()
    for audit in seed_files.told_audits():
        roster.engage(first_team(languages[audit.supplier]), audit.starts_on)
    for audit in drawn:
        latest = audit.starts_on + timedelta(days=30)
        for day in visit_days(audit.starts_on, latest):
            if team := roster.team_for(languages[audit.supplier], day):
                yield replace(audit, starts_on=day, team=team)
                break
