"""Which days a piece of an audit's evidence may be about."""

from datetime import date, timedelta

from supplier_portal.domain.errors import Fault

OLDEST = date(1990, 1, 1)
LONG_BEFORE = timedelta(days=730)
"""Evidence that much older than the audit says little about the present."""


def faults_of_day(about_on: date | None, ends_on: date, today: date) -> list[Fault]:
    """Find what is wrong with the day; `ends_on` is the audit's last one. What comes after it the audit did not see."""
    if about_on is None:
        return [Fault("form.required", "about_on")]
    if about_on < OLDEST:
        return [Fault("audits.about_too_early", "about_on", facts={"day": OLDEST.isoformat()})]
    if about_on > today:
        return [Fault("audits.about_in_future", "about_on", facts={"day": today.isoformat()})]
    if about_on > ends_on:
        return [Fault("audits.about_after_audit", "about_on", facts={"day": ends_on.isoformat()})]
    return []


def long_before(about_on: date, starts_on: date) -> bool:
    """Whether the day lies so far before the audit that a reader should be warned."""
    return starts_on - about_on > LONG_BEFORE
