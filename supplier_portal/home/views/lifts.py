"""All that would lift the score, and what several changes would bring together."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.calendars.queries import calendars_for
from supplier_portal.domain.scoring.what_if import GATE, LEVEL
from supplier_portal.findings.queries import local_day
from supplier_portal.findings.queries.turns import turns_of
from supplier_portal.home.queries import MOST_FINDINGS, company_of, titles_of
from supplier_portal.home.scored import behind, by_thing, findings_at
from supplier_portal.home.views.room import blueprint
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading
from supplier_portal.web.portal import portal


@blueprint.get("/lifts")
@guard(Permission.HOME_PAGE_READ)
def show_lifts() -> ResponseReturnValue:
    """Nothing is stored: what is chosen stands in the address."""
    company = company_of(reading(), actor())
    scored, supplier = company.scored, company.supplier
    if scored is None:
        return render_template("home/no_score.html", supplier=supplier)
    today = local_day(portal().moment().at, supplier.time_zone)
    turns, _ = turns_of(reading(), actor(), calendars_for(reading(), supplier), today, MOST_FINDINGS)
    wanted = request.args.getlist("change")
    changes, effect = scored.together(wanted)
    titles = titles_of(reading(), actor())
    levels = by_thing([lift for lift in scored.every if lift.change.kind == LEVEL])
    steps: dict[tuple[str, int], list[object]] = {}
    for several in levels.values():
        first = several[0].change
        step = next(one.step for one in scored.inputs.audits[first.place].checkpoints if one.code == first.code)
        steps.setdefault((first.site, step), []).append(several)
    return render_template(
        "home/lifts.html",
        supplier=supplier,
        scored=scored,
        steps=steps,
        others=by_thing([lift for lift in scored.every if lift.change.kind not in {LEVEL, GATE}]),
        holding=[(gate, behind(gate, turns)) for gate in scored.gates],
        gate_lifts={lift.change.code: lift for lift in scored.every if lift.change.kind == GATE},
        titles=titles,
        at=findings_at(turns),
        picked={change.key for change in changes},
        changes=changes,
        effect=effect,
    )
