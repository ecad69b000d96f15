"""Taking in what the world outside says of suppliers."""

from supplier_portal.carbon.operations.decisions import DecideMatch, UndoDecision, decide_match, undo_decision
from supplier_portal.carbon.operations.declared import (
    RecordCdpScore,
    RecordDataQuality,
    record_cdp_score,
    record_data_quality,
)
from supplier_portal.carbon.operations.match_again import MatchesAgain, find_again, match_again
from supplier_portal.carbon.operations.sbti_import import ImportedSbtiList, ImportSbtiList, import_sbti_list

__all__ = [
    "DecideMatch",
    "ImportSbtiList",
    "ImportedSbtiList",
    "MatchesAgain",
    "RecordCdpScore",
    "RecordDataQuality",
    "UndoDecision",
    "decide_match",
    "find_again",
    "import_sbti_list",
    "match_again",
    "record_cdp_score",
    "record_data_quality",
    "undo_decision",
]
