"""What a factor may be used for, the units it may have, and how its region is told."""

import re

from supplier_portal.suppliers.models import GRIDS

LOCATION, MARKET, LEGAL, MARGIN = PURPOSES = ("location", "market", "legal_reporting", "project_operating_margin")
"""Location-based and market-based scope 2, the ministry's figure for enterprises' reports, avoided emissions."""
PURPOSE_WORDS = {
    LOCATION: ("location-based", "基于位置", "location based", "grid average", "电网平均"),
    MARKET: ("market-based", "基于市场", "market based", "residual mix", "剩余组合"),
    LEGAL: ("legal reporting", "法定报告", "regulatory reporting", "enterprise reporting", "企业报告"),
    MARGIN: ("project operating margin", "项目电量边际", "operating margin", "OM", "电量边际", "基准线"),
}
MASSES, BASES = ("g", "kg", "t"), ("CO2", "CO2e")
AMOUNTS = ("kWh", "MWh", "GJ", "TJ", "kg", "t", "L", "m3", "Nm3", "tce")
UNITS = {
    f"{mass}{basis}/{amount}".casefold(): f"{mass}{basis}/{amount}"
    for mass in MASSES
    for basis in BASES
    for amount in AMOUNTS
}
"""Units as people write them, in any case, to how they are kept. CO2e counts other gases too, CO2 does not."""
COUNTRY_WIDE = ""
_PROVINCE = re.compile("[A-Z]{2}-[A-Z0-9]{1,3}")
_WHOLE = frozenset({"", "national", "nationwide", "全国", "country", "all"})
_GRID_WORDS = {
    **{grid: grid for grid in GRIDS},
    **{grid.replace("_", " "): grid for grid in GRIDS},
    **{grid.replace("_", "-"): grid for grid in GRIDS},
    **dict(zip(("华北", "东北", "华东", "华中", "西北", "南方", "西南"), GRIDS, strict=False)),
}


def unit_of(written: str) -> str | None:
    """A unit as it is kept; None for one that is not known."""
    plain = "".join(written.split()).replace("₂", "2").replace("³", "3").replace("\N{MIDDLE DOT}", "")
    return UNITS.get(plain.casefold())


def basis_of(unit: str) -> str:
    """CO2 or CO2e: what the mass in a unit counts."""
    return "CO2e" if "CO2e" in unit else "CO2"


def region_of(written: str, country: str) -> str | None:
    """One of the grids, an ISO 3166-2 code of the country, or "" for all of it; None for what is neither."""
    said = " ".join(written.split())
    if said.casefold() in _WHOLE or said == country:
        return COUNTRY_WIDE
    if _PROVINCE.fullmatch(said.upper()) and said.upper().startswith(country):
        return said.upper()
    return _GRID_WORDS.get(said.removesuffix("电网").removesuffix("区域").casefold())


def places_of(written: str) -> int:
    """Decimals of a figure as it stands there."""
    return len(written.partition(".")[2])
