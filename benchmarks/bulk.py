"""Rows that are written past the operations, for worlds of ten thousand findings and more."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session


def insert_rows(session: Session, model: type, rows: Iterable[Mapping[str, object]]) -> None:
    session.execute(insert(model), list(rows))


def supplier_row(number: int) -> dict[str, object]:
    return {
        "id": number, "number": f"S-{number:06}", "name_en": f"Supplier {number:05}", "name_zh": f"供应商{number:05}",
        "country": "CN", "category": "optical",
    }  # fmt: skip


def audit_row(number: int, version_id: int, planned_by: int, planned_at: datetime) -> dict[str, object]:
    """An issued audit of the supplier with the same number."""
    day = date(2024, 1, 15)
    return {
        "id": number, "number": f"A-2024-{number:06}", "supplier_id": number, "site_id": number,
        "checklist_version_id": version_id, "type": "periodic", "mode": "on_site", "state": "issued",
        "profile": {"manufacturer": True, "large": True, "core": True}, "starts_on": day, "ends_on": day,
        "planned_by": planned_by, "planned_at": planned_at,
    }  # fmt: skip
