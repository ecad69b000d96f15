"""Suppliers as a workbook and back: what went out says the same when it comes in, and nothing is lost on the way."""

from dataclasses import replace
from decimal import Decimal

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import SYSTEM
from supplier_portal.domain.identifiers.uscc import ALPHABET, check_character
from supplier_portal.files.store import FileStore
from supplier_portal.intake.heads import Choice
from supplier_portal.intake.reading import plan_rows, read_file
from supplier_portal.jobs.models import Job, JobFile
from supplier_portal.jobs.operations import AskJob, ask_job
from supplier_portal.jobs.worker import Worker
from supplier_portal.language.speech import Speech
from supplier_portal.output.sheets import write_workbook
from supplier_portal.suppliers.categories import CATEGORIES
from supplier_portal.suppliers.cli import suppliers
from supplier_portal.suppliers.countries import country_names
from supplier_portal.suppliers.exports import Asked, supplier_sheets
from supplier_portal.suppliers.importing import SITES, SUPPLIERS
from supplier_portal.suppliers.jobs import JOBS
from supplier_portal.suppliers.models import Site, Supplier, SupplierContact, SupplierName, SupplierSpend
from supplier_portal.suppliers.operations import (
    AddName,
    AddSite,
    AddSupplier,
    SaveContact,
    SetParent,
    add_name,
    add_site,
    add_supplier,
    save_contact,
    set_parent,
)
from supplier_portal.suppliers.operations.profile import FIELDS
from supplier_portal.suppliers.queries import names_of
from supplier_portal.suppliers.queries.listing import SupplierFilter
from tests.cast import HUILING, NOW, PAN
from tests.sbti_list import isin, lei

ZONE = NOW.at.tzinfo
CASTS = 2
ALL = SupplierFilter()


def workbook(session, speech, wanted=ALL):
    sheets = supplier_sheets(session, SYSTEM, Asked(wanted, "number"), speech)
    return write_workbook(sheets, at=NOW.at)


def read(session, importer, data):
    file = read_file(data, importer, Choice())
    assert file.complete, file.missing
    assert not file.faults
    found = file.rows(importer)
    assert found.left_out == 0
    planned = plan_rows(session, PAN.actor, importer, found, NOW)
    assert [(fault.place, fault.code, fault.facts) for row in planned for fault in row.faults] == []
    return planned


def everything(session):
    """All that a file carries, by the numbers and names people know."""
    session.expire_all()
    numbers = dict(session.execute(select(Supplier.id, Supplier.number)).all())
    suppliers = [
        ({name: getattr(one, name) for name in FIELDS}, numbers.get(one.parent_id))
        for one in session.scalars(select(Supplier).order_by(Supplier.number))
    ]
    names = session.execute(select(SupplierName.supplier_id, SupplierName.name)).all()
    contact = SupplierContact
    contacts = session.execute(select(contact.supplier_id, contact.name, contact.email, contact.phone)).all()
    site_fields = ("name_en", "name_zh", "spend_share", "categories", "region", "grid", "country")
    sites = [
        (numbers[one.supplier_id], *(getattr(one, name) for name in site_fields))
        for one in session.scalars(select(Site).order_by(Site.name_en, Site.id))
    ]
    return (
        suppliers,
        sorted((numbers[supplier_id], name) for supplier_id, name in names),
        sorted((numbers[supplier_id], *told) for supplier_id, *told in contacts),
        sites,
    )


def empty(session):
    for model in (SupplierName, SupplierContact, SupplierSpend, Site, Supplier):
        rows = select(model)
        if model in {Site, Supplier}:
            rows = rows.where((model.id if model is Supplier else model.supplier_id) > CASTS)
            ids = [row.id for row in session.scalars(rows)]
            session.execute(delete(model).where(model.id.in_(ids)))
        else:
            session.execute(delete(model))
    session.expunge_all()


LETTERS = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"))
texts = st.text(LETTERS, max_size=30)
told = st.text(LETTERS, min_size=1, max_size=30).filter(lambda text: any(letter.isalnum() for letter in text))
usccs = st.from_regex(f"[{ALPHABET[1:]}]{{2}}[0-9]{{6}}[{ALPHABET}]{{9}}", fullmatch=True)
codes = st.text("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ", min_size=1, max_size=9)


