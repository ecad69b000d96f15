"""Taking years of a calendar in, and declaring, deciding and withdrawing shutdowns."""

from supplier_portal.calendars.operations.shutdowns import (
    DecideShutdown,
    DeclareShutdown,
    decide_shutdown,
    declare_shutdown,
    withdraw_shutdown,
)
from supplier_portal.calendars.operations.taking_in import remove_years, take_in_years

__all__ = [
    "DecideShutdown",
    "DeclareShutdown",
    "decide_shutdown",
    "declare_shutdown",
    "remove_years",
    "take_in_years",
    "withdraw_shutdown",
]
