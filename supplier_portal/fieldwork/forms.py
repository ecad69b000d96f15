"""The form of a change: read strictly, every fault with its path, before any database is asked."""

import json
from decimal import Decimal
from typing import Annotated, Any, Literal, NoReturn
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from supplier_portal.audits.operations import SaveAnswer
from supplier_portal.audits.queries import MOST_ID
from supplier_portal.domain.answering import FIGURES, LONGEST_NOTE, MOST_SAMPLES, readable
from supplier_portal.domain.errors import Fault, Invalid

MOST_BYTES = 200_000
CODES = {
    "missing": "fieldwork.missing",
    "extra_forbidden": "fieldwork.unknown_field",
    "string_type": "fieldwork.not_text",
    "string_unicode": "audits.control_character",
    "int_type": "fieldwork.not_whole",
    "bool_type": "fieldwork.not_true_or_false",
    "string_pattern_mismatch": "fieldwork.not_decimal",
    "model_type": "fieldwork.not_object",
}

Row = Annotated[int, Field(ge=1, le=MOST_ID)]


def _written(text: str) -> str:
    """A code holds no control characters; databases refuse some of them even in a question."""
    if not readable(text):
        raise ValueError(text)
    return text


Code = Annotated[str, Field(max_length=16), AfterValidator(_written)]
Count = Annotated[int, Field(ge=0, le=MOST_SAMPLES)]
Figure = Annotated[str, Field(pattern=r"^-?[0-9]{1,12}(\.[0-9]{1,4})?$")]


class Strict(BaseModel):
    """Nothing is turned into something else, and no unknown field is passed over."""

    model_config = ConfigDict(strict=True, extra="forbid")


class AnswerContent(Strict):
    """rating: "0" to "4" ("4" and "0" for yes and no), "NA" or null; figures are decimals in quotes.

    on_track: whether emissions are on the target's path, only where the checkpoint asks for it.
    """

    rating: Literal["0", "1", "2", "3", "4", "NA"] | None = None
    note: Annotated[str, Field(max_length=LONGEST_NOTE)] = ""
    population: Count | None = None
    sampled: Count | None = None
    conforming: Count | None = None
    number: Figure | None = None
    claimed: Figure | None = None
    reperformed: Figure | None = None
    on_track: bool | None = None


class AnswerChange(Strict):
    """base_version: what the change was made on, 0 for a first answer; device_at: the device's clock, a claim."""

    kind: Literal["answer"]
    audit_id: Row
    checkpoint: Code
    base_version: Annotated[int, Field(ge=0, le=MOST_ID)]
    device_at: Annotated[str, Field(max_length=40)] = ""
    answer: AnswerContent


def read_change(change_uuid: UUID, data: bytes) -> tuple[AnswerChange, SaveAnswer, dict[str, Any]]:
    """Read a change: as it came, as the command it asks for, and its plain document.

    Raises Invalid with every fault; its place is the path in the JSON.
    """
    document = _document(data)
    try:
        change = AnswerChange.model_validate(document)
    except ValidationError as error:
        raise Invalid([_fault(dict(one)) for one in error.errors(include_url=False, include_input=False)]) from None
    content = change.answer.model_dump()
    figures = {name: None if content[name] is None else Decimal(content[name]) for name in FIGURES}
    command = SaveAnswer(
        audit_id=change.audit_id,
        checkpoint=change.checkpoint,
        base_version=change.base_version,
        change_uuid=str(change_uuid),
        **content | figures,
    )
    return change, command, document


def _document(data: bytes) -> Any:
    if len(data) > MOST_BYTES:
        raise Invalid([Fault("fieldwork.too_large", facts={"most": MOST_BYTES})])
    try:
        return json.loads(data, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise Invalid([Fault("fieldwork.not_json")]) from None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _fault(error: dict[str, Any]) -> Fault:
    place = ".".join(str(part) for part in error["loc"])
    if error["type"] == "string_too_long":
        return Fault("fieldwork.too_long", place, facts={"most": error["ctx"]["max_length"]})
    return Fault(CODES.get(error["type"], "fieldwork.not_allowed"), place)
