"""`supplier-portal figures`: the figures of the sources, counted in a database."""

import json
from datetime import date
from decimal import Decimal

import pytest
from click.testing import CliRunner

from supplier_portal.access.actor import SYSTEM
from supplier_portal.audits.models import Audit
from supplier_portal.carbon.models import CdpScore
from supplier_portal.cli.figures import figures
from supplier_portal.dashboard.queries.source_figures import source_figures
from supplier_portal.db import schema
from supplier_portal.outreach.operations import (
    HoldTraining,
    Participant,
    RecordParticipants,
    hold_training,
    record_participants,
)
from supplier_portal.suppliers.models import Site, Supplier
from tests import audit_story
from tests.cast import HUILING, MINGYAN, NOW, PAN, TODAY

KEYS = [
    *("suppliers_audited_2022", "suppliers_audited_2023", "suppliers_audited", "strategic_core_suppliers"),
    *("cdp_2023_published", "cdp_2023_leadership", "cdp_2023_management", "cdp_2023_lower"),
    *("training_2022_in_person_participants", "training_2022_in_person_suppliers"),
    *("training_2022_online_participants", "training_2022_online_suppliers"),
    *("training_2023_participants", "training_2023_suppliers", "training_2023_tariff_suppliers"),
]


def supplier(session, number, **more):
    session.add(
        Supplier(id=number, number=f"F-{number}", name_en=f"F {number}", country="CN", category="optical", **more)
    )
    session.flush()
    session.add(Site(id=number, supplier_id=number, name_en="Site"))
    session.flush()


def audit(session, supplier_id, day, state="issued", kind="periodic"):
    version_id = audit_story.published(session).id
    number = f"{supplier_id}-{day}-{state}-{kind}"
    session.add(
        Audit(
            number=number, supplier_id=supplier_id, site_id=supplier_id, checklist_version_id=version_id, type=kind,
            mode="on_site", state=state, profile={}, starts_on=day, ends_on=day, planned_by=PAN.number,
            planned_at=NOW.at,
        )
    )  # fmt: skip
    session.flush()


def test_a_supplier_is_audited_in_the_year_of_its_first_scored_audit(session):
    supplier(session, 50, merged_into_id=HUILING)
    audit(session, HUILING, date(2022, 12, 28), "closed")
    audit(session, HUILING, date(2023, 6, 1))
    audit(session, MINGYAN, date(2022, 5, 1), kind="special")
    audit(session, MINGYAN, date(2022, 6, 1), state="in_review")
    audit(session, MINGYAN, date(2023, 2, 1), "amended")
    audit(session, 50, date(2022, 3, 1))
    told = source_figures(session, TODAY)
    assert [told[name] for name in KEYS[:4]] == [1, 1, 2, 2]


def test_published_cdp_scores_are_parted_in_three(session):
    scores = [("A", True), ("A-", True), ("B-", True), ("C", True), ("D-", True), ("B", False), ("F", True)]
    for number, (score, public) in enumerate(scores, 60):
        supplier(session, number)
        session.add(CdpScore(supplier_id=number, year=2023, score=score, published_on=date(2024, 2, 6), public=public))
    session.add(CdpScore(supplier_id=HUILING, year=2022, score="A", published_on=date(2023, 2, 6)))
    session.flush()
    told = source_figures(session, TODAY)
    assert [told[name] for name in KEYS[4:8]] == [5, 2, 1, 2]
    assert source_figures(session, date(2024, 2, 5))["cdp_2023_published"] == 0


def test_training_is_counted_by_year_form_and_subject(session):
    def trained(day, form, programme, *suppliers):
        held = hold_training(session, PAN.actor, HoldTraining(day, form, programme, "T", "zh"), NOW)
        rows = [Participant(one) for one in suppliers] + [Participant(MINGYAN, attended=False)]
        record_participants(session, PAN.actor, RecordParticipants(held.id, rows), NOW)

    trained(date(2022, 1, 1), "in_person", "carbon_management", HUILING, HUILING, MINGYAN)
    trained(date(2022, 12, 31), "online", "product_footprint", HUILING)
    trained(date(2023, 5, 1), "online", "carbon_management", HUILING, HUILING)
    trained(date(2023, 9, 1), "online", "eu_tariff", MINGYAN)
    trained(date(2024, 1, 1), "in_person", "carbon_management", MINGYAN)
    told = source_figures(session, TODAY)
    assert [told[name] for name in KEYS[8:]] == [3, 2, 1, 1, 2, 1, 1]


@pytest.fixture
def run(monkeypatch):
    for name in ("DATABASE", "DATA_FOLDER", "PINNED_DAY"):
        monkeypatch.delenv(f"SUPPLIER_PORTAL_{name}", raising=False)
    return lambda *arguments: CliRunner().invoke(figures, arguments)


def test_the_demo_s_own_database_is_counted(run, tmp_path):
    data = tmp_path / "portal"
    data.mkdir()
    address = f"sqlite:///{data / 'portal.sqlite'}"
    schema.upgrade(address)
    done = run("--demo", "--json", "--folder", str(tmp_path))
    assert done.exit_code == 0, done.output
    assert json.loads(done.output) == dict.fromkeys(KEYS, 0)


def test_without_a_demo_the_way_out_is_told(run, tmp_path):
    done = run("--demo", "--json", "--folder", str(tmp_path / "nowhere"))
    assert done.exit_code == 1
    assert f"supplier-portal demo --no-serve --folder {tmp_path / 'nowhere'}" in done.output
    assert not (tmp_path / "nowhere").exists()


def test_the_configured_database_is_counted_without_the_demo(run, monkeypatch, database, database_address, tmp_path):
    monkeypatch.setenv("SUPPLIER_PORTAL_DATABASE", database_address)
    monkeypatch.setenv("SUPPLIER_PORTAL_DATA_FOLDER", str(tmp_path))
    with database.unit_of_work(SYSTEM) as session:
        supplier(session, 70, strategic_core=True, annual_spend=Decimal(1))
    told = run()
    assert told.exit_code == 0, told.output
    assert "strategic_core_suppliers: 3" in told.output.splitlines()
