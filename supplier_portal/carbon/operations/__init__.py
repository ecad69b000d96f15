"""Taking in what the world outside says of suppliers."""

from supplier_portal.carbon.operations.declared import (
    RecordCdpScore,
    RecordDataQuality,
    record_cdp_score,
    record_data_quality,
)
from supplier_portal.carbon.operations.sbti_import import ImportedSbtiList, ImportSbtiList, import_sbti_list

__all__ = [
    "ImportSbtiList",
    "ImportedSbtiList",
    "RecordCdpScore",
    "RecordDataQuality",
    "import_sbti_list",
    "record_cdp_score",
    "record_data_quality",
]
