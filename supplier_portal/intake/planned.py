"""Planned rows as rows of a batch: plain JSON, within the length of their columns."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from supplier_portal.domain.errors import Fault
from supplier_portal.intake.importing import PlannedRow
from supplier_portal.intake.models import Batch
from supplier_portal.intake.rows import LONGEST_LABEL, RefusedRow

_LONGEST_TEXT = 300
REFUSED_ROW = "refused"


def told(fault: Fault) -> dict[str, object]:
    """A fault as JSON."""
    return {
        "code": fault.code,
        "place": fault.place,
        "facts": {name: _plain(fact) for name, fact in fault.facts.items()},
    }


def fault_of(document: object) -> Fault:
    """A fault as it was told."""
    known: Mapping[str, object] = document if isinstance(document, dict) else {}
    facts = known.get("facts")
    return Fault(
        str(known.get("code", "invalid")), str(known.get("place", "")), facts=facts if isinstance(facts, dict) else {}
    )


def _plain(fact: object) -> object:
    if isinstance(fact, bool | int) or fact is None:
        return fact
    if isinstance(fact, list | tuple):
        return [_plain(one) for one in fact]
    return str(fact)[:_LONGEST_TEXT]


def as_values(planned: PlannedRow | RefusedRow) -> dict[str, object]:
    """The columns of a batch's row."""
    if isinstance(planned, RefusedRow):
        return {
            "sheet": planned.sheet[:LONGEST_LABEL],
            "number": planned.number,
            "verdict": REFUSED_ROW,
            "label": planned.label,
            "faults": [told(fault) for fault in planned.faults],
            "changes": {},
        }
    changes = {name: [str(text)[:_LONGEST_TEXT] for text in sides] for name, sides in planned.changes.items()}
    return {
        "sheet": planned.row.sheet[:LONGEST_LABEL],
        "number": planned.row.number,
        "verdict": planned.verdict,
        "label": planned.label[:LONGEST_LABEL],
        "faults": [told(fault) for fault in planned.faults],
        "changes": changes,
    }


def count_verdicts(batch: Batch, gone: Iterable[str], come: Iterable[str]) -> None:
    """Take the verdicts `gone` from the batch's counts and add those that have come in their place."""
    change = Counter(come)
    change.subtract(Counter(gone))
    batch.new += change["new"]
    batch.changed += change["changed"]
    batch.same += change["same"]
    batch.refused += change["refused"]


def rows_as_values(batch_id: int, planned: Sequence[PlannedRow | RefusedRow]) -> list[dict[str, object]]:
    return [{"batch_id": batch_id, "ordinal": ordinal, **as_values(row)} for ordinal, row in enumerate(planned)]
