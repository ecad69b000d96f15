"""The sheets of an evaluation's workbook, their columns typed."""

from collections.abc import Sequence
from decimal import Decimal

from supplier_portal.language.speech import Speech
from supplier_portal.output.sheets import Cell, Column, Sheet
from supplier_portal.tenders.record import Record, RecordRow
from supplier_portal.tenders.record.decided import lines_of
from supplier_portal.tenders.record.decisions import Decisions
from supplier_portal.tenders.record.receipts import ShownReceipt
from supplier_portal.tenders.record.rules import ShownRules


def sheets_of(
    record: Record, decisions: Decisions, rules: ShownRules, receipts: Sequence[ShownReceipt], speech: Speech
) -> list[Sheet]:
    """Give ranking, criteria, intervals where the receipt has them, what people decided, and receipts."""
    sheets = [_ranking(record, speech), _criteria(rules, speech)]
    if record.fragility:
        sheets.append(_intervals(record, speech))
    return [*sheets, _decisions(record, decisions, speech), _receipts(receipts, speech)]


def _ranking(record: Record, speech: Speech) -> Sheet:
    say, currency = speech.gettext, record.tender.currency
    columns = [
        Column(say("Rank"), "integer"),
        Column(say("Bidder")),
        Column(say("Name")),
        Column(say("Name in Chinese")),
        Column(say("Grade")),
        Column(say("Price, %(currency)s", currency=currency), "decimal"),
        *(Column(column.title, "decimal", column.places) for column in record.columns),
        Column(say("Total"), "decimal", record.places),
        Column(say("Behind"), "decimal", record.places),
        Column(say("Price to draw level"), "decimal"),
        Column(say("Left out")),
        Column(say("Why this place")),
    ]
    return Sheet(say("Ranking"), columns, [_ranked(row, speech) for row in record.rows])


def _ranked(row: RecordRow, speech: Speech) -> list[Cell]:
    reasons = ", ".join(speech.word(reason) for reason in row.reasons)
    return [
        row.rank,
        row.bidder.code,
        row.supplier.name_en,
        row.supplier.name_zh or None,
        row.grade,
        row.price,
        *row.figures,
        row.total,
        row.behind,
        row.level_at,
        reasons or None,
        row.why or None,
    ]


def _criteria(rules: ShownRules, speech: Speech) -> Sheet:
    say = speech.gettext
    columns = [Column(say("Criterion")), Column(say("Weight"), "decimal"), Column(say("Points come from"))]
    rows: list[list[Cell]] = [
        [
            row.label,
            None if row.weight == "–" else Decimal(row.weight),
            speech.word(f"tender_source.{row.source}") if row.source else None,
        ]
        for row in rules["criteria"]
    ]
    return Sheet(say("Criteria"), columns, rows)


def _intervals(record: Record, speech: Speech) -> Sheet:
    say = speech.gettext
    places = 6
    columns = [
        Column(say("From weight"), "decimal", places),
        Column(say("To weight"), "decimal", places),
        Column(say("Winner")),
    ]
    intervals = record.fragility.intervals if record.fragility else ()
    return Sheet(say("Intervals"), columns, [[one.start, one.end, ", ".join(one.winners)] for one in intervals])


def _decisions(record: Record, decisions: Decisions, speech: Speech) -> Sheet:
    say = speech.gettext
    columns = [Column(say("When"), "moment"), *(Column(say(name)) for name in ("What", "Who", "Bidder", "Text"))]
    rows: list[list[Cell]] = [
        [line.at.astimezone(speech.zone), speech.word(line.what), line.who, line.code or None, line.text or None]
        for line in lines_of(decisions, record.codes)
    ]
    return Sheet(say("Decisions"), columns, rows)


def _receipts(receipts: Sequence[ShownReceipt], speech: Speech) -> Sheet:
    say = speech.gettext
    columns = [Column(say("What")), Column(say("Published"), "moment"), Column("SHA-256")]
    rows: list[list[Cell]] = [
        [
            say("Rating of %(code)s at the opening", code=receipt.row.bidder.code)
            if receipt.row
            else say("Evaluation"),
            receipt.published_at.astimezone(speech.zone),
            receipt.sha256,
        ]
        for receipt in receipts
    ]
    return Sheet(say("Receipts"), columns, rows)
