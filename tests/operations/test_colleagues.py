"""Colleagues are changed, removed and made owner by who may, one act at a time, and their work never falls down."""

import threading
from datetime import date

import pytest
from sqlalchemy import select

from supplier_portal.access.actor import SYSTEM, Role
from supplier_portal.accounts.colleagues import ChangePerson, RemoveColleague, change_person, remove_colleague
from supplier_portal.accounts.duties import open_duties
from supplier_portal.accounts.models import Account, LoginSession
from supplier_portal.accounts.operations import begin_session
from supplier_portal.accounts.ownership import AnswerOffer, answer_offer, offer_ownership, withdraw_offer
from supplier_portal.accounts.reaching import companies
from supplier_portal.declared import declare_rooms
from supplier_portal.domain.errors import Conflict, DomainError, Invalid, Missing
from supplier_portal.findings.models import CorrectiveAction, CorrectiveActionPlan, Finding
from tests.cast import ADA, FANG, HE, HUILING, NOW, PAN, RIVAL, TAN, YAN, ZHOU
from tests.findings_story import notified

declare_rooms()
DENG = 50


def add_deng(session, **given):
    values = {
        "id": DENG, "email": "deng@example.org", "name": "Deng Member", "password_hash": "x",
        "role": "supplier_member", "supplier_id": HUILING, "created_at": NOW.at,
    }  # fmt: skip
    session.add(Account(**values | given))
    session.flush()


def change(session, person, number, **given):
    one = session.get_one(Account, number)
    command = {"name": one.name, "role": Role(one.role) if one.supplier_id else None, "superior_id": one.superior_id}
    return change_person(session, person.actor, ChangePerson(number, **command | given), NOW)


def role_of(session, number):
    return session.scalar(select(Account.role).where(Account.id == number))


def faults(raised):
    return [(fault.place, fault.code) for fault in raised.value.faults]


class TestChanging:
    def test_an_owner_changes_name_role_and_superior(self, session):
        change(session, TAN, HE.number, name=" He Jun ", role=Role.SUPPLIER_OWNER, superior_id=TAN.number)
        he = session.get_one(Account, HE.number)
        assert (he.name, he.role, he.superior_id) == ("He Jun", "supplier_owner", TAN.number)

    @pytest.mark.parametrize("person", [HE, PAN, ZHOU, RIVAL])
    def test_nobody_else_does(self, session, person):
        with pytest.raises(Missing):
            change(session, person, TAN.number)

    @pytest.mark.safety(5)
    @pytest.mark.parametrize("number", [RIVAL.number, ADA.number, 987_654, 2**40])
    def test_an_owner_changes_nobody_of_another_company(self, session, number):
        with pytest.raises(Missing):
            change_person(session, TAN.actor, ChangePerson(number, "X", None, None), NOW)

    @pytest.mark.parametrize(
        ("given", "place", "code"),
        [
            ({"name": "  "}, "name", "accounts.name_needed"),
            ({"name": "a\x00b"}, "name", "audits.control_character"),
            ({"name": "x" * 121}, "name", "form.too_long"),
            ({"role": Role.PLANNER}, "role", "form.unknown_choice"),
            ({"superior_id": RIVAL.number}, "superior_id", "accounts.not_a_colleague"),
            ({"superior_id": PAN.number}, "superior_id", "accounts.not_a_colleague"),
            ({"superior_id": HE.number}, "superior_id", "accounts.superior_circle"),
        ],
    )
    def test_what_is_wrong_is_told_at_its_field(self, session, given, place, code):
        with pytest.raises(Invalid) as raised:
            change(session, TAN, HE.number, **given)
        assert faults(raised) == [(place, code)]

    def test_nobody_stands_above_themselves_through_others(self, session):
        add_deng(session)
        change(session, TAN, HE.number, superior_id=TAN.number)
        change(session, TAN, DENG, superior_id=HE.number)
        with pytest.raises(Invalid) as raised:
            change(session, TAN, TAN.number, superior_id=DENG)
        assert faults(raised) == [("superior_id", "accounts.superior_circle")]

    def test_the_last_owner_stays_owner(self, session):
        with pytest.raises(Invalid) as raised:
            change(session, TAN, TAN.number, role=Role.SUPPLIER_MEMBER)
        assert faults(raised) == [("role", "accounts.last_owner")]
        change(session, TAN, HE.number, role=Role.SUPPLIER_OWNER)
        change(session, TAN, TAN.number, role=Role.SUPPLIER_MEMBER)
        assert role_of(session, TAN.number) == "supplier_member"

    def test_an_administrator_sets_superiors_of_the_buyer_s_people(self, session):
        change(session, ADA, ZHOU.number, superior_id=PAN.number)
        assert session.get_one(Account, ZHOU.number).superior_id == PAN.number
        with pytest.raises(Invalid):
            change(session, ADA, YAN.number, superior_id=TAN.number)
        with pytest.raises(Invalid):
            change(session, ADA, YAN.number, role=Role.REVIEWER)


