"""Teams that are fair: qualifications, conflicts of interest, rotation; teams and days that change."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from supplier_portal.audits.models import Audit, AuditMember, ConflictOfInterest, DateChange, TeamChange
from supplier_portal.audits.operations import PlanSites, SiteVisit, plan_audit, plan_sites
from supplier_portal.audits.team.changing import ChangeTeam, RescheduleAudit, change_team, reschedule_audit
from supplier_portal.audits.team.conflicts import DeclareConflict, EndConflict, declare_conflict, end_conflict
from supplier_portal.audits.team.qualifications import SaveQualification, save_qualification
from supplier_portal.audits.team.queries import conflicts_listed, qualifications_listed
from supplier_portal.audits.team.standing import Standing, Visit, standings
from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.suppliers.models import Site, Supplier
from tests.audit_story import brought_to, of_rival, plan_of, planned
from tests.cast import (
    FANG,
    HUILING,
    HUIZHOU_SITE,
    KUNSHAN_SITE,
    LIN,
    LUO,
    MINGYAN,
    MO,
    NOW,
    PAN,
    TAN,
    TODAY,
    YAN,
    ZHOU,
)

STARTS_ON, ENDS_ON = date(2024, 3, 30), date(2024, 3, 31)


def refused(act, *given):
    with pytest.raises(Invalid) as caught:
        act(*given)
    return {(fault.place, fault.code, fault.facts.get("person")) for fault in caught.value.faults}


def plan_refused(session, **other):
    return refused(plan_audit, session, PAN.actor, plan_of(session, **other), NOW)


def qualified(session, person=ZHOU, until=ENDS_ON, **other):
    command = SaveQualification(person.number, "iso_14064_1", "", date(2022, 1, 1), until)
    return save_qualification(session, PAN.actor, replace(command, **other), NOW)


def in_conflict(session, person=LUO, by=None, supplier="S-0001", **other):
    command = DeclareConflict(person.number, supplier, "Worked there", date(2024, 1, 1))
    return declare_conflict(session, (by or PAN).actor, replace(command, **other), NOW)


# --- who may be on a team ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "place"), [(ZHOU, "lead_id"), (LUO, "auditor_ids")], ids=["the lead", "another member"]
)
def test_a_person_with_a_conflict_in_force_is_refused_at_the_field_by_name(session, person, place):
    in_conflict(session, person)
    assert plan_refused(session) == {(place, "audits.conflict_of_interest", person.name)}
    assert not session.scalars(select(Audit)).all()


@pytest.mark.parametrize(
    ("holds_from", "holds_until", "in_force"),
    [
        (ENDS_ON, None, True),
        (ENDS_ON + timedelta(days=1), None, False),
        (date(2023, 1, 1), STARTS_ON, True),
        (date(2023, 1, 1), STARTS_ON - timedelta(days=1), False),
    ],
)
def test_a_conflict_holds_on_its_days_alone(session, holds_from, holds_until, in_force):
    in_conflict(session, holds_from=holds_from, holds_until=holds_until)
    if in_force:
        assert plan_refused(session) == {("auditor_ids", "audits.conflict_of_interest", LUO.name)}
    else:
        planned(session)


def test_a_conflict_with_another_supplier_is_none_here(session):
    in_conflict(session, supplier="S-0002")
    planned(session)


def test_without_any_qualification_on_record_everybody_who_leads_may(session):
    planned(session)


@pytest.mark.parametrize(
    ("until", "may"), [(ENDS_ON, True), (ENDS_ON - timedelta(days=1), False)], ids=["to the last day", "a day short"]
)
def test_a_lead_needs_a_qualification_that_holds_on_the_last_day(session, until, may):
    qualified(session, until=until)
    if may:
        planned(session)
    else:
        assert plan_refused(session) == {("lead_id", "audits.lead_not_qualified", ZHOU.name)}


def test_from_the_first_qualification_on_every_lead_needs_one_and_other_members_do_not(session):
    qualified(session, YAN)
    assert plan_refused(session) == {("lead_id", "audits.lead_not_qualified", ZHOU.name)}
    planned(session, lead_id=YAN.number)


def test_a_qualification_that_begins_after_the_visit_does_not_count(session):
    qualified(session, valid_from=ENDS_ON + timedelta(days=1), until=date(2026, 1, 1))
    assert plan_refused(session) == {("lead_id", "audits.lead_not_qualified", ZHOU.name)}


def test_nobody_of_the_team_audits_a_supplier_a_fourth_time_in_a_row(session):
    for year in (2021, 2022, 2023):
        planned(session, starts_on=date(year, 3, 1), ends_on=date(year, 3, 2))
    assert plan_refused(session) == {
        ("lead_id", "audits.too_often", ZHOU.name),
        ("auditor_ids", "audits.too_often", LUO.name),
    }
    assert plan_refused(session, lead_id=YAN.number) == {("auditor_ids", "audits.too_often", LUO.name)}
    planned(session, lead_id=YAN.number, auditor_ids=())
    planned(session, starts_on=date(2025, 3, 1), ends_on=date(2025, 3, 2))


def test_audits_that_fell_through_and_those_of_another_supplier_do_not_count(session):
    for year in (2021, 2022, 2023):
        given = {"starts_on": date(year, 3, 1), "ends_on": date(year, 3, 2)}
        planned(session, **given, supplier_id=MINGYAN, site_id=KUNSHAN_SITE)
        planned(session, **given).state = "cancelled"
        session.flush()
    planned(session)


def test_each_person_stands_to_the_visit_as_the_records_say(session):
    planned(session, starts_on=date(2023, 3, 1), ends_on=date(2023, 3, 2), auditor_ids=())
    of_rival(session)
    qualified(session, ZHOU, until=date(2024, 12, 31))
    qualified(session, YAN, until=date(2024, 1, 31))
    in_conflict(session)
    found = standings(session, [ZHOU.number, LUO.number, YAN.number], Visit(HUILING, HUIZHOU_SITE, STARTS_ON, ENDS_ON))
    assert found == {
        ZHOU.number: Standing(date(2024, 12, 31), qualified=True, conflict=False, in_a_row=2, load=0),
        LUO.number: Standing(None, qualified=False, conflict=True, in_a_row=1, load=0),
        YAN.number: Standing(date(2024, 1, 31), qualified=False, conflict=False, in_a_row=1, load=1),
    }


# --- several sites in one go ------------------------------------------------------------------------------------------


@pytest.fixture
def sites(session):
    session.add_all(Site(id=number, supplier_id=HUILING, name_en=f"Plant {number}") for number in (11, 12))
    session.flush()
    return (HUIZHOU_SITE, 11, 12)


def several(session, visits, **other):
    plan = plan_of(session, site_id=None, starts_on=None, ends_on=None, **other)
    return plan_sites(session, PAN.actor, PlanSites(plan, tuple(SiteVisit(*visit) for visit in visits)), NOW)


def test_several_sites_are_planned_in_one_go_with_one_team(session, sites):
    days = [(site, date(2024, 4, 8 + place), date(2024, 4, 8 + place)) for place, site in enumerate(sites)]
    audits = several(session, days)
    assert [(audit.site_id, audit.starts_on) for audit in audits] == [(site, day) for site, day, _ in days]
    assert len({audit.number for audit in audits}) == 3
    team = session.execute(select(AuditMember.audit_id, AuditMember.account_id)).all()
    assert sorted(map(tuple, team)) == sorted((one.id, person.number) for one in audits for person in (ZHOU, LUO))


def test_several_sites_are_one_time_for_the_team(session, sites):
    for year in (2022, 2023):
        planned(session, starts_on=date(year, 3, 1), ends_on=date(year, 3, 2))
    several(session, [(site, date(2024, 4, 8), date(2024, 4, 9)) for site in sites])


def test_faults_of_several_sites_stand_at_their_rows_and_nothing_is_planned(session, sites):
    in_conflict(session)
    visits = [(sites[0], date(2024, 4, 9), date(2024, 4, 8)), (KUNSHAN_SITE, date(2024, 4, 9), None)]
    with pytest.raises(Invalid) as caught:
        several(session, visits)
    assert {(fault.place, fault.code) for fault in caught.value.faults} == {
        ("visits-0-ends_on", "audits.dates_out_of_order"),
        ("visits-1-site_id", "audits.site_of_other"),
        ("visits-1-ends_on", "form.required"),
        ("auditor_ids", "audits.conflict_of_interest"),
    }
    assert not session.scalars(select(Audit)).all()


def test_no_site_at_all_is_a_fault(session):
    with pytest.raises(Invalid) as caught:
        several(session, [])
    assert [fault.code for fault in caught.value.faults] == ["audits.no_site_chosen"]


def test_a_supplier_merged_away_names_where_it_went(session):
    session.add(
        Supplier(id=55, number="S-0055", name_en="Old", country="CN", category="optical", merged_into_id=HUILING)
    )
    session.flush()
    with pytest.raises(Invalid) as caught:
        plan_audit(session, PAN.actor, plan_of(session, supplier_id=55), NOW)
    fault = next(fault for fault in caught.value.faults if fault.place == "supplier_id")
    assert (fault.code, fault.facts["number"]) == ("audits.supplier_merged", "S-0001")


# --- a team that changes ----------------------------------------------------------------------------------------------


def changed(session, audit, person=PAN, **other):
    command = ChangeTeam(audit.id, ZHOU.number, (LUO.number,), "Luo is ill")
    return change_team(session, person.actor, replace(command, **other), NOW)


def team_of(session, audit):
    rows = session.execute(select(AuditMember.account_id, AuditMember.role).where(AuditMember.audit_id == audit.id))
    return dict(rows.all())


@pytest.mark.parametrize("state", ["planned", "confirmed", "in_progress"])
def test_a_team_changes_before_its_answers_are_final_and_the_reason_is_kept(session, state):
    audit, rival = brought_to(session, state), of_rival(session)
    changed(session, audit, lead_id=YAN.number, auditor_ids=(ZHOU.number,))
    assert team_of(session, audit) == {YAN.number: "lead", ZHOU.number: "auditor"}
    assert team_of(session, rival) == {YAN.number: "lead"}
    kept = session.scalars(select(TeamChange).order_by(TeamChange.id)).all()
    assert [(row.account_id, row.act, row.reason, row.changed_by) for row in kept] == [
        (LUO.number, "removed", "Luo is ill", PAN.number),
        (ZHOU.number, "made_auditor", "Luo is ill", PAN.number),
        (YAN.number, "added_lead", "Luo is ill", PAN.number),
    ]


def test_a_team_stays_once_the_closing_meeting_is_held(session):
    audit = brought_to(session, "closing_held")
    with pytest.raises(Conflict) as caught:
        changed(session, audit, auditor_ids=())
    assert caught.value.code == "audits.team_fixed"


@pytest.mark.parametrize(
    ("other", "faults"),
    [
        ({}, {("auditor_ids", "audits.team_unchanged", None)}),
        ({"auditor_ids": (), "reason": " "}, {("reason", "workflow.needs_reason", None)}),
        ({"lead_id": LUO.number}, {("lead_id", "audits.lead_missing", None)}),
        ({"auditor_ids": (FANG.number,)}, {("auditor_ids", "form.unknown_choice", None)}),
        ({"lead_id": None, "auditor_ids": ()}, {("lead_id", "audits.lead_missing", None)}),
    ],
)
def test_a_wrong_team_is_refused_at_its_field_and_stays_as_it_was(session, other, faults):
    audit = planned(session)
    assert refused(lambda: changed(session, audit, **other)) == faults
    assert team_of(session, audit) == {ZHOU.number: "lead", LUO.number: "auditor"}


def test_who_joins_later_is_held_to_the_same_rules(session):
    audit = planned(session, auditor_ids=())
    in_conflict(session)
    qualified(session, YAN, until=date(2023, 1, 1))
    assert refused(lambda: changed(session, audit, lead_id=YAN.number)) == {
        ("lead_id", "audits.lead_not_qualified", YAN.name),
        ("auditor_ids", "audits.conflict_of_interest", LUO.name),
    }


@pytest.mark.parametrize("person", [ZHOU, LUO, FANG, MO, TAN, LIN])
def test_planners_alone_change_teams_and_days(session, person):
    audit = planned(session)
    with pytest.raises(Missing):
        changed(session, audit, person, auditor_ids=())
    with pytest.raises(Missing):
        moved(session, audit, person)


# --- days that change -------------------------------------------------------------------------------------------------


def moved(session, audit, person=PAN, **other):
    command = RescheduleAudit(audit.id, date(2024, 5, 6), date(2024, 5, 7), "A typhoon")
    return reschedule_audit(session, person.actor, replace(command, **other), NOW)


@pytest.mark.parametrize("state", ["planned", "confirmed"])
def test_days_move_until_the_audit_begins_and_both_are_kept(session, state):
    audit = moved(session, brought_to(session, state))
    assert (audit.starts_on, audit.ends_on, audit.state) == (date(2024, 5, 6), date(2024, 5, 7), state)
    kept = session.scalars(select(DateChange)).one()
    assert (kept.from_starts_on, kept.from_ends_on) == (STARTS_ON, ENDS_ON)
    assert (kept.to_starts_on, kept.to_ends_on, kept.reason) == (audit.starts_on, audit.ends_on, "A typhoon")


def test_days_stay_once_the_audit_has_begun(session):
    with pytest.raises(Conflict) as caught:
        moved(session, brought_to(session, "in_progress"))
    assert caught.value.code == "audits.dates_fixed"


@pytest.mark.parametrize(
    ("other", "faults"),
    [
        ({"ends_on": date(2024, 5, 5)}, {("ends_on", "audits.dates_out_of_order", None)}),
        ({"starts_on": None}, {("starts_on", "form.required", None)}),
        ({"starts_on": STARTS_ON, "ends_on": ENDS_ON}, {("starts_on", "audits.dates_unchanged", None)}),
        ({"reason": ""}, {("reason", "workflow.needs_reason", None)}),
    ],
)
def test_wrong_days_are_refused_at_their_field(session, other, faults):
    audit = planned(session)
    assert refused(lambda: moved(session, audit, **other)) == faults
    assert (audit.starts_on, audit.ends_on) == (STARTS_ON, ENDS_ON)


def test_the_team_must_be_free_of_faults_on_the_new_days(session):
    audit = planned(session)
    in_conflict(session, holds_from=date(2024, 5, 1))
    qualified(session, until=date(2024, 4, 30))
    assert refused(lambda: moved(session, audit)) == {
        ("starts_on", "audits.conflict_of_interest", LUO.name),
        ("starts_on", "audits.lead_not_qualified", ZHOU.name),
    }


# --- the records ------------------------------------------------------------------------------------------------------


def test_an_auditor_declares_for_oneself_whoever_is_named(session):
    row = in_conflict(session, YAN, by=LUO, supplier="惠岭精密电子")
    assert (row.account_id, row.supplier_id, row.declared_by) == (LUO.number, HUILING, LUO.number)


@pytest.mark.safety(2)
def test_an_auditor_finds_ones_own_declarations_alone(session):
    own, other = in_conflict(session, LUO), in_conflict(session, YAN, supplier="S-0002")
    assert [row.id for row, *_ in conflicts_listed(session, LUO.actor)] == [own.id]
    assert {row.id for row, *_ in conflicts_listed(session, PAN.actor)} == {own.id, other.id}
    with pytest.raises(Missing):
        end_conflict(session, LUO.actor, EndConflict(other.id, TODAY), NOW)
    for person in (TAN, FANG, LIN):
        assert conflicts_listed(session, person.actor) == []
        with pytest.raises(Missing):
            in_conflict(session, by=person)


def test_a_conflict_that_ends_stays_on_record(session):
    row = in_conflict(session)
    end_conflict(session, LUO.actor, EndConflict(row.id, STARTS_ON - timedelta(days=1)), NOW)
    planned(session)
    assert session.scalars(select(ConflictOfInterest.reason)).all() == ["Worked there"]


@pytest.mark.parametrize(
    ("other", "faults"),
    [
        ({"supplier": "Huiling"}, {("supplier", "audits.no_such_supplier")}),
        ({"supplier": " "}, {("supplier", "form.required")}),
        ({"reason": ""}, {("reason", "workflow.needs_reason")}),
        ({"reason": "a\x00"}, {("reason", "audits.control_character")}),
        ({"holds_from": None}, {("holds_from", "form.required")}),
        ({"holds_until": date(2023, 1, 1)}, {("holds_until", "audits.dates_out_of_order")}),
        ({"person": FANG}, {("account_id", "form.unknown_choice")}),
    ],
)
def test_a_wrong_declaration_is_refused_at_its_field(session, other, faults):
    assert {fault[:2] for fault in refused(lambda: in_conflict(session, **other))} == faults


def test_two_suppliers_of_one_name_are_told_apart_by_number(session):
    session.get(Supplier, MINGYAN).name_en = "Huiling Precision Electronics"
    session.flush()
    faults = refused(lambda: in_conflict(session, supplier="huiling precision electronics"))
    assert {code for _, code, _ in faults} == {"audits.several_suppliers"}
    assert in_conflict(session, supplier="s-0002").supplier_id == MINGYAN


def test_a_qualification_is_changed_in_place(session):
    row = qualified(session)
    qualified(session, until=date(2023, 1, 1), qualification_id=row.id)
    [[kept]] = qualifications_listed(session, PAN.actor).values()
    assert (kept.id, kept.valid_until) == (row.id, date(2023, 1, 1))
    assert qualifications_listed(session, LUO.actor) == {}


@pytest.mark.parametrize(
    ("other", "faults"),
    [
        ({"person": FANG}, {("account_id", "form.unknown_choice")}),
        ({"code": "iso_1"}, {("code", "form.unknown_choice")}),
        ({"code": "other"}, {("detail", "audits.qualification_named")}),
        ({"detail": "x" * 301}, {("detail", "form.too_long")}),
        ({"valid_from": date(2030, 1, 1)}, {("valid_until", "audits.dates_out_of_order")}),
        ({"until": None}, {("valid_until", "form.required")}),
    ],
)
def test_a_wrong_qualification_is_refused_at_its_field(session, other, faults):
    assert {fault[:2] for fault in refused(lambda: qualified(session, **other))} == faults
