"""Merging a duplicate: what goes over, what stays where it was recorded, and what stands against it."""

import json
from dataclasses import asdict, replace
from decimal import Decimal

import pytest
from sqlalchemy import select

from supplier_portal.accounts.models import Account, Invitation
from supplier_portal.audits.models import Audit
from supplier_portal.declared import declare_rooms
from supplier_portal.domain.errors import Invalid, Missing
from supplier_portal.domain.workflow.audit import AUDIT
from supplier_portal.domain.workflow.finding import FINDING
from supplier_portal.domain.workflow.tender import TENDER
from supplier_portal.findings.models import Finding
from supplier_portal.scores.models import Rating
from supplier_portal.scores.operations import publish_next, publish_ratings
from supplier_portal.suppliers.models import Site, Supplier, SupplierName
from supplier_portal.suppliers.operations import (
    AddName,
    AddSite,
    AddSupplier,
    ChangeSupplier,
    MergeSuppliers,
    RecordSpend,
    SaveContact,
    SetParent,
    add_name,
    add_site,
    add_supplier,
    change_supplier,
    merge_suppliers,
    record_spend,
    save_contact,
    set_parent,
)
from supplier_portal.suppliers.operations.merge_plan import plan_merge
from supplier_portal.suppliers.queries import names_of, visible, visible_with_merged
from supplier_portal.suppliers.queries.details import contacts_of, years_of
from supplier_portal.suppliers.queries.duplicates import likely_duplicates
from supplier_portal.suppliers.queries.family import merged_into, parents_of, subsidiaries_of
from supplier_portal.tenders.models import Bidder
from supplier_portal.trail.models import Event
from tests import audit_story, findings_story, tenders_story
from tests.cast import ADA, FANG, HUILING, LIN, MINGYAN, MO, NOW, PAN, RIVAL, TAN, ZHOU
from tests.sbti_list import isin, lei
from tests.scored import add_policy

PLAIN = AddSupplier(
    number="D-1", name_en="Huiling Precision", country="CN", category="optical", annual_spend=Decimal(0)
)


@pytest.fixture(autouse=True)
def rooms():
    declare_rooms()


@pytest.fixture
def duplicate(session):
    return add(session, "D-1", name_zh="惠岭精密")


def add(session, number, **given):
    return add_supplier(session, PAN.actor, replace(PLAIN, number=number, **given), NOW)


def merge(session, duplicate, survivor_id=HUILING, **given):
    return merge_suppliers(session, PAN.actor, MergeSuppliers(survivor_id, duplicate.id, **given), NOW)


def refused(session, duplicate, **given):
    with pytest.raises(Invalid) as error:
        merge(session, duplicate, **given)
    assert duplicate.merged_into_id is None
    return [(fault.code, fault.facts) for fault in error.value.faults]


def test_the_duplicate_leaves_all_lists_and_says_where_it_went(session, duplicate):
    survivor = merge(session, duplicate)
    assert (duplicate.merged_into_id, duplicate.merged_at) == (HUILING, NOW.at)
    assert duplicate.id not in {one.id for one in session.scalars(visible(PAN.actor))}
    assert duplicate.id in {one.id for one in session.scalars(visible_with_merged(PAN.actor))}
    assert duplicate.id not in {one.id for one in session.scalars(visible_with_merged(TAN.actor))}
    assert list(merged_into(session, survivor)) == [duplicate]


def test_its_names_and_its_number_become_the_survivors(session, duplicate):
    for name in ("HL Precision", "惠岭精密电子"):
        add_name(session, PAN.actor, AddName(duplicate.id, name), NOW)
    merge(session, duplicate)
    known = names_of(session, [HUILING])[HUILING]
    assert known[:2] == ("Huiling Precision Electronics", "惠岭精密电子")
    assert set(known[2:]) == {"Huiling Precision", "惠岭精密", "HL Precision"}
    numbers = select(SupplierName.name).where(SupplierName.kind == "number")
    assert session.scalars(numbers).all() == ["D-1"]


def test_sites_go_over_without_shares_and_one_of_the_same_name_stays(session, duplicate):
    for name in ("Huizhou", "Dongguan"):
        add_site(session, PAN.actor, AddSite(duplicate.id, name, spend_share=Decimal("0.5")), NOW)
    survivor = merge(session, duplicate)
    assert [(site.name_en, site.spend_share) for site in survivor.sites] == [("Huizhou", 1), ("Dongguan", None)]
    assert [(site.name_en, site.spend_share) for site in duplicate.sites] == [("Huizhou", Decimal("0.5"))]


