"""The desk's figures, counted by hand over the same rows."""

import random
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from supplier_portal.access.actor import SYSTEM
from supplier_portal.audits.models import AuditMember
from supplier_portal.calendars.models import HOLIDAY, CalendarDay
from supplier_portal.calendars.operations import take_in_years
from supplier_portal.calendars.queries import forget_calendars
from supplier_portal.calendars.years import Year
from supplier_portal.desk.following import follow_closings
from supplier_portal.desk.models import ClosingTime
from supplier_portal.desk.operations.closing import keep_closing_times
from supplier_portal.desk.queries.closing import closing_times, year_before
from supplier_portal.desk.queries.due import waiting_for
from supplier_portal.desk.queries.effects import behind, savings, summed
from supplier_portal.desk.queries.funnel import DROPPED, funnel_of, states_from
from supplier_portal.desk.queries.standing import standing_findings
from supplier_portal.desk.wanted import Wanted
from supplier_portal.domain.findings.effects import Measured
from supplier_portal.domain.findings.percentile import nearest_rank
from supplier_portal.domain.workflow.finding import STANDING, turn
from supplier_portal.findings.models import CorrectiveActionPlan, Extension
from supplier_portal.findings.operations import (
    Action,
    MoveFinding,
    ReviewEffect,
    add_finding_evidence,
    move_finding,
    propose_plan,
    review_effect,
)
from supplier_portal.findings.queries.listing import count_findings
from supplier_portal.findings.queries.rounds import actions_of
from supplier_portal.suppliers.models import Supplier
from supplier_portal.trail.operations import seal_new
from tests.cast import FANG, HUILING, LUO, MINGYAN, MO, NOW, PAN, RIVAL, TAN, TODAY, YAN, ZHOU
from tests.desk_story import add_many
from tests.findings_story import (
    accept_files,
    add_audit,
    brought_to,
    do_all,
    later,
    notified,
    plan_for,
    proof_for,
    raise_one,
)

ZONE = ZoneInfo("Asia/Shanghai")
BANDS = {"young": range(31), "middle": range(31, 61), "old": range(61, 10_000)}
OWN = {
    PAN: {HUILING, MINGYAN},
    FANG: {HUILING, MINGYAN},
    MO: {HUILING, MINGYAN},
    ZHOU: {HUILING},
    LUO: {HUILING},
    YAN: {MINGYAN},
}


@pytest.mark.parametrize(
    ("days", "percents"),
    [
        ([], (None, None, None)),
        ([7], (7, 7, 7)),
        ([1, 2], (1, 2, 2)),
        ([1, 2, 3, 4], (2, 3, 4)),
        ([15, 20, 35, 40, 50], (35, 40, 50)),
        ([3, 6, 7, 8, 8, 10, 13, 15, 16, 20], (8, 15, 16)),
        ([0, 0, 0, 9], (0, 0, 9)),
    ],
)
def test_a_percentile_is_the_value_of_the_nearest_rank(days, percents):
    assert tuple(nearest_rank(Counter(days), percent) for percent in (50, 75, 90)) == percents


@pytest.mark.parametrize(
    ("day", "before"),
    [(date(2024, 2, 29), date(2023, 2, 28)), (date(2025, 2, 28), date(2024, 2, 28)), (TODAY, date(2023, 3, 31))],
)
def test_twelve_months_reach_back_to_the_same_day(day, before):
    assert year_before(day) == before


def seen_by(person, findings):
    drafts = person is not MO
    return [one for one in findings if one.supplier_id in OWN[person] and (drafts or one.notified_at is not None)]


def is_open(finding) -> bool:
    return finding.state in STANDING and finding.severity != "none"


def age(finding) -> int:
    return (TODAY - finding.notified_at.astimezone(ZONE).date()).days


@pytest.mark.parametrize("person", OWN, ids=lambda person: person.name)
@pytest.mark.parametrize("seed", [1, 2])
def test_open_findings_are_counted_by_age_and_holder_as_far_as_one_sees_them(session, seed, person):
    mine = [one for one in seen_by(person, add_many(session, seed)) if is_open(one)]
    told = standing_findings(session, person.actor, NOW, ZONE)
    assert mine
    assert told.count() == len(mine)
    for holder in ("supplier", "buyer"):
        held = [one for one in mine if turn(one.state) == holder]
        late = [one for one in held if one.turn_due_on and one.turn_due_on < TODAY]
        assert (told.count(holder), told.late(holder)) == (len(held), len(late))
        for band, days in BANDS.items():
            assert told.count(holder, band) == sum(age(one) in days for one in held), (holder, band)
    assert told.escalated == sum(one.escalates_on is not None and one.escalates_on <= TODAY for one in mine)


