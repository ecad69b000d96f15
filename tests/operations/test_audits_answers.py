"""Saving an answer: what is kept, what is refused, and who wins when two save at once."""

from decimal import Decimal
from fractions import Fraction
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import raiseload

from supplier_portal.audits.models import Answer, AnswerRevision, Audit
from supplier_portal.audits.operations import (
    MoveAudit,
    move_audit,
    prepare_answer,
    save_answer,
    store_answer,
)
from supplier_portal.audits.queries import answers_of, visible_answers
from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.domain.scoring.canonical import sha256_of
from tests.audit_story import answer_all, brought_to, change, of_rival
from tests.cast import FANG, HE, LIN, LUO, MO, NOW, PAN, RIVAL, TAN, YAN, ZHOU


def test_an_answer_is_kept_with_its_history_and_a_receipt_of_what_was_sent(session):
    audit = brought_to(session, "in_progress")
    first = save_answer(session, LUO.actor, change(audit.id, note="Signed in May", population=12, sampled=4), NOW)
    second = save_answer(session, ZHOU.actor, change(audit.id, base_version=1, rating="2", note="Signed"), NOW)
    answer = answers_of(session, audit.id)["S1.1"]
    assert (answer.rating, answer.note, answer.version, answer.saved_by) == ("2", "Signed", 2, ZHOU.number)
    assert (first.version, second.version, first.rival, second.rival) == (1, 2, False, False)
    kept = session.scalars(select(AnswerRevision).order_by(AnswerRevision.id)).all()
    assert [revision.content["note"] for revision in kept] == ["Signed in May", "Signed"]
    assert [sha256_of(revision.content) for revision in kept] == [first.receipt, second.receipt]


@pytest.mark.safety(24)
@pytest.mark.parametrize("base_version", [0, 1, 3])
def test_a_change_on_another_base_overwrites_nothing_and_is_kept_beside(session, base_version):
    audit = brought_to(session, "in_progress")
    for version in (0, 1):
        save_answer(session, ZHOU.actor, change(audit.id, base_version=version, note=f"Zhou {version}"), NOW)
    late = save_answer(session, LUO.actor, change(audit.id, base_version=base_version, note="Luo"), NOW)
    assert (late.rival, late.version, late.current["note"], late.current_by) == (True, 2, "Zhou 1", ZHOU.name)
    assert answers_of(session, audit.id)["S1.1"].note == "Zhou 1"
    rival = session.scalars(select(AnswerRevision).where(AnswerRevision.rival)).one()
    assert (rival.content["note"], rival.account_id, sha256_of(rival.content)) == ("Luo", LUO.number, late.receipt)


def test_of_two_first_saves_read_at_once_the_second_becomes_the_rival(session):
    audit = brought_to(session, "in_progress")
    prepared = [prepare_answer(session, who.actor, change(audit.id, note=who.name)) for who in (ZHOU, LUO)]
    saved = [store_answer(session, who.actor, one, NOW) for who, one in zip((ZHOU, LUO), prepared, strict=True)]
    assert [one.rival for one in saved] == [False, True]
    assert saved[1].current["note"] == ZHOU.name


