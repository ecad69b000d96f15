"""The evaluation as a reader sees it on the page, in the PDF and in the workbook: all from the stored receipt."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from supplier_portal.domain.scoring import Bid, tender_from
from supplier_portal.domain.scoring import Tender as TenderRules
from supplier_portal.domain.scoring.evaluation import METHOD
from supplier_portal.domain.scoring.rounding import figure
from supplier_portal.language.speech import Speech
from supplier_portal.output.charts import Scatter, WinnerBand
from supplier_portal.scores.models import Policy, Rating
from supplier_portal.suppliers.models import Supplier
from supplier_portal.tenders.models import Bidder, Evaluation, Tender
from supplier_portal.tenders.pinned import published_under
from supplier_portal.tenders.queries import bidders_of, policy_of, ratings_of
from supplier_portal.tenders.record.columns import Column, columns_of, label_of
from supplier_portal.tenders.record.fragility import Fragility, fragility_of
from supplier_portal.tenders.record.pictures import band_of, marks_of, names_in_pictures
from supplier_portal.tenders.record.why import why

__all__ = ["Record", "RecordRow", "record_of"]


@dataclass(frozen=True)
class RecordRow:
    """One bid. rank, total, behind: None where it is left out; reasons: why, as words' codes; gates: at the opening.

    figures: of the columns. level_at: the price to draw level with the first, lower_by: how much lower that is.
    """

    rank: int | None
    bidder: Bidder
    supplier: Supplier
    rating: Rating | None
    grade: str | None
    price: Decimal
    figures: tuple[Decimal | None, ...]
    default_pcf: bool
    total: Decimal | None
    behind: Decimal | None
    level_at: Decimal | None
    why: str
    reasons: tuple[str, ...]
    gates: tuple[str, ...]

    @property
    def lower_by(self) -> Decimal | None:
        return None if self.level_at is None else self.price - self.level_at


@dataclass(frozen=True)
class Record:
    """places: of the totals. codes: by bidder's id.

    fragility, band: only where the receipt answers; marks: where a criterion is named. narrow_*: for a phone.
    """

    tender: Tender
    evaluation: Evaluation
    rules: TenderRules
    columns: tuple[Column, ...]
    places: int
    rows: tuple[RecordRow, ...]
    manual_tie_break: bool
    fragility: Fragility | None
    band: WinnerBand | None
    narrow_band: WinnerBand | None
    marks: Scatter | None
    narrow_marks: Scatter | None
    labels: Mapping[str, str]
    codes: Mapping[int, str]

    @property
    def first(self) -> RecordRow | None:
        return next((row for row in self.rows if row.rank == 1), None)

    @property
    def second(self) -> RecordRow | None:
        return next((row for row in self.rows if row.rank == 2), None)  # noqa: PLR2004 - the place's own name

    @property
    def ranked(self) -> list[RecordRow]:
        return [row for row in self.rows if row.rank is not None]


def record_of(session: Session, tender: Tender, evaluation: Evaluation, speech: Speech) -> Record:
    """Read the receipt for a reader: ranked bids in order, then those left out."""
    receipt: dict[str, Any] = evaluation.receipt
    rules, published = tender_from(receipt), receipt["published"]
    bids = {bid.bidder: bid for bid in rules.bids}
    ranked = [bids[code] for code in published["ranking"]]
    totals = {code: Decimal(total) for code, total in published["totals"].items()}
    known = {bidder.code: (bidder, supplier) for bidder, supplier in bidders_of(session, tender.id)}
    ratings, policy = ratings_of(session, tender.id), policy_of(session, tender)
    columns = tuple(columns_of(speech, rules, tender.currency))
    order = [*ranked, *(bids[code] for code in published["excluded"])]
    rows = tuple(
        _row(
            bid,
            known[bid.bidder],
            ratings.get(known[bid.bidder][0].rating_at_opening or 0),
            columns,
            _standing(speech, rules, ranked, totals, published, bid.bidder)
            | {"gates": _gates(policy, ratings.get(known[bid.bidder][0].rating_at_opening or 0))},
        )
        for bid in order
    )
    names = {code: names_in_pictures(speech, code, supplier) for code, (_, supplier) in known.items()}
    fragility = fragility_of(rules, ranked, published)
    band = band_of(rules, ranked, totals, names, fragility) if fragility else None
    marks = marks_of(rules, order, names, set(published["excluded"]))
    return Record(
        tender=tender,
        evaluation=evaluation,
        rules=rules,
        columns=columns,
        places=METHOD[rules.method].places,
        rows=rows,
        manual_tie_break=published["manual_tie_break"],
        fragility=fragility,
        band=band and band[0],
        narrow_band=band and band[1],
        marks=marks and marks[0],
        narrow_marks=marks and marks[1],
        labels={code: label_of(speech, code, within=True) for code in rules.criteria},
        codes={bidder.id: code for code, (bidder, _) in known.items()},
    )


def _standing(
    speech: Speech,
    rules: TenderRules,
    ranked: list[Bid],
    totals: dict[str, Decimal],
    published: Mapping[str, Any],
    code: str,
) -> dict[str, Any]:
    """Give where a bid stands: the fields of its row that follow from the ranking."""
    if code not in totals:
        reasons = tuple(f"tender_exclusion.{reason}" for reason in published["excluded"][code])
        return dict.fromkeys(("rank", "total", "behind", "level_at")) | {"why": "", "reasons": reasons}
    place = published["ranking"].index(code)
    level_at = published.get("price_to_draw_level", {}).get(code)
    return {
        "rank": place + 1,
        "total": totals[code],
        "behind": abs(totals[code] - totals[published["ranking"][0]]) if place else None,
        "level_at": None if level_at is None else Decimal(level_at),
        "why": why(speech, rules, ranked, totals, place),
        "reasons": (),
    }


def _row(
    bid: Bid,
    known: tuple[Bidder, Supplier],
    rating: Rating | None,
    columns: tuple[Column, ...],
    standing: Mapping[str, Any],
) -> RecordRow:
    return RecordRow(
        bidder=known[0],
        supplier=known[1],
        rating=rating,
        grade=bid.grade,
        price=figure(bid.price),
        figures=tuple(column.cell(bid) for column in columns),
        default_pcf=bid.quantity is not None and bid.pcf is None,
        **standing,
    )


def _gates(policy: Policy, rating: Rating | None) -> tuple[str, ...]:
    """Give the gates that held at the opening, as the tender's own policy reads them."""
    return tuple(published_under(policy, rating)["gates"]) if rating else ()
