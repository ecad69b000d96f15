"""A year's programme: made, agreed, lines added, moved, dropped, planned, carried over."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from supplier_portal.audits.models import Audit
from supplier_portal.audits.operations import MoveAudit, move_audit
from supplier_portal.audits.team.conflicts import DeclareConflict, declare_conflict
from supplier_portal.declared import declare_rooms
from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.programme.grid import GridFilter, counts_of, loads_of, rows_of
from supplier_portal.programme.line_states import line_state
from supplier_portal.programme.models import LineChange, ProgrammeLine
from supplier_portal.programme.operations import (
    AddLine,
    ChangeLine,
    DropLine,
    MoveLine,
    SaveProgramme,
    add_lines,
    adopt_audits,
    agree_programme,
    carry_over,
    change_line,
    change_programme,
    drop_line,
    move_line,
    plan_line,
)
from supplier_portal.programme.queries import entries_of, line_of_audit, visible, visible_lines
from supplier_portal.programme.queries.candidates import Wanted, candidates_of
from supplier_portal.programme.queries.of_year import audits_by_person, count_outside, lines_to_carry
from supplier_portal.suppliers.models import Site, Supplier
from supplier_portal.suppliers.operations.merge import MergeSuppliers, merge_suppliers
from tests import scored
from tests.audit_story import plan_of, planned
from tests.cast import (
    FANG,
    HE,
    HUILING,
    HUIZHOU_SITE,
    KUNSHAN_SITE,
    LIN,
    LUO,
    MINGYAN,
    MO,
    NOW,
    PAN,
    RIVAL,
    TAN,
    TODAY,
    YAN,
    ZHOU,
)
from tests.programme_story import APRIL, MAY, YEAR, lined, made, of_rival

MARCH = 3


def refused(act):
    with pytest.raises(Invalid) as caught:
        act()
    return {(fault.place, fault.code) for fault in caught.value.faults}


def conflict(act):
    with pytest.raises(Conflict) as caught:
        act()
    return caught.value.code


def on(day):
    return Moment(datetime(day.year, day.month, day.day, 8, tzinfo=UTC), day)


def entries(session, programme, person=PAN, day=TODAY):
    return entries_of(session, person.actor, programme, day)


# --- where a line stands ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("audit_state", "before", "after"),
    [
        (None, "unplanned", "behind"),
        ("planned", "planned", "behind"),
        ("confirmed", "confirmed", "behind"),
        ("in_progress", "under_way", "behind"),
        ("closing_held", "reporting", "reporting"),
        ("in_review", "reporting", "reporting"),
        ("draft_sent", "reporting", "reporting"),
        ("issued", "done", "done"),
        ("closed", "done", "done"),
        ("amended", "done", "done"),
        ("cancelled", "unplanned", "behind"),
        ("refused", "refused", "refused"),
        ("aborted", "refused", "refused"),
    ],
)
def test_a_line_is_behind_plan_when_its_month_ends_without_a_visit(audit_state, before, after):
    assert line_state(2024, APRIL, audit_state, date(2024, 4, 29)) == before
    assert line_state(2024, APRIL, audit_state, date(2024, 4, 30)) == after
    assert line_state(2025, 1, audit_state, date(2024, 12, 31)) == before


# --- the year ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("other", "faults"),
    [
        ({}, {("year", "programme.year_taken")}),
        ({"year": None}, {("year", "programme.year")}),
        ({"year": 1999}, {("year", "programme.year")}),
        ({"year": 2025, "title": " "}, {("title", "form.required")}),
        ({"year": 2025, "title": "x" * 201}, {("title", "form.too_long")}),
        ({"year": 2025, "scope": "a\x00"}, {("scope", "audits.control_character")}),
    ],
)
def test_a_wrong_year_is_refused_at_its_field(session, other, faults):
    made(session)
    assert refused(lambda: made(session, **other)) == faults


def test_texts_change_and_the_year_stays(session):
    programme = made(session)
    change_programme(session, PAN.actor, programme.id, SaveProgramme(2031, "New", "a", "b", "c"), NOW)
    assert (programme.year, programme.title, programme.criteria) == (2024, "New", "c")


@pytest.mark.parametrize("person", [ZHOU, FANG, MO, TAN, LIN])
def test_planners_alone_change_a_programme(session, person):
    programme = made(session)
    line = lined(session, programme)
    for act in (
        lambda: change_programme(session, person.actor, programme.id, YEAR, NOW),
        lambda: agree_programme(session, person.actor, programme.id, NOW),
        lambda: carry_over(session, person.actor, programme.id, NOW),
        lambda: adopt_audits(session, person.actor, programme.id, NOW),
        lambda: add_lines(session, person.actor, programme.id, [AddLine(programme.id, HUIZHOU_SITE, MAY)], NOW),
        lambda: move_line(session, person.actor, MoveLine(line.id, MAY), NOW),
        lambda: drop_line(session, person.actor, DropLine(line.id), NOW),
        lambda: plan_line(session, person.actor, line.id, plan_of(session), NOW),
    ):
        with pytest.raises(Missing):
            act()


@pytest.mark.safety(2)
def test_offices_read_all_lines_auditors_their_own_and_others_none(session):
    programme = made(session)
    own, other = lined(session, programme), of_rival(session, programme)
    audit = planned(session, starts_on=date(2024, 6, 3), ends_on=date(2024, 6, 4))
    lines = adopt_audits(session, PAN.actor, programme.id, NOW)
    found = {
        person.name: set(session.scalars(visible_lines(person.actor).with_only_columns(ProgrammeLine.id)))
        for person in (PAN, FANG, MO, ZHOU, LUO, YAN, TAN, HE, RIVAL, LIN)
    }
    adopted = lines[0].id
    assert audit.id == lines[0].audit_id
    assert found == {
        **{person.name: {own.id, other.id, adopted} for person in (PAN, FANG, MO)},
        ZHOU.name: {own.id, adopted},
        LUO.name: {adopted},
        YAN.name: {other.id},
        **{person.name: set() for person in (TAN, HE, RIVAL, LIN)},
    }
    assert not session.scalars(visible(TAN.actor)).all()


def test_an_agreed_programme_asks_for_reasons(session):
    programme = made(session)
    assert conflict(lambda: agree_programme(session, PAN.actor, programme.id, NOW)) == "programme.empty"
    line = lined(session, programme)
    move_line(session, PAN.actor, MoveLine(line.id, MAY), NOW)
    agreed = agree_programme(session, PAN.actor, programme.id, NOW)
    assert (agreed.state, agreed.agreed_by, agreed.agreed_on) == ("agreed", PAN.number, TODAY)
    assert conflict(lambda: agree_programme(session, PAN.actor, programme.id, NOW)) == "workflow.not_now"
    for act in (
        lambda: move_line(session, PAN.actor, MoveLine(line.id, 6), NOW),
        lambda: drop_line(session, PAN.actor, DropLine(line.id, " "), NOW),
    ):
        assert refused(act) == {("reason", "programme.agreed_needs_reason")}
    move_line(session, PAN.actor, MoveLine(line.id, 6, "The plant is shut in May"), NOW)
    kept = session.execute(select(LineChange.from_month, LineChange.to_month, LineChange.reason)).all()
    assert [tuple(row) for row in kept] == [(APRIL, MAY, ""), (MAY, 6, "The plant is shut in May")]


# --- lines ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("other", "faults"),
    [
        ({}, {("month", "programme.line_there")}),
        ({"month": None}, {("month", "programme.month")}),
        ({"month": 13}, {("month", "programme.month")}),
        ({"month": 2}, {("month", "programme.month_over")}),
        ({"site_id": 999}, {("site_id", "programme.no_such_site")}),
        ({"site_id": None}, {("site_id", "programme.no_such_site")}),
        (
            {"month": MAY, "type": "odd", "mode": "odd"},
            {("type", "form.unknown_choice"), ("mode", "form.unknown_choice")},
        ),
        ({"month": MAY, "lead_id": LUO.number}, {("lead_id", "form.unknown_choice")}),
        ({"month": MAY, "note": "x" * 1001}, {("note", "form.too_long")}),
    ],
)
def test_a_wrong_line_is_refused_at_its_field(session, other, faults):
    programme = made(session)
    lined(session, programme)
    assert refused(lambda: lined(session, programme, **other)) == faults


def test_this_month_is_not_over_on_its_last_day(session):
    assert lined(session, made(session), month=MARCH).month == MARCH


def test_many_lines_are_added_all_or_none_with_faults_at_their_rows(session):
    programme = made(session)
    commands = [AddLine(programme.id, HUIZHOU_SITE, MAY), AddLine(programme.id, KUNSHAN_SITE, 1)]
    assert refused(lambda: add_lines(session, PAN.actor, programme.id, commands, NOW)) == {
        ("lines-1-month", "programme.month_over")
    }
    assert entries(session, programme) == []
    twice = [commands[0], commands[0]]
    assert refused(lambda: add_lines(session, PAN.actor, programme.id, twice, NOW)) == {
        ("lines-1-month", "programme.line_there")
    }
    assert refused(lambda: add_lines(session, PAN.actor, programme.id, [], NOW)) == {
        ("lines", "programme.no_site_chosen")
    }
    added = add_lines(session, PAN.actor, programme.id, [commands[0], replace(commands[1], month=MAY)], NOW)
    assert [(line.supplier_id, line.month) for line in added] == [(HUILING, MAY), (MINGYAN, MAY)]


def test_a_line_goes_to_another_month_that_is_not_over(session):
    programme = made(session)
    line, second = lined(session, programme), lined(session, programme, month=MAY)
    for month, code in ((1, "month_over"), (APRIL, "same_month"), (MAY, "line_there"), (0, "month")):
        assert refused(lambda month=month: move_line(session, PAN.actor, MoveLine(line.id, month), NOW)) == {
            ("month", f"programme.{code}")
        }
    drop_line(session, PAN.actor, DropLine(second.id), NOW)
    assert move_line(session, PAN.actor, MoveLine(line.id, MAY), NOW).month == MAY


def test_a_dropped_line_is_gone_from_the_programme_and_stays_on_record(session):
    programme = made(session)
    line, other = lined(session, programme), of_rival(session, programme)
    drop_line(session, PAN.actor, DropLine(line.id, "Sold"), NOW)
    assert [entry.line.id for entry in entries(session, programme)] == [other.id]
    assert session.get_one(ProgrammeLine, line.id).dropped_at == NOW.at
    with pytest.raises(Missing):
        drop_line(session, PAN.actor, DropLine(line.id, "Sold"), NOW)


def test_a_line_is_changed_while_no_audit_is_planned(session):
    line = lined(session, made(session))
    command = ChangeLine(line.id, "initial", "remote", None, "Call first")
    assert change_line(session, PAN.actor, command, NOW).mode == "remote"
    assert refused(lambda: change_line(session, PAN.actor, replace(command, type="odd"), NOW)) == {
        ("type", "form.unknown_choice")
    }


def test_a_line_does_not_become_the_like_of_another_one_in_its_month(session):
    programme = made(session)
    line = lined(session, programme)
    other = lined(session, programme, type="initial")
    command = ChangeLine(line.id, "initial", "remote", None, "")
    assert refused(lambda: change_line(session, PAN.actor, command, NOW)) == {("type", "programme.line_there")}
    drop_line(session, PAN.actor, DropLine(other.id), NOW)
    assert change_line(session, PAN.actor, command, NOW).type == "initial"


# --- from a line to its audit -----------------------------------------------------------------------------------------


def audited(session, line, **other):
    days = {"starts_on": date(2024, 4, 15), "ends_on": date(2024, 4, 16)}
    return plan_line(session, PAN.actor, line.id, plan_of(session, **days | other), NOW)


def test_the_audit_planned_from_a_line_is_the_line_s(session):
    programme = made(session)
    line, rival = lined(session, programme), of_rival(session, programme)
    audit = audited(session, line)
    shown = {entry.line.id: entry for entry in entries(session, programme)}
    assert (shown[line.id].audit, shown[line.id].state, shown[line.id].lead) == (audit, "planned", ZHOU.name)
    assert (shown[rival.id].audit, shown[rival.id].state, shown[rival.id].lead) == (None, "unplanned", YAN.name)
    assert line_of_audit(session, PAN.actor, audit.id) == (line, programme)
    assert line_of_audit(session, YAN.actor, audit.id) is None
    for act in (
        lambda: audited(session, line),
        lambda: drop_line(session, PAN.actor, DropLine(line.id), NOW),
        lambda: change_line(session, PAN.actor, ChangeLine(line.id, "initial", "remote", None, ""), NOW),
    ):
        assert conflict(act) == "programme.line_has_audit"


@pytest.mark.safety(5)
def test_a_line_takes_no_audit_of_another_site(session):
    programme = made(session)
    line = lined(session, programme)
    other = {"supplier_id": MINGYAN, "site_id": KUNSHAN_SITE}
    assert refused(lambda: audited(session, line, **other)) == {("site_id", "programme.other_site")}
    assert not session.scalars(select(Audit)).all()


def test_a_faulty_plan_leaves_the_line_without_an_audit(session):
    line = lined(session, made(session))
    assert refused(lambda: audited(session, line, ends_on=date(2024, 4, 14))) == {
        ("ends_on", "audits.dates_out_of_order")
    }
    assert line.audit_id is None


def test_after_a_cancelled_audit_the_line_is_planned_anew(session):
    programme = made(session)
    line = lined(session, programme)
    first = audited(session, line)
    move_audit(session, PAN.actor, MoveAudit(first.id, "cancelled", "Typhoon"), NOW)
    assert entries(session, programme)[0].state == "unplanned"
    second = audited(session, line)
    assert (line.audit_id, first.id != second.id) == (second.id, True)


def test_a_line_whose_audit_is_issued_stays_in_its_month(session):
    line = lined(session, made(session))
    audit = audited(session, line)
    audit.state, audit.issued_on = "issued", TODAY
    session.flush()
    assert conflict(lambda: move_line(session, PAN.actor, MoveLine(line.id, MAY), NOW)) == "programme.line_done"


def test_audits_of_the_year_outside_the_programme_are_taken_in_once(session):
    programme = made(session)
    line = lined(session, programme)
    audited(session, line)
    outside = planned(session, starts_on=date(2024, 6, 3), ends_on=date(2024, 6, 4))
    planned(session, starts_on=date(2025, 6, 3), ends_on=date(2025, 6, 4))
    [adopted] = adopt_audits(session, PAN.actor, programme.id, NOW)
    assert (adopted.audit_id, adopted.month, adopted.site_id) == (outside.id, 6, HUIZHOU_SITE)
    assert conflict(lambda: adopt_audits(session, PAN.actor, programme.id, NOW)) == "programme.nothing_to_adopt"


def test_what_was_not_done_goes_into_the_next_year_once(session):
    programme = made(session)
    done, open_line = lined(session, programme), of_rival(session, programme)
    audited(session, done)
    carried = carry_over(session, PAN.actor, programme.id, NOW)
    assert (carried.programme.year, carried.programme.title) == (2025, "Audit programme 2025")
    [copy] = carried.lines
    assert (copy.carried_from_id, copy.site_id, copy.month, copy.lead_id, copy.audit_id) == (
        open_line.id, KUNSHAN_SITE, MAY, YAN.number, None,
    )  # fmt: skip
    assert conflict(lambda: carry_over(session, PAN.actor, programme.id, NOW)) == "programme.nothing_to_carry"


def test_what_stands_in_the_next_year_already_is_not_carried_over_again(session):
    programme = made(session)
    lined(session, programme)
    of_rival(session, programme)
    following = made(session, year=2025)
    lined(session, following)
    assert {line.site_id for line in lines_to_carry(session, PAN.actor, programme, TODAY)} == {KUNSHAN_SITE}
    carried = carry_over(session, PAN.actor, programme.id, NOW)
    assert [(line.programme_id, line.site_id) for line in carried.lines] == [(following.id, KUNSHAN_SITE)]
    assert lines_to_carry(session, PAN.actor, programme, TODAY) == []


def test_a_refused_audit_whose_line_was_planned_anew_is_not_taken_in_again(session):
    programme = made(session)
    line = lined(session, programme)
    first = audited(session, line)
    first.state = "refused"
    audited(session, line)
    assert count_outside(session, PAN.actor, programme) == 0
    assert conflict(lambda: adopt_audits(session, PAN.actor, programme.id, NOW)) == "programme.nothing_to_adopt"
    alone = planned(
        session, supplier_id=MINGYAN, site_id=KUNSHAN_SITE, starts_on=date(2024, 6, 3), ends_on=date(2024, 6, 4)
    )
    alone.state = "refused"
    session.flush()
    assert count_outside(session, PAN.actor, programme) == 1
    [adopted] = adopt_audits(session, PAN.actor, programme.id, NOW)
    assert adopted.audit_id == alone.id


@pytest.mark.safety(2)
def test_who_was_meant_to_lead_finds_no_audit_that_another_team_took(session):
    programme = made(session)
    line = lined(session, programme, lead_id=YAN.number)
    assert [entry.line.id for entry in entries(session, programme, YAN)] == [line.id]
    audited(session, line)
    assert entries(session, programme, YAN) == []
    assert [entry.line.id for entry in entries(session, programme, ZHOU)] == [line.id]


# --- the grid ---------------------------------------------------------------------------------------------------------


def test_the_grid_counts_by_month_and_by_person(session):
    programme = made(session)
    line = lined(session, programme, month=MARCH)
    of_rival(session, programme)
    audited(session, line, starts_on=date(2024, 5, 6), ends_on=date(2024, 5, 7))
    shown = entries(session, programme, day=date(2024, 4, 1))
    rows = rows_of(shown)
    assert [(row.supplier.id, sorted(row.cells)) for row in rows] == [(HUILING, [MARCH]), (MINGYAN, [MAY])]
    year, months = counts_of(shown)
    assert (year.lines, year.done, year.behind) == (2, 0, 1)
    assert (months[MARCH].behind, months[MAY].lines, months[MAY].behind) == (1, 1, 0)
    loads = loads_of(audits_by_person(session, 2024), shown)
    assert [(load.name, load.months) for load in loads] == [
        (LUO.name, {MAY: 1}), (YAN.name, {MAY: 1}), (ZHOU.name, {MAY: 1}),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [
        ({}, 2), ({"text": "huiling"}, 1), ({"text": "明砚"}, 1), ({"text": "s-0002"}, 1), ({"category": "optical"}, 0),
        ({"lead": "Yan Lead"}, 1), ({"month": APRIL}, 1), ({"state": "unplanned"}, 2), ({"state": "done"}, 0),
    ],
)  # fmt: skip
def test_the_grid_is_narrowed(session, wanted, kept):
    programme = made(session)
    lined(session, programme)
    of_rival(session, programme)
    assert sum(GridFilter(**wanted).keeps(entry) for entry in entries(session, programme)) == kept


# --- sites to be added ------------------------------------------------------------------------------------------------


@pytest.fixture
def sites(session):
    """Huizhou valid to 2024-11-30, Kunshan never audited, Dongguan expired, Old no core supplier's."""
    scored.add_policy(session)
    session.add(Site(id=77, supplier_id=HUILING, name_en="Dongguan"))
    session.add(Supplier(id=55, number="S-0055", name_en="Small", country="CN", category="optical"))
    session.flush()
    session.add(Site(id=78, supplier_id=55, name_en="Old"))
    session.flush()
    scored.add_scored_audit(session, HUILING, HUIZHOU_SITE, 3, issued_on=date(2024, 11, 30) - timedelta(days=730))
    scored.add_scored_audit(session, HUILING, 77, 3, issued_on=date(2022, 1, 1))
    return made(session)


