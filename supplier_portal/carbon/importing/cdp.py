"""CDP scores by file: one row a supplier and year.

A year's score that is corrected replaces the former one, which the batch keeps and taking it back restores. Ratings
published by then hold the score they were worked out from in their receipts, so they still recompute; one that follows
the correction is published anew. "Not scored" is no score: nothing is kept, and where a score of that year is on record
the row is refused, as one of the two is wrong.
"""

from datetime import date

from supplier_portal.access.permissions import Permission
from supplier_portal.carbon.models import CdpScore
from supplier_portal.carbon.operations.declared import cdp_faults, cdp_score_of
from supplier_portal.domain.errors import Fault
from supplier_portal.intake.importing import ImportColumn, Importer, ImportRow
from supplier_portal.suppliers.figures import NAMING_COLUMNS, Figure, FigureImport, FigureTable, NoFigure, Reading

TABLE = FigureTable(
    CdpScore, ("year",), ("score", "published_on", "public"), "cdp_scores_taken_in", "cdp_scores_taken_back"
)
NOT_SCORED = frozenset({"NOTSCORED", "NS", "N/S", "UNSCORED", "SCORENOTAVAILABLE", "未评分", "不评分", "无评分"})
COLUMNS = (
    *NAMING_COLUMNS,
    ImportColumn(
        "year",
        "year",
        ("Year", "年度", "Reporting year", "Questionnaire year", "Disclosure year", "年份", "披露年度", "问卷年度"),
        required=True,
        example="2023",
        note_en="The year of the questionnaire.",
        note_zh="问卷年度。",
    ),
    ImportColumn(
        "score",
        "text",
        (
            *("CDP score", "CDP评分", "Score", "CDP climate score", "Climate change score", "Climate score"),
            *("评分", "CDP等级", "气候变化评分", "CDP得分", "等级"),
        ),
        required=True,
        most=40,
        example="A-",
        note_en="A, A-, B … D-; F: asked and did not answer; “not scored” is left out.",
        note_zh="A、A-、B……D-；F：受邀未答复；“未评分”不予记录。",
    ),
    ImportColumn(
        "published_on",
        "date",
        ("Published on", "发布日期", "Publication date", "Score date", "公布日期", "评分日期"),
        required=True,
        example="2024-02-06",
    ),
    ImportColumn(
        "public",
        "boolean",
        ("Public", "是否公开", "Public score", "公开"),
        example="yes",
        note_en="Whether CDP shows the score to everybody; yes where nothing is said.",
        note_zh="CDP是否对外公开该评分；未填视为公开。",
    ),
)


def read_row(row: ImportRow) -> Reading:
    """What a row says, by the rules by which a single score is recorded."""
    year, published_on = row.values["year"], row.values["published_on"]
    if not isinstance(year, int) or not isinstance(published_on, date):
        raise TypeError("a year is a whole number and a date a date")
    score = cdp_score_of(str(row.values["score"]))
    if score in NOT_SCORED:
        cell = row.places["score"]
        against = Fault("carbon.cdp_scored_already", cell, facts={"year": year})
        return Reading(no_figure=NoFigure((year,), Fault("carbon.cdp_not_scored", cell), against))
    faults = [
        Fault(fault.code, row.places[fault.place], facts=fault.facts) for fault in cdp_faults(score, year, published_on)
    ]
    values = {"score": score, "published_on": published_on}
    if row.values.get("public") is not None:
        values["public"] = row.values["public"]
    return Reading([Figure((year,), values, {"public": True})], faults=faults)


_IMPORT = FigureImport(TABLE, Permission.CARBON_FIGURE_RECORD, read_row)
CDP_SCORES = Importer(
    code="carbon.cdp_scores",
    title_en="CDP scores",
    title_zh="CDP评分",
    permission=_IMPORT.permission,
    columns=COLUMNS,
    key=("supplier_number", "lei", "supplier_name", "year"),
    plan=_IMPORT.plan,
    write=_IMPORT.write,
    undo=_IMPORT.undo,
    about_en="One row for each supplier and year: the score as CDP published it.",
    about_zh="每家供应商每一年度一行，填写CDP公布的评分。",
)
