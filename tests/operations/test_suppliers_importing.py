"""Suppliers and sites by file: by the rules of the form, each fault at its cell, and taken back without harm."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import func, select, update

from supplier_portal.domain.errors import Conflict, Missing
from supplier_portal.intake.importing import PlannedRow
from supplier_portal.intake.models import Batch, BatchKept
from supplier_portal.suppliers.importing import SITES, SUPPLIERS
from supplier_portal.suppliers.importing.lists import joined, parts_of
from supplier_portal.suppliers.models import Site, Supplier, SupplierContact, SupplierName, SupplierSpend
from supplier_portal.suppliers.operations import (
    AddName,
    AddSupplier,
    ChangeSupplier,
    MergeSuppliers,
    SetParent,
    add_name,
    add_supplier,
    change_supplier,
    merge_suppliers,
    set_parent,
)
from supplier_portal.suppliers.operations.profile import FIELDS
from supplier_portal.trail.models import Event
from tests import audit_story
from tests.cast import HUILING, LIN, MINGYAN, NOW, PAN, TAN, ZHOU
from tests.sbti_list import isin, lei
from tests.scored import Statements
from tests.taking_in import faults, plan, run_batch, undo_whole, verdicts, write

HEAD = "Supplier number,Name in English,Country,Category"
USCC, DUNS = "91350100M000100Y43", "150483782"
PLAIN = AddSupplier(number="N-1", name_en="Northmere", country="CN", category="optical")


def rows(*lines, head=HEAD):
    return "\n".join([head, *lines])


def stored(session, number):
    session.expire_all()
    return session.scalar(select(Supplier).where(Supplier.number == number))


def count(session, model=Supplier):
    return session.scalar(select(func.count()).select_from(model))


class TestReading:
    FULL = (
        "供应商编码,英文名称,供应商名称,别名,国家,品类,其他品类,是否战略核心,是否生产制造,员工人数,范围一和范围二排放量,"
        "年采购额,采购年度,LEI,ISIN,统一社会信用代码,邓白氏编码,时区,母公司编号,联系人,联系人邮箱,联系电话"
    )
    CELLS = (
        f'N-1,Northmere,北湖光学,NM；北湖 | Northmere Optics,中国,光器件,"散热; packaging",是,否,1200,12000.5,'
        f"25000000.50,2023,{lei('N').lower()},{isin('N')},{USCC},15-048-3782,Asia/Shanghai,S-0001,李文,"
        f"li.wen@n.example,0752-5550100"
    )

    def test_every_column_is_read_under_its_chinese_heading(self, session):
        write(session, SUPPLIERS, rows(self.CELLS, head=self.FULL))
        kept = stored(session, "N-1")
        assert {name: getattr(kept, name) for name in FIELDS} == {
            "number": "N-1",
            "name_en": "Northmere",
            "name_zh": "北湖光学",
            "country": "CN",
            "category": "optical",
            "further_categories": ["packaging", "thermal"],
            "strategic_core": True,
            "makes_goods": False,
            "staff": 1200,
            "scope_1_2": Decimal("12000.5"),
            "annual_spend": Decimal("25000000.5"),
            "spend_year": 2023,
            "lei": lei("N"),
            "isin": isin("N"),
            "uscc": USCC,
            "duns": DUNS,
            "time_zone": "Asia/Shanghai",
        }
        assert kept.parent_id == HUILING
        names = session.execute(select(SupplierName.name, SupplierName.language, SupplierName.kind)).all()
        assert names == [("NM", "en", "alias"), ("北湖", "zh", "alias"), ("Northmere Optics", "en", "alias")]
        contact = session.scalar(select(SupplierContact))
        assert (contact.supplier_id, contact.name, contact.email, contact.phone, contact.main) == (
            kept.id, "李文", "li.wen@n.example", "0752-5550100", True,
        )  # fmt: skip
        spend = session.scalar(select(SupplierSpend))
        assert (spend.supplier_id, spend.year, spend.amount) == (kept.id, 2023, Decimal("25000000.5"))

    def test_every_heading_belongs_to_one_column(self):
        for importer in (SUPPLIERS, SITES):
            titles = [title.casefold() for column in importer.columns for title in column.titles]
            assert len(titles) == len(set(titles))

    def test_the_same_file_again_changes_nothing(self, session):
        write(session, SUPPLIERS, rows(self.CELLS, head=self.FULL))
        events = count(session, Event)
        assert verdicts(plan(session, SUPPLIERS, rows(self.CELLS, head=self.FULL))) == ["same"]
        assert write(session, SUPPLIERS, rows(self.CELLS, head=self.FULL)) == []
        assert count(session, Event) == events

    def test_an_empty_cell_and_a_missing_column_leave_what_stands(self, session):
        write(session, SUPPLIERS, rows(self.CELLS, head=self.FULL))
        before = {name: getattr(stored(session, "N-1"), name) for name in FIELDS}
        planned = plan(session, SUPPLIERS, rows("N-1,,,,,", head=HEAD + ",Staff,LEI"))
        assert verdicts(planned) == ["same"]
        write(session, SUPPLIERS, rows("N-1,1300", head="编号,人数"))
        assert {name: getattr(stored(session, "N-1"), name) for name in FIELDS} == before | {"staff": 1300}

    def test_a_new_supplier_without_an_english_name_gets_its_chinese_one(self, session):
        write(session, SUPPLIERS, rows("N-1,北湖光学,CN,optical", head="编号,供应商名称,国家,品类"))
        assert (stored(session, "N-1").name_en, stored(session, "N-1").name_zh) == ("北湖光学", "北湖光学")

    def test_the_preview_says_old_and_new(self, session):
        planned = plan(
            session, SUPPLIERS, rows("S-0001,Huiling Electronics,820,是", head="编号,Name,员工人数,核心供应商")
        )
        assert planned[0].label == "Huiling Electronics"
        assert planned[0].target == HUILING
        assert planned[0].changes == {
            "name_en": ("Huiling Precision Electronics", "Huiling Electronics"),
            "staff": ("800", "820"),
        }

    def test_aliases_are_added_and_none_is_taken_away(self, session):
        add_name(session, PAN.actor, AddName(HUILING, "HL"), NOW)
        write(session, SUPPLIERS, rows("S-0001,惠岭精密电子; HL; Huiling", head="编号,别名"))
        names = session.scalars(select(SupplierName.name).order_by(SupplierName.id)).all()
        assert names == ["HL", "Huiling"]

    def test_of_a_known_contact_only_what_the_file_says_changes(self, session):
        write(session, SUPPLIERS, rows("S-0001,Li Wen,li@h.example", head="编号,联系人,邮箱"))
        write(session, SUPPLIERS, rows("S-0001,0752 555 0100", head="编号,电话"))
        contact = session.scalar(select(SupplierContact).execution_options(populate_existing=True))
        assert (contact.name, contact.email, contact.phone) == ("Li Wen", "li@h.example", "0752 555 0100")

    def test_a_year_before_the_latest_is_recorded_and_not_shown(self, session):
        head = "编号,年采购额,采购年度"
        write(session, SUPPLIERS, rows("S-0002,500,2022", head=head))
        planned = plan(session, SUPPLIERS, rows("S-0002,400,2021", head=head))
        assert planned[0].changes == {"annual_spend": ("", "400.00"), "spend_year": ("", "2021")}
        write(session, SUPPLIERS, rows("S-0002,400,2021", head=head))
        assert (stored(session, "S-0002").annual_spend, stored(session, "S-0002").spend_year) == (500, 2022)
        assert session.execute(select(SupplierSpend.year, SupplierSpend.amount).order_by(SupplierSpend.year)).all() == [
            (2021, 400),
            (2022, 500),
        ]

    @pytest.mark.parametrize(
        ("cell", "parts"),
        [
            ("A; B；C|D\uff5cE", ["A", "B", "C", "D", "E"]),
            (' "A; B" ; C', ["A; B", "C"]),
            ('"He said ""A""";B', ['He said "A"', "B"]),
            ('Acme "Works" Ltd; B', ['Acme "Works" Ltd', "B"]),
            ('"open; B', ['"open', "B"]),
            ("A, B; ; A, B", ["A, B"]),
            (" ; ", []),
        ],
    )
    def test_a_cell_of_several_is_taken_apart(self, cell, parts):
        assert parts_of(cell) == parts
        assert parts_of(joined(parts)) == parts


