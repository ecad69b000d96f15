"""All suppliers and audits of the demonstration: those with stories of their own, and the further ones."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from supplier_portal.demo import seed_files
from supplier_portal.demo.crowd import crowd
from supplier_portal.demo.crowd_audits import crowd_audits, never_asked
from supplier_portal.demo.seed_rows import SeedAudit, SeedSupplier


@cache
def suppliers() -> Sequence[SeedSupplier]:
    """All suppliers, in the order of their numbers; with some of the further ones nothing has begun."""
    asked = [replace(one, contact=None) if one.number in never_asked() else one for one in crowd()]
    return (*seed_files.told_suppliers(), *asked)


@cache
def audits() -> Sequence[SeedAudit]:
    """All audits, in the order of their visits for each part."""
    return (*seed_files.told_audits(), *crowd_audits())
