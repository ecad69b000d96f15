"""A supplier's start page in a fixed number of statements, whatever there is in the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from supplier_portal.access.actor import Actor
from supplier_portal.accounts.models import Account
from supplier_portal.audits.models import SCORED, Audit
from supplier_portal.audits.queries import visible as visible_audits
from supplier_portal.calendars.models import HOLIDAY, CalendarDay
from supplier_portal.calendars.queries import calendars_for
from supplier_portal.checklists.models import ChecklistVersion as StoredVersion
from supplier_portal.checklists.queries import checklist_with
from supplier_portal.declarations.queries import is_waiting
from supplier_portal.domain.checklist.version import Checkpoint
from supplier_portal.domain.errors import Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.scoring import rate, rating_input_from
from supplier_portal.domain.workflow.audit import FROZEN
from supplier_portal.findings.queries import local_day
from supplier_portal.findings.queries.turns import Turn, count_of_supplier, turns_of
from supplier_portal.home.news import News, news_of
from supplier_portal.home.profile import GAPS, Gap, count_incomplete, gaps_of, lacking
from supplier_portal.home.scored import Scored
from supplier_portal.home.tasks import Correctable, Task, Waiting, tasks_of, waiting_of
from supplier_portal.scores.models import AuditResult, Policy, Rating, RatingNow
from supplier_portal.scores.queries import visible_now
from supplier_portal.suppliers.models import Site, Supplier
from supplier_portal.suppliers.queries import visible as visible_suppliers
from supplier_portal.tenders.queries.invited import correctable_of
from supplier_portal.visits.queries.preparing import DRAFT_OUT, AuditAhead, audits_ahead, count_to_prepare

MOST_FINDINGS, MOST_AUDITS, MOST_REPORTS, DAYS_AHEAD = 200, 20, 50, 10


@dataclass(frozen=True)
class Company:
    """The supplier of whoever asks. colleagues: who can sign in; missing: what its data lacks.

    told: whether what it declared of itself waits for the buyer.
    """

    supplier: Supplier
    colleagues: int
    missing: Sequence[Gap]
    scored: Scored | None
    told: bool = False

    @property
    def to_tell(self) -> Sequence[Gap]:
        """What is missing while it is the company's turn to tell."""
        return () if self.told else self.missing


@dataclass(frozen=True)
class Still:
    """A stretch on which the supplier's clock stands still. name: of the holiday, empty for a shutdown."""

    first: date
    last: date
    name_en: str = ""
    name_zh: str = ""

    def name(self, language: str) -> str:
        return self.name_zh if language == "zh" and self.name_zh else self.name_en


@dataclass(frozen=True)
class Start:
    """What the start page shows. total: standing findings in all; still: standstills of today and the days ahead."""

    company: Company
    today: date
    turns: Sequence[Turn]
    total: int
    tasks: Sequence[Task]
    waiting: Sequence[Waiting]
    audits: Sequence[AuditAhead]
    still: Sequence[Still]
    news: Sequence[News]
    titles: Mapping[tuple[str, str], Checkpoint]

    @property
    def visits(self) -> list[AuditAhead]:
        """Audits whose visit is not over."""
        return [ahead for ahead in self.audits if ahead.audit.state != DRAFT_OUT]


def start_of(session: Session, actor: Actor, moment: Moment, tenders: Sequence[Correctable]) -> Start:
    """Gather it all. tenders: those whose figure may be corrected. Raises Missing for who is no supplier's."""
    company = company_of(session, actor)
    supplier = company.supplier
    today = local_day(moment.at, supplier.time_zone)
    calendars = calendars_for(session, supplier)
    turns, total = turns_of(session, actor, calendars, today, MOST_FINDINGS)
    audits = audits_ahead(session, actor, MOST_AUDITS)
    standing = [day for day in calendars[0].standing if today <= day <= today + timedelta(days=DAYS_AHEAD)]
    return Start(
        company=company,
        today=today,
        turns=turns,
        total=total,
        tasks=tasks_of(turns, audits, tenders, company.to_tell, (today, calendars[1])),
        waiting=waiting_of(turns),
        audits=audits,
        still=_still(session, supplier, standing) if standing else [],
        news=news_of(session, actor, supplier.time_zone, moment),
        titles=titles_of(session, actor) if company.scored else {},
    )


def company_of(session: Session, actor: Actor) -> Company:
    """The actor's own company with its latest score, in one statement. Raises Missing."""
    row = session.execute(_own(actor)).first()
    if row is None:
        raise Missing
    supplier, now, inputs, published, document, before, colleagues, told, *lacks = row
    scored = None
    if now is not None:
        taken, rules = rating_input_from({**inputs, "policy": document, "published": published})
        former = None if before is None else Decimal(before["rating"])
        scored = Scored(now, taken, rules, rate(taken, rules), former)
    return Company(supplier, colleagues, gaps_of(dict(zip(GAPS, lacks, strict=True))), scored, told)


