"""Pages of the records that make teams fair: qualifications and conflicts of interest."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import Reach, reach_of
from supplier_portal.accounts.queries import people_with
from supplier_portal.audits.models import AuditorQualification
from supplier_portal.audits.team.conflicts import EndConflict, declare_conflict, end_conflict
from supplier_portal.audits.team.forms import ConflictForm, EndForm, QualificationForm
from supplier_portal.audits.team.qualifications import CODES, TEAM_ROLES, save_qualification
from supplier_portal.audits.team.queries import conflicts_listed, qualifications_listed, visible_qualifications
from supplier_portal.domain.errors import Invalid, Missing
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech

blueprint = Blueprint("auditors", __name__, url_prefix="/auditors")


@blueprint.get("")
@guard(Permission.AUDITS_TEAM_MANAGE)
def list_qualifications() -> ResponseReturnValue:
    return render_template(
        "audits/auditors.html",
        people=people_with(reading(), *TEAM_ROLES),
        held=qualifications_listed(reading(), actor()),
        day=portal().moment().day,
    )


@blueprint.route("/qualifications/new", methods=["GET", "POST"])
@guard(Permission.AUDITS_TEAM_MANAGE)
def add_qualification() -> ResponseReturnValue:
    return _qualification(QualificationForm(account_id=request.args.get("person", type=int)), None)


@blueprint.route("/qualifications/<int:qualification_id>", methods=["GET", "POST"])
@guard(Permission.AUDITS_TEAM_MANAGE)
def edit_qualification(qualification_id: int) -> ResponseReturnValue:
    asked = visible_qualifications(actor()).where(AuditorQualification.id == qualification_id)
    row = reading().scalar(asked)
    if row is None:
        raise Missing
    form = QualificationForm()
    return _qualification(form if form.is_submitted() else form.show(row), qualification_id)


def _qualification(form: QualificationForm, qualification_id: int | None) -> ResponseReturnValue:
    form.account_id.choices = [("", "–"), *((one.id, one.name) for one in people_with(reading(), *TEAM_ROLES))]
    form.code.choices = [(code, speech().word(f"qualification.{code}")) for code in CODES]
    if form.validate_on_submit():
        try:
            with writing() as session:
                save_qualification(session, actor(), form.command(qualification_id), portal().moment())
        except Invalid as error:
            form.take_faults(error)
        else:
            flash(speech().gettext("Qualification saved."), "success")
            return redirect(url_for(".list_qualifications"))
    page = render_template("audits/qualification.html", form=form, qualification_id=qualification_id)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/conflicts", methods=["GET", "POST"])
@guard(Permission.AUDITS_CONFLICT_DECLARE)
def list_conflicts() -> ResponseReturnValue:
    """Conflicts declared, with the form to declare one: for oneself, for anybody where one plans."""
    plans = reach_of(actor(), Permission.AUDITS_CONFLICT_DECLARE) is Reach.ALL
    form = ConflictForm(holds_from=portal().moment().day)
    form.account_id.choices = [("", "–"), *((one.id, one.name) for one in people_with(reading(), *TEAM_ROLES))]
    if form.validate_on_submit():
        try:
            with writing() as session:
                declare_conflict(session, actor(), form.command(), portal().moment())
        except Invalid as error:
            form.take_faults(error)
        else:
            flash(speech().gettext("The conflict of interest is declared."), "success")
            return redirect(url_for(".list_conflicts"))
    page = render_template(
        "audits/conflicts.html",
        form=form,
        plans=plans,
        conflicts=conflicts_listed(reading(), actor()),
        held=qualifications_listed(reading(), actor()).get(actor().account_id or 0, []),
        day=portal().moment().day,
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/conflicts/<int:conflict_id>", methods=["GET", "POST"])
@guard(Permission.AUDITS_CONFLICT_DECLARE)
def close_conflict(conflict_id: int) -> ResponseReturnValue:
    """Say when it ends."""
    seen = {
        conflict.id: (conflict, supplier, name) for conflict, supplier, name in conflicts_listed(reading(), actor())
    }
    if conflict_id not in seen:
        raise Missing
    form = EndForm(holds_until=seen[conflict_id][0].holds_until or portal().moment().day)
    if form.validate_on_submit():
        try:
            with writing() as session:
                end_conflict(session, actor(), EndConflict(conflict_id, form.holds_until.data), portal().moment())
        except Invalid as error:
            form.take_faults(error)
        else:
            flash(speech().gettext("The conflict of interest ends on that day."), "success")
            return redirect(url_for(".list_conflicts"))
    page = render_template("audits/conflict.html", form=form, shown=seen[conflict_id])
    return page, 422 if form.is_submitted() else 200
