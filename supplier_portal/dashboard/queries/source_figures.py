"""The figures that published sources tell of a programme, counted in the database as it stands."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import extract, func, select
from sqlalchemy.orm import Session

from supplier_portal.carbon.models import CdpScore
from supplier_portal.dashboard.queries.reach import first_audited_on
from supplier_portal.dashboard.queries.targets import LEADERSHIP, MANAGEMENT, NOT_SCORED
from supplier_portal.outreach.models import EU_TARIFF, IN_PERSON, ONLINE, TrainingSession
from supplier_portal.outreach.queries import attendance
from supplier_portal.suppliers.models import Supplier

FIRST, SECOND = 2022, 2023
"""The years the sources tell of."""


def source_figures(session: Session, day: date) -> dict[str, int]:
    """Count them, as known on a day.

    A supplier is audited in the year in which the visit of its first scored audit began, once that audit is issued.
    CDP: scores of 2023 that are public; F took no part. Training: people who attended, each as often as it came; of
    2023 the sessions on the EU's carbon tariff are counted apart, and not among the others.
    """
    return {
        **_audited(session, day),
        "strategic_core_suppliers": _core(session),
        **_cdp(session, day),
        **_training(session),
    }


def _audited(session: Session, day: date) -> Mapping[str, int]:
    first = select(first_audited_on(day).label("first")).where(Supplier.merged_into_id.is_(None)).subquery()
    year = extract("year", first.c.first)
    counted = select(year, func.count()).where(first.c.first.is_not(None)).group_by(year)
    by_year = {int(told): count for told, count in session.execute(counted)}
    return {
        "suppliers_audited_2022": by_year.get(FIRST, 0),
        "suppliers_audited_2023": by_year.get(SECOND, 0),
        "suppliers_audited": sum(count for told, count in by_year.items() if told <= SECOND),
    }


def _core(session: Session) -> int:
    core = select(func.count()).where(Supplier.strategic_core.is_(True), Supplier.merged_into_id.is_(None))
    return session.scalar(core) or 0


def _cdp(session: Session, day: date) -> Mapping[str, int]:
    public = (CdpScore.public.is_(True), CdpScore.score != NOT_SCORED)
    counted = (
        select(CdpScore.score, func.count())
        .join(Supplier, Supplier.id == CdpScore.supplier_id)
        .where(CdpScore.year == SECOND, CdpScore.published_on <= day, *public, Supplier.merged_into_id.is_(None))
    )
    counts: dict[str, int] = dict(session.execute(counted.group_by(CdpScore.score)).all())
    leadership, management = (sum(counts.get(one, 0) for one in scores) for scores in (LEADERSHIP, MANAGEMENT))
    published = sum(counts.values())
    return {
        "cdp_2023_published": published,
        "cdp_2023_leadership": leadership,
        "cdp_2023_management": management,
        "cdp_2023_lower": published - leadership - management,
    }


def _training(session: Session) -> Mapping[str, int]:
    in_person = attendance(session, FIRST, TrainingSession.form == IN_PERSON)
    online = attendance(session, FIRST, TrainingSession.form == ONLINE)
    later = attendance(session, SECOND, TrainingSession.programme != EU_TARIFF)
    _, tariff = attendance(session, SECOND, TrainingSession.programme == EU_TARIFF)
    return {
        "training_2022_in_person_participants": in_person[0],
        "training_2022_in_person_suppliers": in_person[1],
        "training_2022_online_participants": online[0],
        "training_2022_online_suppliers": online[1],
        "training_2023_participants": later[0],
        "training_2023_suppliers": later[1],
        "training_2023_tariff_suppliers": tariff,
    }