@pytest.mark.parametrize(
    ("checkpoint", "content", "expected"),
    [
        ("S1.1", {"rating": "5"}, {"rating": "form.unknown_choice"}),
        ("S1.1", {"rating": "yes"}, {"rating": "form.unknown_choice"}),
        ("S1.5", {"rating": "3"}, {"rating": "form.unknown_choice"}),
        ("S1.1", {"rating": "NA"}, {"note": "audits.not_applicable_reason"}),
        ("S1.1", {"rating": "NA", "note": "  "}, {"note": "audits.not_applicable_reason"}),
        ("S1.1", {"note": "x" * 20_001}, {"note": "form.too_long"}),
        ("S1.1", {"note": "a\x00b"}, {"note": "audits.control_character"}),
        ("S1.1", {"note": "a\ud800b"}, {"note": "audits.control_character"}),
        ("S1.1", {"population": -1}, {"population": "audits.count"}),
        ("S1.1", {"population": 10**12}, {"population": "audits.count"}),
        ("S1.1", {"population": 3, "sampled": 4}, {"sampled": "audits.sampled_above_population"}),
        ("S1.1", {"sampled": 4, "conforming": 5}, {"conforming": "audits.conforming_above_sampled"}),
        ("S1.1", {"number": Decimal(1)}, {"number": "audits.figure_not_asked"}),
        ("S4.2", {"number": Decimal(1)}, {"number": "audits.figure_not_asked"}),
        ("S2.3", {"claimed": Decimal(1)}, {"claimed": "audits.figure_not_asked"}),
        ("S4.2", {"claimed": Decimal(-1)}, {"claimed": "checklist.figure_negative"}),
        ("S2.3", {"number": Decimal("1.00001")}, {"number": "form.number"}),
        ("S2.3", {"number": Decimal("NaN")}, {"number": "form.number"}),
        ("S2.3", {"number": Decimal("1e999999")}, {"number": "form.number"}),
        ("S2.3", {"number": Decimal("1e-999999")}, {"number": "form.number"}),
    ],
)
def test_an_impossible_content_is_refused_at_its_field(session, checkpoint, content, expected):
    audit = brought_to(session, "in_progress")
    with pytest.raises(Invalid) as caught:
        save_answer(session, ZHOU.actor, change(audit.id, checkpoint, **content), NOW)
    assert {fault.place: fault.code for fault in caught.value.faults} == expected
    assert session.scalar(select(func.count()).select_from(AnswerRevision)) == 0


@pytest.mark.parametrize(
    ("checkpoint", "figures", "level", "figure"),
    [
        ("S4.3", {"claimed": Decimal("5488.05"), "reperformed": Decimal("6065.71")}, 1, Fraction(57766, 6065_71) * 100),
        ("S4.3", {"claimed": Decimal(99), "reperformed": Decimal(100)}, 4, Fraction(1)),
        ("S4.3", {"claimed": Decimal(0), "reperformed": Decimal(0)}, 4, Fraction(0)),
        ("S4.3", {"claimed": Decimal(5), "reperformed": Decimal(0)}, 0, None),
        ("S5.3", {"claimed": Decimal(200), "reperformed": Decimal(100)}, 2, Fraction(50)),
        ("S2.3", {"number": Decimal("31.9")}, 3, Fraction("31.9")),
        ("S5.5", {"number": Decimal(-2)}, 0, Fraction(-2)),
    ],
)
def test_figures_propose_a_level_which_stays_the_auditors_choice(session, checkpoint, figures, level, figure):
    audit = brought_to(session, "in_progress")
    saved = save_answer(session, ZHOU.actor, change(audit.id, checkpoint, rating=None, **figures), NOW)
    assert (saved.proposal.level, saved.proposal.figure) == (level, figure)
    assert answers_of(session, audit.id)[checkpoint].rating is None


def test_nothing_claimed_and_one_figure_alone_propose_nothing(session):
    audit = brought_to(session, "in_progress")
    nothing = change(audit.id, "S5.3", claimed=Decimal(0), reperformed=Decimal(3))
    assert save_answer(session, ZHOU.actor, nothing, NOW).proposal is None
    assert save_answer(session, ZHOU.actor, change(audit.id, "S4.2", claimed=Decimal(1)), NOW).proposal is None


def test_a_checkpoint_outside_the_suppliers_profile_is_not_answered(session):
    audit = brought_to(session, "in_progress")
    audit.profile = {"manufacturer": False, "large": True, "core": True}
    session.flush()
    with pytest.raises(Invalid, match=r"audits\.out_of_profile"):
        save_answer(session, ZHOU.actor, change(audit.id, "S3.2"), NOW)


@pytest.mark.safety(5)
@pytest.mark.parametrize("person", [YAN, RIVAL, TAN, PAN, FANG, MO, LIN])
def test_only_the_team_answers(session, person):
    audit = brought_to(session, "in_progress")
    with pytest.raises(Missing):
        save_answer(session, person.actor, change(audit.id), NOW)


