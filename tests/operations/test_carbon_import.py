"""Importing the public list: one dated snapshot, matched by identifier, conflicts not applied, once per file."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from supplier_portal.carbon.finding import find_suppliers
from supplier_portal.carbon.models import SbtiCandidate, SbtiCompany, SbtiSnapshot, SupplierTarget
from supplier_portal.carbon.operations import ImportSbtiList, import_sbti_list
from supplier_portal.carbon.queries import scoring_facts, visible, visible_matches
from supplier_portal.carbon.sbti_list.companies import ListedCompany, SbtiList
from supplier_portal.domain.errors import Conflict, Missing
from supplier_portal.suppliers.models import Supplier
from supplier_portal.trail.models import Event
from tests.cast import HUILING, LIN, MINGYAN, NOW, PAN, RIVAL, TAN, TODAY, ZHOU
from tests.sbti_list import isin, lei

HUILING_LEI, HUILING_ISIN = lei("HUILING"), isin("HUILING")


def company(name="Huiling Co., Ltd.", own_lei=None, own_isin=None, status="Targets set", year=2030):
    return ListedCompany("1", name, "China", own_lei, own_isin, status, year)


NOISE = [
    company("Huiling Precision Electronics", None, None),  # the same name, no identifier
    company("Huiling Precision Electronics", lei("OTHER"), isin("OTHER")),
    company("Aldermoor Paper", lei("ALDERMOOR")),
]


@pytest.fixture
def identified(session):
    """Huiling with both identifiers, Mingyan with another LEI, and a supplier that stands in no list."""
    session.get(Supplier, HUILING).lei = HUILING_LEI
    session.get(Supplier, HUILING).isin = HUILING_ISIN
    session.get(Supplier, MINGYAN).lei = lei("MINGYAN")
    session.add(
        Supplier(
            number="S-9", name_en="Alone", country="CN", category="thermal", annual_spend=Decimal(1), lei=lei("ALONE")
        )
    )
    session.flush()
    return session


def take(session, *companies, digest="a" * 64, as_of=TODAY, actor=PAN):
    command = ImportSbtiList(SbtiList((*companies, *NOISE)), digest, as_of)
    return import_sbti_list(session, actor.actor, command, NOW)


def matches(session):
    rows = session.execute(visible_matches(PAN.actor).order_by(SupplierTarget.id))
    return [
        (target.verdict, target.matched_by, supplier.id, found.name, target.status) for target, supplier, found in rows
    ]


def facts(session, day=TODAY):
    return scoring_facts(session, [HUILING, MINGYAN], day)[HUILING].sbt


@pytest.mark.parametrize(
    ("listed", "matched_by"),
    [
        (company(own_lei=HUILING_LEI), "lei"),
        (company(own_isin=HUILING_ISIN), "isin"),
        (company(own_lei=HUILING_LEI, own_isin=HUILING_ISIN), "lei"),
        (company("惠岭精密电子股份有限公司", HUILING_LEI), "lei"),
    ],
)
def test_an_identifier_makes_a_match_sure_and_applies_it(identified, listed, matched_by):
    take(identified, listed)
    assert matches(identified) == [("sure", matched_by, HUILING, listed.name, "validated")]
    assert facts(identified) == "validated"


def test_a_name_that_is_plainly_another_companys_is_listed_and_not_applied(identified):
    imported = take(identified, company("Northmere Shipping Lines plc", HUILING_LEI))
    assert matches(identified) == [("conflict", "lei", HUILING, "Northmere Shipping Lines plc", "validated")]
    assert facts(identified) == "none"
    assert (imported.snapshot.report["sure"], imported.snapshot.report["conflicts"]) == (0, 1)


@pytest.mark.parametrize(
    "others_name",
    ["Huiling Limited", "Northmere Shipping Lines plc"],
)
def test_identifiers_of_two_companies_are_a_conflict_and_neither_counts(identified, others_name):
    take(identified, company(others_name, HUILING_LEI), company(own_isin=HUILING_ISIN, status="Committed", year=None))
    assert [match[:4] for match in matches(identified)] == [
        ("conflict", "lei", HUILING, others_name),
        ("conflict", "isin", HUILING, "Huiling Co., Ltd."),
    ]
    assert facts(identified) == "none"


def test_a_name_alone_matches_nobody_and_makes_candidates(identified):
    imported = take(identified)
    assert matches(identified) == []
    assert facts(identified) == "none"
    found = identified.execute(select(SbtiCandidate).order_by(SbtiCandidate.rank)).scalars().all()
    assert [(one.supplier_id, one.rank, one.reason, one.country) for one in found] == [
        (HUILING, 1, "same_name", "same"),
        (HUILING, 2, "same_name", "same"),
    ]
    assert imported.snapshot.report["candidates"] == 1


def test_a_sure_match_leaves_no_candidates_but_where_the_target_is_its_parents(identified):
    take(identified, company(own_lei=HUILING_LEI))
    assert identified.scalar(select(func.count()).select_from(SbtiCandidate)) == 0
    at_parent = replace(company(own_lei=HUILING_LEI, status="Commitment removed"), at_parent=True)
    take(identified, at_parent, digest="b" * 64)
    assert matches(identified)[-1][0] == "sure"
    assert identified.scalar(select(func.count()).select_from(SbtiCandidate)) == 2


def test_a_supplier_changed_since_it_was_looked_up_is_looked_up_again(identified):
    listed = SbtiList((company(own_lei=HUILING_LEI),))
    before = find_suppliers(identified, listed.companies)
    identified.get(Supplier, HUILING).lei = None
    identified.flush()
    import_sbti_list(identified, PAN.actor, ImportSbtiList(listed, "a" * 64, TODAY, before), NOW)
    assert matches(identified) == []
    assert facts(identified) == "none"


def test_a_duplicate_that_was_merged_is_looked_up_no_more(identified):
    identified.get(Supplier, HUILING).merged_into_id = MINGYAN
    identified.flush()
    take(identified, company(own_lei=HUILING_LEI))
    assert identified.scalar(select(func.count()).select_from(SupplierTarget)) == 0


def test_a_supplier_without_identifiers_is_not_matched_with_companies_without(session):
    take(session, company("Huiling Precision Electronics", None, None))
    assert matches(session) == []


def test_every_company_is_kept_as_the_list_gives_it(identified):
    imported = take(identified, company(own_lei=HUILING_LEI, status="Commitment removed", year=None))
    kept = identified.scalars(select(SbtiCompany).order_by(SbtiCompany.id)).all()
    assert imported.snapshot.companies == len(kept) == 4
    assert (kept[0].name, kept[0].lei, kept[0].near_term_status, kept[0].target_year) == (
        "Huiling Co., Ltd.", HUILING_LEI, "Commitment removed", None,
    )  # fmt: skip
    assert matches(identified)[0][-1] == "none"


def test_the_same_file_again_changes_nothing(identified):
    first = take(identified, company(own_lei=HUILING_LEI))
    events = identified.scalar(select(func.count()).select_from(Event))
    again = take(identified, company(own_lei=HUILING_LEI), as_of=date(2025, 1, 1))
    assert (first.fresh, again.fresh) == (True, False)
    assert (again.snapshot.id, again.snapshot.as_of) == (first.snapshot.id, TODAY)
    assert identified.scalar(select(func.count()).select_from(SbtiCompany)) == 4
    assert identified.scalar(select(func.count()).select_from(SupplierTarget)) == 1
    assert identified.scalar(select(func.count()).select_from(Event)) == events


def test_what_was_true_at_a_date_can_be_asked_later(identified):
    """A list of an older date imported afterwards counts for its own time only."""
    take(identified, company(own_lei=HUILING_LEI), as_of=date(2024, 1, 1))
    take(identified, company(own_lei=HUILING_LEI, status="Committed"), digest="b" * 64, as_of=date(2023, 1, 1))
    days = (
        date(2022, 12, 31),
        date(2023, 1, 1),
        date(2023, 12, 31),
        date(2024, 1, 1),
        date(2030, 12, 31),
        date(2031, 1, 1),
    )
    assert [facts(identified, day) for day in days] == [
        "none", "committed", "committed", "validated", "validated", "none",
    ]  # fmt: skip


def test_of_two_lists_of_one_day_the_last_imported_counts(identified):
    take(identified, company(own_lei=HUILING_LEI))
    take(identified, digest="b" * 64)
    assert facts(identified) == "none"


def test_the_trail_tells_of_the_import_in_numbers_only(identified):
    take(identified, company(own_lei=HUILING_LEI))
    body = identified.scalars(select(Event.body).order_by(Event.id.desc())).first()
    assert '"act":"sbti_list_imported"' in body
    assert '"companies":4' in body
    assert "Huiling" not in body


@pytest.mark.parametrize("person", [TAN, RIVAL, LIN, ZHOU])
def test_others_import_nothing(session, person):
    with pytest.raises(Missing):
        take(session, company(), actor=person)


@pytest.mark.parametrize("person", [TAN, RIVAL, ZHOU])
@pytest.mark.parametrize("query", [visible, visible_matches])
def test_suppliers_and_auditors_see_no_list(person, query):
    with pytest.raises(Missing):
        query(person.actor)


def test_two_imports_of_one_file_at_once_leave_one_list(session, monkeypatch):
    """The other import committed between this one's look and its write."""
    take(session, company())
    monkeypatch.setattr("supplier_portal.carbon.operations.sbti_import.snapshot_of_file", lambda *_: None)
    with pytest.raises(Conflict, match=r"carbon\.import_elsewhere"):
        take(session, company())
    session.rollback()


def test_an_import_that_fails_in_the_middle_leaves_nothing(database):
    def fail(_: int) -> None:
        raise RuntimeError("the power is gone")

    command = ImportSbtiList(SbtiList((company(),)), "a" * 64, TODAY)
    with pytest.raises(RuntimeError), database.unit_of_work(PAN.actor) as session:
        import_sbti_list(session, PAN.actor, command, NOW, fail)
    with database.reading(PAN.actor) as session:
        assert session.scalar(select(func.count()).select_from(SbtiSnapshot)) == 0
        assert session.scalar(select(func.count()).select_from(SbtiCompany)) == 0
