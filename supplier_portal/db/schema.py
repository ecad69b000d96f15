"""All tables of all rooms, and bringing a database up to the newest of them."""

import pkgutil
from importlib import import_module

from alembic import command
from alembic.config import Config as AlembicConfig
from sqlalchemy import MetaData

from supplier_portal.db.base import Base
from supplier_portal.shipped import MIGRATIONS, PACKAGE


def metadata() -> MetaData:
    """The tables of every room: models are found by name, so that no room is named here."""
    import_module("supplier_portal.db.states")  # the lookup tables of states
    for room in pkgutil.iter_modules([str(PACKAGE)]):
        if room.ispkg and any((PACKAGE / room.name / models).exists() for models in ("models.py", "models")):
            import_module(f"supplier_portal.{room.name}.models")
    return Base.metadata


def alembic_config(address: str) -> AlembicConfig:
    config = AlembicConfig()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("sqlalchemy.url", address.replace("%", "%%"))
    return config


def upgrade(address: str, revision: str = "head") -> None:
    command.upgrade(alembic_config(address), revision)


def downgrade(address: str, revision: str) -> None:
    command.downgrade(alembic_config(address), revision)