class TestRefusing:
    @pytest.mark.parametrize(
        ("head", "line", "found"),
        [
            ("编号,LEI", f"S-0001,{lei('N')[:-1]}X", [("B2", "suppliers.wrong_lei")]),
            ("编号,LEI", f"S-0001,{lei('TAKEN')}", [("B2", "suppliers.lei_taken")]),
            ("编号,USCC", f"S-0001,{USCC[:-1]}4", [("B2", "suppliers.wrong_uscc")]),
            ("编号,DUNS", "S-0001,15048378", [("B2", "suppliers.wrong_duns")]),
            ("编号,Time zone", "S-0001,Mars/Olympus", [("B2", "suppliers.time_zone_unknown")]),
            ("编号,Staff", "S-0001,-1", [("B2", "suppliers.staff")]),
            ("编号,年采购额", "S-0001,-5", [("B2", "suppliers.figure")]),
            ("编号,年采购额,采购年度", "S-0001,5,1989", [("C2", "suppliers.year")]),
            ("编号,年采购额", "S-0002,7", [("A2", "suppliers.spend_year_needed")]),
            ("编号,其他品类", "S-0001,散热;玩具", [("B2", "intake.unknown_choice")]),
            ("编号,别名", f"S-0001,{'N' * 201}", [("B2", "form.too_long")]),
            ("编号,邮箱", "S-0001,li@h.example", [("B2", "suppliers.import_contact_name")]),
            ("编号,联系人,邮箱", "S-0001,Li,li", [("C2", "suppliers.email")]),
            ("编号,母公司编号", "S-0001,S-0001", [("B2", "suppliers.parent_circle")]),
            ("编号,母公司编号", "S-0001,S-9999", [("B2", "suppliers.import_parent_unknown")]),
            ("编号,Name", "N-1,Northmere", [("A2", "suppliers.import_new_needs")]),
            ("编号,Name,国家,品类", "N-1,,,", [("A2", "suppliers.import_new_needs")]),
            ("编号,Name,国家,品类", f"{'N' * 33},Northmere,CN,optical", [("A2", "intake.text_too_long")]),
        ],
    )
    def test_a_wrong_cell_is_named(self, session, head, line, found):
        taken = session.get(Supplier, MINGYAN)
        taken.lei, taken.spend_year = lei("TAKEN"), 2022
        session.add(SupplierSpend(supplier_id=MINGYAN, year=2022, amount=taken.annual_spend))
        session.flush()
        assert faults(plan(session, SUPPLIERS, rows(line, head=head))) == found

    def test_one_bad_row_stops_no_other(self, session):
        text = rows("N-1,North,CN,optical", "N-2,South,XX,optical", "N-3,West,CN,optical")
        assert verdicts(plan(session, SUPPLIERS, text)) == ["new", "refused", "new"]
        write(session, SUPPLIERS, text)
        assert count(session) == 4

    def test_a_number_twice_names_the_first_cell(self, session):
        planned = plan(session, SUPPLIERS, rows("N-1,North,CN,optical", "N-1,Other,CN,optical"))
        assert verdicts(planned) == ["new", "refused"]
        assert (planned[1].faults[0].code, planned[1].faults[0].facts) == ("suppliers.import_twice", {"first": "A2"})

    def test_an_identifier_twice_names_the_first_cell(self, session):
        lines = (f"N-{number},North {number},CN,optical,{USCC}" for number in (1, 2))
        planned = plan(session, SUPPLIERS, rows(*lines, head=f"{HEAD},USCC"))
        assert verdicts(planned) == ["new", "refused"]
        assert planned[1].faults[0].facts == {"first": "E2"}

    def test_a_merged_number_names_the_one_to_use(self, session):
        duplicate = add_supplier(session, PAN.actor, PLAIN, NOW)
        merge_suppliers(session, PAN.actor, MergeSuppliers(HUILING, duplicate.id), NOW)
        planned = plan(session, SUPPLIERS, rows("N-1,Northmere,CN,optical"))
        assert (planned[0].faults[0].code, planned[0].faults[0].facts) == (
            "suppliers.import_merged",
            {"number": "S-0001"},
        )

    @pytest.mark.parametrize("person", [LIN, ZHOU, TAN])
    def test_others_import_nothing(self, session, person):
        for importer in (SUPPLIERS, SITES):
            for call in (importer.plan, importer.plan_again, importer.write, importer.undo):
                with pytest.raises(Missing):
                    call(session, person.actor, [], NOW)

    def test_what_was_taken_meanwhile_is_not_written(self, session):
        planned = plan(session, SUPPLIERS, rows(f"N-1,North,CN,optical,{USCC}", head=f"{HEAD},USCC"))
        add_supplier(session, PAN.actor, replace(PLAIN, number="N-2", uscc=USCC), NOW)
        with pytest.raises(Conflict):
            SUPPLIERS.write(session, PAN.actor, planned, NOW)


