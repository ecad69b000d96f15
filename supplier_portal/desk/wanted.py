"""Which findings the desk's table shows, as an address, a form or a job tells it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select

from supplier_portal.access.actor import Actor
from supplier_portal.audits.queries import MOST_ID
from supplier_portal.desk.queries.funnel import STAGES, states_from
from supplier_portal.domain.findings.rules import NONCONFORMITY
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.finding import FINDING, STANDING
from supplier_portal.findings.models import Extension, Finding
from supplier_portal.findings.queries.listing import MARKS, ORDERS, SEVERITIES, TURNS, Filter
from supplier_portal.findings.queries.narrowing import YES, Narrowing, is_escalated

ME, NONE = "me", "none"


@dataclass(frozen=True)
class Wanted:
    """Every field is a text, empty for all; what is not understood is left empty.

    handler: "me", "none" or an account's id; escalated: "yes"; more_days: "yes" for those whose request for more days
    waits; reached, standing: a stage of the funnel that non-conformities came to at least, or stand at; sort: a key of
    ORDERS, with "-" before it falling; the other fields are those of the list of findings.
    """

    state: str = ""
    severity: str = ""
    turn: str = ""
    marked: str = ""
    supplier: str = ""
    open: str = ""
    age: str = ""
    late: str = ""
    step: str = ""
    category: str = ""
    notified: str = ""
    handler: str = ""
    escalated: str = ""
    more_days: str = ""
    reached: str = ""
    standing: str = ""
    sort: str = ""

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> "Wanted":
        """Read an address, a form or a job's arguments."""
        told = {field.name: str(given.get(field.name, "")) for field in fields(cls)}
        narrowed = vars(Narrowing.of(told))
        understood = {
            "state": told["state"] in FINDING.states,
            "severity": told["severity"] in SEVERITIES,
            "turn": told["turn"] in TURNS,
            "marked": told["marked"] in MARKS,
            "supplier": _is_number(told["supplier"]),
            "handler": told["handler"] in {ME, NONE} or _is_number(told["handler"]),
            "escalated": told["escalated"] == YES,
            "more_days": told["more_days"] == YES,
            "reached": told["reached"] in STAGES,
            "standing": told["standing"] in STAGES,
            "sort": told["sort"].removeprefix("-") in ORDERS,
        } | {name: bool(text) for name, text in narrowed.items()}
        return cls(**{name: text for name, text in told.items() if understood[name]})

    def parameters(self) -> dict[str, str]:
        """What is set, for an address, a form or a job."""
        return {name: text for name, text in vars(self).items() if text}

    @property
    def narrowed(self) -> bool:
        """Whether anything but the order is set."""
        return bool(self.parameters().keys() - {"sort"})

    def filter(self, actor: Actor, moment: Moment, zone: ZoneInfo) -> Filter:
        """As the list of findings asks for it. zone: the buyer's, where days begin."""
        further = (*Narrowing.of(vars(self)).conditions(moment, zone), *self._own(actor, moment))
        supplier = int(self.supplier) if self.supplier else None
        return Filter(self.state, self.severity, self.turn, supplier, self.marked, further)

    def _own(self, actor: Actor, moment: Moment) -> list[ColumnElement[bool]]:
        asked: list[ColumnElement[bool]] = []
        if self.handler == NONE:
            asked.append(Finding.handler_id.is_(None))
        elif self.handler:
            asked.append(Finding.handler_id == (actor.account_id if self.handler == ME else int(self.handler)))
        if self.escalated:
            asked.append(is_escalated(moment.at))
        if self.more_days:
            waiting = select(Extension.finding_id).where(Extension.decision.is_(None))
            asked += [Finding.state.in_(STANDING), Finding.id.in_(waiting)]
        for states in (self.reached and states_from(self.reached), self.standing and STAGES[self.standing]):
            if states:
                asked += [Finding.kind == NONCONFORMITY, Finding.notified_at.is_not(None), Finding.state.in_(states)]
        return asked


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and 0 < int(text) <= MOST_ID
