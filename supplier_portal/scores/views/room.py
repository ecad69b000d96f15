"""What the pages of scorecards share: their blueprint, and the way back to the table as it was."""

from typing import Any

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.scores.table_state import TableState

blueprint = Blueprint("scores", __name__, url_prefix="/scorecards")
ONE = "/<int:supplier_id>"


def table_address(state: TableState, view: str = "") -> str:
    """Give the table's address in a state. view: the saved view it belongs to, as its tab names it."""
    parameters: dict[str, Any] = {**state.parameters()}
    if view or not parameters:
        parameters["view"] = view or "all"
    return url_for("scores.list_scorecards", **parameters)


def back_to_table(state: TableState, view: str = "") -> ResponseReturnValue:
    """Lead to the table in a state."""
    return redirect(table_address(state, view), 303)