class TestFamilies:
    HEAD = f"{HEAD},母公司编号"

    def line(self, number, parent):
        return f"{number},Name {number},CN,optical,{parent}"

    def planned(self, session, *pairs):
        return plan(session, SUPPLIERS, rows(*(self.line(*pair) for pair in pairs), head=self.HEAD))

    def test_a_parent_may_stand_later_in_the_file(self, session):
        pairs = (("N-1", "N-2"), ("N-2", "N-3"), ("N-3", "S-0001"))
        assert verdicts(self.planned(session, *pairs)) == ["new"] * 3
        write(session, SUPPLIERS, rows(*(self.line(*pair) for pair in pairs), head=self.HEAD))
        one, two, three = (stored(session, number) for number in ("N-1", "N-2", "N-3"))
        assert (one.parent_id, two.parent_id, three.parent_id) == (two.id, three.id, HUILING)

    def test_a_circle_is_refused_at_each_of_its_cells_and_nowhere_else(self, session):
        planned = self.planned(session, ("N-1", "N-2"), ("N-2", "N-3"), ("N-3", "N-2"), ("N-4", "S-0001"))
        assert faults(planned) == [
            ("E2", "suppliers.import_parent_unknown"),  # it stood on one that is refused
            ("E3", "suppliers.parent_circle"),
            ("E4", "suppliers.parent_circle"),
        ]
        assert verdicts(planned)[3] == "new"

    def test_a_circle_through_what_is_on_record_is_found(self, session):
        set_parent(session, PAN.actor, SetParent(HUILING, "S-0002"), NOW)
        planned = self.planned(session, ("S-0002", "N-1"), ("N-1", "S-0001"), ("N-2", "S-0001"))
        assert faults(planned) == [("E2", "suppliers.parent_circle"), ("E3", "suppliers.parent_circle")]
        planned = plan(session, SUPPLIERS, rows("S-0002,S-0001", head="编号,母公司编号"))
        assert faults(planned) == [("B2", "suppliers.parent_circle")]

    def test_two_may_change_places(self, session):
        """Above and below are told anew in one file: neither row alone would do."""
        set_parent(session, PAN.actor, SetParent(HUILING, "S-0002"), NOW)
        one = add_supplier(session, PAN.actor, PLAIN, NOW)
        text = rows("S-0001,N-1", "S-0002,S-0001", head="编号,母公司编号")
        assert verdicts(plan(session, SUPPLIERS, text)) == ["changed", "changed"]
        write(session, SUPPLIERS, text)
        assert stored(session, "S-0001").parent_id == one.id
        assert stored(session, "S-0002").parent_id == HUILING

    def test_a_long_row_of_parents_that_falls_is_decided_at_once(self, session):
        pairs = [(f"N-{number}", f"N-{number + 1}") for number in range(3000)]
        planned = self.planned(session, *pairs)
        assert set(verdicts(planned)) == {"refused"}


