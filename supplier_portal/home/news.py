"""What was answered lately: more days that were asked for, and appeals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Integer, Select, literal, null, select, union_all
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.appeals.models import Appeal
from supplier_portal.appeals.queries import visible as visible_appeals
from supplier_portal.domain.moment import Moment
from supplier_portal.findings.models import Extension, Finding
from supplier_portal.findings.queries import local_day
from supplier_portal.findings.queries import visible as visible_findings

FRESH, MOST = timedelta(days=14), 10
EXTENSION, APPEAL = "extension", "appeal"


@dataclass(frozen=True)
class News:
    """An answer of the buyer's. kind: extension or appeal; id, number, title: of the finding, or of the appeal.

    decision: granted or refused; asked, granted: days of an extension; on: the day of it where the supplier is.
    """

    kind: str
    id: int
    number: str
    title: str
    decision: str
    asked: int | None
    granted: int | None
    on: date


def news_of(session: Session, actor: Actor, zone: str, moment: Moment) -> Sequence[News]:
    """The answers to the actor's company of the last two weeks, the newest first, in one statement."""
    several = union_all(_extensions(actor, moment), _appeals(actor, moment)).subquery()
    newest = select(several).order_by(several.c.at.desc(), several.c.id.desc()).limit(MOST)
    return [
        News(row.kind, row.id, row.number, row.title, row.decision, row.days, row.granted_days, local_day(row.at, zone))
        for row in session.execute(newest)
    ]


def _extensions(actor: Actor, moment: Moment) -> Select[*tuple[Any, ...]]:
    answered = visible_findings(actor).join(Extension, Extension.finding_id == Finding.id)
    return (
        answered.where(Extension.decided_at >= moment.at - FRESH)
        .with_only_columns(
            literal(EXTENSION).label("kind"),
            Finding.id,
            Finding.number,
            Finding.title,
            Extension.decision,
            Extension.days,
            Extension.granted_days,
            Extension.decided_at.label("at"),
        )
        .order_by(None)
    )


def _appeals(actor: Actor, moment: Moment) -> Select[*tuple[Any, ...]]:
    none = null().cast(Integer)
    decided = visible_appeals(actor).where(Appeal.decided_at >= moment.at - FRESH)
    return decided.with_only_columns(
        literal(APPEAL), Appeal.id, Appeal.number, literal(""), Appeal.state, none, none, Appeal.decided_at
    )