def with_work(session):
    """He has a finding in charge and one open action; a done one, and what is Mingyan's, are not to be touched."""
    finding, other = notified(session), notified(session, supplier=2)
    finding.owner_id, finding.cycle, other.owner_id = HE.number, 1, RIVAL.number
    plan = CorrectiveActionPlan(
        finding_id=finding.id, cycle=1, root_cause="x", proposed_by=HE.number, proposed_at=NOW.at
    )
    session.add(plan)
    session.flush()
    for position, done_on in enumerate((None, NOW.day), 1):
        session.add(
            CorrectiveAction(
                plan_id=plan.id, position=position, action="x", owner=HE.name, due_on=date(2024, 5, 1),
                owner_account_id=HE.number, done_on=done_on,
            )
        )  # fmt: skip
    session.flush()
    return finding.id, other.id


class TestRemoving:
    def test_what_is_open_goes_over_in_the_same_act_and_every_sign_in_ends(self, session):
        finding, other = with_work(session)
        begin_session(session, session.get_one(Account, HE.number), "token", NOW.at, 8)
        assert open_duties(session, HE.number) == {"duty.findings": 1, "duty.actions": 1}
        remove_colleague(session, TAN.actor, RemoveColleague(HE.number, TAN.number), NOW)
        session.expire_all()
        assert session.get_one(Account, HE.number).active is False
        assert session.scalars(select(LoginSession)).all() == []
        assert session.get_one(Finding, finding).owner_id == TAN.number
        assert session.get_one(Finding, other).owner_id == RIVAL.number
        actions = session.scalars(select(CorrectiveAction).order_by(CorrectiveAction.position)).all()
        assert [(one.owner_account_id, one.owner) for one in actions] == [
            (TAN.number, TAN.name), (HE.number, HE.name),
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("successor", "code"),
        [
            (None, "accounts.successor_needed"),
            (RIVAL.number, "accounts.not_a_colleague"),
            (HE.number, "accounts.not_a_colleague"),
            (FANG.number, "accounts.not_a_colleague"),
        ],
    )
    def test_without_a_colleague_who_takes_over_nothing_happens(self, session, successor, code):
        finding, _ = with_work(session)
        with pytest.raises(Invalid) as raised:
            remove_colleague(session, TAN.actor, RemoveColleague(HE.number, successor), NOW)
        assert faults(raised) == [("successor_id", code)]
        assert session.get_one(Account, HE.number).active
        assert session.get_one(Finding, finding).owner_id == HE.number

    def test_who_stood_below_stands_below_the_next_one_above(self, session):
        add_deng(session, superior_id=HE.number)
        change(session, TAN, HE.number, superior_id=TAN.number)
        remove_colleague(session, TAN.actor, RemoveColleague(HE.number, None), NOW)
        session.expire_all()
        assert session.get_one(Account, DENG).superior_id == TAN.number
        assert companies(session, {HUILING})[HUILING].above([DENG]) == [TAN.number]

    @pytest.mark.parametrize("number", [TAN.number, RIVAL.number, ADA.number])
    def test_nobody_removes_themselves_or_others_people(self, session, number):
        with pytest.raises(Missing):
            remove_colleague(session, TAN.actor, RemoveColleague(number, None), NOW)

    def test_one_who_was_removed_is_neither_removed_nor_changed_again(self, session):
        remove_colleague(session, TAN.actor, RemoveColleague(HE.number, None), NOW)
        for act in (
            lambda: remove_colleague(session, TAN.actor, RemoveColleague(HE.number, None), NOW),
            lambda: change(session, TAN, HE.number),
        ):
            with pytest.raises(Conflict, match="removed_already"):
                act()