class TestManyRows:
    def test_the_statements_do_not_grow_with_the_rows(self, database):
        def statements(number):
            lines = [f"N-{one},Name {one},CN,optical,Alias {one},S-0001,Li" for one in range(number)]
            text = rows(*lines, head=f"{HEAD},别名,母公司编号,联系人")
            with database.unit_of_work(PAN.actor) as session, Statements(database.engine) as seen:
                write(session, SUPPLIERS, text)
                session.rollback()
            return len(seen)

        few = statements(3)
        assert statements(400) <= few + 6

    def test_an_event_names_the_ids_alone(self, session):
        write(session, SUPPLIERS, rows("N-1,Northmere,CN,optical", "S-0001,Huiling,CN,optical"))
        body = json.loads(session.scalars(select(Event.body).order_by(Event.id.desc())).first())
        assert (body["act"], body["changed"]) == ("suppliers_imported", ["1"])
        assert body["created"] == [str(stored(session, "N-1").id)]
        assert "Northmere" not in json.dumps(body)


class TestUndoing:
    HEAD = f"{HEAD},别名,母公司编号,联系人,年采购额,采购年度"

    def everything(self, session):
        session.expire_all()
        return [
            [
                {column.key: getattr(row, column.key) for column in model.__table__.columns}
                for row in session.scalars(select(model).order_by(*model.__table__.primary_key.columns))
            ]
            for model in (Supplier, SupplierName, SupplierContact, SupplierSpend, Site)
        ]

    def undo(self, session, written):
        return [(fault.place, fault.code) for fault in SUPPLIERS.undo(session, PAN.actor, written[::-1], NOW)]

    LINES = (
        "N-1,North,CN,optical,N; Nord,N-2,Li Wen,500,2022",
        "N-2,South,CN,optical,,S-0002,,,",
        "S-0001,Huiling,CN,thermal,HL,N-1,Xu An,600,2023",
    )

    def test_everything_is_as_it_was(self, session):
        session.add(SupplierContact(supplier_id=HUILING, name="Zhu Qi", main=True))
        session.add(SupplierSpend(supplier_id=HUILING, year=2023, amount=Decimal(5)))
        session.flush()
        before = self.everything(session)
        written = write(session, SUPPLIERS, rows(*self.LINES, head=self.HEAD))
        assert self.everything(session) != before
        assert self.undo(session, written) == []
        assert self.everything(session) == before

    def test_a_supplier_that_is_referred_to_stays_and_is_named(self, session):
        written = write(session, SUPPLIERS, rows(*self.LINES, head=self.HEAD))
        audit_story.planned(session)  # of another one
        site = Site(supplier_id=stored(session, "N-2").id, name_en="Used")
        session.add(site)
        session.flush()
        assert self.undo(session, written) == [("N-2", "suppliers.undo_referred")]
        assert stored(session, "N-1") is None
        assert stored(session, "N-2") is not None
        assert stored(session, "S-0001").name_en == "Huiling Precision Electronics"

    def test_a_supplier_changed_since_stays_and_is_named(self, session):
        written = write(session, SUPPLIERS, rows(*self.LINES, head=self.HEAD))
        for number, name in (("N-1", "Far North"), ("S-0001", "Huiling Group")):
            one = stored(session, number)
            fields = {field: getattr(one, field) for field in FIELDS} | {"name_en": name}
            change_supplier(session, PAN.actor, ChangeSupplier(supplier_id=one.id, **fields), NOW)
        assert set(self.undo(session, written)) == {
            ("N-1", "suppliers.undo_changed"),
            ("S-0001", "suppliers.undo_changed"),
        }
        assert stored(session, "N-1").name_en == "Far North"

    def test_a_new_parent_since_is_a_change(self, session):
        written = write(session, SUPPLIERS, rows("N-1,North,CN,optical"))
        set_parent(session, PAN.actor, SetParent(stored(session, "N-1").id, "S-0001"), NOW)
        assert self.undo(session, written) == [("N-1", "suppliers.undo_changed")]

    def test_a_supplier_that_is_gone_is_named(self, session):
        written = write(session, SUPPLIERS, rows("N-1,North,CN,optical"))
        merge_suppliers(session, PAN.actor, MergeSuppliers(HUILING, stored(session, "N-1").id), NOW)
        assert self.undo(session, written) == [("N-1", "suppliers.undo_gone")]


