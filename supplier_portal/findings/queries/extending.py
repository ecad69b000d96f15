"""Extensions asked for: of one finding, and what the one that waits would bring."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.audits.queries import MOST_ID
from supplier_portal.domain.calendars import Span as Days
from supplier_portal.domain.errors import Missing
from supplier_portal.domain.findings.clock import CLOCKS, SUPPLIER, Clock
from supplier_portal.domain.findings.policy import ClockRules
from supplier_portal.domain.findings.reading import standing_within
from supplier_portal.findings.models import Extension, Finding
from supplier_portal.findings.queries import local_day


@dataclass(frozen=True)
class WaitingExtension:
    """One the buyer has not answered. asked_on, answer_by: days; from_day, to_day: the clock's due day, and with it.

    still: standstills between the two, which are no days of the extension.
    """

    extension: Extension
    asked_on: date
    answer_by: date
    from_day: date
    to_day: date
    still: tuple[Days, ...]

    @property
    def still_days(self) -> int:
        return sum(map(len, self.still))


def extensions_of(session: Session, finding: Finding) -> list[Extension]:
    """The extensions of a finding the actor was seen to read, the newest first."""
    asked = select(Extension).where(Extension.finding_id == finding.id).order_by(Extension.id.desc())
    return list(session.scalars(asked))


def extension_of(session: Session, finding: Finding, extension_id: int) -> Extension:
    """One extension of a finding the actor was seen to read. Raises Missing."""
    asked = select(Extension).where(Extension.finding_id == finding.id, Extension.id == min(extension_id, MOST_ID))
    found = session.scalar(asked)
    if found is None:
        raise Missing
    return found


def waiting_extension(session: Session, finding_id: int) -> Extension | None:
    """The one that waits for the buyer's answer: there is at most one."""
    waiting = Extension.finding_id == finding_id, Extension.decision.is_(None)
    return session.scalar(select(Extension).where(*waiting).order_by(Extension.id).limit(1))


def askable(clock: Clock | None) -> list[str]:
    """The clocks for which the supplier may ask more days: those that run, to the end of their due day."""
    if clock is None or clock.turn != SUPPLIER or clock.optional or clock.owed is None:
        return []
    running = CLOCKS[CLOCKS.index(clock.owed) :]
    return [code for code in running if (due := clock.due_on(code)) is not None and clock.today <= due]


def foreseen(extension: Extension, clock: Clock, rules: ClockRules, zone: str) -> WaitingExtension | None:
    """What granting all the days asked for would bring, as things stand; None where that clock is none any more."""
    reading = clock.readings.get(extension.clock)
    if reading is None:
        return None
    asked_on = local_day(extension.asked_at, zone)
    to_day = reading.day_of(reading.allowed + extension.days)
    return WaitingExtension(
        extension=extension,
        asked_on=asked_on,
        answer_by=clock.buyer_days.working_days_after(asked_on, rules.buyer.extension),
        from_day=reading.due_on,
        to_day=to_day,
        still=standing_within(clock.supplier_days, reading.due_on, to_day),
    )
