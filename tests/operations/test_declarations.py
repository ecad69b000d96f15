"""Declarations: what a supplier says of itself, taken over, declined or withdrawn; every act by every role."""

from dataclasses import replace
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from supplier_portal.access.actor import SYSTEM
from supplier_portal.declarations.facts import Told, ToldContact, ToldSite, told_from
from supplier_portal.declarations.merging import waiting_declarations
from supplier_portal.declarations.models import DECLINED, TAKEN, WITHDRAWN, Declaration
from supplier_portal.declarations.operations import (
    DecideDeclaration,
    Declare,
    decide_declaration,
    declare,
    withdraw_declaration,
)
from supplier_portal.declarations.queries import found, list_declarations, visible
from supplier_portal.declared import declare_rooms
from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.home.queries import count_todo, start_of
from supplier_portal.notices.models import Notice
from supplier_portal.suppliers.models import Supplier, SupplierContact
from supplier_portal.suppliers.operations import MergeSuppliers, merge_suppliers
from tests.cast import EVERYBODY, HE, HUILING, MINGYAN, NOW, PAN, RIVAL, TAN, ZHOU

USCC = "91350100M000100Y43"
CONTACT = ToldContact("Tan Kewei", "Carbon lead", "tan@huiling.example", "+86 752 123 4567", "zh")
FIGURES = Told(staff=310, scope_1_2=Decimal("1234.500"), uscc=USCC)
SUPPLIERS = {TAN, HE, RIVAL}


def declared(session, told=FIGURES, person=TAN, note="Payroll of December; invoices of 2023."):
    return declare(session, person.actor, Declare(told, note), NOW)


def decided(session, declaration, decision=TAKEN, answer="", person=PAN):
    return decide_declaration(session, person.actor, DecideDeclaration(declaration.id, decision, answer), NOW)


def company(session, number=HUILING):
    session.expire_all()
    return session.get_one(Supplier, number)


def figures(session):
    one = company(session)
    return one.staff, one.scope_1_2, one.uscc


def everything(session):
    sites = {site.id: ToldSite("east", ("circuit_boards",)) for site in company(session).sites}
    return replace(FIGURES, contact=CONTACT, sites=sites)


def places(error):
    return {fault.place for fault in error.value.faults}


def test_what_is_declared_changes_nothing_until_it_is_taken_over(session):
    before = figures(session)
    declaration = declared(session)
    assert figures(session) == before
    decided(session, declaration)
    assert figures(session) == (310, Decimal("1234.500"), USCC)


def test_sites_and_a_person_to_write_to_are_taken_over_in_the_same_act(session):
    decided(session, declared(session, everything(session)))
    assert {(site.grid, tuple(site.categories)) for site in company(session).sites} == {("east", ("circuit_boards",))}
    contact = session.scalars(select(SupplierContact).where(SupplierContact.supplier_id == HUILING)).one()
    assert (contact.name, contact.email, contact.main) == (CONTACT.name, CONTACT.email, True)


def test_a_person_known_by_the_e_mail_is_changed_not_added(session):
    decided(session, declared(session, Told(contact=CONTACT)))
    with pytest.raises(Invalid):
        declared(session, Told(contact=CONTACT))
    decided(session, declared(session, Told(contact=replace(CONTACT, email=CONTACT.email.upper(), phone="10 86"))))
    contact = session.scalars(select(SupplierContact).where(SupplierContact.supplier_id == HUILING)).one()
    assert (contact.phone, contact.main) == ("10 86", True)


def test_what_is_not_told_stays_as_it_was(session):
    session.execute(update(Supplier).where(Supplier.id == HUILING).values(staff=77, annual_spend=Decimal("5.00")))
    site = company(session).sites[0]
    site.grid, site.region = "north", "Hebei"
    session.flush()
    decided(
        session, declared(session, Told(scope_1_2=Decimal(9), sites={site.id: ToldSite(None, ("circuit_boards",))}))
    )
    one = company(session)
    assert (one.staff, one.scope_1_2, one.annual_spend) == (77, Decimal("9.000"), Decimal("5.00"))
    assert (one.sites[0].grid, one.sites[0].region, one.sites[0].categories) == ("north", "Hebei", ["circuit_boards"])


def test_only_what_differs_is_kept_and_nothing_new_is_refused(session):
    decided(session, declared(session, everything(session)))
    again = declared(session, replace(everything(session), staff=311))
    assert told_from(again.told) == Told(staff=311)
    with pytest.raises(Invalid) as error:
        declared(session, everything(session))
    assert [fault.code for fault in error.value.faults] == ["declarations.nothing_new"]


def test_a_second_one_takes_the_place_of_one_that_waits(session):
    first, second = declared(session), declared(session, Told(staff=12))
    assert (first.decision, first.decided_by, second.decision) == (WITHDRAWN, TAN.number, None)
    with pytest.raises(Conflict):
        decided(session, first)


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        (Told(staff=-1), {"staff"}),
        (Told(scope_1_2=Decimal("-0.1")), {"scope_1_2"}),
        (Told(scope_1_2=Decimal("1.23456")), {"scope_1_2"}),
        (Told(uscc="91350100M000100Y44"), {"uscc"}),
        (Told(contact=ToldContact(name="Tan")), {"email"}),
        (Told(contact=ToldContact(email="tan.example", phone="1")), {"name", "email", "phone"}),
        (Told(contact=replace(CONTACT, language="fr")), {"language"}),
    ],
)
def test_bad_figures_are_named_at_their_fields(session, told, wrong):
    with pytest.raises(Invalid) as error:
        declared(session, told)
    assert places(error) == wrong
    assert session.scalar(select(func.count()).select_from(Declaration)) == 0