@pytest.mark.parametrize("person", OWN, ids=lambda person: person.name)
@pytest.mark.parametrize("year", [None, 2024, 2023])
def test_the_funnel_counts_how_far_each_came_and_which_dropped_out(session, person, year):
    cohort = [
        one
        for one in seen_by(person, add_many(session, 3))
        if one.kind == "nonconformity" and one.notified_at and year in {None, one.notified_at.astimezone(ZONE).year}
    ]
    told = funnel_of(session, person.actor, year, ZONE)
    assert told.notified == len(cohort) > 0
    for stage in told.stages:
        assert stage.reached == sum(one.state in states_from(stage.code) for one in cohort)
    assert sum(stage.standing for stage in told.stages) == len(cohort)
    assert told.dropped == {state: sum(one.state == state for one in cohort) for state in DROPPED}


@pytest.mark.parametrize("person", [PAN, ZHOU, YAN, MO], ids=lambda person: person.name)
def test_every_figure_leads_to_as_many_findings(session, person):
    add_many(session, 4)

    def listed(**narrowed) -> int:
        return count_findings(session, person.actor, Wanted.of(narrowed).filter(person.actor, NOW, ZONE))

    standing = standing_findings(session, person.actor, NOW, ZONE)
    for holder in ("supplier", "buyer"):
        assert listed(open="yes", turn=holder) == standing.count(holder)
        assert listed(late=holder) == standing.late(holder)
        for band in BANDS:
            assert listed(open="yes", turn=holder, age=band) == standing.count(holder, band)
    assert listed(escalated="yes") == standing.escalated
    for year in (None, 2024):
        funnel, cohort = funnel_of(session, person.actor, year, ZONE), {"notified": year} if year else {}
        for stage in funnel.stages:
            assert listed(reached=stage.code, **cohort) == stage.reached
            assert listed(standing=stage.code, **cohort) == stage.standing
        for state, count in funnel.dropped.items():
            assert listed(reached="open", state=state, **cohort) == count


