"""The agenda: proposed, changed, kept within the audit's days, and nobody in two places at once."""

from datetime import date, time
from itertools import pairwise

import pytest

from supplier_portal.audits.operations import MoveAudit, move_audit
from supplier_portal.audits.team.changing import ChangeTeam, RescheduleAudit, change_team, reschedule_audit
from supplier_portal.domain.checklist.version import Text
from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.visits.agenda_proposal import Part, days_of, proposed_agenda, shares_of
from supplier_portal.visits.operations import propose_agenda, remove_agenda_item, save_agenda_item
from supplier_portal.visits.queries.agendas import agenda_of
from tests.audit_story import of_rival, planned
from tests.cast import FANG, LUO, NOW, PAN, TAN, YAN, ZHOU
from tests.visits_story import LAST, item_of

STEPS = [
    Part(Text(f"Step {number}", f"步骤{number}"), count) for number, count in enumerate((5, 5, 6, 7, 7, 5, 5, 4), 1)
]


@pytest.mark.parametrize(
    ("first", "last", "mode", "people", "ends"),
    [
        (date(2024, 4, 16), date(2024, 4, 16), "on_site", 1, ("Opening meeting", "Closing meeting")),
        (date(2024, 4, 16), date(2024, 4, 17), "on_site", 2, ("Opening meeting", "Closing meeting")),
        (date(2024, 4, 12), date(2024, 4, 16), "remote", 3, ("Opening meeting", "Closing meeting")),
        (date(2024, 4, 1), date(2024, 4, 30), "desktop", 1, ("Step 1", "Step 8")),
        (date(2024, 4, 16), date(2024, 4, 16), "on_site", 12, ("Opening meeting", "Closing meeting")),
    ],
)
def test_a_proposal_fills_the_days_with_every_step_and_nobody_is_in_two_places(first, last, mode, people, ends):
    team = range(11, 11 + people)
    items = proposed_agenda(first, last, mode, STEPS, team)
    assert (items[0].what.en, items[-1].what.en) == ends
    assert all(any(part.name.zh in item.what.zh for item in items) for part in STEPS)
    assert any(item.what.en == "Tour of the site" for item in items) == (mode == "on_site")
    assert all(first <= item.day <= last and item.starts_at < item.ends_at and item.auditors for item in items)
    for member in team:
        own = [item for item in items if member in item.auditors]
        assert all(one.day < two.day or one.ends_at <= two.starts_at for one, two in pairwise(own))


def test_the_lead_opens_and_closes_and_the_steps_go_on_at_once():
    items = proposed_agenda(date(2024, 4, 16), date(2024, 4, 16), "on_site", STEPS, (11, 12))
    taken = {item.what.en: item.auditors for item in items}
    assert (taken["Opening meeting"], taken["Closing meeting"]) == ((11,), (11,))
    assert taken["Tour of the site"] == (11, 12)
    assert {taken[part.name.en] for part in STEPS} == {(11,), (12,)}
    begun = [item for item in items if item.starts_at == time(10, 30)]
    assert [item.auditors for item in begun] == [(11,), (12,)]
    assert ["Carbon lead" in item.wanted.en for item in begun] == [True, False]  # who is in one place at a time


@pytest.mark.parametrize(
    ("people", "loads"),
    [(1, [44]), (2, [22, 22]), (3, [12, 16, 16]), (9, [0, 4, 5, 5, 5, 5, 6, 7, 7])],
)
def test_steps_are_shared_out_fairly_and_the_lead_has_the_least(people, loads):
    shares = shares_of(STEPS, people)
    assert [sum(part.checkpoints for part in share) for share in shares] == loads
    assert all(share == sorted(share, key=STEPS.index) for share in shares)
    assert sorted(STEPS.index(part) for share in shares for part in share) == list(range(8))


def test_more_steps_than_slots_share_their_items():
    many = [Part(Text(f"Step <{number}>", ""), 1) for number in range(40)]
    items = proposed_agenda(date(2024, 4, 16), date(2024, 4, 16), "on_site", many, (11,))
    assert all(any(part.name.en in item.what.en for item in items) for part in many)


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ((2024, 4, 12), (2024, 4, 16), [12, 15, 16]),  # Friday to Tuesday
        ((2024, 3, 30), (2024, 3, 31), [30, 31]),  # a weekend that was chosen as such
        ((2024, 4, 1), (2024, 4, 30), [1, 2, 3, 4, 30]),
    ],
)
def test_a_weekend_between_is_left_out(first, last, days):
    assert [day.day for day in days_of(date(*first), date(*last))] == days


def test_the_proposal_goes_by_role_and_is_in_both_languages(session):
    audit = planned(session)
    propose_agenda(session, ZHOU.actor, audit.id, NOW)
    shown = agenda_of(session, TAN.actor, audit.id)
    assert len(shown) >= 11
    taken = {one.item.what("zh"): set(one.auditors) for one in shown}
    assert (taken["首次会议"], taken["末次会议"]) == ({ZHOU.number}, {ZHOU.number})
    assert taken["碳核算"] in ({ZHOU.number}, {LUO.number})
    assert {number for numbers in taken.values() for number in numbers} == {ZHOU.number, LUO.number}
    with pytest.raises(Conflict, match="agenda_stands"):
        propose_agenda(session, PAN.actor, audit.id, NOW)


