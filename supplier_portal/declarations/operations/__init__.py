"""Declaring one's own data, withdrawing it, and deciding on it."""

from supplier_portal.declarations.operations.deciding import (
    DecideDeclaration,
    decide_declaration,
    withdraw_declaration,
)
from supplier_portal.declarations.operations.declaring import Declare, declare

__all__ = ["DecideDeclaration", "Declare", "decide_declaration", "declare", "withdraw_declaration"]