def test_shares_stay_where_the_survivor_has_no_site(session, duplicate):
    survivor = add(session, "D-2")
    add_site(session, PAN.actor, AddSite(duplicate.id, "Dongguan", spend_share=Decimal("0.5")), NOW)
    merge(session, duplicate, survivor.id)
    assert [site.spend_share for site in survivor.sites] == [Decimal("0.5")]


def test_contacts_go_over_and_the_survivors_main_one_stays_it(session, duplicate):
    save_contact(session, PAN.actor, SaveContact(duplicate.id, "Duplicate’s"), NOW)
    without = add(session, "D-2")
    save_contact(session, PAN.actor, SaveContact(HUILING, "Own"), NOW)
    survivor = merge(session, duplicate)
    assert [(one.name, one.main) for one in contacts_of(session, survivor)] == [("Own", True), ("Duplicate’s", False)]
    merge(session, survivor, without.id)
    assert [(one.name, one.main) for one in contacts_of(session, without)] == [("Own", True), ("Duplicate’s", False)]


def test_years_of_spend_go_over_where_they_are_free(session, duplicate):
    for supplier_id, year, amount in ((HUILING, 2022, 20), (duplicate.id, 2022, 21), (duplicate.id, 2023, 23)):
        record_spend(session, PAN.actor, RecordSpend(supplier_id, year, Decimal(amount)), NOW)
    survivor = merge(session, duplicate)
    assert [(row.year, row.amount) for row in years_of(session, survivor)] == [(2023, 23), (2022, 20)]
    assert [(row.year, row.amount) for row in years_of(session, duplicate)] == [(2022, 21)]
    assert (survivor.annual_spend, survivor.spend_year) == (23, 2023)


def test_years_beside_a_figure_without_a_year_are_refused(session, duplicate):
    record_spend(session, PAN.actor, RecordSpend(duplicate.id, 2022, Decimal(1)), NOW)
    assert refused(session, duplicate) == [("suppliers.merge_spend_without_year", {"number": "S-0001"})]


def test_identifiers_the_survivor_lacks_go_over_and_are_free_again(session):
    duplicate = add(session, "D-1", lei=lei("D"), isin=isin("D"))
    survivor = add(session, "D-2", isin=isin("S"))
    merge(session, duplicate, survivor.id)
    assert (survivor.lei, survivor.isin) == (lei("D"), isin("S"))
    assert add(session, "D-3", isin=isin("D")).isin == isin("D")


@pytest.mark.parametrize("name", ["lei", "uscc"])
def test_two_companies_identifiers_stand_against_it(session, name):
    codes = {"lei": (lei("D"), lei("S")), "uscc": ("91350100M000100Y43", "11000000000000000U")}[name]
    duplicate, survivor = add(session, "D-1", **{name: codes[0]}), add(session, "D-2", **{name: codes[1]})
    assert refused(session, duplicate, survivor_id=survivor.id) == [
        ("suppliers.merge_two_companies", {"identifier": f"identifier.{name}"})
    ]


def test_categories_are_joined(session, duplicate):
    duplicate.further_categories = ["electronics", "thermal"]
    assert merge(session, duplicate).further_categories == ["optical", "thermal"]


class TestFamily:
    def put(self, session, below, above):
        set_parent(session, PAN.actor, SetParent(below.id, above.number), NOW)

    def test_subsidiaries_and_the_parent_go_over(self, session, duplicate):
        above, below, other = add(session, "F-1"), add(session, "F-2"), add(session, "F-3")
        self.put(session, duplicate, above)
        self.put(session, below, duplicate)
        survivor = merge(session, duplicate)
        assert parents_of(session, PAN.actor, survivor) == [above]
        assert subsidiaries_of(session, PAN.actor, survivor) == [below]
        assert subsidiaries_of(session, PAN.actor, above) == [survivor]
        assert other.parent_id is None

    def test_parent_and_subsidiary_may_be_one(self, session, duplicate):
        survivor, above = session.get(Supplier, HUILING), add(session, "F-1")
        self.put(session, duplicate, above)
        self.put(session, survivor, duplicate)
        merge(session, duplicate)
        assert parents_of(session, PAN.actor, survivor) == [above]

    def test_a_subsidiary_that_is_the_duplicate_closes_no_circle(self, session, duplicate):
        self.put(session, duplicate, session.get(Supplier, HUILING))
        assert merge(session, duplicate).parent_id is None

    def test_one_between_the_two_stands_against_it(self, session, duplicate):
        survivor, between = session.get(Supplier, HUILING), add(session, "F-1")
        self.put(session, between, duplicate)
        self.put(session, survivor, between)
        assert refused(session, duplicate) == [("suppliers.merge_family", {"number": "D-1"})]


