"""The rows that stand in addresses: for each person their own and another's, and what an address needs besides.

A route whose arguments are not named here fails the walk: say what an own row and another's row of it are.
"""

from supplier_portal.access.actor import Role
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import TABLE, Reach

SUPPLIERS = (Role.SUPPLIER_OWNER, Role.SUPPLIER_MEMBER)
BUYERS = tuple(role for role in Role if role not in SUPPLIERS)

# Rows that are not there for a person although the table gives the permission: endpoint → (roles, whose row, reason).
NOT_THERE = {
    "colleagues.answer": (
        (*BUYERS, Role.SUPPLIER_OWNER),
        ("own", "other", "nowhere"),
        "only the person who is offered ownership answers",
    ),
    "audits.release": (BUYERS, ("own", "other"), "only the supplier says that it has no comments"),
    "audits.download": (SUPPLIERS, ("own",), "a photo as it came holds what the camera wrote into it"),
    "checklists.download_version": (
        SUPPLIERS,
        ("own", "other", "nowhere"),
        "the file tells how evidence is faked; suppliers read the page, which does not",
    ),
    "desk.show_act": (BUYERS, ("other",), "what became of each finding is told to whoever asked for the act"),
    "reports.show_review": (BUYERS, ("other",), "the rival's audit is not in review"),
    "reports.send_back": (BUYERS, ("other",), "the rival's audit is not in review"),
    "reports.ask_report": (BUYERS, ("other",), "the rival's audit has no report yet"),
    "reports.show_amendment": (BUYERS, ("other",), "the rival's audit is not issued"),
    "reports.amend": (BUYERS, ("other",), "the rival's audit is not issued"),
    "fieldwork.put_change": (
        BUYERS,
        ("own", "other", "nowhere"),
        "an empty change names no audit; its own tests walk it",
    ),
}
OF_ANSWERS = (
    "audits.show_checkpoint",
    "audits.begin",
    "audits.show_picture",
    "audits.download",
    "reports.show_draft",
    "reports.show_comments",
    "reports.download_comment_file",
    "reports.ask_report",
)


def not_there(endpoint: str, role: Role, whose: str) -> bool:
    """Whether the row is missing for another reason than the table's."""
    if endpoint in OF_ANSWERS and role is Role.MANAGEMENT:
        return True  # management reads audits and ratings, not answers
    if endpoint == "reports.show_draft" and whose == "other":
        return True  # no draft of the rival's audit was sent yet
    roles, rows, _ = NOT_THERE.get(endpoint, ((), (), ""))
    return role in roles and whose in rows


def expected(permission: Permission, role: Role, whose: str, *, has_rows: bool) -> bool:
    """Whether the table lets this role reach the row: `whose` is own, other or nowhere."""
    reach = TABLE.get(permission, {}).get(role, Reach.NONE)
    if reach is Reach.NONE or whose == "nowhere":
        return reach is not Reach.NONE and not has_rows
    return whose == "own" or reach is Reach.ALL or not has_rows