@pytest.mark.parametrize("person", [PAN, ZHOU, YAN], ids=lambda person: person.name)
def test_percentiles_are_those_of_the_lists_of_days(session, person):
    dice = random.Random(5)  # noqa: S311 the same rows in every run
    closed = [one for one in add_many(session, 5, 250) if one.state in {"closed", "effective"}]
    rows = {}
    for one in closed:
        whole = dice.randrange(1, 120)
        supplier = dice.randrange(whole + 1)
        row = ClosingTime(
            finding_id=one.id, closed_on=TODAY - timedelta(days=dice.randrange(800)), calendar_days=whole,
            supplier_days=supplier, buyer_days=dice.randrange(whole - supplier + 1),
        )  # fmt: skip
        rows[one] = row
    session.add_all(rows.values())
    session.flush()
    told = closing_times(session, person.actor, TODAY)
    for period, since in (("year", date(2023, 3, 31)), ("ever", date.min)):
        for took in told[period]:
            mine = [
                row
                for one, row in rows.items()
                if one.supplier_id in OWN[person] and row.closed_on > since and took.severity in {"", one.severity}
            ]
            assert took.count == len(mine) > 0
            for name in ("supplier", "calendar"):
                days = sorted(getattr(row, f"{name}_days") for row in mine)
                expected = tuple(days[-(-percent * len(days) // 100) - 1] for percent in (50, 75, 90))
                assert getattr(took, name) == expected
            share = Fraction(sum(row.buyer_days for row in mine), sum(row.calendar_days for row in mine))
            assert took.buyer_share == share


def holidays(session, *days):
    take_in_years(session, SYSTEM, [Year("CN", TODAY.year, (), announced=True, source="")], NOW)
    named = {"calendar": "CN", "kind": HOLIDAY, "name_en": "Qingming", "name_zh": "清明节"}
    session.add_all(CalendarDay(day=date(2024, 4, day), **named) for day in days)
    session.flush()
    forget_calendars(session)


def closed_late(session, supplier=HUILING):
    """Notified on 31 March, closed on 6 May: 25 days at the supplier, 11 at the buyer."""
    finding = notified(session, supplier)
    person, lead = (TAN, ZHOU) if supplier == HUILING else (RIVAL, YAN)
    propose_plan(session, person.actor, plan_for(finding), later(10))  # 10 April
    move_finding(session, lead.actor, MoveFinding(finding.id, "accepted", "", None), later(14))  # 14 April
    add_finding_evidence(session, person.actor, proof_for(finding), later(29))
    do_all(session, finding, person, later(29))
    move_finding(session, person.actor, MoveFinding(finding.id, "implemented", "", None), later(29))  # 29 April
    accept_files(session, finding, lead, later(33))
    move_finding(session, lead.actor, MoveFinding(finding.id, "verified", "", None), later(33))
    move_finding(session, lead.actor, MoveFinding(finding.id, "closed", "", None), later(36))  # 6 May
    return finding


def test_the_time_to_the_closing_tells_the_supplier_s_days_and_the_buyer_s(session):
    holidays(session, 4, 5, 6)
    finding, opened = closed_late(session), notified(session)
    keep_closing_times(session, {finding.id, opened.id})
    row = session.get_one(ClosingTime, finding.id)
    assert (row.closed_on, row.calendar_days, row.supplier_days, row.buyer_days) == (date(2024, 5, 6), 36, 22, 11)
    assert session.get(ClosingTime, opened.id) is None
    keep_closing_times(session, {finding.id})
    assert session.query(ClosingTime).count() == 1


def test_the_trail_tells_of_closings_and_of_reopenings(session):
    finding, rival = closed_late(session), closed_late(session, MINGYAN)
    seal_new(session)
    assert follow_closings(session, NOW) == sorted((finding.id, rival.id))
    assert follow_closings(session, NOW) == []
    move_finding(session, ZHOU.actor, MoveFinding(finding.id, "reopened", "it came back", None), later(40))
    seal_new(session)
    assert follow_closings(session, NOW) == [finding.id]
    session.expire_all()
    assert [row.finding_id for row in session.query(ClosingTime)] == [rival.id]


def action(kwh, tonnes, day=date(2024, 5, 20), same_as=None, owner=TAN):
    amounts = (Decimal(kwh) if kwh else None, Decimal(tonnes) if tonnes else None)
    return Action("Calibrate all meters", f"account-{owner.number}", day, *amounts, same_as)


def accepted(session, *actions, supplier=HUILING):
    finding = notified(session, supplier)
    person, lead = (TAN, ZHOU) if supplier == HUILING else (RIVAL, YAN)
    propose_plan(session, person.actor, plan_for(finding, actions=actions), NOW)
    move_finding(session, lead.actor, MoveFinding(finding.id, "accepted", "", None), NOW)
    return finding


def bring_on(session, finding, *targets):
    for target in targets:
        if target == "implemented":
            add_finding_evidence(session, TAN.actor, proof_for(finding), NOW)
            do_all(session, finding, TAN)
        if target == "verified":
            accept_files(session, finding, ZHOU)
        move_finding(
            session, (TAN if target == "implemented" else ZHOU).actor, MoveFinding(finding.id, target, "", None), NOW
        )


def reviewed(session, finding, effective, **measured):
    one = actions_of(session, finding)[0]
    told = (Measured(one.id, measured.get("kwh"), measured.get("tonnes"), "Meter readings"),) if measured else ()
    review_effect(session, ZHOU.actor, ReviewEffect(finding.id, effective, "Readings are in", told), NOW)


def test_effects_are_summed_once_each_and_never_over_units(session):
    session.get_one(Supplier, MINGYAN).category = "optical"
    shared = accepted(session, action("1000", "2.5"), action(None, None))
    root = actions_of(session, shared)[0]
    accepted(session, action("300", None, date(2025, 1, 10)), action(None, None, same_as=root.id))
    measured = accepted(session, action("500", "1"), action("70", None))
    bring_on(session, measured, "implemented", "verified", "closed")
    reviewed(session, measured, True, kwh=Decimal(420), tonnes=Decimal("0.875"))
    accepted(session, action("9", "9", owner=RIVAL), supplier=MINGYAN)
    came_back = accepted(session, action("4000", "40"))
    bring_on(session, came_back, "implemented", "verified", "closed")
    reviewed(session, came_back, False, kwh=Decimal(1))
    proposed = notified(session)
    propose_plan(session, TAN.actor, plan_for(proposed, actions=(action("5000", "50"),)), NOW)
    waived = accepted(session, action("6000", "60"))
    move_finding(session, FANG.actor, MoveFinding(waived.id, "waived", "plant closes", date(2024, 6, 30)), NOW)

    rows = savings(session, ZHOU.actor)
    own = summed(rows)
    assert (own.actions, own.kwh, own.tonnes) == (4, Decimal(1870), Decimal("3.5"))
    assert (own.measured, own.of_measured_kwh, own.measured_kwh) == (1, Decimal(500), Decimal(420))
    assert (own.of_measured_tonnes, own.measured_tonnes) == (Decimal(1), Decimal("0.875"))
    assert {row.year: row.kwh for row in rows} == {2024: Decimal(1570), 2025: Decimal(300)}
    everything = savings(session, PAN.actor)
    assert summed(everything, "optical").kwh == summed(savings(session, YAN.actor)).kwh == Decimal(9)
    assert summed(everything).kwh == Decimal(1879)
    for category, year in (("", 0), ("electronics", 2024), ("", 2025), ("optical", 2025)):
        listed = behind(session, PAN.actor, category, year, (0, 50))
        whole = summed(everything, category, year)
        assert len(listed) == whole.actions
        assert sum((one.action.planned_kwh or 0) for one in listed) == whole.kwh


def test_a_plan_that_a_later_cycle_took_the_place_of_counts_no_more(session):
    finding = accepted(session, action("1000", "2"))
    bring_on(session, finding, "implemented", "verified", "closed")
    reviewed(session, finding, False)
    propose_plan(session, TAN.actor, plan_for(finding, actions=(action("30", None),)), NOW)
    assert savings(session, ZHOU.actor) == []
    move_finding(session, ZHOU.actor, MoveFinding(finding.id, "accepted", "", None), NOW)
    assert session.query(CorrectiveActionPlan).filter_by(finding_id=finding.id).count() == 2
    assert [(row.kwh, row.tonnes) for row in savings(session, ZHOU.actor)] == [(Decimal(30), Decimal(0))]


def kinds(session, person, **asked):
    return Counter(one.kind for one in waiting_for(session, person.actor, asked.pop("at", NOW), **asked).dues)


def test_each_sees_what_is_theirs_to_do(session):
    for state in ("open", "cap_proposed", "implemented", "disputed", "verified", "accepted"):
        finding = brought_to(session, state)
        brought_to(session, state, MINGYAN)
        if state == "accepted":
            ask = {"clock": "close", "days": 10, "reason": "Late", "asked_by": TAN.number, "asked_at": NOW.at}
            session.add(Extension(finding_id=finding.id, **ask))
    raise_one(session, add_audit(session), severity="critical")
    session.flush()
    team = {"plan_review": 1, "verification": 1, "closing": 1}
    assert kinds(session, ZHOU) == team | {"extension": 1}
    assert kinds(session, LUO) == team
    assert kinds(session, YAN) == team
    assert kinds(session, FANG) == {"dispute": 2, "notice": 1}
    assert kinds(session, PAN) == kinds(session, MO) == {}
    everything = {"plan_review": 2, "verification": 2, "closing": 2, "dispute": 2, "extension": 1}
    assert kinds(session, PAN, everybody=True) == everything
    assert kinds(session, ZHOU, everybody=True) == team | {"dispute": 1, "extension": 1}


def test_what_was_handed_over_waits_for_that_person_alone(session):
    finding = brought_to(session, "cap_proposed")
    finding.handler_id = FANG.number
    session.flush()
    assert kinds(session, FANG) == {"plan_review": 1}
    assert kinds(session, ZHOU) == kinds(session, LUO) == {}


def test_a_dispute_waits_for_reviewers_outside_the_team_alone(session):
    finding = brought_to(session, "disputed")
    finding.handler_id = ZHOU.number
    assert kinds(session, FANG) == {"dispute": 1}
    session.add(AuditMember(audit_id=finding.audit_id, account_id=FANG.number, role="auditor"))
    session.flush()
    assert kinds(session, FANG) == {}


def test_the_most_urgent_stands_first_with_the_days_left_or_late(session):
    first, second = brought_to(session, "cap_proposed"), brought_to(session, "implemented")
    dues = waiting_for(session, ZHOU.actor, NOW).dues
    assert [(one.about.id, one.days_left) for one in dues] == [(first.id, 7), (second.id, 15)]
    holidays(session, 14, 15, 16)
    late = waiting_for(session, ZHOU.actor, later(30))
    assert [one.days_left for one in late.dues] == [-20, -14]  # no clock runs on a holiday
    assert (late.late, late.total, late.more()) == (2, 2, 0)


def test_a_review_of_the_effect_is_told_thirty_days_before_it_is_due(session):
    brought_to(session, "closed")
    assert kinds(session, ZHOU, at=later(149)) == {}
    assert kinds(session, ZHOU, at=later(150)) == {"effectiveness": 1}
    assert kinds(session, YAN, at=later(150)) == {}
