"""Lines of a programme go over to the supplier a duplicate is merged into, with the sites they are for."""

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from supplier_portal.programme.models import ProgrammeLine
from supplier_portal.suppliers.merging import MergeMove
from supplier_portal.suppliers.models import Site


def count_lines(session: Session, duplicate_id: int, survivor_id: int) -> int:
    """Count the lines, the dropped ones too, of sites the survivor has no like of."""
    own = select(Site.name_en).where(Site.supplier_id == survivor_id)
    going = select(Site.id).where(Site.supplier_id == duplicate_id, Site.name_en.not_in(own))
    return session.scalar(select(func.count()).where(ProgrammeLine.site_id.in_(going))) or 0


def move_lines(session: Session, duplicate_id: int, survivor_id: int) -> None:
    """Give the survivor the lines of the sites that it was given."""
    gone = select(Site.id).where(Site.supplier_id == survivor_id)
    of_duplicate = (ProgrammeLine.supplier_id == duplicate_id, ProgrammeLine.site_id.in_(gone))
    session.execute(update(ProgrammeLine).where(*of_duplicate).values(supplier_id=survivor_id))


MERGE_MOVES = (MergeMove("merge_part.programme_lines", count_lines, move_lines),)
