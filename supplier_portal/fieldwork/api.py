"""PUT /api/changes/<uuid>: how the audit page saves as one goes."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, request
from sqlalchemy.exc import IntegrityError

from supplier_portal.access.permissions import Permission
from supplier_portal.audits.operations import PreparedAnswer, prepare_answer
from supplier_portal.domain.errors import Conflict, Fault, Invalid
from supplier_portal.domain.scoring.canonical import canonical_json, sha256_of
from supplier_portal.fieldwork.forms import MOST_BYTES, AnswerChange, AnswerContent, read_change
from supplier_portal.fieldwork.operations import ReceivedChange, Reply, refuse_change, take_answer
from supplier_portal.fieldwork.queries import stored_change, taken
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech

blueprint = APIBlueprint("fieldwork", __name__, url_prefix="/api")
View = TypeVar("View", bound=Callable[..., Response])


def described(view: View) -> View:
    """Put the form of the body into the OpenAPI document; `read_change` reads it, stricter than a decorator."""
    blueprint.input(AnswerChange)(view)
    return view


@blueprint.put("/changes/<uuid:change_uuid>")
@guard(Permission.AUDITS_ANSWER_WRITE)
@described
@blueprint.doc(
    summary="Take a change",
    description=(
        "Saves the answer to one checkpoint. The same UUID with the same body gets the stored reply again. "
        "200: version and receipt. 409: the base is stale, both texts and a receipt for the one kept beside it, or the "
        "audit no longer takes answers. 422: every fault with its path."
    ),
    tags=["fieldwork"],
    responses=[200, 404, 409, 422],
)
def put_change(change_uuid: UUID) -> Response:
    change, command, document = read_change(change_uuid, request.stream.read(MOST_BYTES + 1))
    received = ReceivedChange(str(change_uuid), change.kind, sha256_of(document), change.device_at)
    try:
        prepared = prepare_answer(reading(), actor(), command)
        reply = _known(received) if prepared.known else _taken(received, prepared)
    except Conflict as refused:
        reply = _refused(received, refused)
    except Invalid as error:
        raise Invalid([_in_answer(fault) for fault in error.faults]) from error
    return Response(canonical_json(reply.body), reply.status, mimetype="application/json")


def _in_answer(fault: Fault) -> Fault:
    """A fault of the content at its path in the JSON."""
    return replace(fault, place=f"answer.{fault.place}") if fault.place in AnswerContent.model_fields else fault


def _taken(received: ReceivedChange, prepared: PreparedAnswer) -> Reply:
    try:
        with writing() as session:
            return take_answer(session, actor(), received, prepared, portal().moment(), speech())
    except IntegrityError:  # the same change came twice at once: the other one was quicker
        return _known(received)


def _refused(received: ReceivedChange, refused: Conflict) -> Reply:
    known = stored_change(reading(), actor(), received.uuid, received.body_digest)
    if known is not None:
        return Reply(known.status, known.reply)
    with writing() as session:
        return refuse_change(session, actor(), received, refused, portal().moment(), speech())


def _known(received: ReceivedChange) -> Reply:
    """The stored reply. Raises Invalid where the UUID was used by another change, or by a page's own form."""
    known = stored_change(reading(), actor(), received.uuid, received.body_digest)
    if known is None:
        raise taken()
    return Reply(known.status, known.reply)
