"""The one place that commits. SQLite's own waiting is no queue, so its writers stand in line here."""

import fcntl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from functools import partial
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.db.engine import make_engine
from supplier_portal.domain.errors import Busy

PATIENCE = 10.0  # seconds a writer stands in line before it is told to come again
# Seconds between two looks whether it is one's turn: one takes a millisecond or two, and a late look leaves it idle.
OFTEN, A_FEW_TURNS, SELDOM = 0.0001, 0.02, 0.001


@contextmanager
def in_line(path: Path, threads: threading.Lock) -> Iterator[None]:
    """Wait for this process's and then the machine's turn to write. Raises Busy when it takes too long."""
    began = time.monotonic()
    if not threads.acquire(timeout=PATIENCE):
        raise Busy("db.busy")
    try:
        with path.open("w") as file:
            while not _locked(file.fileno()):
                waited = time.monotonic() - began
                if waited > PATIENCE:
                    raise Busy("db.busy")
                time.sleep(OFTEN if waited < A_FEW_TURNS else SELDOM)
            yield
    finally:
        threads.release()


def _locked(descriptor: int) -> bool:
    with suppress(BlockingIOError):
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def tell(session: Session, actor: Actor) -> None:
    """Tell the database who asks; its row-level security reads it, and it ends with the transaction."""
    session.info["actor"] = actor
    if session.get_bind().dialect.name == "postgresql":
        session.execute(
            text(
                "SELECT set_config('portal.side', :side, true), set_config('portal.supplier', :supplier, true), "
                "set_config('jit', 'off', true)"  # it takes longer than the counts it is switched on for
            ),
            {"side": actor.side, "supplier": str(actor.supplier_id or "")},
        )


class Database:
    """The engine with its two doors: `unit_of_work` writes and commits, `reading` reads.

    country: the buyer's, which rules find as `session.info["country"]`; mails: whether the portal has a mail server,
    as `session.info["mails"]`.
    """

    def __init__(self, address: str, country: str = "CN", *, mails: bool = True) -> None:
        self.engine = make_engine(address)
        self.country, self.mails = country, mails
        self._turn: Callable[[], AbstractContextManager[None]] = nullcontext
        if self.engine.dialect.name == "sqlite":
            path = Path(f"{self.engine.url.database}-turn")
            self._turn = partial(in_line, path, threading.Lock())

    @contextmanager
    def unit_of_work(self, actor: Actor, *, quiet: bool = False) -> Iterator[Session]:
        """One transaction: committed when the block ends, rolled back when an exception leaves it.

        `session.info["after_commit"]` is a list of callables to wake workers by; what must not be lost is a row.
        quiet: nobody is told of what is done, for a history that is taken over (`session.info["quiet"]`).
        """
        engine = self.engine.execution_options(writes=True)
        with self._turn(), Session(engine, expire_on_commit=False) as session:
            session.info |= {"country": self.country, "mails": self.mails, "quiet": quiet}
            tell(session, actor)
            after: list[Callable[[], None]] = session.info.setdefault("after_commit", [])
            yield session
            session.commit()
        for wake in after:
            wake()

    @contextmanager
    def reading(self, actor: Actor | None) -> Iterator[Session]:
        """A session to read with: nothing it is given is ever committed. Nobody told means nothing guarded is seen."""
        with Session(self.engine, autoflush=False) as session:
            session.info["country"] = self.country
            if actor is not None:
                tell(session, actor)
            yield session