def decimals(places):
    return st.decimals(0, Decimal(10) ** (15 - places), allow_nan=False, places=places).filter(
        lambda figure: figure < Decimal(10) ** (15 - places)
    )


profiles = st.builds(
    AddSupplier,
    number=st.from_regex(r"[A-Z0-9][A-Z0-9/.\-]{0,20}[A-Z]", fullmatch=True),
    name_en=told,
    name_zh=texts,
    country=st.sampled_from(sorted(country_names("en"))),
    category=st.sampled_from(CATEGORIES),
    further_categories=st.lists(st.sampled_from(CATEGORIES), max_size=3),
    strategic_core=st.booleans(),
    makes_goods=st.booleans(),
    staff=st.none() | st.integers(0, 10_000_000),
    scope_1_2=st.none() | decimals(3),
    annual_spend=decimals(2),
    spend_year=st.none() | st.integers(1990, NOW.day.year),
    lei=st.none() | codes.map(lei),
    isin=st.none() | codes.map(isin),
    uscc=st.none() | usccs.map(lambda body: body + check_character(body)),
    duns=st.sampled_from([None, "150483782", "000000018"]),
    time_zone=st.sampled_from(["Asia/Shanghai", "Europe/Madrid", "UTC"]),
)


@pytest.mark.parametrize("language", ["en", "zh"])
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(profile=profiles, aliases=st.lists(told, max_size=3, unique=True), contact=st.none() | told)
def test_a_supplier_goes_out_and_comes_in_again_without_loss(database, language, profile, aliases, contact):
    speech = Speech(language, ZONE)
    with Session(database.engine.execution_options(writes=True), expire_on_commit=False) as session:
        one = add_supplier(session, PAN.actor, profile, NOW)
        for alias in aliases:
            stands = names_of(session, [one.id])[one.id]
            if " ".join(alias.split()) not in stands:
                add_name(session, PAN.actor, AddName(one.id, alias), NOW)
        if contact:
            save_contact(session, PAN.actor, SaveContact(one.id, contact, email="li@n.example"), NOW)
        before, data = everything(session), workbook(session, speech)
        assert {row.verdict for row in read(session, SUPPLIERS, data)} == {"same"}
        empty(session)
        SUPPLIERS.write(
            session, PAN.actor, [row for row in read(session, SUPPLIERS, data) if row.verdict == "new"], NOW
        )
        assert everything(session) == before
        session.rollback()


@pytest.fixture
def families(session):
    """A parent and a subsidiary with everything a file carries."""
    spend = {"annual_spend": Decimal("123456789.05"), "spend_year": 2023}
    for number in ("F-2", "F-1"):
        plain = AddSupplier(number=number, name_en=f"Name {number}", country="DE", category="optical", **spend)
        one = add_supplier(session, PAN.actor, replace(plain, name_zh="名称"), NOW)
        add_name(session, PAN.actor, AddName(one.id, 'A; "quoted" name'), NOW)
        save_contact(session, PAN.actor, SaveContact(one.id, "Li Wen", phone="+86 752 555 0100"), NOW)
        for site, grid in (("Huizhou", "south"), ("Dongguan", None)):
            share = Decimal("0.3333") if grid else None
            facts = {"grid": grid, "region": "Guangdong", "country": "CN", "categories": ["thermal", "optical"]}
            add_site(session, PAN.actor, AddSite(one.id, f"{number} {site}", "惠州", share, **facts), NOW)
    set_parent(session, PAN.actor, SetParent(one.id, "F-2"), NOW)
    return session


@pytest.mark.parametrize("language", ["en", "zh"])
def test_families_and_sites_come_in_again_too(families, language):
    before, data = everything(families), workbook(families, Speech(language, ZONE))
    for importer in (SUPPLIERS, SITES):
        assert {row.verdict for row in read(families, importer, data)} == {"same"}
    empty(families)
    for importer in (SUPPLIERS, SITES):
        planned = [row for row in read(families, importer, data) if row.verdict == "new"]
        assert planned
        importer.write(families, PAN.actor, planned, NOW)
    assert everything(families) == before