class TestBatch:
    def lines(self, number):
        """Each stands below the one ten rows further down; chunks of five hundred part them."""
        above = [f"B-{(one + 10):04}" if one + 10 < number else "" for one in range(number)]
        return [f"B-{one:04},Name {one},CN,optical,{parent}" for one, parent in enumerate(above)]

    def test_families_hold_over_the_chunks_of_a_batch_and_all_is_taken_back(self, database, config):
        step = run_batch(database, config, SUPPLIERS, rows(*self.lines(1040), head=f"{HEAD},母公司编号"))
        with database.reading(PAN.actor) as session:
            batch = session.get(Batch, step.batch_id)
            assert (batch.state, batch.new, batch.refused) == ("done", 1040, 0)
            parent = select(Supplier.parent_id).where(Supplier.number.in_(["B-0495", "B-0003"]))
            above = select(Supplier.id).where(Supplier.number.in_(["B-0505", "B-0013"]))
            assert set(session.scalars(parent)) == set(session.scalars(above))
            assert session.scalar(select(func.count()).where(Supplier.awaited_parent.is_not(None))) == 0
            assert session.scalar(select(func.count()).where(Supplier.parent_id.is_not(None))) == 1030
        undo_whole(step)
        with database.reading(PAN.actor) as session:
            assert session.scalar(select(func.count()).select_from(BatchKept)) == 0
            assert count(session) == 2

    def test_a_row_that_may_stand_no_more_is_refused_and_the_others_are_written(self, database, config):
        lines = [f"B-{one},Name {one},CN,optical" for one in range(3)]
        step = run_batch(database, config, SUPPLIERS, rows(*lines))
        with database.unit_of_work(PAN.actor) as session:
            session.execute(update(Supplier).where(Supplier.number == "B-1").values(staff=5))
        undo_whole(step)
        with database.reading(PAN.actor) as session:
            assert [kept.fault["place"] for kept in session.scalars(select(BatchKept))] == ["B-1"]
            assert count(session) == 3


