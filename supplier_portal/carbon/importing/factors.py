"""Emission factors by file."""

from collections.abc import Iterator
from decimal import Decimal

from supplier_portal.carbon.factors.rules import PURPOSE_WORDS, UNITS, places_of, region_of, unit_of
from supplier_portal.carbon.importing.publication import (
    PUBLICATION_COLUMNS,
    SET_COLUMNS,
    fault_at,
    publication_of,
    set_of,
)
from supplier_portal.carbon.importing.sets import ReadRow, SetImport
from supplier_portal.carbon.models import EmissionFactor
from supplier_portal.domain.errors import Fault
from supplier_portal.intake.importing import ImportColumn, Importer, ImportRow

MOST_PLACES, BELOW = 10, Decimal(10) ** 8
COLUMNS = (
    *SET_COLUMNS,
    ImportColumn(
        "code",
        "code",
        ("Factor", "因子", "Factor code", "因子代码", "Emission factor code"),
        required=True,
        most=60,
        example="electricity.average",
    ),
    ImportColumn("country", "country", ("Country", "国家", "国家或地区"), required=True, example="CN"),
    ImportColumn(
        "region",
        "text",
        ("Region", "区域", "Grid", "电网", "省份", "Province"),
        most=40,
        example="south",
        note_en="A grid, or a province by ISO 3166-2 (CN-GD); empty for the whole country.",
        note_zh="区域电网，或ISO 3166-2省级代码（CN-GD）；全国留空。",
    ),
    ImportColumn("year", "year", ("Year", "年度", "年份"), required=True, example="2023"),
    ImportColumn(
        "value",
        "decimal",
        ("Value", "数值", "Factor value", "因子值"),
        required=True,
        places=MOST_PLACES,
        example="0.5306",
    ),
    ImportColumn(
        "places",
        "integer",
        ("Decimals", "小数位数", "Places"),
        example="4",
        note_en="Decimals it was published with; as many as the value has where nothing is said.",
        note_zh="发布时的小数位数；未填按数值本身。",
    ),
    ImportColumn("unit", "text", ("Unit", "单位"), required=True, most=24, example="kgCO2/kWh"),
    ImportColumn(
        "purpose",
        "choice",
        ("Purpose", "用途", "适用用途"),
        required=True,
        choices=PURPOSE_WORDS,
        example="location-based",
    ),
    ImportColumn(
        "valid_from",
        "date",
        ("Valid from", "启用日期", "生效日期"),
        required=True,
        example="2024-12-20",
        note_en="The first day a figure may be worked out with it.",
        note_zh="可用于核算的首日。",
    ),
    *PUBLICATION_COLUMNS,
)


def read_row(row: ImportRow) -> ReadRow:
    """What a row says, with every fault at its cell."""
    given = row.values
    country, value = str(given["country"]), given["value"]
    if not isinstance(value, Decimal):
        raise TypeError("a value is a decimal")
    region = region_of(str(given.get("region") or ""), country)
    unit = unit_of(str(given["unit"]))
    exact = format(value.normalize(), "f")
    places = given.get("places")
    shown = places_of(exact) if places is None else places
    values = {
        **{name: given[name] for name in ("code", "country", "year", "purpose", "valid_from")},
        "region": region,
        "value": value,
        "places": shown,
        "unit": unit,
        **publication_of(row),
    }
    return ReadRow(set_of(row), values, list(_faults(row, values, places_of(exact))))


def _faults(row: ImportRow, values: dict[str, object], needed: int) -> Iterator[Fault]:
    value, places = values["value"], values["places"]
    if values["region"] is None:
        yield fault_at(row, "region", "carbon.region_unknown", found=row.values["region"])
    if values["unit"] is None:
        yield fault_at(
            row, "unit", "carbon.unit_unknown", found=row.values["unit"], examples=list(UNITS.values())[10:14]
        )
    if not isinstance(value, Decimal) or not 0 <= value < BELOW:
        yield fault_at(row, "value", "carbon.no_factor", most=BELOW - 1)
    if not isinstance(places, int) or not needed <= places <= MOST_PLACES:
        yield fault_at(row, "places", "carbon.places", least=needed, most=MOST_PLACES)


_IMPORT = SetImport("factors", EmissionFactor, ("code", "country", "region", "year"), read_row)
EMISSION_FACTORS = Importer(
    code="carbon.emission_factors",
    title_en="Emission factors",
    title_zh="排放因子",
    permission=_IMPORT.permission,
    columns=COLUMNS,
    key=("set", "version", "code", "region", "year"),
    plan=_IMPORT.plan,
    plan_again=_IMPORT.plan_again,
    write=_IMPORT.write,
    undo=_IMPORT.undo,
    about_en="One row for each factor, with its purpose and where it was published. A loaded version never changes.",
    about_zh="每个因子一行，注明用途和出处。版本一经导入不再变更。",
)
