"""The rows that stand in addresses: for each person their own and another's, and what an address needs besides.

A route whose arguments are not named here fails the walk: say what an own row and another's row of it are.
"""

from supplier_portal.access.actor import Role
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import TABLE, Reach

# Routes that answer 404 to a person although the table gives the permission: (endpoint, role) or (endpoint, None).
# The reason stands beside each.
NOT_THERE = {
    ("fieldwork.put_change", None): "an empty change names no audit; its own tests walk it",
}


def expected(permission: Permission, role: Role, whose: str, *, has_rows: bool) -> bool:
    """Whether the table lets this role reach the row: `whose` is own, other or nowhere."""
    reach = TABLE.get(permission, {}).get(role, Reach.NONE)
    if reach is Reach.NONE or whose == "nowhere":
        return reach is not Reach.NONE and not has_rows
    return whose == "own" or reach is Reach.ALL or not has_rows
