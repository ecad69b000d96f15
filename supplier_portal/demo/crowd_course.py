"""How the audit of a further supplier goes: its mode, how mature it finds the supplier, what becomes of findings."""

from datetime import date
from random import Random

from supplier_portal.demo.calendar import ISSUED_AFTER, TODAY
from supplier_portal.demo.chance import chance_for
from supplier_portal.demo.seed_rows import SeedAudit, SeedSupplier

PROFILES = ((74, "strong"), (60, "good"), (48, "fair"), (36, "middling"), (22, "starting"), (0, "weak"))
"""From which maturity on; a supplier is what the first one it reaches says."""
ONE_SIDED_ONCE_IN, ONE_SIDED = 9, (30, 60)
FINDINGS = {"strong": 1, "good": 1, "fair": 1, "middling": 1, "starting": 2, "weak": 3, "paper": 1, "workshop": 1}
HARD_MONTHS = (date(2022, 3, 14), date(2022, 6, 17))  # when plants let nobody in
SENT_BACK_ONCE_IN = 22
FORGES, FORGED_ONCE_IN = ("paper", "starting", "weak"), 16

OBSERVED = ("idle", "closed", "closed", "effective")

# What becomes of findings: of reports issued long ago, within a year, within the last months, and lately.
LIVES_BY_AGE = (
    (500, "effective " * 30 + "second_plan " * 6 + "maintained " * 4 + "withdrawn " * 2 + "waiver_over reopened"),
    (
        200,
        "effective " * 20 + "second_plan " * 6 + "maintained " * 3 + "withdrawn " * 2 + "closed waived reopened idle",
    ),
    (
        60,
        "effective " * 14 + "closed " * 6 + "verified implemented insufficient rejected withdrawn waived idle",
    ),
    (0, "effective " * 6 + "cap_proposed cap_proposed accepted rejected upheld disputed open_until_today"),
)


def course_of(supplier: SeedSupplier, starts_on: date, *, type: str = "initial", until: str = "issued") -> SeedAudit:  # noqa: A002 the audit's own word
    """The audit of the supplier's first site that begins on a day."""
    chance = chance_for(f"course:{supplier.number}:{starts_on}")
    profile = profile_of(supplier)
    return SeedAudit(
        supplier=supplier.number,
        starts_on=starts_on,
        profile=profile,
        type=type,
        mode=_mode(supplier, starts_on, chance),
        until=until,
        findings=FINDINGS[profile],
        integrity=profile in FORGES and chance.randrange(FORGED_ONCE_IN) == 0,
        observations=OBSERVED,
        usual=_usual((TODAY - starts_on).days - ISSUED_AFTER),
        sent_back=until == "issued" and chance.randrange(SENT_BACK_ONCE_IN) == 0,
        answered=85 if until == "in_progress" else 100,
    )


def profile_of(supplier: SeedSupplier, gained: int = 0) -> str:
    """What an audit finds it to be. gained: how much further it is than what is known of it."""
    maturity = supplier.maturity + gained
    chance = chance_for(f"profile:{supplier.number}")
    if ONE_SIDED[0] <= maturity < ONE_SIDED[1] and chance.randrange(ONE_SIDED_ONCE_IN) == 0:
        return chance.choice(("paper", "workshop"))
    return next(name for least, name in PROFILES if maturity >= least)


def _mode(supplier: SeedSupplier, starts_on: date, chance: Random) -> str:
    """Far away, and while plants were shut, more was done from a distance."""
    remote = 40 if supplier.country != "CN" else 65 if HARD_MONTHS[0] <= starts_on <= HARD_MONTHS[1] else 10
    drawn = chance.randrange(100)
    return "remote" if drawn < remote else "desktop" if drawn < remote + 3 else "on_site"


def _usual(age: int) -> tuple[str, ...]:
    """Lives of findings by the days since the report was issued, 0 where it is not."""
    return next(tuple(lives.split()) for least, lives in LIVES_BY_AGE if max(age, 0) >= least)
