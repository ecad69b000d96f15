"""A small scored world: a policy, issued audits with answers, findings, carbon data and the buyer's own scores."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Self

from sqlalchemy import event
from sqlalchemy.orm import Session

from supplier_portal.access.actor import SYSTEM
from supplier_portal.audits.models import Audit
from supplier_portal.carbon.models import CdpScore, DataQuality
from supplier_portal.checklists.models import ChecklistVersion
from supplier_portal.checklists.queries import checklist_of
from supplier_portal.findings.models import Finding
from supplier_portal.scores.models import AuditResult, ModuleScore, Policy, Waiver
from supplier_portal.scores.operations import publish_policy, store_audit_result
from supplier_portal.shipped import SEED
from supplier_portal.suppliers.models import Site, Supplier
from tests.cast import HUILING, HUIZHOU_SITE, KUNSHAN_SITE, MINGYAN, NOW, PAN, TODAY, ZHOU
from tests.shipped import stored_checklist

MODULES = {"quality": "88", "cost": "75", "delivery": "91.50", "technology": "80"}
MINGYAN_MODULES = {"quality": "61.37", "cost": "62.37", "delivery": "63.37", "technology": "64.37"}


def policy_document() -> dict[str, Any]:
    document: dict[str, Any] = json.loads((SEED / "policies" / "default-1.0.0.json").read_text(encoding="utf-8"))
    return document


def add_policy(session: Session) -> Policy:
    return publish_policy(session, SYSTEM, policy_document(), date(2020, 1, 1), NOW)


def add_checklist(session: Session) -> ChecklistVersion:
    return stored_checklist(session)


def checkpoints(version: ChecklistVersion, level: int, changes: Mapping[str, object]) -> list[dict[str, object]]:
    return [
        {
            "code": one.code,
            "step": one.step,
            "weight": str(one.weight),
            "rating": changes.get(one.code, level),
        }
        for one in checklist_of(version).checkpoints
    ]


def add_audit(session: Session, supplier_id: int, site_id: int, **changes: Any) -> Audit:
    """An audit that was not scored yet; changes are its columns."""
    version = add_checklist(session)
    count = session.query(Audit).count()
    starts_on = changes.pop("starts_on", TODAY - timedelta(days=60))
    audit = Audit(
        **{
            "number": f"A-{count + 1:05}",
            "supplier_id": supplier_id,
            "site_id": site_id,
            "checklist_version_id": version.id,
            "type": "periodic",
            "mode": "on_site",
            "state": "issued",
            "profile": {"manufacturer": True, "large": True, "core": True},
            "starts_on": starts_on,
            "ends_on": starts_on + timedelta(days=1),
            "issued_on": TODAY - timedelta(days=30),
            "planned_by": PAN.number,
            "planned_at": NOW.at,
        }
        | changes
    )
    session.add(audit)
    session.flush()
    return audit


def add_scored_audit(
    session: Session,
    supplier_id: int,
    site_id: int,
    level: int = 2,
    rated: Mapping[str, object] | None = None,
    **changes: Any,
) -> AuditResult:
    audit = add_audit(session, supplier_id, site_id, **changes)
    version = session.get_one(ChecklistVersion, audit.checklist_version_id)
    return store_audit_result(session, audit, checkpoints(version, level, rated or {}), NOW)


def add_finding(session: Session, audit_id: int, severity: str, **changes: Any) -> Finding:
    audit = session.get_one(Audit, audit_id)
    count = session.query(Finding).count()
    finding = Finding(
        **{
            "number": f"F-{count + 1:05}",
            "audit_id": audit.id,
            "supplier_id": audit.supplier_id,
            "site_id": audit.site_id,
            "checkpoint": "S3.4",
            "kind": "nonconformity",
            "severity": severity,
            "state": "open",
            "title": "Meters",
            "requirement": "Meters are calibrated.",
            "seen": "Two meters were not.",
            "raised_by": ZHOU.number,
            "raised_at": NOW.at,
            "notified_at": NOW.at,
            "plan_due_on": TODAY + timedelta(days=14),
            "close_due_on": TODAY + timedelta(days=60),
            "turn_since": NOW.at,
            "turn_due_on": TODAY + timedelta(days=14),
        }
        | changes
    )
    session.add(finding)
    session.flush()
    return finding


def add_waiver(session: Session, supplier_id: int, gate: str, until: date) -> Waiver:
    """A waiver as it is kept; nothing is published."""
    waiver = Waiver(
        supplier_id=supplier_id, gate=gate, reason="agreed", until=until, granted_by=PAN.number, granted_at=NOW.at
    )
    session.add(waiver)
    session.flush()
    return waiver


def add_modules(session: Session, supplier_id: int, values: Mapping[str, str], ends_on: date = TODAY) -> None:
    for module, value in values.items():
        session.add(
            ModuleScore(
                supplier_id=supplier_id, module=module, value=Decimal(value), period_ends_on=ends_on, source="ERP"
            )
        )
    session.flush()


def add_carbon(session: Session, supplier_id: int, cdp: str = "B", share: str = "0.62") -> None:
    session.add(CdpScore(supplier_id=supplier_id, year=2023, score=cdp, published_on=date(2024, 2, 6)))
    session.add(
        DataQuality(
            supplier_id=supplier_id,
            known_on=date(2024, 1, 31),
            primary_share=Decimal(share),
            verified_to=date(2023, 12, 31),
            source="Footprint survey",
        )
    )
    session.flush()


def add_scored_world(session: Session) -> None:
    """Huiling and its rival Mingyan, each audited, with figures that are never the same."""
    add_policy(session)
    huiling = add_scored_audit(session, HUILING, HUIZHOU_SITE, 2, {"S3.4": 0, "S4.3": 1, "S1.1": 3})
    add_finding(session, huiling.audit_id, "major")
    add_modules(session, HUILING, MODULES)
    add_carbon(session, HUILING)
    mingyan = add_scored_audit(session, MINGYAN, KUNSHAN_SITE, 3, {"S1.1": 1})
    add_finding(session, mingyan.audit_id, "critical", title="Rival canary finding")
    add_modules(session, MINGYAN, MINGYAN_MODULES)
    add_carbon(session, MINGYAN, "A-", "0.41")


def add_suppliers(session: Session, count: int, *, first: int = 100, category: str = "electronics") -> list[int]:
    """More suppliers, each with one site of the same id, a scored audit and the buyer's scores."""
    ids = list(range(first, first + count))
    for number in ids:
        session.add(
            Supplier(
                id=number,
                number=f"S-{number:04}",
                name_en=f"Supplier {number}",
                name_zh=f"供应商{number}",
                country="CN",
                category=category,
                annual_spend=Decimal(number * 1000),
            )
        )
    session.flush()
    for number in ids:
        session.add(Site(id=number, supplier_id=number, name_en=f"Site {number}", spend_share=Decimal(1)))
    session.flush()
    for number in ids:
        add_scored_audit(session, number, number, number % 5)
        add_modules(session, number, MODULES | {"quality": str(number % 100)})
        add_carbon(session, number)
    return ids


class Statements:
    """Statements that an engine runs while it is entered."""

    def __init__(self, engine: Any) -> None:
        self.engine = engine
        self.seen: list[str] = []

    def _note(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        self.seen.append(statement)

    def __enter__(self) -> Self:
        event.listen(self.engine, "before_cursor_execute", self._note)
        return self

    def __exit__(self, *_: object) -> None:
        event.remove(self.engine, "before_cursor_execute", self._note)

    def __len__(self) -> int:
        return len(self.seen)
