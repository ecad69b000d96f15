"""Everything a printed report holds, for any reader of it: no working note of an auditor is among it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.audits.interviews import functions_asked
from supplier_portal.audits.models import Audit, Evidence
from supplier_portal.audits.queries import team_of
from supplier_portal.audits.revisions import revision_ids, revisions_of
from supplier_portal.domain.findings.rules import STRENGTH
from supplier_portal.findings.models import Finding
from supplier_portal.reports.figures import WITHDRAWN, Preview, preview_of
from supplier_portal.reports.models import ReportSeal
from supplier_portal.reports.queries import DRAFT_SHOWN, printed_of
from supplier_portal.reports.queries.amendments import Effect, Revision, effect_of_revision, history_of
from supplier_portal.reports.queries.comments import Commented, comments_of
from supplier_portal.reports.queries.seals import seal_of
from supplier_portal.reports.report import Rated, Report
from supplier_portal.scores.models import AuditResult
from supplier_portal.visits.models import Meeting, MeetingAttendee
from supplier_portal.visits.queries import visible_attendees, visible_meetings

SEVERITIES = ("critical", "major", "minor", "observation")
MOST_PHOTOS = 60


@dataclass(frozen=True)
class Compared:
    """The site's audit issued before this one: its figures, and the checkpoints rated then and now."""

    number: str
    issued_on: date
    preview: Preview
    ratings: Mapping[str, object]

    def change(self, rated: Rated) -> int | None:
        """By how many levels a checkpoint has moved; None where either has no level."""
        before, now = self.ratings.get(rated.checkpoint.code), rated.rating
        return int(now) - before if isinstance(before, int) and now is not None and now.isdecimal() else None


@dataclass(frozen=True)
class Printed:
    """What the PDF is made of. photos: by checkpoint those that are shown, in all at most MOST_PHOTOS of `taken`.

    effect: what a later revision changes; meetings: whose record is frozen, each with who was there;
    functions: of those interviewed, whose names are no report's.
    """

    report: Report
    team: Sequence[tuple[str, str]]
    comments: Sequence[Commented]
    history: Sequence[Revision]
    effect: Effect | None
    last: Compared | None
    seal: ReportSeal | None
    photos: Mapping[str, Sequence[Evidence]]
    taken: int
    meetings: Sequence[tuple[Meeting, Sequence[MeetingAttendee]]] = ()
    functions: Sequence[str] = ()

    @property
    def draft(self) -> bool:
        """Whether the report has not been issued."""
        return self.report.audit.issued_on is None

    @property
    def counts(self) -> dict[str, int]:
        """Findings that stand by severity, the strengths last."""
        return {
            **{severity: sum(one.severity == severity for one in self.report.weaknesses) for severity in SEVERITIES},
            "strength": len(self.strengths),
        }

    @property
    def strengths(self) -> list[Finding]:
        return [one for one in self.report.findings if one.kind == STRENGTH and one.state != WITHDRAWN]

    @property
    def further(self) -> dict[str, Sequence[Evidence]]:
        """Photos of checkpoints without a finding."""
        found = found_at(self.report)
        return {code: photos for code, photos in self.photos.items() if code not in found}

    @property
    def shown(self) -> int:
        return sum(len(photos) for photos in self.photos.values())

    @property
    def sampled(self) -> int:
        """How many records the team looked at, over all checkpoints that count any."""
        return sum(one.answer.sampled or 0 for one in self.report.everything if one.answer is not None)

    @property
    def not_applicable(self) -> list[str]:
        return [one.checkpoint.code for one in self.report.everything if one.rating == "NA"]


def printed_report(session: Session, actor: Actor, audit_id: int, day: date) -> Printed:
    """Everything in a fixed number of statements. Raises Missing where the actor may not have it."""
    report = printed_of(session, actor, audit_id, day)
    audit = report.audit
    photos = _photos(report)
    sent = audit.state in DRAFT_SHOWN
    return Printed(
        report=report,
        team=team_of(session, [audit.id]).get(audit.id, []),
        comments=comments_of(session, revision_ids(session, audit)) if sent else [],
        effect=effect_of_revision(session, report),
        history=[one for one in history_of(session, audit) if one.audit.revision <= audit.revision],
        last=_last(session, report),
        seal=seal_of(session, audit) if audit.issued_on else None,
        photos=photos,
        meetings=_meetings(session, actor, audit),
        functions=functions_asked(session, actor, [audit.id]),
        taken=sum(piece.shown_digest is not None for rated in report.everything for piece in rated.evidence),
    )


def _meetings(session: Session, actor: Actor, audit: Audit) -> list[tuple[Meeting, list[MeetingAttendee]]]:
    held = visible_meetings(actor).where(
        Meeting.audit_id.in_(revision_ids(session, audit)), Meeting.sha256.is_not(None)
    )
    meetings = session.scalars(held.order_by(Meeting.held_on, Meeting.id)).all()
    there = visible_attendees(actor).where(MeetingAttendee.meeting_id.in_([one.id for one in meetings]))
    attendees = session.scalars(there.order_by(MeetingAttendee.side, MeetingAttendee.id)).all()
    return [(one, [person for person in attendees if person.meeting_id == one.id]) for one in meetings]


def _photos(report: Report) -> dict[str, list[Evidence]]:
    """Photos by checkpoint, those of findings first where there are too many."""
    found = found_at(report)
    left, shown = MOST_PHOTOS, dict[str, list[Evidence]]()
    for rated in sorted(report.everything, key=lambda one: one.checkpoint.code not in found):
        photos = [piece for piece in rated.evidence if piece.shown_digest is not None][:left]
        if photos:
            shown[rated.checkpoint.code] = photos
            left -= len(photos)
    return shown


def found_at(report: Report) -> set[str]:
    """Codes of the checkpoints that a finding covers."""
    return {code for finding in report.findings for code in finding.checkpoints}


def _last(session: Session, report: Report) -> Compared | None:
    """The newest revision of the site's audit issued last before this one."""
    audit = report.audit
    same = [one.id for one in revisions_of(session, audit)]
    earlier = (
        select(AuditResult, Audit.number, Audit.mode)
        .join(Audit, Audit.id == AuditResult.audit_id)
        .where(AuditResult.site_id == audit.site_id, AuditResult.audit_id.not_in(same))
        .order_by(AuditResult.issued_on.desc(), AuditResult.revision.desc(), AuditResult.id.desc())
    )
    if audit.issued_on is not None:
        earlier = earlier.where(AuditResult.issued_on <= audit.issued_on)
    found = session.execute(earlier.limit(1)).first()
    if found is None:
        return None
    result, number, mode = found
    ratings = {str(entry["code"]): entry["rating"] for entry in result.checkpoints}
    return Compared(number, result.issued_on, preview_of(result.checkpoints, report.rules, mode), ratings)


def points_moved(now: Decimal | None, before: Decimal | None) -> Decimal | None:
    """What a figure gained; None where either is missing."""
    return now - before if now is not None and before is not None else None
