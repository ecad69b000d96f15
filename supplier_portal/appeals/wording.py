"""What an appeal is about, in the reader's words."""

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy.orm import Session

from supplier_portal.appeals.queries.appealable import Appealable
from supplier_portal.audits.checklists import checklists_of
from supplier_portal.audits.models import Audit
from supplier_portal.domain.appeals import CHECKPOINT, REFUSAL
from supplier_portal.domain.checklist.version import Checkpoint
from supplier_portal.domain.moment import Moment
from supplier_portal.findings.queries import local_day
from supplier_portal.language.speech import Speech
from supplier_portal.suppliers.models import Supplier

Choices = dict[str, list[tuple[str, str]]]


def checkpoint_of(session: Session, audit: Audit | None, code: str) -> Checkpoint | None:
    """The checkpoint an appeal is about, as its audit asked it; None for other things."""
    return checklists_of(session, audit).by_code.get(code) if audit is not None and code else None


def choices_of(
    session: Session, supplier: Supplier, things: Sequence[Appealable], moment: Moment, speech: Speech
) -> Choices:
    """What may still be appealed against, in groups: refusals and each audit's levels, then the figures."""
    today = local_day(moment.at, supplier.time_zone)
    choices: Choices = {"": [("", speech.gettext("Choose what is wrong"))]}
    for one in things:
        if one.until is None or one.until >= today:
            choices.setdefault(_group(one, speech), []).append((one.thing.key, _said(session, one, speech)))
    return choices


def _group(one: Appealable, speech: Speech) -> str:
    if one.thing.subject == CHECKPOINT and one.audit is not None and one.until is not None:
        return speech.gettext(
            "Levels of audit %(number)s, until %(day)s", number=one.audit.number, day=speech.day(one.until)
        )
    return speech.gettext("Refused audits") if one.thing.subject == REFUSAL else speech.gettext("Figures of the rating")


def _said(session: Session, one: Appealable, speech: Speech) -> str:
    code = one.thing.code
    if one.thing.subject == REFUSAL and one.audit is not None:
        state = speech.word(f"audit_state.{one.audit.state}")
        return speech.gettext("Audit %(number)s: %(state)s", number=one.audit.number, state=state)
    if one.thing.subject == CHECKPOINT:
        checkpoint = checkpoint_of(session, one.audit, code)
        title = checkpoint.title.in_language(speech.language) if checkpoint else ""
        thing = f"{code} {title}"
    else:
        thing = speech.word(f"appeal_figure.{code}")
    figure = figure_said(one.thing.subject, code, one.figure, speech)
    return speech.gettext("%(thing)s: %(figure)s", thing=thing, figure=figure)


def figure_said(subject: str, code: str, figure: str, speech: Speech) -> str:
    """A figure as an appeal keeps it, in words."""
    if subject == CHECKPOINT:
        return speech.gettext("level %(level)s", level=figure) if figure.isdigit() else speech.word(f"rating.{figure}")
    if code == "sbt":
        return speech.word(f"target.{figure}")
    if code == "data":
        share, _, verified = figure.partition(" ")
        percent = speech.number(Decimal(share) * 100)
        if verified:
            return speech.gettext("%(share)s %% primary data, verified", share=percent)
        return speech.gettext("%(share)s %% primary data, not verified", share=percent)
    return figure if figure not in ("", "none") else "–"
