"""Parents named in a file: each one is there or comes with the file, and no family has a circle."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from supplier_portal.suppliers.importing.deciding import Decided
from supplier_portal.suppliers.importing.known import Register

COLUMN = "parent_number"


def mark_families(decided: Sequence[Decided], register: Register) -> None:
    """Refuse each row whose parent is not there or that closes a circle, and those that fall with it."""
    while True:
        taken = [one for one in decided if not one.faults]
        asking = [one for one in taken if one.parent != one.former_parent]
        lost = _without_parent(taken, asking, register)
        for one in lost:
            one.fault("suppliers.import_parent_unknown", COLUMN)
        if lost:
            continue
        above = {**register.above, **{one.number: one.parent for one in asking}}
        circles = in_circles(above)
        closing = [one for one in asking if one.number in circles]
        for one in closing:
            one.fault("suppliers.parent_circle", COLUMN)
        if not closing:
            return


def _without_parent(taken: Iterable[Decided], asking: Iterable[Decided], register: Register) -> list[Decided]:
    """Find rows whose parent is not there, and the new ones below those, all in one pass."""
    there = register.numbers | {one.number for one in taken}
    below: dict[str, list[Decided]] = defaultdict(list)
    lost: list[Decided] = []
    for one in asking:
        below[one.parent].append(one)
        if one.parent not in there:
            lost.append(one)
    for one in lost:  # it grows while it is walked
        if one.known is None:
            lost += below.pop(one.number, [])
    return list({id(one): one for one in lost}.values())


def in_circles(above: Mapping[str, str]) -> set[str]:
    """Return the numbers that stand above themselves; above: number → its parent's."""
    circles: set[str] = set()
    seen: set[str] = set()
    for start in above:
        path: dict[str, None] = {}
        at: str | None = start
        while at is not None and at not in seen:
            seen.add(at)
            path[at] = None
            at = above.get(at)
        if at in path:
            way = list(path)
            circles |= set(way[way.index(at) :])
    return circles