def test_a_site_s_bad_choice_is_named_and_another_s_site_is_not_there(session):
    own, other = company(session).sites[0].id, company(session, MINGYAN).sites[0].id
    with pytest.raises(Invalid) as error:
        declared(session, Told(sites={own: ToldSite("moon", ("cheese",))}))
    assert places(error) == {f"site-{own}-grid", f"site-{own}-categories"}
    with pytest.raises(Missing):
        declared(session, Told(sites={other: ToldSite("east")}))


def test_a_code_that_is_another_s_is_refused_when_it_is_taken_over_and_nothing_is_half_written(session):
    declaration = declared(session)
    session.execute(update(Supplier).where(Supplier.id == MINGYAN).values(uscc=USCC))
    with pytest.raises(Invalid) as error, session.begin_nested():
        decided(session, declaration)
    assert places(error) == {"uscc"}
    assert figures(session)[0] != 310
    assert session.get_one(Declaration, declaration.id).decision is None


def test_declining_needs_a_reason_and_changes_nothing(session):
    before, declaration = figures(session), declared(session)
    for answer in ("", " ", "x" * 1001):
        with pytest.raises(Invalid):
            decided(session, declaration, DECLINED, answer)
    decided(session, declaration, DECLINED, "Which month?")
    assert figures(session) == before
    assert found(session, TAN.actor, declaration.id).declaration.answer == "Which month?"


def test_both_sides_are_told(session):
    decided(session, declared(session, person=HE))
    told = session.execute(select(Notice.kind, Notice.account_id)).all()
    assert ("declarations.made", PAN.number) in told
    assert {account for kind, account in told if kind == "declarations.taken"} == {TAN.number, HE.number}
    assert {account for kind, account in told if kind == "declarations.made"} & {TAN.number, RIVAL.number} == set()


def test_the_task_is_gone_while_the_buyer_has_it_and_comes_back_when_it_is_declined(session):
    def tasks():
        started = start_of(session, TAN.actor, NOW, [])
        assert count_todo(session, TAN.actor, NOW, NOW.at) == len(started.tasks)
        return [task.kind for task in started.tasks]

    assert "profile" in tasks()
    declaration = declared(session)
    assert "profile" not in tasks()
    decided(session, declaration, DECLINED, "Which month?")
    assert "profile" in tasks()
    withdraw_declaration(session, TAN.actor, declared(session).id, NOW)
    assert "profile" in tasks()
    decided(session, declared(session, everything(session)))
    assert "profile" not in tasks()


@pytest.mark.parametrize("person", EVERYBODY, ids=lambda person: person.name)
def test_only_suppliers_declare_only_planners_decide_and_nobody_sees_a_rival_s(session, person):
    declaration = declared(session, person=TAN)
    if person not in SUPPLIERS:
        with pytest.raises(Missing):
            declared(session, person=person)
    if person not in {TAN, HE}:
        with pytest.raises(Missing):
            withdraw_declaration(session, person.actor, declaration.id, NOW)
    seen = [one.declaration.id for one in list_declarations(session, person.actor)]
    assert seen == ([declaration.id] if person in {TAN, HE, PAN} else [])
    if person is PAN:
        assert decided(session, declaration).decision == TAKEN
    else:
        with pytest.raises(Missing):
            decided(session, declaration, person=person)


@pytest.mark.parametrize("decision", [TAKEN, DECLINED, WITHDRAWN])
def test_a_decided_one_is_decided_no_more(session, decision):
    declaration = declared(session)
    declaration.decision = decision
    session.flush()
    with pytest.raises(Conflict):
        decided(session, declaration)
    with pytest.raises(Conflict):
        withdraw_declaration(session, TAN.actor, declaration.id, NOW)


def test_a_decision_that_is_none_is_refused(session):
    with pytest.raises(Invalid):
        decided(session, declared(session), WITHDRAWN)


@pytest.mark.parametrize(
    "act",
    [
        delete(Declaration),
        update(Declaration).values(told={"staff": 1}),
        update(Declaration).values(note="Something else"),
    ],
)
def test_the_database_keeps_what_was_declared(session, act):
    declared(session)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(act)


def test_one_that_waits_stands_against_a_merge(session):
    declare_rooms()
    declaration = declared(session)
    with pytest.raises(Invalid) as error:
        merge_suppliers(session, PAN.actor, MergeSuppliers(MINGYAN, HUILING), NOW)
    assert [fault.code for fault in error.value.faults] == ["declarations.merge_blocked"]
    decided(session, declaration, DECLINED, "They are one company.")
    assert waiting_declarations(session, HUILING) == []


def test_of_two_planners_at_once_one_wins(database):
    with database.unit_of_work(TAN.actor) as session:
        number = declared(session).id
    together, said = Barrier(2), []

    def settle(decision):
        together.wait()
        try:
            with database.unit_of_work(PAN.actor) as session:
                decide_declaration(session, PAN.actor, DecideDeclaration(number, decision, "Because"), NOW)
                said.append(decision)
        except Conflict:
            said.append("quicker")

    both = [Thread(target=settle, args=(decision,)) for decision in (TAKEN, DECLINED)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(said) in ([DECLINED, "quicker"], ["quicker", TAKEN])
    with database.reading(SYSTEM) as session:
        kept = session.scalars(visible(PAN.actor)).one()
        assert (kept.decision == TAKEN) is (company(session).staff == 310)


def test_an_auditor_reads_none(session):
    declared(session)
    assert session.scalars(visible(ZHOU.actor)).all() == []
