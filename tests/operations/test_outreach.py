"""Training: who may record it, what is refused, and how people and suppliers are counted."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from supplier_portal.domain.errors import Invalid, Missing
from supplier_portal.outreach.merging import MERGE_MOVES
from supplier_portal.outreach.models import TrainingParticipant, TrainingSession
from supplier_portal.outreach.operations import (
    MOST_PARTICIPANTS,
    HoldTraining,
    Participant,
    RecordParticipants,
    hold_training,
    record_participants,
)
from supplier_portal.outreach.queries import TrainingCount, TrainingFilter, list_trainings, training_counts
from tests.cast import ADA, HUILING, LIN, MINGYAN, MO, NOW, PAN, TAN, TODAY, ZHOU
from tests.web.statements import statements_of

HELD = HoldTraining(date(2022, 5, 12), "in_person", "carbon_management", "双碳管理实务", "zh", "An institute's trainer")


def held(session, **changes):
    return hold_training(session, PAN.actor, HoldTraining(**{**vars(HELD), **changes}), NOW)


def record(session, training, *rows):
    return record_participants(session, PAN.actor, RecordParticipants(training.id, rows), NOW)


def faults(raised):
    return [(fault.place, fault.code) for fault in raised.value.faults]


def test_a_session_and_its_participants_are_kept(session):
    training = held(session)
    assert record(session, training, Participant(HUILING, "Chen", "EHS"), Participant(MINGYAN)) == 2
    kept = session.scalars(select(TrainingParticipant).order_by(TrainingParticipant.id)).all()
    assert [(one.supplier_id, one.name, one.role, one.attended) for one in kept] == [
        (HUILING, "Chen", "EHS", True),
        (MINGYAN, "", "", True),
    ]
    assert (training.topic, training.recorded_by, training.recorded_at) == (HELD.topic, PAN.number, NOW.at)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"form": "by post"}, [("form", "form.unknown_choice")]),
        ({"programme": ""}, [("programme", "form.unknown_choice")]),
        ({"language": "fr"}, [("language", "form.unknown_choice")]),
        ({"topic": " "}, [("topic", "form.required")]),
        ({"topic": "x" * 201, "trainer": "y" * 121}, [("topic", "form.too_long"), ("trainer", "form.too_long")]),
        ({"trainer": "a\x00b"}, [("trainer", "audits.control_character")]),
        ({"held_on": TODAY + timedelta(days=1)}, [("held_on", "outreach.not_held_yet")]),
    ],
)  # fmt: skip
def test_every_fault_of_a_session_is_told(session, changes, expected):
    with pytest.raises(Invalid) as raised:
        held(session, **changes)
    assert faults(raised) == expected


def test_one_unknown_supplier_keeps_all_rows_out(session):
    training = held(session)
    with pytest.raises(Invalid) as raised:
        record(session, training, Participant(HUILING), Participant(987_654), Participant(MINGYAN, "x" * 121))
    assert faults(raised) == [("rows-1-supplier_id", "outreach.supplier_unknown"), ("rows-2-name", "form.too_long")]
    assert session.scalar(select(func.count()).select_from(TrainingParticipant)) == 0


def test_too_many_rows_are_refused_before_they_are_looked_at(session):
    training = held(session)
    with pytest.raises(Invalid) as raised:
        record(session, training, *[Participant(987_654)] * (MOST_PARTICIPANTS + 1))
    assert faults(raised) == [("rows", "outreach.too_many_participants")]


def test_participants_of_no_session_are_refused(session):
    with pytest.raises(Missing):
        record_participants(session, PAN.actor, RecordParticipants(987_654, [Participant(HUILING)]), NOW)


@pytest.mark.parametrize("person", [ADA, LIN, MO, TAN, ZHOU], ids=lambda person: person.name)
def test_only_the_planner_records_training(session, person):
    training = held(session)
    with pytest.raises(Missing):
        hold_training(session, person.actor, HELD, NOW)
    with pytest.raises(Missing):
        record_participants(session, person.actor, RecordParticipants(training.id, []), NOW)


@pytest.mark.parametrize("person", [ADA, TAN, ZHOU], ids=lambda person: person.name)
def test_training_is_read_by_the_offices_alone(session, person):
    with pytest.raises(Missing):
        training_counts(session, person.actor)


def test_people_count_each_time_and_suppliers_once(session):
    first, second = held(session), held(session, held_on=date(2022, 6, 1))
    online = held(session, form="online", programme="eu_tariff", held_on=date(2023, 3, 1))
    record(session, first, Participant(HUILING), Participant(HUILING), Participant(MINGYAN, attended=False))
    record(session, second, Participant(HUILING))
    record(session, online, Participant(MINGYAN))
    assert training_counts(session, LIN.actor) == [
        TrainingCount(2023, "online", "eu_tariff", 1, 1, 1),
        TrainingCount(2022, "in_person", "carbon_management", 2, 3, 1),
    ]
    assert training_counts(session, LIN.actor, TrainingFilter(year="2023", form="in_person")) == []
    assert [(one.session.id, one.people) for one in list_trainings(session, LIN.actor, TrainingFilter())] == [
        (online.id, 1),
        (second.id, 1),
        (first.id, 2),
    ]


def test_a_session_nobody_came_to_is_listed_with_nobody(session):
    held(session)
    assert training_counts(session, LIN.actor) == [TrainingCount(2022, "in_person", "carbon_management", 1, 0, 0)]


def test_a_thousand_participants_take_few_statements(session):
    training = held(session)
    with statements_of(session.get_bind()) as sent:
        record(session, training, *[Participant(HUILING + place % 2) for place in range(1000)])
    assert len([one for one in sent if "training_participant" in one]) <= 2
    assert len(sent) <= 6


def test_participants_go_over_with_a_merged_supplier(session):
    training = held(session)
    record(session, training, Participant(MINGYAN), Participant(MINGYAN), Participant(HUILING))
    (move,) = MERGE_MOVES
    assert move.count(session, MINGYAN, HUILING) == 2
    move.move(session, MINGYAN, HUILING)
    assert set(session.scalars(select(TrainingParticipant.supplier_id))) == {HUILING}
    assert session.scalar(select(func.count()).select_from(TrainingSession)) == 1