class TestSites:
    HEAD = "供应商编号,场所英文名称,场所名称,省份,区域电网,国家,采购额占比,品类"
    LINES = (
        "S-0001,Dongguan,东莞,Guangdong,南方电网,,0.4,散热; optical",
        "S-0001,Huizhou,惠州,Guangdong,south,CN,60%,",
        "S-0002,,昆山,Jiangsu,East China grid,,,",
    )

    def planned(self, session, *lines, head=HEAD):
        return plan(session, SITES, rows(*lines, head=head))

    def test_sites_are_added_and_changed_and_taken_back(self, session):
        before = [(one.id, one.name_zh, one.spend_share) for one in session.scalars(select(Site).order_by(Site.id))]
        assert verdicts(self.planned(session, *self.LINES)) == ["new", "changed", "new"]
        written = write(session, SITES, rows(*self.LINES, head=self.HEAD))
        session.expire_all()
        new = session.scalar(select(Site).where(Site.name_en == "Dongguan"))
        assert (new.supplier_id, new.grid, new.spend_share) == (HUILING, "south", Decimal("0.4"))
        assert new.categories == ["optical", "thermal"]
        assert session.get(Site, HUILING).spend_share == Decimal("0.6")
        assert session.scalar(select(Site.name_zh).where(Site.name_en == "昆山")) == "昆山"
        assert verdicts(self.planned(session, *self.LINES)) == ["same"] * 3
        assert SITES.undo(session, PAN.actor, written[::-1], NOW) == []
        session.expire_all()
        assert [
            (one.id, one.name_zh, one.spend_share) for one in session.scalars(select(Site).order_by(Site.id))
        ] == before

    def test_a_site_is_found_by_its_chinese_name_too(self, session):
        session.get(Site, HUILING).name_zh = "惠州"
        session.flush()
        assert verdicts(self.planned(session, "S-0001,惠州,Guangdong", head="编号,场所名称,省份")) == ["changed"]

    @pytest.mark.parametrize(
        ("lines", "found"),
        [
            (["S-0009,Dongguan,,,,,,"], [("A2", "suppliers.import_supplier_unknown")]),
            (["S-0001,,,Guangdong,,,,"], [("B2", "form.required")]),
            (["S-0001,Dongguan,,,,,0.4,"], [("G2", "suppliers.shares_above_one")]),
            (["S-0001,Dongguan,,,,,0,"], [("G2", "suppliers.share")]),
            (["S-0001,Dongguan,,,,,,玩具"], [("H2", "intake.unknown_choice")]),
            (["S-0001,Dongguan,,,,,,", "S-0001,Dongguan,,,,,,"], [("B3", "suppliers.import_site_twice")]),
            (
                ["S-0001,Huizhou,,,,,0.5,", "S-0001,Dongguan,,,,,0.6,"],
                [(cell, "suppliers.shares_above_one") for cell in ("G2", "G3")],
            ),
        ],
    )
    def test_a_wrong_cell_is_named(self, session, lines, found):
        assert faults(self.planned(session, *lines)) == found

    def test_a_site_that_was_audited_stays_and_is_named(self, session):
        written = write(session, SITES, rows("S-0001,Dongguan,,,,,,", head=self.HEAD))
        site = session.scalar(select(Site).where(Site.name_en == "Dongguan"))
        audit_story.planned(session, site_id=site.id)
        told = SITES.undo(session, PAN.actor, written, NOW)
        assert [(fault.place, fault.code) for fault in told] == [("Dongguan", "suppliers.undo_referred")]


def test_a_planned_row_is_decided_by_the_importer_alone(session):
    """What the preview shows is what the room decided: nothing of a refused row is written."""
    planned = plan(session, SUPPLIERS, rows("N-1,North,XX,optical"))
    assert not any(isinstance(row, PlannedRow) for row in planned)
