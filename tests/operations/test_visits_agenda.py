"""The agenda: proposed, changed, kept within the audit's days, and nobody in two places at once."""

from datetime import date, time
from itertools import pairwise

import pytest

from supplier_portal.audits.operations import MoveAudit, move_audit
from supplier_portal.domain.checklist.version import Text
from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.visits.agenda_proposal import Part, days_of, proposed_agenda
from supplier_portal.visits.operations import propose_agenda, remove_agenda_item, save_agenda_item
from supplier_portal.visits.queries.agendas import agenda_of
from tests.audit_story import of_rival, planned
from tests.cast import FANG, LUO, NOW, PAN, TAN, YAN, ZHOU
from tests.visits_story import LAST, item_of

STEPS = [
    Part(Text(f"Step {number}", f"步骤{number}"), count) for number, count in enumerate((5, 5, 6, 7, 7, 5, 5, 4), 1)
]


@pytest.mark.parametrize(
    ("first", "last", "mode", "ends"),
    [
        (date(2024, 4, 16), date(2024, 4, 16), "on_site", ("Opening meeting", "Closing meeting")),
        (date(2024, 4, 16), date(2024, 4, 17), "on_site", ("Opening meeting", "Closing meeting")),
        (date(2024, 4, 12), date(2024, 4, 16), "remote", ("Opening meeting", "Closing meeting")),
        (date(2024, 4, 1), date(2024, 4, 30), "desktop", ("Step 1", "Step 8")),
    ],
)
def test_a_proposal_fills_the_days_with_every_step_and_without_overlaps(first, last, mode, ends):
    items = proposed_agenda(first, last, mode, STEPS)
    assert (items[0].what.en, items[-1].what.en) == ends
    assert all(any(part.name.zh in item.what.zh for item in items) for part in STEPS)
    assert any(item.what.en == "Tour of the site" for item in items) == (mode == "on_site")
    assert all(first <= item.day <= last and item.starts_at < item.ends_at for item in items)
    assert all(one.day < two.day or one.ends_at <= two.starts_at for one, two in pairwise(items))


def test_more_steps_than_slots_share_their_items():
    many = [Part(Text(f"Step <{number}>", ""), 1) for number in range(40)]
    items = proposed_agenda(date(2024, 4, 16), date(2024, 4, 16), "on_site", many)
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


def test_the_proposal_has_the_whole_team_and_both_languages(session):
    audit = planned(session)
    propose_agenda(session, ZHOU.actor, audit.id, NOW)
    shown = agenda_of(session, TAN.actor, audit.id)
    assert len(shown) >= 11
    assert all(set(one.auditors) == {ZHOU.number, LUO.number} for one in shown)
    assert {one.item.what("zh") for one in shown} > {"首次会议", "末次会议", "碳核算"}
    with pytest.raises(Conflict, match="agenda_stands"):
        propose_agenda(session, PAN.actor, audit.id, NOW)


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