def test_people_and_invitations_that_wait_go_over(session):
    waiting = {"role": "supplier_member", "supplier_id": MINGYAN, "invited_by": RIVAL.number, "created_at": NOW.at}
    for number, used in ((1, None), (2, NOW.at)):
        email = f"{number}@mingyan.example"
        invitation = Invitation(token_digest=str(number), email=email, expires_at=NOW.at, used_at=used, **waiting)
        session.add(invitation)
    session.flush()
    merge(session, session.get(Supplier, MINGYAN))
    session.expire_all()
    assert session.get(Account, RIVAL.number).supplier_id == HUILING
    assert [one.supplier_id for one in session.scalars(select(Invitation).order_by(Invitation.id))] == [
        HUILING,
        MINGYAN,
    ]


def running_audit(session, duplicate, state="planned"):
    return findings_story.add_audit(session, state, duplicate.id, site_id=HUILING)


@pytest.mark.parametrize(
    ("state", "stands"),
    [
        (state, state not in {"issued", "closed", "amended", "cancelled", "refused", "aborted"})
        for state in AUDIT.states
    ],
)
def test_an_audit_that_runs_stands_against_it(session, duplicate, state, stands):
    audit = running_audit(session, duplicate, state)
    running_audit(session, session.get(Supplier, MINGYAN))
    if stands:
        facts = {"number": audit.number, "state": f"audit_state.{state}"}
        assert refused(session, duplicate) == [("audits.merge_blocked", facts)]
    else:
        merge(session, duplicate)


@pytest.mark.parametrize(
    ("state", "severity", "stands"),
    [
        *((state, "minor", state not in {"draft", "closed", "effective", "withdrawn"}) for state in FINDING.states),
        ("open", "none", False),
    ],
)
def test_a_finding_that_is_not_settled_stands_against_it(session, duplicate, state, severity, stands):
    audit = running_audit(session, duplicate, "issued")
    finding = {
        "number": "F-1", "site_id": HUILING, "checkpoint": "S1.1", "kind": "nonconformity", "title": "T",
        "requirement": "R", "seen": "S", "raised_by": ZHOU.number, "raised_at": NOW.at, "severity": severity,
        "state": state,
    }  # fmt: skip
    session.add(Finding(audit_id=audit.id, supplier_id=duplicate.id, **finding))
    session.flush()
    if stands:
        facts = {"number": "F-1", "state": f"finding_state.{state}"}
        assert refused(session, duplicate) == [("findings.merge_blocked", facts)]
    else:
        merge(session, duplicate)


@pytest.mark.parametrize("state", TENDER.states)
def test_a_tender_that_is_not_decided_stands_against_it(session, state):
    tenders_story.add_buyers(session)
    tenders_story.hold_policy(session)
    tender = tenders_story.drafted(session)
    duplicate = session.get(Supplier, session.scalars(select(Bidder.supplier_id)).first())
    tender.state = state
    session.flush()
    if state in {"awarded", "cancelled"}:
        survivor = add(session, "D-9", country=duplicate.country)
        merge(session, duplicate, survivor.id)
    else:
        facts = {"number": tender.number, "state": f"tender_state.{state}"}
        assert ("tenders.merge_blocked", facts) in refused(session, duplicate)


def test_audits_findings_and_ratings_stay_recorded_where_they_were(session):
    add_policy(session)
    audit = running_audit(session, session.get(Supplier, MINGYAN), "issued")
    publish_ratings(session, PAN.actor, [HUILING, MINGYAN], NOW, "input")
    merge(session, session.get(Supplier, MINGYAN))
    session.expire_all()
    assert session.get(Audit, audit.id).supplier_id == MINGYAN
    assert set(session.scalars(select(Rating.supplier_id))) == {HUILING, MINGYAN}
    assert [rating.supplier_id for rating in publish_next(session, PAN.actor, 0, NOW)] == [HUILING]


def test_a_duplicate_of_a_duplicate_ends_at_the_last_survivor(session, duplicate):
    middle = add(session, "D-2")
    merge(session, duplicate, middle.id)
    survivor = merge(session, middle)
    assert duplicate.merged_into_id == middle.merged_into_id == HUILING
    assert {one.name for one in session.scalars(select(SupplierName).where(SupplierName.kind == "number"))} == {
        "D-1",
        "D-2",
    }
    assert set(merged_into(session, survivor)) == {duplicate, middle}


