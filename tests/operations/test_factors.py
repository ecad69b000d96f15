"""Emission factors and GWP sets: what ships, how versions stay as they were loaded, and what is refused."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.exc import DatabaseError

from supplier_portal.access.actor import SYSTEM
from supplier_portal.carbon.cli.factors import factors
from supplier_portal.carbon.factors.loading import FOLDER, load_factors
from supplier_portal.carbon.factors.queries import FactorFilter, filtered, in_order, side_by_side, visible_factors
from supplier_portal.carbon.factors.rules import basis_of, region_of, unit_of
from supplier_portal.carbon.importing import EMISSION_FACTORS, WARMING_POTENTIALS
from supplier_portal.carbon.models import EmissionFactor, FactorSet, WarmingPotential
from supplier_portal.domain.errors import Invalid, Missing
from tests.cast import LIN, NOW, PAN, TAN, ZHOU
from tests.taking_in import faults, plan, run_batch, undo_whole, verdicts, write

HEAD = "Set,Version,Factor,Country,Region,Year,Value,Unit,Purpose,Valid from,Publisher,Source,Confirmed\n"
ROW = "own,1,heat.steam,CN,,2023,0.11,tCO2/GJ,location,2024-01-01,Our office,Study 7,no\n"
GWP_HEAD = "数据集,版本,气体,时间尺度,GWP,发布机构,来源文件,已核对\n"


@pytest.fixture
def shipped(session):
    load_factors(session, SYSTEM, NOW)
    return session


def values(session, code, purpose):
    one = EmissionFactor
    rows = session.execute(
        select(one.year, one.region, one.value).where(one.code == f"electricity.{code}", one.purpose == purpose)
    )
    return {(year, region): str(round(value, 4)) for year, region, value in rows}


@pytest.mark.parametrize(
    ("code", "purpose", "expected"),
    [
        (
            "average",
            "location",
            {
                (2021, ""): "0.5568",
                (2022, ""): "0.5366",
                (2023, ""): "0.5306",
                (2023, "north"): "0.6361",
                (2023, "north_east"): "0.5122",
                (2023, "east"): "0.5500",
                (2023, "central"): "0.5271",
                (2023, "north_west"): "0.5543",
                (2023, "south"): "0.4042",
                (2023, "south_west"): "0.2472",
            },
        ),
        ("residual", "market", {(2021, ""): "0.5942", (2022, ""): "0.5856", (2023, ""): "0.6096"}),
        ("fossil", "market", {(2023, ""): "0.8273"}),
        ("reporting", "legal_reporting", {(2022, ""): "0.5703"}),
        ("operating_margin", "project_operating_margin", {(2019, "south"): "0.8042"}),
    ],
)
def test_the_grid_factors_that_ship_have_their_purpose(shipped, code, purpose, expected):
    assert values(shipped, code, purpose) == expected


@pytest.mark.parametrize(
    ("gas", "expected"),
    [
        ("CO2", ("1", "1", "1")),
        ("CH4", ("25", "28", "27.9")),
        ("CH4-fossil", (None, "30", "29.8")),
        ("CH4-non-fossil", (None, None, "27")),
        ("N2O", ("298", "265", "273")),
        ("HFC-134a", ("1430", "1300", "1530")),
        ("HFC-32", ("675", "677", "771")),
        ("HFC-125", ("3500", "3170", "3740")),
        ("HFC-143a", ("4470", "4800", "5810")),
        ("HFC-23", ("14800", "12400", "14600")),
        ("HFC-227ea", ("3220", "3350", "3600")),
        ("HFC-236fa", ("9810", "8060", "8690")),
        ("HFC-245fa", ("1030", "858", "962")),
        ("PFC-14", ("7390", "6630", "7380")),
        ("PFC-116", ("12200", "11100", "12400")),
        ("PFC-218", ("8830", "8900", "9290")),
        ("PFC-318", ("10300", "9540", "10200")),
        ("NF3", ("17200", "16100", "17400")),
    ],
)
def test_gases_stand_side_by_side_as_the_reports_have_them(shipped, gas, expected):
    sets, rows = side_by_side(shipped, PAN.actor)
    assert [one.code for one in sets] == ["AR4", "AR5", "AR6"]
    (row,) = [row for row in rows if row.gas == gas]
    found = [row.by_set.get(one.code) for one in sets]
    assert tuple(one and format(one.value.normalize(), "f") for one in found) == expected


def test_what_could_not_be_compared_with_its_publication_says_so(shipped):
    doubtful = shipped.scalars(select(EmissionFactor).where(~EmissionFactor.confirmed)).all()
    assert {(one.code.partition(".")[2], one.year) for one in doubtful} == {
        *{("average", 2021), ("residual", 2021), ("residual", 2022)},
        *{("reporting", 2022), ("operating_margin", 2019)},
    }
    assert all(one.note_en and one.note_zh for one in doubtful)
    (gas,) = shipped.scalars(select(WarmingPotential).where(~WarmingPotential.confirmed)).all()
    assert (gas.gas, bool(gas.note_en and gas.note_zh)) == ("SF6", True)


def test_loading_again_changes_nothing(shipped):
    before = shipped.scalar(select(func.count()).select_from(EmissionFactor))
    assert [(file.new, file.same > 0) for file in load_factors(shipped, SYSTEM, NOW)] == [(0, True), (0, True)]
    assert shipped.scalar(select(func.count()).select_from(EmissionFactor)) == before
    assert shipped.scalar(select(func.count()).select_from(FactorSet)) == 4


def test_another_content_of_a_loaded_version_is_refused_naming_the_row(shipped, tmp_path):
    for file in FOLDER.iterdir():
        (tmp_path / file.name).write_text(file.read_text().replace(",0.5306,", ",0.5307,"))
    with pytest.raises(Invalid) as refused:
        load_factors(shipped, SYSTEM, NOW, Path(tmp_path))
    assert [(fault.place, fault.code) for fault in refused.value.faults] == [
        ("cn-electricity.csv G4", "carbon.factor_differs")
    ]
    assert values(shipped, "average", "location")[2023, ""] == "0.5306"


def test_a_row_added_to_a_loaded_version_is_refused_and_a_new_version_is_taken(session):
    write(session, EMISSION_FACTORS, HEAD + ROW)
    more = HEAD + ROW + ROW.replace(",2023,", ",2022,")
    planned = plan(session, EMISSION_FACTORS, more)
    assert verdicts(planned) == ["same", "refused"]
    assert faults(planned) == [("C3", "carbon.set_is_loaded")]
    second = more.replace("own,1,", "own,2,")
    assert verdicts(plan(session, EMISSION_FACTORS, second)) == ["new", "new"]
    write(session, EMISSION_FACTORS, second)
    newest = session.execute(in_order(visible_factors(ZHOU.actor))).all()
    assert [(factor.year, one.version) for factor, one in newest] == [(2023, "2"), (2022, "2")]


@pytest.mark.parametrize("act", ["UPDATE emission_factor SET value = 1", "UPDATE gwp SET value = 1"])
def test_the_database_refuses_to_change_what_is_loaded(shipped, act):
    with pytest.raises(DatabaseError, match="frozen"):
        shipped.connection().exec_driver_sql(act)


@pytest.mark.parametrize(
    ("changed", "to", "fault"),
    [
        ("tCO2/GJ", "t/GJ", ("H2", "carbon.unit_unknown")),
        ("tCO2/GJ", "", ("H2", "intake.required")),
        (",CN,,", ",CN,Mars,", ("E2", "carbon.region_unknown")),
        (",CN,,", ",DE,CN-GD,", ("E2", "carbon.region_unknown")),
        (",0.11,", ",-0.11,", ("G2", "carbon.no_factor")),
        (",0.11,", ",0.11 kg,", ("G2", "intake.not_a_number")),
        (",location,", ",guess,", ("I2", "intake.unknown_choice")),
        (",no\n", ",maybe\n", ("M2", "intake.not_yes_or_no")),
        ("2024-01-01", "", ("J2", "intake.required")),
    ],
)
def test_what_is_no_factor_is_refused_at_its_cell(session, changed, to, fault):
    assert faults(plan(session, EMISSION_FACTORS, HEAD + ROW.replace(changed, to))) == [fault]


def test_a_factor_named_twice_in_a_file_is_refused(session):
    planned = plan(session, EMISSION_FACTORS, HEAD + ROW + ROW.replace("0.11", "0.12"))
    assert verdicts(planned) == ["new", "refused"]
    assert planned[1].faults[0].facts == {"first": "C2"}


@pytest.mark.parametrize(
    ("written", "unit", "basis"),
    [
        ("kgCO2/kWh", "kgCO2/kWh", "CO2"),
        ("KGCO2E/KWH", "kgCO2e/kWh", "CO2e"),
        ("tCO₂ / MWh", "tCO2/MWh", "CO2"),
        ("tCO2/tce", "tCO2/tce", "CO2"),
        ("kgCO2/m³", "kgCO2/m3", "CO2"),
    ],
)
def test_units_are_kept_in_one_way(written, unit, basis):
    assert unit_of(written) == unit
    assert basis_of(unit) == basis


@pytest.mark.parametrize("written", ["kg/kWh", "kgCO2", "CO2/kWh", "kgCO2/kW", ""])
def test_what_is_no_unit_is_none(written):
    assert unit_of(written) is None


@pytest.mark.parametrize(
    ("written", "region"),
    [
        ("", ""), ("全国", ""), ("CN", ""), ("south", "south"), ("南方电网", "south"), ("华北区域电网", "north"),
        ("North-east", "north_east"), ("cn-gd", "CN-GD"), ("US-CA", None), ("Atlantis", None),
    ],
)  # fmt: skip
def test_regions_are_grids_provinces_or_the_whole_country(written, region):
    assert region_of(written, "CN") == region


def test_a_published_figure_keeps_its_decimals(session):
    write(session, EMISSION_FACTORS, HEAD.replace("Unit", "Unit,Decimals") + ROW.replace("tCO2/GJ", "tCO2/GJ,4"))
    assert session.scalar(select(EmissionFactor.places)) == 4
    bad = HEAD.replace("Unit", "Unit,Decimals") + ROW.replace("tCO2/GJ", "tCO2/GJ,1").replace("own", "other")
    assert faults(plan(session, EMISSION_FACTORS, bad)) == [("I2", "carbon.places")]


def test_a_large_set_is_written_in_chunks_and_taken_back_whole(database, config):
    rows = "".join(ROW.replace("heat.steam", f"heat.{number}") for number in range(1_200))
    step = run_batch(database, config, EMISSION_FACTORS, HEAD + rows)
    with database.reading(PAN.actor) as session:
        assert session.scalar(select(func.count()).select_from(EmissionFactor)) == 1_200
        assert session.scalar(select(func.count()).select_from(FactorSet)) == 1
    undo_whole(step)
    with database.reading(PAN.actor) as session:
        assert session.scalar(select(func.count()).select_from(EmissionFactor)) == 0
        assert session.scalar(select(func.count()).select_from(FactorSet)) == 0
    assert run_batch(database, config, EMISSION_FACTORS, HEAD + ROW)
    with database.reading(PAN.actor) as session:
        assert session.scalars(select(EmissionFactor.value)).all() == [Decimal("0.11")]


def test_potentials_are_taken_in_by_file(session):
    text = f"{GWP_HEAD}AR7,1,SF6,100,25000,IPCC,表1,否\nAR7,1,SF6,99,25000,IPCC,表1,否\nAR7,1,CH4,100,-1,IPCC,表1,否\n"
    planned = plan(session, WARMING_POTENTIALS, text)
    assert verdicts(planned) == ["new", "refused", "refused"]
    assert faults(planned) == [("D3", "carbon.no_horizon"), ("E4", "carbon.no_factor")]
    (written,) = write(session, WARMING_POTENTIALS, text)
    assert (written.kind, written.after["value"]) == ("gwp", "25000.0000")


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        ({}, 16),
        ({"purpose": "market"}, 4),
        ({"region": "south"}, 2),
        ({"region": "national", "purpose": "location"}, 3),
        ({"year": "2023"}, 10),
        ({"year": "x"}, 0),
        ({"year": "99999999999"}, 0),
        ({"confirmed": "no"}, 5),
        ({"confirmed": "maybe", "other": "x"}, 16),
    ],
)
def test_factors_are_narrowed(shipped, wanted, count):
    found = filtered(visible_factors(LIN.actor), FactorFilter.of(wanted))
    assert len(shipped.execute(found).all()) == count


def test_suppliers_read_and_load_nothing(session):
    for act in (
        lambda: visible_factors(TAN.actor),
        lambda: load_factors(session, TAN.actor, NOW),
        lambda: EMISSION_FACTORS.write(session, LIN.actor, [], NOW),
        lambda: EMISSION_FACTORS.undo(session, LIN.actor, [], NOW),
    ):
        with pytest.raises(Missing):
            act()


def test_the_command_loads_once_and_says_what_was_there(tmp_path, monkeypatch):
    monkeypatch.setenv("SUPPLIER_PORTAL_DATA_FOLDER", str(tmp_path))
    first, second = (CliRunner().invoke(factors, ["load"]) for _ in range(2))
    assert (first.exit_code, second.exit_code) == (0, 0), first.output + second.output
    assert "cn-electricity.csv: 16 rows loaded, 0 there already." in first.output
    assert "cn-electricity.csv: 0 rows loaded, 16 there already." in second.output


def test_the_day_a_factor_counts_from_is_its_publication_s(shipped):
    one = EmissionFactor
    latest = shipped.scalar(select(func.max(one.valid_from)).where(one.code == "electricity.average", one.year == 2022))
    assert latest == date(2024, 12, 20)


CELLS = st.text(
    alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12
) | st.sampled_from(
    ["2023", "2024-02-06", "A-", "0.5", "1e9", "-1", "100", "CN", "kgCO2/kWh", "location", "yes", "NaN", "99999999999"]
)


@pytest.mark.safety(23)
@pytest.mark.parametrize("importer", [EMISSION_FACTORS, WARMING_POTENTIALS])
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=st.lists(CELLS, min_size=8, max_size=16))
def test_any_cells_end_in_rows_or_a_clear_fault(session, importer, cells):
    head = ",".join(column.title_en for column in importer.columns)
    quoted = ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)
    try:
        planned = plan(session, importer, f"{head}\nown,1,{quoted}\n")
    except Invalid:
        return
    assert all(row.faults for row in planned if verdicts([row]) == ["refused"])