def test_it_is_proposed_afresh_for_new_days_and_another_team_only_in_the_place_of_what_was_seen(session):
    audit, rival = planned(session), of_rival(session)
    propose_agenda(session, PAN.actor, audit.id, NOW)
    save_agenda_item(session, PAN.actor, item_of(audit, day=LAST, starts_at=time(7), ends_at=time(8)), NOW)
    save_agenda_item(session, YAN.actor, item_of(rival, auditor_ids=(YAN.number,)), NOW)
    days = (date(2024, 4, 9), date(2024, 4, 10))
    reschedule_audit(session, PAN.actor, RescheduleAudit(audit.id, *days, "Holiday"), NOW)
    change_team(session, PAN.actor, ChangeTeam(audit.id, ZHOU.number, (), "Luo left"), NOW)
    standing = agenda_of(session, PAN.actor, audit.id)
    assert {number for one in standing for number in one.auditors} == {ZHOU.number}
    with pytest.raises(Conflict, match="agenda_stands"):
        propose_agenda(session, PAN.actor, audit.id, NOW, len(standing) - 1)
    propose_agenda(session, PAN.actor, audit.id, NOW, len(standing))
    assert {one.item.day for one in agenda_of(session, PAN.actor, audit.id)} == set(days)
    assert len(agenda_of(session, YAN.actor, rival.id)) == 1


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"day": date(2024, 4, 1)}, "day"),
        ({"day": None}, "day"),
        ({"ends_at": time(9)}, "ends_at"),
        ({"ends_at": time(8, 59)}, "ends_at"),
        ({"starts_at": None}, "starts_at"),
        ({"what_en": " ", "what_zh": ""}, "what_zh"),
        ({"what_en": "x" * 301}, "what_en"),
        ({"wanted_zh": "\x00"}, "wanted_zh"),
        ({"auditor_ids": (YAN.number,)}, "auditor_ids"),
    ],
)
def test_a_wrong_item_is_refused_at_its_field(session, given, place):
    audit = planned(session)
    with pytest.raises(Invalid) as refused:
        save_agenda_item(session, PAN.actor, item_of(audit, **given), NOW)
    assert [fault.place for fault in refused.value.faults] == [place]


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "auditors", "free"),
    [
        (time(9, 30), time(10, 30), (ZHOU.number,), False),
        (time(8), time(9, 1), (ZHOU.number, LUO.number), False),
        (time(10), time(11), (ZHOU.number,), True),
        (time(8), time(9), (ZHOU.number,), True),
        (time(9), time(10), (LUO.number,), True),
    ],
)
def test_an_auditor_who_is_elsewhere_is_named(session, starts_at, ends_at, auditors, free):
    audit = planned(session)
    first = save_agenda_item(session, PAN.actor, item_of(audit), NOW)
    second = item_of(audit, starts_at=starts_at, ends_at=ends_at, auditor_ids=auditors)
    if free:
        save_agenda_item(session, PAN.actor, second, NOW)
    else:
        with pytest.raises(Invalid) as refused:
            save_agenda_item(session, PAN.actor, second, NOW)
        (fault,) = refused.value.faults
        assert (fault.code, fault.place, fault.facts["name"]) == ("visits.auditor_busy", "auditor_ids", ZHOU.name)
        assert (fault.facts["from"], fault.facts["to"]) == ("09:00", "10:00")
    save_agenda_item(session, PAN.actor, item_of(audit, item_id=first.id, ends_at=time(9, 30)), NOW)


def test_another_day_is_no_overlap_and_an_item_goes_again(session):
    audit = planned(session)
    save_agenda_item(session, PAN.actor, item_of(audit), NOW)
    second = save_agenda_item(session, ZHOU.actor, item_of(audit, day=LAST), NOW)
    remove_agenda_item(session, ZHOU.actor, audit.id, second.id, NOW)
    assert len(agenda_of(session, PAN.actor, audit.id)) == 1


def test_only_planner_and_lead_write_and_only_until_the_visit_is_over(session):
    audit, rival = planned(session), of_rival(session)
    for person, number in ((TAN, audit.id), (LUO, audit.id), (FANG, audit.id), (ZHOU, rival.id)):
        with pytest.raises(Missing):
            propose_agenda(session, person.actor, number, NOW)
    assert agenda_of(session, TAN.actor, rival.id) == []
    item = save_agenda_item(session, PAN.actor, item_of(audit), NOW)
    with pytest.raises(Missing):
        remove_agenda_item(session, PAN.actor, rival.id, item.id, NOW)
    move_audit(session, PAN.actor, MoveAudit(audit.id, "cancelled", "not needed"), NOW)
    with pytest.raises(Conflict, match="preparation_over"):
        save_agenda_item(session, PAN.actor, item_of(audit), NOW)