def test_what_was_told_is_what_goes_over(session, duplicate):
    add_site(session, PAN.actor, AddSite(duplicate.id, "Dongguan"), NOW)
    plan = plan_merge(session, session.get(Supplier, HUILING), duplicate)
    assert plan.counts == {"merge_part.sites": 1, "merge_part.names": 3}
    add_site(session, PAN.actor, AddSite(duplicate.id, "Heyuan"), NOW)
    session.expire(duplicate, ["sites"])
    assert refused(session, duplicate, rows=plan.rows) == [("suppliers.merge_changed", {"rows": 5})]
    merge(session, duplicate, rows=5)


def test_the_trail_names_both_and_the_counts(session, duplicate):
    merge(session, duplicate)
    body = json.loads(session.scalars(select(Event.body).order_by(Event.id.desc())).first())
    assert (body["act"], body["supplier"], body["duplicate"]) == ("suppliers_merged", HUILING, duplicate.id)
    assert body["moved"] == ["names=3"]
    assert "Huiling" not in json.dumps(body)


@pytest.mark.parametrize("person", [ADA, FANG, LIN, MO, ZHOU, TAN, RIVAL])
def test_others_merge_nothing(session, duplicate, person):
    with pytest.raises(Missing):
        merge_suppliers(session, person.actor, MergeSuppliers(HUILING, duplicate.id), NOW)


@pytest.mark.parametrize(("survivor", "other"), [(HUILING, HUILING), (HUILING, 999_999), (999_999, HUILING)])
def test_a_merge_needs_two_suppliers(session, survivor, other):
    with pytest.raises(Missing):
        merge_suppliers(session, PAN.actor, MergeSuppliers(survivor, other), NOW)


def test_a_merged_supplier_is_merged_changed_and_chosen_no_more(session, duplicate):
    merge(session, duplicate)
    with pytest.raises(Missing):
        merge(session, duplicate, MINGYAN)
    with pytest.raises(Missing):
        merge_suppliers(session, PAN.actor, MergeSuppliers(duplicate.id, MINGYAN), NOW)
    with pytest.raises(Missing):
        change_supplier(session, PAN.actor, ChangeSupplier(supplier_id=duplicate.id, **asdict(PLAIN)), NOW)
    with pytest.raises(Invalid):
        audit_story.planned(session, supplier_id=duplicate.id)
    with pytest.raises(Invalid) as error:
        add(session, "D-1")
    assert [fault.code for fault in error.value.faults] == ["suppliers.number_merged"]


class TestLikelyDuplicates:
    def likely(self, session, supplier):
        return [(one.supplier.number, one.name) for one in likely_duplicates(session, PAN.actor, supplier)]

    def test_names_alike_in_either_language_are_offered_and_others_are_not(self, session, duplicate):
        add(session, "D-2", name_en="HUILING CO., LTD.", country="DE")
        add(session, "D-3", name_en="Unrelated Works", name_zh="惠岭精密制造有限公司")
        add(session, "D-4", name_en="Huilingus Timber")
        add(session, "D-5", name_en="Precision Electronics Trading")
        found = self.likely(session, session.get(Supplier, HUILING))
        assert {number for number, _ in found} == {"D-1", "D-2", "D-3"}
        assert found[0] == ("D-1", "Huiling Precision")

    def test_an_alias_is_alike_too_and_so_is_an_identifier_kept_as_one(self, session):
        supplier = add(session, "D-1", name_en="Zeque", uscc="91350100M000100Y43")
        alias, code = add(session, "D-2", name_en="Suzhou Works"), add(session, "D-3", name_en="Works Suzhou")
        add_name(session, PAN.actor, AddName(alias.id, "Zeque Connectors"), NOW)
        add_name(session, PAN.actor, AddName(code.id, "91350100M000100Y43"), NOW)
        assert set(self.likely(session, supplier)) == {("D-2", "Zeque Connectors"), ("D-3", "91350100M000100Y43")}

    def test_a_merged_one_is_offered_no_more(self, session, duplicate):
        merge(session, duplicate)
        assert self.likely(session, session.get(Supplier, HUILING)) == []


def test_a_site_that_went_over_can_be_audited_at_the_survivor(session, duplicate):
    site = add_site(session, PAN.actor, AddSite(duplicate.id, "Dongguan"), NOW)
    merge(session, duplicate)
    assert session.get(Site, site.id).supplier_id == HUILING
    assert audit_story.planned(session, site_id=site.id).supplier_id == HUILING
