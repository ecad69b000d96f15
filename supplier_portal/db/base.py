"""The base of all tables: every constraint has a name, so that migrations can change it on both engines."""

from sqlalchemy import ForeignKey, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)


def state_column(lookup: str, first: str) -> Mapped[str]:
    """A state: the code of a row in the `lookup` table, which a migration fills from the workflow table."""
    return mapped_column(String(32), ForeignKey(f"{lookup}.code"), default=first, index=True)


def state_table(name: str) -> type[Base]:
    """A lookup table of state codes: the database refuses a state the workflow does not know."""
    return type(
        "".join(word.title() for word in name.split("_")),
        (Base,),
        {
            "__module__": __name__,
            "__tablename__": name,
            "__annotations__": {"code": Mapped[str]},
            "code": mapped_column(String(32), primary_key=True),
        },
    )
