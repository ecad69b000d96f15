"""Writing events, sealing them into a chain, publishing its head and verifying all of it."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.domain.moment import Moment
from supplier_portal.trail.models import Event, Head, Seal

HEADS_FILE = "trail-heads.txt"
_ADVISORY_LOCK = 731
_EVENT = insert(Event)  # built once: that takes longer than running it
_LATE_COMMITS = 10_000  # an event that far behind the newest seal can no longer be in an open transaction
_UNSEALED_PATIENCE = timedelta(hours=1)


def record_event(
    session: Session, actor: Actor, moment: Moment, act: str, **facts: str | int | list[str] | None
) -> None:
    """Append one event. `facts` are ids, codes and names of fields: never notes, prices or personal data."""
    body = {"act": act, "account": actor.account_id, "role": actor.role.value, **facts}
    row = {
        "at": moment.at.isoformat(timespec="microseconds"),
        "body": json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":")),
    }
    session.connection().execute(_EVENT, row)


def seal_new(session: Session, limit: int = 5000) -> tuple[int, str]:
    """Chain what has been committed since. Returns number and digest of the newest seal; (0, "") for none."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _ADVISORY_LOCK})
    newest = session.execute(select(Seal.number, Seal.digest).order_by(Seal.number.desc()).limit(1)).first()
    number, digest = newest or (0, "")
    reach = select(func.coalesce(func.max(Seal.event_id), 0) - _LATE_COMMITS).scalar_subquery()
    fresh = (
        select(Event.id, Event.at, Event.body)
        .outerjoin(Seal, Seal.event_id == Event.id)
        .where(Seal.number.is_(None), Event.id > reach)
        .order_by(Event.id)
        .limit(limit)
    )
    rows = []
    for event in session.execute(fresh).all():
        number, digest = number + 1, _chained(digest, event.id, event.at, event.body)
        rows.append({"number": number, "event_id": event.id, "digest": digest})
    if rows:
        session.execute(insert(Seal), rows)
    return number, digest


def _chained(digest: str, number: int, at: str, body: str) -> str:
    return hashlib.sha256("\n".join((digest, str(number), at, body)).encode()).hexdigest()


def publish_head(session: Session, folder: Path, at: datetime) -> tuple[int, str] | None:
    """Keep the newest seal outside the database too: one line `number digest time` in the heads file."""
    newest = session.execute(select(Seal.number, Seal.digest).order_by(Seal.number.desc()).limit(1)).first()
    if newest is None or session.get(Head, newest.number) is not None:
        return None
    session.add(Head(number=newest.number, digest=newest.digest, published_at=at))
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / HEADS_FILE).open("a") as file:
        file.write(f"{newest.number} {newest.digest} {at.astimezone(UTC).isoformat()}\n")
    return newest.number, newest.digest


def verify_trail(session: Session, folder: Path, at: datetime) -> list[str]:
    """Walk the chain; each sentence names one thing that is not as it was written. An empty list: all is whole."""
    faults, digest, expected = [], "", 1
    digests: dict[int, str] = {}
    walk = select(Seal.number, Seal.event_id, Seal.digest, Event.id, Event.at, Event.body).outerjoin(
        Event, Event.id == Seal.event_id
    )
    for seal in session.execute(walk.order_by(Seal.number)):
        if seal.number != expected:
            faults.append(f"seal {expected}: missing, the next one is {seal.number}")
        if seal.id is None:
            faults.append(f"seal {seal.number}: its event {seal.event_id} is missing")
        elif _chained(digest, seal.id, seal.at, seal.body) != seal.digest:
            faults.append(f"seal {seal.number}: event {seal.event_id} or its place was changed")
        digest, expected = seal.digest, seal.number + 1
        digests[seal.number] = seal.digest
    return faults + _unsealed(session, at) + _cut_off(session, folder, digests)


def _unsealed(session: Session, at: datetime) -> list[str]:
    late = (at - _UNSEALED_PATIENCE).isoformat(timespec="microseconds")
    waiting = select(Event.id).outerjoin(Seal, Seal.event_id == Event.id).where(Seal.number.is_(None), Event.at < late)
    return [
        f"event {number}: not sealed for more than an hour" for number in session.scalars(waiting.order_by(Event.id))
    ]


def _cut_off(session: Session, folder: Path, digests: dict[int, str]) -> list[str]:
    heads = {(head.number, head.digest) for head in session.scalars(select(Head))}
    path = folder / HEADS_FILE
    if path.exists():
        lines = [line.split() for line in path.read_text().splitlines()]
        heads |= {(int(number), digest) for number, digest, _ in lines}
    return [
        f"published head {number}: not in the chain, its end was cut off or written anew"
        for number, digest in sorted(heads)
        if digests.get(number) != digest
    ]
