"""Planning: what is written, and what is refused at its field."""

from datetime import date
from threading import Thread

import pytest
from sqlalchemy import select

from supplier_portal.access.actor import Actor, Role
from supplier_portal.audits.models import Audit, AuditMember
from supplier_portal.audits.operations import plan_audit
from supplier_portal.audits.queries import visible
from supplier_portal.domain.errors import Invalid, Missing
from supplier_portal.suppliers.models import Supplier
from tests.audit_story import of_rival, plan_of, planned
from tests.cast import FANG, HE, HUILING, KUNSHAN_SITE, LIN, LUO, MO, NOW, PAN, RIVAL, TAN, YAN, ZHOU


def faults_of(session, **other):
    with pytest.raises(Invalid) as caught:
        planned(session, **other)
    return {fault.place: fault.code for fault in caught.value.faults}


def test_an_audit_is_planned_with_team_number_and_the_suppliers_profile(session):
    audit = planned(session)
    assert (audit.number, audit.state, audit.planned_by) == ("A-2024-0001", "planned", PAN.number)
    assert audit.profile == {"manufacturer": True, "large": True, "core": True}
    team = session.execute(select(AuditMember.account_id, AuditMember.role).order_by(AuditMember.account_id)).all()
    assert [tuple(member) for member in team] == [(ZHOU.number, "lead"), (LUO.number, "auditor")]


def test_the_profile_stays_as_it_was_when_the_supplier_changes_later(session):
    audit = planned(session)
    session.get(Supplier, HUILING).strategic_core = False
    session.flush()
    session.refresh(audit)
    assert audit.profile["core"] is True


def test_numbers_count_by_year(session):
    assert [planned(session).number, planned(session, lead_id=YAN.number).number] == ["A-2024-0001", "A-2024-0002"]
    next_year = planned(session, starts_on=date(2025, 1, 6), ends_on=date(2025, 1, 7), lead_id=YAN.number)
    assert next_year.number == "A-2025-0001"


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({"starts_on": date(2024, 4, 2), "ends_on": date(2024, 4, 1)}, {"ends_on": "audits.dates_out_of_order"}),
        ({"starts_on": None}, {"starts_on": "form.required"}),
        ({"site_id": None}, {"site_id": "audits.scored_without_site"}),
        ({"site_id": None, "type": "closure"}, {"site_id": "audits.site_of_other"}),
        ({"lead_id": None}, {"lead_id": "audits.lead_missing"}),
        ({"lead_id": LUO.number}, {"lead_id": "audits.lead_missing"}),
        ({"lead_id": FANG.number}, {"lead_id": "audits.lead_missing"}),
        ({"auditor_ids": (TAN.number,)}, {"auditor_ids": "form.unknown_choice"}),
        ({"auditor_ids": (FANG.number,)}, {"auditor_ids": "form.unknown_choice"}),
        ({"supplier_id": 999}, {"supplier_id": "form.unknown_choice", "site_id": "audits.site_of_other"}),
        ({"checklist_version_id": 999}, {"checklist_version_id": "form.unknown_choice"}),
        ({"type": "surprise", "mode": "by_post"}, {"type": "form.unknown_choice", "mode": "form.unknown_choice"}),
        ({"scope": "x" * 5001}, {"scope": "form.too_long"}),
        ({"scope": "a\x00b"}, {"scope": "audits.control_character"}),
    ],
)
def test_a_wrong_plan_is_refused_at_its_field(session, other, expected):
    assert faults_of(session, **other) == expected
    assert not session.scalars(select(Audit)).all()


@pytest.mark.safety(5)
def test_a_site_of_another_supplier_is_refused(session):
    assert faults_of(session, site_id=KUNSHAN_SITE) == {"site_id": "audits.site_of_other"}


@pytest.mark.parametrize("person", [ZHOU, FANG, MO, TAN, LIN])
def test_only_planners_plan(session, person):
    with pytest.raises(Missing):
        plan_audit(session, person.actor, plan_of(session), NOW)


def test_each_finds_the_audits_that_are_theirs(session):
    own, rival = planned(session).id, of_rival(session).id
    found = {
        person.name: set(session.scalars(visible(person.actor).with_only_columns(Audit.id)))
        for person in (PAN, FANG, MO, ZHOU, LUO, YAN, TAN, HE, RIVAL, LIN)
    }
    assert found == {
        **{person.name: {own, rival} for person in (PAN, FANG, MO)},
        **{person.name: {own} for person in (ZHOU, LUO, TAN, HE)},
        **{person.name: {rival} for person in (YAN, RIVAL)},
        LIN.name: set(),
    }
    assert not session.scalars(visible(Actor(Role.STRANGER))).all()


@pytest.mark.safety(25)
def test_planners_at_once_get_different_numbers(database):
    with database.unit_of_work(PAN.actor) as session:
        command = plan_of(session)
        second = plan_of(session, lead_id=YAN.number, auditor_ids=())
    failures = []

    def plan(wanted):
        try:
            with database.unit_of_work(PAN.actor) as session:
                plan_audit(session, PAN.actor, wanted, NOW)
        except Exception as error:  # noqa: BLE001 told below
            failures.append(error)

    threads = [Thread(target=plan, args=(wanted,)) for wanted in (command, second) * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    with database.reading(PAN.actor) as session:
        assert sorted(session.scalars(select(Audit.number))) == [f"A-2024-000{number}" for number in (1, 2, 3, 4)]