class TestOwnership:
    def test_it_passes_over_once_the_other_accepts(self, session):
        offer = offer_ownership(session, TAN.actor, HE.number, NOW)
        assert role_of(session, HE.number) == "supplier_member"
        answer_offer(session, HE.actor, AnswerOffer(offer.id, "accepted"), NOW)
        assert (role_of(session, HE.number), role_of(session, TAN.number)) == ("supplier_owner", "supplier_member")

    def test_declined_and_withdrawn_nothing_changes(self, session):
        offer = offer_ownership(session, TAN.actor, HE.number, NOW)
        answer_offer(session, HE.actor, AnswerOffer(offer.id, "declined"), NOW)
        again = offer_ownership(session, TAN.actor, HE.number, NOW)
        withdraw_offer(session, TAN.actor, again.id, NOW)
        with pytest.raises(Conflict, match="offer_over"):
            answer_offer(session, HE.actor, AnswerOffer(again.id, "accepted"), NOW)
        assert (role_of(session, HE.number), role_of(session, TAN.number)) == ("supplier_member", "supplier_owner")

    @pytest.mark.parametrize("number", [None, RIVAL.number, TAN.number, PAN.number])
    def test_it_is_offered_to_a_member_of_the_own_company(self, session, number):
        with pytest.raises(Invalid) as raised:
            offer_ownership(session, TAN.actor, number, NOW)
        assert faults(raised) == [("to_id", "accounts.no_member")]

    def test_one_offer_waits_at_a_time(self, session):
        add_deng(session)
        offer_ownership(session, TAN.actor, HE.number, NOW)
        with pytest.raises(Conflict, match="offer_waits"):
            offer_ownership(session, TAN.actor, DENG, NOW)

    @pytest.mark.safety(5)
    def test_only_who_is_offered_it_answers_and_only_who_offered_it_withdraws(self, session):
        offer = offer_ownership(session, TAN.actor, HE.number, NOW)
        for person in (TAN, RIVAL, ADA):
            with pytest.raises(Missing):
                answer_offer(session, person.actor, AnswerOffer(offer.id, "accepted"), NOW)
        with pytest.raises(Missing):
            withdraw_offer(session, RIVAL.actor, offer.id, NOW)

    def test_an_offer_of_one_who_is_owner_no_more_is_worth_nothing(self, session):
        add_deng(session, role="supplier_owner")
        offer = offer_ownership(session, TAN.actor, HE.number, NOW)
        change_person(session, Account(id=DENG, role="supplier_owner", supplier_id=HUILING, name="").actor,
                      ChangePerson(TAN.number, TAN.name, Role.SUPPLIER_MEMBER, None), NOW)  # fmt: skip
        with pytest.raises(Conflict, match="offer_over"):
            answer_offer(session, HE.actor, AnswerOffer(offer.id, "accepted"), NOW)

    def test_who_is_removed_can_no_longer_accept(self, session):
        offer = offer_ownership(session, TAN.actor, HE.number, NOW)
        remove_colleague(session, TAN.actor, RemoveColleague(HE.number, None), NOW)
        session.refresh(offer)
        assert offer.outcome == "withdrawn"


def race(database, acts):
    """Each act in a thread and a transaction of its own, all at once; gives what became of each."""
    barrier, outcomes = threading.Barrier(len(acts)), {}

    def go(name, act, actor):
        barrier.wait()
        try:
            with database.unit_of_work(actor) as session:
                act(session)
        except DomainError as error:
            outcomes[name] = error.code
        else:
            outcomes[name] = "done"

    threads = [threading.Thread(target=go, args=(name, act, actor)) for name, (act, actor) in acts.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.safety(25)
class TestRaces:
    def test_of_two_owners_who_step_down_at_once_one_stays(self, database):
        with database.unit_of_work(SYSTEM) as session:
            session.get_one(Account, HE.number).role = "supplier_owner"
        he = Account(id=HE.number, role="supplier_owner", supplier_id=HUILING, name=HE.name).actor

        def step_down(actor):
            command = ChangePerson(actor.account_id, "Somebody", Role.SUPPLIER_MEMBER, None)
            return lambda session: change_person(session, actor, command, NOW)

        outcomes = race(database, {"tan": (step_down(TAN.actor), TAN.actor), "he": (step_down(he), he)})
        assert sorted(outcomes.values()) == ["done", "invalid"]
        with database.reading(SYSTEM) as session:
            owners = session.scalars(
                select(Account.id).where(Account.supplier_id == HUILING, Account.role == "supplier_owner")
            )
            assert len(owners.all()) == 1

    def test_accepting_and_withdrawing_at_once_one_wins(self, database):
        with database.unit_of_work(TAN.actor) as session:
            offer = offer_ownership(session, TAN.actor, HE.number, NOW).id
        accept = AnswerOffer(offer, "accepted")
        outcomes = race(
            database,
            {
                "accept": (lambda session: answer_offer(session, HE.actor, accept, NOW), HE.actor),
                "withdraw": (lambda session: withdraw_offer(session, TAN.actor, offer, NOW), TAN.actor),
            },
        )
        assert sorted(outcomes.values()) == ["accounts.offer_over", "done"]
        with database.reading(SYSTEM) as session:
            owner = session.scalars(
                select(Account.id).where(Account.supplier_id == HUILING, Account.role == "supplier_owner")
            ).one()
        assert (owner == HE.number) == (outcomes["accept"] == "done")
