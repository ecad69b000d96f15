"""A draft's document: put together from its parts, read even where it is incomplete, and what it still lacks."""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from supplier_portal.checklists.yaml_file import faults_of_document
from supplier_portal.domain.checklist.document import Document, checklist_from
from supplier_portal.domain.checklist.form import A_CODE, AN_AMOUNT
from supplier_portal.domain.checklist.version import ChecklistVersion as Checklist
from supplier_portal.domain.errors import Fault

HEAD_KEYS = ("name", "version", "title", "module", "dimensions", "steps")
WHOLE = Decimal(100)  # what the weights of all checkpoints add up to
OF_CHECKPOINT = re.compile(r"checkpoints\[(?P<place>[0-9]+)\]\.?(?P<rest>.*)", re.DOTALL)
NUMBERS_A_STEP = 99
A_VERSION = re.compile(r"[0-9]{1,6}\.[0-9]{1,6}\.[0-9]{1,6}")


def head_of(document: Mapping[str, Any]) -> Document:
    return {key: document[key] for key in HEAD_KEYS if key in document}


def joined(head: Mapping[str, Any], checkpoints: Iterable[Mapping[str, Any]]) -> Document:
    return {**head, "checkpoints": list(checkpoints)}


def blank_head(name: str, version: str) -> Document:
    return {"name": name, "version": version, "title": {"en": "", "zh": ""}, "dimensions": [], "steps": []}


def blank_checkpoint(code: str, step: int) -> Document:
    """A checkpoint to be filled in; without weight, so that the others' total stays."""
    return {
        "code": code,
        "step": step,
        "weight": "0",
        "type": "maturity",
        "methods": ["documents"],
        "severity_at_zero": "minor",
        "title": {"en": "", "zh": ""},
        "question": {"en": "", "zh": ""},
    }


def weight_of(checkpoint: Mapping[str, Any]) -> Decimal:
    """Its weight; 0 for what is no weight yet."""
    return _amount(checkpoint.get("weight"))


def readable(document: Mapping[str, Any]) -> Checklist:
    """Build a checklist from a draft whatever is missing: what is no number counts as 0."""
    checkpoints = [{**entry, "weight": str(weight_of(entry)), **_metric(entry)} for entry in document["checkpoints"]]
    return checklist_from({**document, "checkpoints": checkpoints})


def faults_of_draft(document: Mapping[str, Any]) -> list[Fault]:
    """What stands between a draft and its publishing: the faults of a file, and weights that do not make 100."""
    faults = faults_of_document(document)
    total = sum((weight_of(entry) for entry in document["checkpoints"]), Decimal(0))
    if total != WHOLE:
        faults.append(Fault("checklists.weights_total", facts={"total": f"{total:f}"}))
    return faults


def of_checkpoint(fault: Fault) -> tuple[int, str] | None:
    """Place of the checkpoint in the draft that a fault is about, and the place in it; None for one of the head."""
    found = OF_CHECKPOINT.fullmatch(fault.place)
    return (int(found["place"]), found["rest"]) if found else None


def free_code(codes: Sequence[str], step: int) -> str:
    """Give the first free number of a step, with the letters its checkpoints have: S4.8."""
    forms = [form for code in codes if (form := A_CODE.fullmatch(code))]
    letters = [form[0].rstrip("0123456789.") for form in sorted(forms, key=lambda form: int(form["step"]) != step)]
    first = letters[0] if letters else "S"
    taken = set(codes)
    free = (f"{first}{step}.{number}" for number in range(1, NUMBERS_A_STEP + 1))
    return next((code for code in free if code not in taken), f"{first}{step}.{NUMBERS_A_STEP}")


def version_numbers(version: str) -> tuple[int, ...]:
    """A semantic version as numbers, by which versions sort; empty for what is none."""
    return tuple(int(part) for part in version.split(".")) if A_VERSION.fullmatch(version) else ()


def _amount(text: object) -> Decimal:
    return Decimal(text) if isinstance(text, str) and AN_AMOUNT.fullmatch(text) else Decimal(0)


def _metric(checkpoint: Mapping[str, Any]) -> Document:
    metric = checkpoint.get("metric")
    if metric is None:
        return {}
    bands = [{**band, "threshold": str(_amount(band.get("threshold")))} for band in metric["bands"]]
    return {"metric": {**metric, "bands": bands}}
