"""Panels within the audit's pages: earlier findings beside the choice, what an answer proposes, drafts of the day."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from flask import url_for

from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.audits.checklists import AuditChecklists
from supplier_portal.audits.models import Answer, Audit
from supplier_portal.audits.queries import profile_of
from supplier_portal.audits.revisions import revision_ids
from supplier_portal.domain.checklist.profile import applies
from supplier_portal.domain.checklist.suggestion import proposed_severity
from supplier_portal.domain.checklist.version import Checkpoint
from supplier_portal.domain.findings.proposing import Proposed, following, one_graver, root_of
from supplier_portal.domain.findings.rules import NONCONFORMITY, OBSERVATION, RAISED_WHILE, STRENGTH
from supplier_portal.findings.forms.raising import RaiseForm, prefix_of
from supplier_portal.findings.models import Finding
from supplier_portal.findings.queries.clocking import rules_in_force
from supplier_portal.findings.queries.covering import Earlier, earlier_findings, findings_of
from supplier_portal.findings.queries.noticing import drafts_of
from supplier_portal.findings.queries.proposing import level_or_word
from supplier_portal.findings.views.room import blueprint
from supplier_portal.findings.wording import texts_of
from supplier_portal.web import panels
from supplier_portal.web.door import actor, reading
from supplier_portal.web.panels import Panel
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import language


def earlier_of_checkpoint(audit: Audit, checkpoint: Checkpoint, **_: object) -> Panel | None:
    """What earlier audits of the site found here, beside the choice of a level."""
    earlier = earlier_findings(reading(), actor(), audit, [checkpoint.code])
    return Panel("findings/earlier.html", {"earlier": earlier}) if earlier else None


def proposed_finding(
    audit: Audit,
    checkpoint: Checkpoint,
    checklists: AuditChecklists,
    answers: Mapping[str, Answer],
    beside: list[Panel],
    **_: object,
) -> Panel | None:
    """Findings on this checkpoint, and for the team of a running audit forms with what the answer proposes."""
    of_audit = findings_of(reading(), actor(), *revision_ids(reading(), audit))
    known = [finding for finding in of_audit if checkpoint.code in finding.checkpoints]
    may = decide(actor(), Permission.FINDINGS_FINDING_RAISE).allowed and audit.state in RAISED_WHILE
    if not may or not applies(checkpoint, profile_of(audit)):
        return Panel("findings/inset.html", {"known": known, "audit": audit, "forms": {}}) if known else None
    weaknesses = [finding for finding in of_audit if finding.kind != STRENGTH and finding.state != "withdrawn"]
    covering = {code: finding for finding in reversed(weaknesses) for code in finding.checkpoints}
    facts = _proposal(audit, checkpoint, checklists, answers, covering)
    earlier = [cast("Sequence[Earlier]", panel.facts.get("earlier", ())) for panel in beside]
    repeated = next((one for found in earlier for one in found if one.repeated), None)
    return Panel("findings/inset.html", facts | {"known": known, "audit": audit, "repeated": repeated})


def _proposal(
    audit: Audit,
    checkpoint: Checkpoint,
    checklists: AuditChecklists,
    answers: Mapping[str, Answer],
    covering: Mapping[str, Finding],
) -> dict[str, Any]:
    """severity: proposed, None where nothing is; root: code of the checkpoint whose finding carries this answer."""
    ratings = {code: level_or_word(answer.rating) for code, answer in answers.items()}
    known = {one.code: one for one in checklists.by_code.values() if applies(one, profile_of(audit))}
    severity = proposed_severity(checkpoint, ratings.get(checkpoint.code), profile_of(audit))
    allowed = rules_in_force(reading(), portal().moment().day).allowed if severity else {}
    root = root_of(checkpoint.code, known, ratings)
    follows = [one for one in following(known, checkpoint.code) if one.code not in covering]
    weak = [one for one in follows if proposed_severity(one, ratings.get(one.code), profile_of(audit))]
    failing = tuple(weak) if ratings.get(checkpoint.code) in {0, "0"} else ()
    proposed = Proposed(checkpoint, severity or "minor", failing)
    return {
        "severity": severity,
        "graver": one_graver(severity) if severity else None,
        "allowed": allowed[severity] if severity else None,
        "close_days": checkpoint.close_days or (allowed[severity].close if severity else None),
        "root": root if root != checkpoint.code and severity else None,
        "root_finding": covering.get(root),
        "follows": failing,
        "proposed_kind": proposed.kind,
        "forms": _forms(proposed, follows, {code: answer.note for code, answer in answers.items()}),
        "address": url_for("findings.raise_on_checkpoint", audit_id=audit.id, checkpoint=checkpoint.code),
    }


def _forms(proposed: Proposed, may_cover: list[Checkpoint], notes: Mapping[str, str]) -> dict[str, RaiseForm]:
    """One form a kind, filled with the proposal; a strength begins empty."""
    texts = texts_of(proposed, notes, language())
    filled: dict[str, Any] = texts | {"further": [one.code for one in proposed.follows]}
    if proposed.kind == NONCONFORMITY:
        filled["severity"] = proposed.severity
    begin = {NONCONFORMITY: filled, OBSERVATION: texts | {"requirement": ""}, STRENGTH: {"seen": texts["seen"]}}
    return {
        kind: RaiseForm(formdata=None, prefix=prefix_of(kind), **given).offer(
            may_cover if kind == NONCONFORMITY else ()
        )
        for kind, given in begin.items()
    }


def findings_of_audit(audit: Audit, **_: object) -> Panel | None:
    """The findings of an audit as far as the reader may see them, and the way to what its answers propose."""
    known = findings_of(reading(), actor(), *revision_ids(reading(), audit))
    may = decide(actor(), Permission.FINDINGS_FINDING_RAISE).allowed and audit.state in RAISED_WHILE
    facts = {"known": known, "audit": audit, "may_raise": may}
    return Panel("findings/of_audit.html", facts) if known or may else None


def drafts_of_the_day(**_: object) -> Panel | None:
    """Drafts of the audits one is on: what is still to be finished, and which notice runs late."""
    drafts = drafts_of(reading(), actor())
    return Panel("findings/drafts.html", {"drafts": drafts, "at": portal().moment().at}) if drafts else None


blueprint.record_once(lambda state: panels.declare(state.app, "audits.checkpoint.beside", earlier_of_checkpoint))
blueprint.record_once(lambda state: panels.declare(state.app, "audits.checkpoint", proposed_finding))
blueprint.record_once(lambda state: panels.declare(state.app, "audits.audit", findings_of_audit))
blueprint.record_once(lambda state: panels.declare(state.app, "audits.today", drafts_of_the_day))