def found(session, programme, counts=None, **wanted):
    candidates = candidates_of(session, PAN.actor, programme, Wanted(**wanted), TODAY, counts or {})
    return [(one.site.id, one.month) for one in candidates]


def test_core_sites_without_a_valid_audit_come_with_the_emptiest_months(session, sites):
    assert found(session, sites) == [(KUNSHAN_SITE, 3), (77, 4)]
    assert found(session, sites, counts={3: 2, 4: 1}) == [(KUNSHAN_SITE, 5), (77, 6)]
    assert {site for site, _ in found(session, sites, core=False)} == {KUNSHAN_SITE, 77, 78}
    assert found(session, sites, core=False, category="optical") == [(78, 3)]


def test_sites_that_expire_by_a_month_come_with_the_month_before(session, sites):
    assert found(session, sites, which="expiring", until_month=11) == [(HUIZHOU_SITE, 10)]
    assert found(session, sites, which="expiring", until_month=10) == []


def test_a_site_with_a_line_or_a_running_scored_audit_is_no_candidate(session, sites):
    lined(session, sites, site_id=KUNSHAN_SITE)
    planned(session, site_id=77)
    assert found(session, sites) == []


def test_lines_and_conflicts_of_interest_go_over_with_a_merged_supplier(session):
    declare_rooms()
    line = of_rival(session, made(session))
    declared = declare_conflict(session, PAN.actor, DeclareConflict(LUO.number, "S-0002", "Kin", TODAY), NOW)
    merge_suppliers(session, PAN.actor, MergeSuppliers(HUILING, MINGYAN), NOW)
    for row in (line, declared):
        session.refresh(row)
        assert row.supplier_id == HUILING
