"""A person's decisions on matches: counted from their day on, remembered over newer lists, taken back from a day on."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from supplier_portal.carbon.models import SbtiCandidate, SbtiCompany, SbtiDecision, SbtiSnapshot, SupplierTarget
from supplier_portal.carbon.operations import (
    DecideMatch,
    ImportSbtiList,
    UndoDecision,
    decide_match,
    find_again,
    import_sbti_list,
    match_again,
    undo_decision,
)
from supplier_portal.carbon.queries import scoring_facts
from supplier_portal.carbon.queries.differences import differences
from supplier_portal.carbon.queries.options import options_of
from supplier_portal.carbon.sbti_list.companies import ListedCompany, SbtiList
from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.suppliers.models import Supplier
from supplier_portal.trail.models import Event
from tests.cast import ADA, HUILING, LIN, MINGYAN, NOW, PAN, TAN, TODAY, ZHOU
from tests.sbti_list import lei

LIST_DAY, LATER = date(2024, 1, 1), Moment(datetime(2024, 4, 10, 8, 0, tzinfo=UTC), date(2024, 4, 10))


def company(number, name="Huiling Precision Electronics", own_lei=None, status="Targets set", country="China"):
    return ListedCompany(number, name, country, own_lei, None, status, 2030)


def take(session, *companies, digest="a", as_of=LIST_DAY, moment=NOW):
    listed = SbtiList((*companies, company("900", "Aldermoor Paper", country="Germany")))
    return import_sbti_list(session, PAN.actor, ImportSbtiList(listed, digest * 64, as_of), moment).snapshot


def offered(session, supplier=HUILING, moment=NOW):
    """The names offered, and their row ids."""
    snapshot = session.scalars(
        select(SbtiSnapshot.id).where(SbtiSnapshot.as_of <= moment.day).order_by(SbtiSnapshot.as_of.desc())
    ).first()
    options = options_of(session, PAN.actor, snapshot, {supplier: "CN"}, moment.day).get(supplier, [])
    return {option.company.name: option.company.id for option in options}


def decide(session, name, *, actor=PAN, moment=NOW, supplier=HUILING, note="", shown=None):
    options = offered(session, supplier, moment)
    chosen = options[name] if name else None
    command = DecideMatch(supplier, chosen, tuple(shown if shown is not None else options.values()), note)
    return decide_match(session, actor.actor, command, moment)


def undo(session, decisions, moment=NOW, actor=PAN):
    return undo_decision(session, actor.actor, UndoDecision(decisions[0].id), moment)


def counted(session, day=TODAY, supplier=HUILING):
    session.flush()
    return scoring_facts(session, [HUILING, MINGYAN], day)[supplier].sbt


def again(session, *suppliers, moment=NOW):
    return match_again(session, PAN.actor, find_again(session, suppliers or [HUILING, MINGYAN], moment), moment)


def test_an_accepted_company_counts_from_the_day_of_the_decision(session):
    take(session, company("1"), company("2", "Huiling Foods", status="Committed"))
    assert counted(session) == "none"
    decide(session, "Huiling Precision Electronics", note=" asked them ")
    assert counted(session) == "validated"
    assert counted(session, date(2024, 3, 30)) == "none"
    assert counted(session, supplier=MINGYAN) == "none"
    assert session.scalars(select(SbtiDecision.note)).all() == ["asked them"]


def test_a_decision_on_a_conflict_counts_too(session):
    session.get(Supplier, HUILING).lei = lei("HUILING")
    session.flush()
    take(session, company("7", "Northmere Shipping Lines plc", lei("HUILING")))
    assert counted(session) == "none"
    decide(session, "Northmere Shipping Lines plc")
    assert counted(session) == "validated"


def test_none_of_these_leaves_nothing_to_choose_from_and_counts_nothing(session):
    take(session, company("1"), company("2", "Huiling Foods"))
    decide(session, None)
    assert offered(session) == {}
    assert counted(session) == "none"
    with pytest.raises(Conflict, match=r"carbon\.options_changed"):
        decide(session, None, shown=())


def test_decisions_hold_for_newer_lists_by_the_list_s_id_whatever_its_names(session):
    take(session, company("1"), company("2", "Huiling Foods"))
    decide(session, "Huiling Precision Electronics")
    take(session, company("1", "Renamed Works"), company("3"), digest="b", as_of=date(2024, 3, 1))
    assert counted(session) == "validated"
    assert offered(session) == {}
    assert counted(session, date(2024, 3, 30)) == "none"


def test_in_lists_without_ids_a_decision_holds_by_name_and_country(session):
    take(session, company("1"))
    decide(session, "Huiling Precision Electronics")
    abroad = company("", "HUILING PRECISION ELECTRONICS CO LTD", status="Committed", country="Japan")
    own = company("", "Huiling Precision Electronics Co., Ltd.", country="PRC")
    take(session, abroad, own, digest="b", as_of=date(2024, 3, 1))
    assert counted(session) == "validated"


def test_a_rejected_company_never_comes_back_and_others_do(session):
    take(session, company("1"), company("2", "Huiling Foods"))
    decide(session, None)
    take(session, company("1"), company("3", "Huiling Group"), digest="b", as_of=date(2024, 3, 1))
    assert list(offered(session)) == ["Huiling Group"]
    session.get(Supplier, HUILING).lei = lei("HUILING")
    session.flush()
    take(session, company("1", own_lei=lei("HUILING")), digest="c", as_of=date(2024, 3, 2))
    assert counted(session) == "none"


def test_where_the_accepted_company_is_gone_the_supplier_is_looked_up_anew(session):
    take(session, company("1"))
    decide(session, "Huiling Precision Electronics")
    take(session, company("5", "Huiling Holdings"), digest="b", as_of=date(2024, 3, 1))
    assert counted(session) == "none"
    assert list(offered(session)) == ["Huiling Holdings"]


def test_an_undone_decision_counts_no_more_and_earlier_days_stay(session):
    take(session, company("1"))
    decided = decide(session, "Huiling Precision Electronics")
    undo(session, decided, LATER)
    assert [counted(session, day) for day in (TODAY, date(2024, 4, 9), date(2024, 4, 10))] == [
        "validated", "validated", "none",
    ]  # fmt: skip
    with pytest.raises(Conflict, match=r"carbon\.undone_already"):
        undo(session, decided, LATER)
    take(session, company("1"), digest="b", as_of=date(2024, 4, 1), moment=LATER)
    assert counted(session, LATER.day) == "none"


def test_undone_and_decided_again_on_one_day_counts(session):
    take(session, company("1"))
    undo(session, decide(session, "Huiling Precision Electronics"))
    assert counted(session) == "none"
    decide(session, "Huiling Precision Electronics")
    assert counted(session) == "validated"
    assert len(session.scalars(select(SupplierTarget)).all()) == 1


def test_an_undone_rejection_offers_the_company_again(session):
    take(session, company("1"))
    undo(session, decide(session, None))
    assert list(offered(session)) == ["Huiling Precision Electronics"]


def test_who_saw_other_companies_decides_nothing(session):
    take(session, company("1"), company("2", "Huiling Foods"))
    for shown in ((), (1,), (1, 2, 3)):
        with pytest.raises(Conflict, match=r"carbon\.options_changed"):
            decide(session, None, shown=shown)
    assert session.scalars(select(SbtiDecision)).all() == []


def test_of_two_people_at_once_one_decides(session):
    take(session, company("1"), company("2", "Huiling Foods"))
    shown = tuple(offered(session).values())
    decide(session, "Huiling Foods")
    with pytest.raises(Conflict, match=r"carbon\.options_changed"):
        decide_match(session, PAN.actor, DecideMatch(HUILING, shown[0], shown), NOW)


def test_a_company_that_was_not_offered_and_a_long_note_are_refused_at_their_fields(session):
    take(session, company("1"))
    foreign = session.scalars(select(SbtiCompany.id).where(SbtiCompany.name == "Aldermoor Paper")).one()
    with pytest.raises(Invalid) as refused:
        decide_match(
            session, PAN.actor, DecideMatch(HUILING, foreign, tuple(offered(session).values()), "x" * 501), NOW
        )
    assert [fault.place for fault in refused.value.faults] == ["note", "company"]


@pytest.mark.parametrize("person", [ADA, LIN, TAN, ZHOU])
def test_others_decide_and_undo_nothing(session, person):
    take(session, company("1"))
    decided = decide(session, "Huiling Precision Electronics")
    with pytest.raises(Missing):
        decide(session, None, actor=person)
    with pytest.raises(Missing):
        undo(session, decided, actor=person)


def test_what_is_not_there_is_missing(session):
    take(session, company("1"))
    with pytest.raises(Missing):
        undo_decision(session, PAN.actor, UndoDecision(77), NOW)
    with pytest.raises(Missing):
        decide_match(session, PAN.actor, DecideMatch(77, None, ()), NOW)


def test_the_trail_tells_of_decisions_without_words(session):
    take(session, company("1"))
    undo(session, decide(session, "Huiling Precision Electronics", note="heard so"))
    bodies = session.scalars(select(Event.body).order_by(Event.id.desc()).limit(2)).all()
    assert ['"act":"sbti_decision_undone"' in bodies[0], '"act":"sbti_match_decided"' in bodies[1]] == [True, True]
    assert not any("Huiling" in body or "heard" in body for body in bodies)


def test_a_corrected_lei_counts_from_its_day_and_a_wrong_one_no_more(session):
    take(session, company("1", own_lei=lei("HUILING")), company("2", "Mingyan Circuit Boards", lei("MINGYAN")))
    session.get(Supplier, HUILING).lei = lei("HUILING")
    session.flush()
    assert again(session) == [HUILING]
    assert [counted(session, day) for day in (date(2024, 3, 30), TODAY)] == ["none", "validated"]
    session.get(Supplier, HUILING).lei = None
    session.flush()
    assert again(session, moment=LATER) == [HUILING]
    assert [counted(session, day) for day in (TODAY, date(2024, 4, 9), LATER.day)] == ["validated", "validated", "none"]
    assert again(session, moment=LATER) == []


def test_looked_up_again_candidates_follow_the_supplier_s_names_and_decisions_stay(session):
    take(session, company("1"), company("2", "Okumari Ceramics"), company("3", "Okumari Foods"))
    decide(session, "Huiling Precision Electronics")
    session.get(Supplier, HUILING).name_en = session.get(Supplier, MINGYAN).name_en = "Okumari"
    session.flush()
    assert again(session) == []
    assert counted(session) == "validated"
    assert list(offered(session, MINGYAN)) == ["Okumari Ceramics", "Okumari Foods"]
    assert session.scalars(select(SbtiCandidate.supplier_id).distinct()).all() == [MINGYAN]


def test_a_decision_made_while_one_was_looked_up_is_left_alone(session):
    take(session, company("1"))
    matches = find_again(session, [HUILING], NOW)
    decide(session, "Huiling Precision Electronics")
    assert match_again(session, PAN.actor, matches, NOW) == []
    assert counted(session) == "validated"


def test_a_list_that_counts_from_a_later_day_is_kept_right_too(session):
    take(session, company("1", own_lei=lei("HUILING")))
    take(session, company("1", own_lei=lei("HUILING"), status="Committed"), digest="b", as_of=date(2024, 5, 1))
    session.get(Supplier, HUILING).lei = lei("HUILING")
    session.flush()
    again(session)
    assert [counted(session, day) for day in (TODAY, date(2024, 4, 30), date(2024, 5, 1))] == [
        "validated", "validated", "committed",
    ]  # fmt: skip


def test_a_survivor_keeps_what_was_decided_of_its_duplicate(session):
    take(session, company("1"))
    decide(session, "Huiling Precision Electronics")
    session.get(Supplier, HUILING).merged_into_id = MINGYAN
    session.flush()
    again(session, moment=LATER)
    assert counted(session, LATER.day, MINGYAN) == "validated"
    assert counted(session, LATER.day, HUILING) == "none"


def test_differences_name_what_was_added_is_gone_or_changed_suppliers_of_ours_first(session):
    session.get(Supplier, HUILING).lei = lei("HUILING")
    session.flush()
    older = take(
        session, company("1", own_lei=lei("HUILING")), company("2", "Gone"), company("3", "Same"), company("4", "Year")
    )
    later = ListedCompany("4", "Year", "China", None, None, "Targets set", 2035)
    newer = take(
        session, company("1", own_lei=lei("HUILING"), status="Committed"), company("3", "Same, renamed"),
        later, company("5", "Added"), digest="b", as_of=date(2024, 3, 1),
    )  # fmt: skip
    found = differences(session, LIN.actor, older, newer, TODAY)
    assert [(one.kind, one.name, one.suppliers) for one in found] == [
        ("status", "Huiling Precision Electronics", (HUILING,)),
        ("added", "Added", ()),
        ("gone", "Gone", ()),
        ("year", "Year", ()),
    ]
    with pytest.raises(Missing):
        differences(session, TAN.actor, older, newer, TODAY)


def test_lists_without_ids_are_compared_by_name_and_country(session):
    older = take(session, company("", "Elmarra Ltd", status="Committed"), company("", "Elmarra Ltd", country="Japan"))
    newer = take(session, company("7", "ELMARRA LIMITED"), digest="b", as_of=date(2024, 3, 1))
    found = differences(session, PAN.actor, older, newer, TODAY)
    assert [(one.kind, one.name) for one in found] == [("gone", "Elmarra Ltd"), ("status", "ELMARRA LIMITED")]
