"""Figures of scoring.md, section 7, and of one invented supplier, as charts take them."""

from decimal import Decimal
from fractions import Fraction

from supplier_portal.output import charts


def decimals(text: str) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, text.split()))


NAMES = ("Strategy", "Management", "Accounting", "Reduction", "Transmission")
STEPS = (
    "Strategy and committee",
    "Organisation",
    "Procedures and IT",
    "Carbon accounting",
    "Targets and action",
    "Disclosure",
    "Verification",
    "Recognised targets",
)
DIMENSIONS = [
    charts.Dimension(code, name, value, peer)
    for code, name, value, peer in zip(
        "SMART",
        NAMES,
        decimals("68.75 48.96 56.25 57.81 54.46"),
        decimals("68.80 57.80 51.30 54.70 40.00"),
        strict=True,
    )
]
EIGHT_STEPS = [
    charts.Step(number, name, value, peer)
    for number, name, value, peer in zip(
        range(1, 9),
        STEPS,
        decimals("68.75 50.00 48.21 56.25 57.81 68.75 60.00 37.50"),
        decimals("68.80 56.30 58.90 51.30 54.70 46.90 42.50 31.30"),
        strict=True,
    )
]
QUARTILES = [
    charts.QuartileRow(name, value, quartiles)
    for name, value, quartiles in zip(
        ("Rating", "Sustainability", "Effective audit"),
        (Decimal("81.02"), Decimal("58.28"), None),
        (decimals("62 71 80"), decimals("35 52 68"), decimals("40 40 40")),
        strict=True,
    )
]
QUARTERS = ["Q2 22", "Q3 22", "Q4 22", "Q1 23", "Q2 23", "Q3 23", "Q4 23", "Q1 24"]
RATING = charts.Series("Rating", decimals("72.35 72.90 73.41 73.02 75.88 76.40 78.15 81.02"))
SUSTAINABILITY = charts.Series("Sustainability", decimals("34.10 34.10 36.60 36.20 44.80 46.05 50.30 58.28"))
GUIDES = [charts.Guide("A ≥ 85", Decimal(85)), charts.Guide("B ≥ 70", Decimal(70)), charts.Guide("C ≥ 55", Decimal(55))]
NEW_CHECKLIST = charts.Break(4, "checklist 2.0.0: comparison breaks")


def _line(code: str, name: str, price: int, scores: tuple[int, str], total: str) -> charts.BidderLine:
    technical, sustainability = scores
    points = 100 * Fraction(1_200_000 - price, 400_000)
    return charts.BidderLine(
        code=code,
        label=f"{code} {name.partition(' ')[0]}",
        name=f"{code} {name}",
        at_zero=(60 * points + 25 * Fraction(technical)) / 85,
        at_one=Fraction(sustainability),
        total=Decimal(total),
    )


BIDDERS = [
    _line("Y", "Ruochuan Enclosures", 960_000, (78, "30"), "60.0000"),
    _line("X", "Linzhao Enclosures", 1_000_000, (80, "58.20"), "58.7300"),
    _line("Z", "Aldervik Metalworks", 1_060_000, (84, "88"), "55.2000"),
]
INTERVALS = [
    charts.Interval(*decimals("0.000000 0.186630"), ("Y",)),
    charts.Interval(*decimals("0.186630 0.240024"), ("X",)),
    charts.Interval(*decimals("0.240024 1.000000"), ("Z",)),
]
OWN_WEIGHT = Decimal("0.150000")
BIDS = [
    charts.Bid("Y Ruochuan", "Y Ruochuan Enclosures", *decimals("960000.00 30.00")),
    charts.Bid("X Linzhao", "X Linzhao Enclosures", *decimals("1000000.00 58.20")),
    charts.Bid("Z Aldervik", "Z Aldervik Metalworks", *decimals("1060000.00 88.00")),
    charts.Bid("W Pengyao", "W Pengyao Sheet Metal", *decimals("900000.00 40.00"), left_out=True),
]
