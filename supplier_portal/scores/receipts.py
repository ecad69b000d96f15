"""Receipts (scoring.md 5): read, check, recompute and complete them, without any database.

A receipt is a JSON document of kind "rating" or "tender"; its form is published as `schema/*.schema.json`.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jsonschema import Draft202012Validator

from supplier_portal.domain.errors import Fault
from supplier_portal.domain.scoring import evaluate, rate, rating_input_from, tender_from
from supplier_portal.domain.scoring.field import ABSENT, Field, raise_faults

SCHEMAS = Path(__file__).resolve().parent / "schema"
KINDS = ("rating", "tender")
Document = Mapping[str, object]


@dataclass(frozen=True)
class Difference:
    """A figure of the receipt that recomputing does not give; "absent" stands for no such figure."""

    place: str
    stated: object
    computed: object


@dataclass(frozen=True)
class Recomputed:
    """What a receipt's inputs give, and where its own `published` block says otherwise."""

    published: dict[str, object]
    differences: tuple[Difference, ...]


def recompute(document: object) -> Recomputed:
    """Check a receipt and work its figures out again.

    Figures that a `published` block leaves out are computed and not compared. Raises Invalid with every fault.
    """
    published = _compute(document)
    _check_form(document)
    stated = document.get("published", {}) if isinstance(document, Mapping) else {}
    return Recomputed(published, tuple(_differences(stated, published)))


def complete(document: Document) -> dict[str, object]:
    """Give the receipt of these inputs: the document with its `published` block, checked against the form.

    Raises Invalid with every fault; a block that is there already is replaced.
    """
    receipt = {**document, "published": _compute(document)}
    _check_form(receipt)
    return receipt


def _compute(document: object) -> dict[str, object]:
    faults: list[Fault] = []
    entries = Field(document, "", faults).mapping()
    kind = entries.get("kind", Field(ABSENT, "kind", faults))
    if not (kind.there or faults):
        kind.fail("missing")
    if kind.choice(KINDS) == "tender":
        return evaluate(tender_from(document)).published()
    raise_faults(faults)
    return rate(*rating_input_from(document)).published()


@cache
def _validator(kind: str) -> Draft202012Validator:
    schema = json.loads((SCHEMAS / f"{kind}.schema.json").read_text(encoding="utf-8"))
    return Draft202012Validator(schema)


def _check_form(document: object) -> None:
    """Hold a document whose inputs are sound against the published form. Raises Invalid."""
    kind = document["kind"] if isinstance(document, Mapping) else ""
    errors = _validator(str(kind)).iter_errors(document)
    raise_faults([Fault("scoring.not_of_form", _place(error.absolute_path)) for error in errors])


def _place(path: Iterable[object]) -> str:
    place = ""
    for part in path:
        place += f"[{part}]" if isinstance(part, int) else f".{part}" if place else str(part)
    return place


def _differences(stated: object, published: Document) -> Iterator[Difference]:
    """Compare figure by figure: of the block and of each site those stated, of lists and tables all."""
    for key, value in stated.items() if isinstance(stated, Mapping) else ():
        place, computed = f"published.{key}", published.get(key, "absent")
        if key == "sites" and isinstance(computed, list) and len(value) == len(computed):
            for number, (site, figures) in enumerate(zip(value, computed, strict=True)):
                for name, figure in site.items():
                    yield from _compared(f"{place}[{number}].{name}", figure, figures[name])
        else:
            yield from _compared(place, value, computed)


def _compared(place: str, stated: object, computed: object) -> Iterator[Difference]:
    if isinstance(stated, Mapping) and isinstance(computed, Mapping):
        for key in (*computed, *(key for key in stated if key not in computed)):
            yield from _compared(f"{place}.{key}", stated.get(key, "absent"), computed.get(key, "absent"))
    elif stated != computed:
        yield Difference(place, stated, computed)
