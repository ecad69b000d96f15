"""Taking a change that a device sends: done once, and answered the same way however often it is sent."""

from dataclasses import dataclass

from sqlalchemy import insert
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.audits.operations import PreparedAnswer, SavedAnswer, store_answer
from supplier_portal.domain.answering import Proposal
from supplier_portal.domain.errors import Conflict
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.scoring.rounding import figure
from supplier_portal.fieldwork.models import Change
from supplier_portal.language.speech import Speech

SAVED, MET = 200, 409
_CHANGE = insert(Change)  # built once: that takes longer than running it
FIGURE_PLACES = 2


@dataclass(frozen=True)
class ReceivedChange:
    """uuid: the client's; body_digest: SHA-256 of the canonical form of what was sent; device_at: a claim."""

    uuid: str
    kind: str
    body_digest: str
    device_at: str


@dataclass(frozen=True)
class Reply:
    """status: HTTP's; body: what is sent and stored, word for word."""

    status: int
    body: dict[str, object]


def take_answer(
    session: Session, actor: Actor, received: ReceivedChange, prepared: PreparedAnswer, moment: Moment, speech: Speech
) -> Reply:
    """Store the answer, or keep it as a rival, and the reply with it. Raises as `store_answer`."""
    saved = store_answer(session, actor, prepared, moment)
    reply = Reply(MET, _met(saved, speech)) if saved.rival else Reply(SAVED, _told(saved))
    _keep(session, actor, received, reply, moment)
    return reply


def refuse_change(
    session: Session, actor: Actor, received: ReceivedChange, refused: Conflict, moment: Moment, speech: Speech
) -> Reply:
    """Keep nothing but the reply: why it was refused, and what is possible."""
    reply = Reply(MET, {"error": _error(refused, speech)})
    _keep(session, actor, received, reply, moment)
    return reply


def _keep(session: Session, actor: Actor, received: ReceivedChange, reply: Reply, moment: Moment) -> None:
    row = {
        "uuid": received.uuid,
        "kind": received.kind,
        "account_id": actor.account_id,
        "body_digest": received.body_digest,
        "status": reply.status,
        "reply": reply.body,
        "device_at": received.device_at,
        "received_at": moment.at,
    }
    session.connection().execute(_CHANGE, row)


def _told(saved: SavedAnswer) -> dict[str, object]:
    return {
        "version": saved.version,
        "receipt": saved.receipt,
        "saved_at": saved.saved_at.isoformat(),
        "saved_by": saved.current_by,
        "proposed": _proposed(saved.proposal),
    }


def _proposed(proposal: Proposal | None) -> dict[str, object] | None:
    """The level the figures propose and the figure, rounded half up to 0.01."""
    if proposal is None:
        return None
    rests_on = None if proposal.figure is None else str(figure(proposal.figure, FIGURE_PLACES))
    return {"level": proposal.level, "figure": rests_on}


def _met(saved: SavedAnswer, speech: Speech) -> dict[str, object]:
    """Both texts, so that a person can choose; the receipt says that theirs is kept."""
    rival = Conflict("fieldwork.rival", name=saved.current_by or "–")
    return _told(saved) | {"error": _error(rival, speech), "yours": saved.content, "current": saved.current}


def _error(error: Conflict, speech: Speech) -> dict[str, object]:
    return {"code": error.code, "message": speech.error(error), "faults": []}
