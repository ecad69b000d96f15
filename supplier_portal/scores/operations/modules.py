"""Keeping a score that comes from the buyer's own systems: quality, cost, delivery, technology (scoring.md 2)."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.domain.errors import Fault, Invalid, Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.scores.models import ModuleScore
from supplier_portal.suppliers.models import Supplier
from supplier_portal.trail.operations import record_event

MODULES = ("quality", "cost", "delivery", "technology")
HIGHEST, PLACES, LONGEST_SOURCE = 100, 2, 120


@dataclass(frozen=True)
class RecordModuleScore:
    """value: 0 to 100; period_ends_on: last day of the period it is about; source: the system it comes from."""

    supplier_id: int
    module: str
    value: Decimal
    period_ends_on: date
    source: str


def record_module_score(session: Session, actor: Actor, command: RecordModuleScore, moment: Moment) -> ModuleScore:
    """Keep a period's score; told again, the later value stands.

    Raises Missing for an unknown supplier, Invalid with every fault at its field.
    """
    reach_of(actor, Permission.SCORES_MODULE_RECORD)
    if session.get(Supplier, command.supplier_id) is None:
        raise Missing
    if faults := module_faults(command.module, command.value):
        raise Invalid(faults)
    of_period = select(ModuleScore).where(
        ModuleScore.supplier_id == command.supplier_id,
        ModuleScore.module == command.module,
        ModuleScore.period_ends_on == command.period_ends_on,
    )
    kept = session.scalar(of_period)
    if kept is None:
        kept = ModuleScore(**asdict(command))
        session.add(kept)
    kept.value, kept.source = command.value, command.source
    session.flush()
    record_event(session, actor, moment, "module_score_recorded", supplier=command.supplier_id, module=command.module)
    return kept


def module_faults(module: str, value: Decimal) -> list[Fault]:
    """What is wrong with a score, by field."""
    faults = []
    if module not in MODULES:
        faults.append(Fault("form.unknown_choice", place="module"))
    if not (value.is_finite() and 0 <= value <= HIGHEST and value == round(value, PLACES)):
        faults.append(Fault("scores.module_range", place="value", facts={"most": HIGHEST, "places": PLACES}))
    return faults
