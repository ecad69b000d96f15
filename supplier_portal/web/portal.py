"""The running portal as a request finds it: settings, database, and the two clocks."""

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import current_app

from supplier_portal.config import Config
from supplier_portal.db.unit_of_work import Database
from supplier_portal.domain.moment import Moment, moment_of


@dataclass(frozen=True)
class Portal:
    """One per application, in `app.extensions["portal"]`."""

    config: Config
    database: Database

    def machine_now(self) -> datetime:
        """The machine's clock: sessions, one-time links, leases and deadlines."""
        return datetime.now(UTC)

    def moment(self) -> Moment:
        """The business clock, which a demonstration pins."""
        return moment_of(self.machine_now(), self.config.zone, self.config.pinned_day)


def portal() -> Portal:
    found: Portal = current_app.extensions["portal"]
    return found
