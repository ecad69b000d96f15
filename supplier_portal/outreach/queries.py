"""Training sessions an actor may see, and how many people of how many suppliers took part."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, extract, func, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.outreach.models import FORMS, PROGRAMMES, TrainingParticipant, TrainingSession
from supplier_portal.suppliers.models import Supplier

LONGEST = 40
_ATTENDED = and_(TrainingParticipant.session_id == TrainingSession.id, TrainingParticipant.attended.is_(True))


def visible(actor: Actor) -> Select[TrainingSession]:
    """All sessions for the buyer's offices. Raises Missing for who may not read them."""
    reach_of(actor, Permission.OUTREACH_TRAINING_READ)
    return select(TrainingSession)


@dataclass(frozen=True)
class TrainingFilter:
    """year: digits; form, programme: codes; empty fields ask for all, unknown ones too."""

    year: str = ""
    form: str = ""
    programme: str = ""

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> "TrainingFilter":
        """Read the fields from an address; what else stands there is left alone."""
        return cls(**{field.name: str(given.get(field.name, "")).strip()[:LONGEST] for field in fields(cls)})

    def conditions(self) -> list[ColumnElement[bool]]:
        asked: list[ColumnElement[bool]] = []
        if self.year.isdecimal() and len(self.year) == 4:  # noqa: PLR2004 digits of a year
            year = max(int(self.year), 1)
            asked.append(TrainingSession.held_on.between(date(year, 1, 1), date(year, 12, 31)))
        if self.form in FORMS:
            asked.append(TrainingSession.form == self.form)
        if self.programme in PROGRAMMES:
            asked.append(TrainingSession.programme == self.programme)
        return asked


@dataclass(frozen=True)
class TrainingCount:
    """People and suppliers of one year, form and programme; a supplier counts once however often it came."""

    year: int
    form: str
    programme: str
    sessions: int
    people: int
    suppliers: int


def training_counts(
    session: Session, actor: Actor, wanted: TrainingFilter = TrainingFilter(), category: str = ""
) -> list[TrainingCount]:
    """Count by year, form and programme, the newest year first, in one statement.

    people: participants who attended, as many as there are rows of them. category: only the suppliers of it.
    """
    year = extract("year", TrainingSession.held_on)
    kinds = (year, TrainingSession.form, TrainingSession.programme)
    counted = (
        _joined(visible(actor), category)
        .with_only_columns(
            *kinds,
            func.count(TrainingSession.id.distinct()),
            func.count(TrainingParticipant.id),
            func.count(TrainingParticipant.supplier_id.distinct()),
        )
        .where(*wanted.conditions())
        .group_by(*kinds)
        .order_by(year.desc(), TrainingSession.form, TrainingSession.programme)
    )
    rows = session.execute(counted)
    return [
        TrainingCount(int(told), form, programme, sessions, people, suppliers)
        for told, form, programme, sessions, people, suppliers in rows
    ]


def _joined(sessions: Select[TrainingSession], category: str) -> Select[TrainingSession]:
    if not category:
        return sessions.outerjoin(TrainingParticipant, _ATTENDED)
    return (
        sessions.join(TrainingParticipant, _ATTENDED)
        .join(Supplier, Supplier.id == TrainingParticipant.supplier_id)
        .where(Supplier.category == category)
    )


@dataclass(frozen=True)
class ListedTraining:
    """A session with who attended it."""

    session: TrainingSession
    people: int
    suppliers: int


def list_trainings(
    session: Session, actor: Actor, wanted: TrainingFilter, first: int = 0, most: int = 50
) -> list[ListedTraining]:
    """The newest sessions first, in one statement."""
    counted = (
        visible(actor)
        .outerjoin(TrainingParticipant, _ATTENDED)
        .add_columns(func.count(TrainingParticipant.id), func.count(TrainingParticipant.supplier_id.distinct()))
        .where(*wanted.conditions())
        .group_by(*TrainingSession.__table__.columns)
        .order_by(TrainingSession.held_on.desc(), TrainingSession.id.desc())
    )
    return [ListedTraining(*row) for row in session.execute(counted.offset(first).limit(most))]


def count_trainings(session: Session, actor: Actor, wanted: TrainingFilter) -> int:
    """How many sessions a list holds, all its pages together."""
    asked = visible(actor).where(*wanted.conditions()).with_only_columns(TrainingSession.id)
    return session.scalar(select(func.count()).select_from(asked.subquery())) or 0


def years_with_training(session: Session, actor: Actor) -> list[int]:
    """The years of which there is a session, the newest first."""
    year = extract("year", TrainingSession.held_on)
    asked = visible(actor).with_only_columns(year).distinct().order_by(year.desc())
    return [int(told) for told in session.scalars(asked)]


def attendance(session: Session, year: int, *conditions: ColumnElement[bool]) -> tuple[int, int]:
    """People who attended a year's sessions, and the different suppliers they came from.

    For figures of the house itself, on the command line: no permission is asked.
    """
    counted = (
        select(func.count(TrainingParticipant.id), func.count(TrainingParticipant.supplier_id.distinct()))
        .select_from(TrainingSession)
        .join(TrainingParticipant, _ATTENDED)
        .where(*TrainingFilter(str(year)).conditions(), *conditions)
    )
    people, suppliers = session.execute(counted).one()
    return people, suppliers
