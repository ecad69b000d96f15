"""The statements that give notices in bulk, built once for each engine and kind of reader."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Insert,
    Integer,
    String,
    Table,
    Update,
    bindparam,
    exists,
    literal,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from supplier_portal.db.base import Base
from supplier_portal.db.types import UtcDateTime
from supplier_portal.notices.models import WAITING, Mail, Notice, WebhookCall

NOTICE, MAIL, CALL = (
    Base.metadata.tables[name] for name in (Notice.__tablename__, Mail.__tablename__, WebhookCall.__tablename__)
)
_DIALECTS = {"postgresql": postgresql, "sqlite": sqlite}


@dataclass(frozen=True)
class Statements:
    """notices: what is not told yet; mails: of those told just now; joined: which of them goes out with which mail."""

    notices: Insert
    mails: Insert
    joined: Update


def insert_of(session: Session, table: Table) -> postgresql.Insert | sqlite.Insert:
    """An insert that knows conflicts, of this session's engine."""
    insert: Callable[[Table], postgresql.Insert | sqlite.Insert] = _DIALECTS[session.get_bind().dialect.name].insert
    return insert(table)


def message_id(reader: int, once: str, at: datetime) -> str:
    """The fixed part of a mail's Message-ID: 40 hexadecimal digits."""
    return hashlib.sha256(f"{reader}:{once}:{at.isoformat()}".encode()).hexdigest()[:40]


def _statements(engine: str, who: str) -> Statements:
    insert = _DIALECTS[engine].insert
    reader = bindparam("of_reader", type_=Integer())
    of_mail = bindparam("of_mail", type_=String())
    told_now = (
        (NOTICE.c[who] == reader)
        & (NOTICE.c.once == bindparam("of_notice", type_=String()))
        & (NOTICE.c.given_at == bindparam("given", type_=UtcDateTime()))
        & NOTICE.c.mail_id.is_(None)
    )
    row: dict[str, ColumnElement[Any]] = {
        "message_id": bindparam("of_message", type_=String()),
        who: reader,
        "once": of_mail,
        "digest": bindparam("is_digest", type_=Boolean()),
        "state": literal(WAITING),
        "due": bindparam("is_due", type_=UtcDateTime()),
        "attempts": literal(0),
        "error": literal(""),
    }
    mail = select(MAIL.c.id).where(MAIL.c[who] == reader, MAIL.c.once == of_mail)
    new = select(*[row[name] for name in row]).where(exists().where(told_now))
    return Statements(
        notices=insert(NOTICE).on_conflict_do_nothing(),
        mails=insert(MAIL).from_select(list(row), new, include_defaults=False).on_conflict_do_nothing(),
        joined=update(NOTICE).where(told_now).values(mail_id=mail.scalar_subquery()),
    )


STATEMENTS = {(engine, who): _statements(engine, who) for engine in _DIALECTS for who in ("account_id", "contact_id")}
