"""Acts on many findings: asked for here, followed here, and what became of each finding."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.desk.jobs_named import WORKBOOK
from supplier_portal.desk.models import KINDS, DeskAct
from supplier_portal.desk.operations import AskAct, ask_act
from supplier_portal.desk.queries import counted, found_act, rows_told, visible
from supplier_portal.desk.queries.handlers import names_of
from supplier_portal.desk.views.room import blueprint
from supplier_portal.desk.views.table import table_page, ticked
from supplier_portal.desk.wanted import Wanted
from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.jobs.models import GOES_ON, Job
from supplier_portal.jobs.operations import AskJob, ask_job
from supplier_portal.jobs.queries import visible as visible_jobs
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import language

SHOWN = 50
AS_WORKBOOK = "workbook"


@blueprint.post("/findings")
@guard(Permission.DESK_FINDING_EXPORT)
def choose() -> ResponseReturnValue:
    """Act on the ticked findings, or on all that match the filter: as Excel, or as an act with a result for each.

    Raises Missing for an act of who may not steer findings.
    """
    wanted, kind = Wanted.of(request.args), request.form.get("kind", "")
    if kind not in {AS_WORKBOOK, *KINDS}:
        return table_page(wanted, [Fault("form.unknown_choice", "which")]), 422
    try:
        address = _ask_workbook(wanted) if kind == AS_WORKBOOK else _ask_act(wanted, kind)
    except Invalid as refused:
        return table_page(wanted, refused.faults), 422
    return redirect(address, 303)


def _ask_workbook(wanted: Wanted) -> str:
    chosen = ticked()
    if chosen is not None and not chosen:
        raise Invalid([Fault("desk.nothing_chosen", "which")])
    arguments: dict[str, object] = dict(wanted.parameters())
    if chosen is not None:
        arguments["chosen"] = list(chosen)
    with writing() as unit:
        job = ask_job(unit, actor(), AskJob(WORKBOOK, arguments, language()), portal().machine_now())
    return url_for("jobs.show_job", job_id=job.id)


def _ask_act(wanted: Wanted, kind: str) -> str:
    moment = portal().moment()
    asked = wanted.filter(actor(), moment, portal().config.zone)
    command = AskAct(kind, asked, ticked(), request.form.get("to", type=int))
    with writing() as unit:
        act = ask_act(unit, actor(), command, moment)
    return url_for(".show_act", act_id=act.id)


@blueprint.get("/acts")
@guard(Permission.DESK_FINDING_STEER)
def list_acts() -> ResponseReturnValue:
    acts = reading().scalars(visible(actor()).order_by(DeskAct.id.desc()).limit(SHOWN)).all()
    people = names_of(reading(), {act.handler_id for act in acts if act.handler_id})
    return render_template("desk/acts.html", acts=acts, counts=counted(reading(), acts), people=people, steers=True)


@blueprint.get("/acts/<int:act_id>")
@guard(Permission.DESK_FINDING_STEER)
def show_act(act_id: int) -> ResponseReturnValue:
    """Show how far it is and what became of each finding, those refused first."""
    act = found_act(reading(), actor(), act_id)
    job = reading().scalar(visible_jobs(actor()).where(Job.id == act.job_id))
    return render_template(
        "desk/act.html",
        act=act,
        job=job,
        goes_on=job is not None and job.state in GOES_ON,
        count=counted(reading(), [act])[act.id],
        rows=rows_told(reading(), actor(), act),
        people=names_of(reading(), {act.handler_id} if act.handler_id else set()),
        steers=True,
    )