def titles_of(session: Session, actor: Actor) -> dict[tuple[str, str], Checkpoint]:
    """The checkpoints of the scored audits by site and code, in one statement."""
    asked = (
        visible_audits(actor)
        .join(AuditResult, AuditResult.audit_id == Audit.id)
        .join(Site, Site.id == Audit.site_id)
        .join(StoredVersion, StoredVersion.id == Audit.checklist_version_id)
        .where(Audit.type.in_(SCORED))
        .with_only_columns(Site.name_en, StoredVersion.sha256)
        .order_by(AuditResult.issued_on, AuditResult.revision, AuditResult.id)
    )
    versions = dict(session.execute(asked).all())
    return {
        (site, code): checkpoint
        for site, sha256 in versions.items()
        for code, checkpoint in checklist_with(session, sha256).by_code.items()
    }


def reports_of(session: Session, actor: Actor) -> list[tuple[Audit, Site]]:
    """The audits whose report was issued, with their site, the newest first, in one statement."""
    issued = visible_audits(actor).where(Audit.state.in_(FROZEN)).join(Site, Site.id == Audit.site_id)
    newest = issued.add_columns(Site).order_by(Audit.issued_on.desc(), Audit.id.desc()).limit(MOST_REPORTS)
    return [(row[0], row[1]) for row in session.execute(newest)]


def count_todo(session: Session, actor: Actor, moment: Moment, asked_until: datetime) -> int:
    """As many as the start page has tasks, in one statement. asked_until: see `tenders.queries.invited.correctable`."""
    counted = count_of_supplier(actor) + count_to_prepare(actor) + count_incomplete(actor)
    tenders = select(func.count()).select_from(correctable_of(actor, asked_until).subquery()).scalar_subquery()
    drafts = visible_audits(actor).where(Audit.state == DRAFT_OUT, Audit.draft_released_at.is_(None)).subquery()
    rows = session.execute(
        select((counted + tenders).label("counted"), Supplier.time_zone, drafts.c.id, drafts.c.comments_until)
        .outerjoin(drafts, drafts.c.supplier_id == Supplier.id)
        .where(Supplier.id == actor.supplier_id)
    ).all()
    if not rows:
        return 0
    today = local_day(moment.at, rows[0].time_zone)
    drafts_out: int = sum(row.id is not None and (row.comments_until or today) >= today for row in rows)
    return int(rows[0].counted) + drafts_out


def _own(actor: Actor) -> Select[*tuple[Any, ...]]:
    now = aliased(RatingNow, visible_now(actor).subquery())
    former = aliased(Rating)
    before = (
        select(former.published)
        .where(former.supplier_id == Supplier.id, former.as_of < now.as_of)
        .order_by(former.as_of.desc(), former.id.desc())
        .limit(1)
        .correlate(Supplier, now)
        .scalar_subquery()
    )
    active = Account.supplier_id == Supplier.id, Account.active.is_(True)
    colleagues = select(func.count()).where(*active).correlate(Supplier).scalar_subquery()
    told = is_waiting().label("told")
    return (
        visible_suppliers(actor)
        .where(Supplier.id == actor.supplier_id)
        .outerjoin(now, now.supplier_id == Supplier.id)
        .outerjoin(Rating, Rating.id == now.rating_id)
        .outerjoin(Policy, Policy.sha256 == Rating.policy_sha256)
        .add_columns(now, Rating.inputs, Rating.published, Policy.document, before, colleagues, told)
        .add_columns(*(lacks.label(f"lacks_{name}") for name, lacks in lacking().items()))
    )


def _still(session: Session, supplier: Supplier, standing: Sequence[date]) -> list[Still]:
    """Standing days as stretches, named where they are holidays."""
    days = CalendarDay.calendar == supplier.country, CalendarDay.kind == HOLIDAY, CalendarDay.day.in_(standing)
    asked = select(CalendarDay.day, CalendarDay.name_en, CalendarDay.name_zh).where(*days)
    names = {day: (english, chinese) for day, english, chinese in session.execute(asked)}
    found: list[Still] = []
    for day in standing:
        named = names.get(day, ("", ""))
        last = found[-1] if found else None
        if last and (day - last.last).days == 1 and (last.name_en, last.name_zh) == named:
            found[-1] = Still(last.first, day, *named)
        else:
            found.append(Still(day, day, *named))
    return found
