"""Within the page of a finding: what it does to the score, for both sides."""

from supplier_portal.access.permissions import Permission
from supplier_portal.findings.queries.story import Story
from supplier_portal.scores.queries.of_finding import score_effect
from supplier_portal.scores.views.room import blueprint
from supplier_portal.web import panels
from supplier_portal.web.door import reading
from supplier_portal.web.offering import may
from supplier_portal.web.panels import Panel
from supplier_portal.web.portal import portal


def effect_of_finding(story: Story, **_: object) -> Panel | None:
    """What the finding does to the score, for who reads the supplier's rating."""
    if not may(Permission.SCORES_RATING_READ):
        return None
    listed, audit = story.listed, story.audit
    placed = (listed.supplier, listed.site, audit.starts_on)
    effect = score_effect(reading(), story.finding, listed.standing, placed, portal().moment().day)
    return Panel("scores/of_finding.html", {"effect": effect, "finding": story.finding}) if effect else None


blueprint.record_once(lambda state: panels.declare(state.app, "findings.finding", effect_of_finding))
