"""The lists behind the dashboard's figures, for readers who may open them."""

from flask import url_for

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.dashboard.queries import Scope


class Links:
    """Addresses of lists, narrowed as the figure is; empty where the reader may not open the list."""

    def __init__(self, actor: Actor, scope: Scope) -> None:
        self._actor, self._scope = actor, scope
        self._category = {"category": scope.category} if scope.category else {}

    def _to(self, permission: Permission, endpoint: str, **narrowed: object) -> str:
        allowed = decide(self._actor, permission).allowed
        given = {name: value for name, value in narrowed.items() if value not in {None, ""}}
        return url_for(endpoint, **{**self._category, **given}) if allowed else ""  # type: ignore[arg-type]  # plain values

    def audits(self, **narrowed: object) -> str:
        """To the list of audits. Narrowed by state, or by the month their visit begins in ("2024-03")."""
        return self._to(Permission.AUDITS_AUDIT_READ, "audits.list_audits", **narrowed)

    def month(self, number: int) -> str:
        return self.audits(month=f"{self._scope.year}-{number:02}")

    def findings(self, **narrowed: object) -> str:
        """To the list of findings."""
        return self._to(Permission.FINDINGS_FINDING_READ, "findings.show_list", **narrowed)

    def scorecards(self, **narrowed: object) -> str:
        """To the table of scorecards."""
        return self._to(Permission.SCORES_RATING_READ, "scores.list_scorecards", **narrowed)

    def scorecard(self, supplier_id: int) -> str:
        """To one supplier's scorecard."""
        allowed = decide(self._actor, Permission.SCORES_RATING_READ).allowed
        return url_for("scores.show_scorecard", supplier_id=supplier_id) if allowed else ""

    def coverage(self, **narrowed: object) -> str:
        """To the suppliers behind the figures of CDP and of targets, of the year that is shown."""
        return self._to(Permission.DASHBOARD_BOARD_READ, "dashboard.show_coverage", year=self._scope.year, **narrowed)

    def trainings(self, **narrowed: object) -> str:
        """To the list of training sessions, which knows no categories."""
        allowed = decide(self._actor, Permission.OUTREACH_TRAINING_READ).allowed
        return url_for("outreach.show_list", **narrowed) if allowed else ""  # type: ignore[arg-type]  # plain values