def test_the_workbook_holds_what_the_filter_leaves(families):
    data = workbook(families, Speech("en", ZONE), SupplierFilter(category="optical"))
    assert [row.row.values["number"] for row in read(families, SUPPLIERS, data)] == ["F-1", "F-2"]
    assert len(read(families, SITES, data)) == 4


def test_the_worker_makes_the_workbook_for_whoever_asked(database, config):
    with database.unit_of_work(PAN.actor) as session:
        asked = AskJob("suppliers.workbook", {"text": "Huiling", "sort": "-spend"}, "zh")
        ask_job(session, PAN.actor, asked, NOW.at)
    Worker(database, config, JOBS).run_one()
    with database.reading(PAN.actor) as session:
        assert session.scalar(select(Job.state)) == "done", session.scalar(select(Job.error))
        made = session.scalar(select(JobFile))
        planned = read(session, SUPPLIERS, FileStore.of(config).read(made.digest))
    assert made.name == f"suppliers-{NOW.day}.xlsx"
    assert [(row.target, row.verdict) for row in planned] == [(HUILING, "same")]


class TestCommand:
    HEAD = "Supplier number,Name in English,Country,Category\n"
    GOOD = f"{HEAD}N-1,Northmere,CN,optical\nS-0001,Huiling,CN,electronics\n"
    BAD = f"{GOOD}N-2,Southmere,XX,optical\n"

    def run(self, config, monkeypatch, tmp_path, content, *options):
        monkeypatch.setenv("SUPPLIER_PORTAL_DATABASE", config.database)
        monkeypatch.setenv("SUPPLIER_PORTAL_DATA_FOLDER", str(config.data_folder))
        monkeypatch.setenv("SUPPLIER_PORTAL_SECRET_KEY", "k" * 40)
        file = tmp_path / "suppliers.csv"
        if content is not None:
            file.write_text(content)
        return CliRunner().invoke(suppliers, ["import", str(file), *options])

    def count(self, database):
        with database.reading(PAN.actor) as session:
            return session.scalar(select(func.count()).select_from(Supplier))

    def test_a_file_is_imported_and_counted(self, database, config, monkeypatch, tmp_path):
        done = self.run(config, monkeypatch, tmp_path, self.GOOD)
        assert done.exit_code == 0, done.output
        assert "new 1, changed 1, same 0, refused 0" in done.output
        assert "2 of 2 rows" in done.output
        assert self.count(database) == 3
        again = self.run(config, monkeypatch, tmp_path, self.GOOD)
        assert (again.exit_code, "new 0, changed 0, same 2" in again.output) == (0, True)

    def test_a_dry_run_writes_nothing(self, database, config, monkeypatch, tmp_path):
        done = self.run(config, monkeypatch, tmp_path, self.BAD, "--dry-run")
        assert done.exit_code == 1
        assert "nothing was written" in done.output
        assert "C4" in done.output
        assert self.count(database) == 2

    def test_refused_rows_are_named_and_the_others_written(self, database, config, monkeypatch, tmp_path):
        done = self.run(config, monkeypatch, tmp_path, self.BAD)
        assert done.exit_code == 1
        assert "C4" in done.output
        assert self.count(database) == 3

    def test_sites_are_imported_by_their_option(self, database, config, monkeypatch, tmp_path):
        text = "Supplier number,Site name in English,Region\nS-0001,Dongguan,Guangdong\n"
        done = self.run(config, monkeypatch, tmp_path, text, "--sites")
        assert (done.exit_code, "new 1" in done.output) == (0, True), done.output
        with database.reading(PAN.actor) as session:
            assert session.scalar(select(Site.region).where(Site.name_en == "Dongguan")) == "Guangdong"

    @pytest.mark.parametrize("content", [None, "", "just words", "%PDF-1.7", "Name,Country\nA,CN\n"])
    def test_what_cannot_be_read_ends_with_two(self, database, config, monkeypatch, tmp_path, content):
        done = self.run(config, monkeypatch, tmp_path, content)
        assert done.exit_code == 2, done.output
        assert "Traceback" not in done.output
        assert self.count(database) == 2