def test_a_checkpoint_that_is_not_in_the_checklist_is_missing(session):
    audit = brought_to(session, "in_progress")
    with pytest.raises(Missing):
        save_answer(session, ZHOU.actor, change(audit.id, "S9.9"), NOW)


@pytest.mark.parametrize("state", ["planned", "confirmed", "closing_held", "in_review", "draft_sent"])
def test_answers_change_only_in_progress(session, state):
    audit = brought_to(session, state)
    with pytest.raises(Conflict, match=r"audits\.answers_closed"):
        save_answer(session, ZHOU.actor, change(audit.id, base_version=1), NOW)


def test_an_answer_read_before_the_closing_meeting_is_not_stored_after_it(session):
    audit = brought_to(session, "in_progress")
    answer_all(session, audit)
    prepared = prepare_answer(session, LUO.actor, change(audit.id, base_version=1, note="late"))
    move_audit(session, ZHOU.actor, MoveAudit(audit.id, "closing_held"), NOW)
    with pytest.raises(Conflict, match=r"audits\.answers_closed"):
        store_answer(session, LUO.actor, prepared, NOW)
    assert answers_of(session, audit.id)["S1.1"].note == ""


def test_a_supplier_reads_answers_from_the_draft_on_and_never_the_notes(session):
    rival = of_rival(session)
    save_answer(session, YAN.actor, change(rival.id, note="canary of Mingyan"), NOW)
    audit = brought_to(session, "in_review")
    assert not session.scalars(visible_answers(TAN.actor)).all()
    move_audit(session, FANG.actor, MoveAudit(audit.id, "draft_sent"), NOW)
    session.expunge_all()
    for person in (TAN, HE):
        answers = session.scalars(visible_answers(person.actor)).all()
        assert {answer.audit_id for answer in answers} == {audit.id}
        with pytest.raises(InvalidRequestError):
            _ = answers[0].note
    session.expunge_all()
    assert not session.scalars(visible_answers(RIVAL.actor)).all()


@pytest.mark.parametrize("person", [MO, LIN])
def test_management_and_procurement_read_no_answers(session, person):
    answer_all(session, brought_to(session, "in_progress"))
    assert not session.scalars(visible_answers(person.actor).options(raiseload("*"))).all()


@pytest.mark.safety(24)
def test_a_save_racing_the_closing_meeting_is_in_it_or_refused(database):
    with database.unit_of_work(ZHOU.actor) as session:
        audit_id = brought_to(session, "in_progress").id
        answer_all(session, session.get_one(Audit, audit_id))
    start, outcomes = Barrier(9), []

    def save(number):
        start.wait()
        try:
            with database.unit_of_work(LUO.actor) as session:
                command = change(audit_id, f"S1.{number % 4 + 1}", base_version=1, note=f"{number}")
                outcomes.append(save_answer(session, LUO.actor, command, NOW))
        except Conflict as error:
            outcomes.append(error)

    seen = {}

    def close():
        start.wait()
        with database.unit_of_work(ZHOU.actor) as session:
            move_audit(session, ZHOU.actor, MoveAudit(audit_id, "closing_held"), NOW)
            seen.update({code: answer.version for code, answer in answers_of(session, audit_id).items()})

    threads = [Thread(target=save, args=(number,)) for number in range(8)] + [Thread(target=close)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 8
    with database.reading(ZHOU.actor) as session:
        assert {code: answer.version for code, answer in answers_of(session, audit_id).items()} == seen
        taken = sum(version - 1 for version in seen.values())
        rivals = session.scalar(select(func.count()).where(AnswerRevision.rival))
    assert taken + rivals + sum(isinstance(one, Conflict) for one in outcomes) == 8


def test_a_frozen_audits_answers_are_refused_by_the_database_too(session):
    audit = brought_to(session, "draft_sent")
    session.execute(text("UPDATE audit SET state = 'issued' WHERE id = :id"), {"id": audit.id})
    with pytest.raises(Exception, match="frozen"):
        session.execute(Answer.__table__.update().where(Answer.audit_id == audit.id).values(rating="0"))
