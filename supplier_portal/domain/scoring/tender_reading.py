"""Reading a tender's document (scoring.md 5): each fault with its path, all in one run."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from supplier_portal.domain.errors import Fault
from supplier_portal.domain.scoring.field import Field, fail_where_twice, raise_faults
from supplier_portal.domain.scoring.rating_reading import read_form
from supplier_portal.domain.scoring.rounding import Number
from supplier_portal.domain.scoring.tender_input import METHODS, PRICE, Bid, PriceScale, Tender

RULES = (
    "criteria",
    "sustainability_criterion",
    "price_scale",
    "ceiling",
    "min_grade",
    "grades",
    "reference_value",
    "discounts",
    "vmax",
    "carbon_price",
    "default_pcf",
)
NEEDED = {
    "weighted_sum": ("criteria", "price_scale"),
    "fictitious_discount": ("sustainability_criterion", "reference_value", "discounts"),
    "quality_price_ratio": ("sustainability_criterion", "vmax"),
    "carbon_adder": ("carbon_price", "default_pcf"),
}
BID_KEYS = ("bidder", "price", "submitted_at", "blocked")
BID_EXTRAS = ("scores", "grade", "pcf", "quantity")


def tender_from(document: object) -> Tender:
    """Read a tender's rules and bids.

    The document is a receipt of kind "tender"; its `published` block is left unread. What the method does not need may
    be absent; what is there is checked all the same. Raises Invalid with every fault.
    """
    faults: list[Fault] = []
    entries = Field(document, "", faults).entries(("kind", "method", "bids"), (*RULES, "form", "published"))
    entries["kind"].choice(("tender",))
    read_form(entries["form"])
    method = entries["method"].choice(METHODS)
    for key in NEEDED.get(method, ()):
        if not entries[key].given:
            entries[key].fail("missing")
    tender = _tender(entries, method)
    raise_faults(faults)
    return tender


def _tender(entries: dict[str, Field], method: str) -> Tender:
    before = len(entries["criteria"].faults)
    criteria = _criteria(entries["criteria"], weighted=method == "weighted_sum")
    sound = criteria if criteria and len(entries["criteria"].faults) == before else None
    grades = tuple(field.text() for field in _items(entries["grades"]))
    fail_where_twice(list(zip(_items(entries["grades"]), grades, strict=True)))
    scored = None if sound is None else _scored(sound)
    sustainability, min_grade = entries["sustainability_criterion"], entries["min_grade"]
    tender = Tender(
        method=method,
        criteria=criteria,
        sustainability_criterion=sustainability.choice(scored) if sustainability.given else None,
        price_scale=_price_scale(entries["price_scale"]) if entries["price_scale"].given else None,
        ceiling=_decimal(entries["ceiling"]),
        min_grade=min_grade.choice(grades) if min_grade.given else None,
        grades=grades,
        reference_value=entries["reference_value"].above_zero() if entries["reference_value"].given else None,
        discounts=tuple(_discount(item) for item in _items(entries["discounts"])),
        vmax=_vmax(entries["vmax"]),
        carbon_price=_decimal(entries["carbon_price"]),
        default_pcf=_decimal(entries["default_pcf"]),
        bids=(),
    )
    return replace(tender, bids=_bids(entries["bids"], tender, sound))


def _items(field: Field) -> list[Field]:
    """Read a list that may be absent or null, which is an empty one."""
    return list(field.items()) if field.given else []


def _decimal(field: Field) -> Number | None:
    """Read a decimal that may be absent or null."""
    return field.decimal() if field.given else None


def _scored(criteria: Collection[str]) -> list[str]:
    """Give the criteria that a bid names a score for: all but the price."""
    return [code for code in criteria if code != PRICE]


def _criteria(field: Field, *, weighted: bool) -> dict[str, Number]:
    """Read the criteria's weights; a method that weighs nothing may leave them out."""
    required, extra = (("code", "weight"), ()) if weighted else (("code",), ("weight",))
    read = [item.entries(required, extra) for item in _items(field)]
    before = len(field.faults)
    weights = [(entries["code"].text(), entries["weight"].decimal()) for entries in read]
    fail_where_twice([(entries["code"], code) for entries, (code, _) in zip(read, weights, strict=True)])
    if weighted and field.given and len(field.faults) == before and not any(weight for _, weight in weights):
        field.fail("no_weight")
    return dict(weights)


def _price_scale(field: Field) -> PriceScale:
    entries = field.entries(("full_marks_at", "zero_at"))
    before = len(field.faults)
    scale = PriceScale(entries["full_marks_at"].decimal(), entries["zero_at"].decimal())
    if entries["full_marks_at"].there and entries["zero_at"].there and len(field.faults) == before and scale.width <= 0:
        entries["zero_at"].fail("not_above_other", other="full_marks_at")
    return scale


def _discount(field: Field) -> tuple[Number, Number]:
    pair = list(field.items())
    if len(pair) == 2:  # noqa: PLR2004 - a threshold and its discount
        return pair[0].decimal(most=100), pair[1].decimal(most=1)
    if isinstance(field.value, list | tuple):
        field.fail("not_pair")
    return 0, 0


def _vmax(field: Field) -> Number | None:
    share = field.decimal(most=1) if field.given else None
    if share == 1:
        field.fail("not_below_one")
    return share


def _bids(field: Field, tender: Tender, criteria: Mapping[str, Number] | None) -> tuple[Bid, ...]:
    read = [item.entries(BID_KEYS, BID_EXTRAS) for item in field.items()]
    bids = tuple(_bid(entries, tender, criteria) for entries in read)
    fail_where_twice([(entries["bidder"], bid.bidder) for entries, bid in zip(read, bids, strict=True)])
    return bids


def _bid(entries: dict[str, Field], tender: Tender, criteria: Mapping[str, Number] | None) -> Bid:
    required: list[str] = []
    if tender.method == "weighted_sum" and criteria is not None:
        required = [code for code in _scored(criteria) if criteria[code]]
    scores = _scores(entries["scores"], required, None if criteria is None else _scored(criteria))
    for key, needed in (("grade", tender.min_grade is not None), ("quantity", tender.method == "carbon_adder")):
        if needed and not entries[key].given:
            entries[key].fail("missing")
    return Bid(
        bidder=entries["bidder"].text(),
        price=entries["price"].decimal(),
        scores=scores,
        grade=entries["grade"].choice(tender.grades or None) if entries["grade"].given else None,
        submitted_at=entries["submitted_at"].moment(),
        blocked=entries["blocked"].flag(),
        pcf=_decimal(entries["pcf"]),
        quantity=_decimal(entries["quantity"]),
    )


def _scores(field: Field, required: list[str], known: list[str] | None) -> dict[str, Number]:
    """Read a bid's scores: one for each criterion with weight, none for a criterion the tender does not have."""
    if known is None:
        fields = field.mapping()
    elif field.there:
        fields = field.entries(required, [code for code in known if code not in required])
    else:
        fields = Field({}, field.place, field.faults).entries(required)
    return {code: score.decimal(most=100) for code, score in fields.items() if score.there}
