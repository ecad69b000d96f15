"""The sessions of one request: one to read with, kept to its end, and a unit of work for each write."""

from contextlib import AbstractContextManager, ExitStack

from flask import Flask, g
from sqlalchemy.orm import Session

from supplier_portal.access.actor import STRANGER, Actor
from supplier_portal.db.unit_of_work import tell
from supplier_portal.web.portal import portal


def actor() -> Actor:
    """Who asks; a stranger until `identify` has said otherwise."""
    known: Actor = g.get("actor", STRANGER)
    return known


def identify(found: Actor) -> None:
    """Take the request to be this actor's, and tell the database so."""
    g.actor = found
    if "reading" in g:
        tell(g.reading, found)


def reading() -> Session:
    """The request's session to read with. What it gives is never committed."""
    if "reading" not in g:
        g.stack = ExitStack()
        g.reading = g.stack.enter_context(portal().database.reading(g.get("actor")))
    session: Session = g.reading
    return session


def writing() -> AbstractContextManager[Session]:
    """A unit of work as the actor: committed when its block ends.

    The session one read with is given back first: who stands in line to write keeps no connection from others, and
    SQLite's log can be cut. What was loaded stays; what is read later shows what was committed meanwhile.
    """
    close_reading()
    return portal().database.unit_of_work(actor())


def close_reading(_: BaseException | None = None) -> None:
    stack: ExitStack | None = g.pop("stack", None)
    g.pop("reading", None)
    if stack is not None:
        stack.close()


def install(app: Flask) -> None:
    app.teardown_request(close_reading)
