"""Emission factors and global warming potentials for those who may read them, narrowed as a page asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.carbon.models import EmissionFactor, FactorSet, WarmingPotential

LONGEST = 40
NATIONAL = "national"
"""What a filter calls the whole country; a factor's own region is empty then."""


@dataclass(frozen=True)
class FactorFilter:
    """purpose: a code; region: a factor's region or "national"; year: digits; empty fields ask for all."""

    purpose: str = ""
    region: str = ""
    year: str = ""
    confirmed: str = ""

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> "FactorFilter":
        """Read the fields from an address; what else stands there is left alone."""
        return cls(**{field.name: str(given.get(field.name, "")).strip()[:LONGEST] for field in fields(cls)})


def visible_factors(actor: Actor) -> Select[EmissionFactor, FactorSet]:
    """The factors of the newest version of each set. Raises Missing for who may not read them."""
    reach_of(actor, Permission.CARBON_FACTOR_READ)
    joined = select(EmissionFactor, FactorSet).join(FactorSet, FactorSet.id == EmissionFactor.set_id)
    return joined.where(_newest())


def visible_potentials(actor: Actor) -> Select[WarmingPotential, FactorSet]:
    """The gases of the newest version of each GWP set. Raises Missing for who may not read them."""
    reach_of(actor, Permission.CARBON_FACTOR_READ)
    joined = select(WarmingPotential, FactorSet).join(FactorSet, FactorSet.id == WarmingPotential.set_id)
    return joined.where(_newest())


def _newest() -> Any:
    """Whether no version of the same set was loaded later."""
    later = aliased(FactorSet)
    after = or_(
        later.loaded_at > FactorSet.loaded_at, and_(later.loaded_at == FactorSet.loaded_at, later.id > FactorSet.id)
    )
    same = and_(later.kind == FactorSet.kind, later.code == FactorSet.code)
    return ~select(later.id).where(same, after).exists()


def filtered(factors: Select[EmissionFactor, FactorSet], wanted: FactorFilter) -> Select[EmissionFactor, FactorSet]:
    """Narrow the factors to those wanted."""
    if wanted.purpose:
        factors = factors.where(EmissionFactor.purpose == wanted.purpose)
    if wanted.region:
        factors = factors.where(EmissionFactor.region == ("" if wanted.region == NATIONAL else wanted.region))
    if wanted.year:
        year = int(wanted.year) if wanted.year.isdecimal() and len(wanted.year) <= 4 else -1  # noqa: PLR2004 digits of a year
        factors = factors.where(EmissionFactor.year == year)
    if wanted.confirmed in {"yes", "no"}:
        factors = factors.where(EmissionFactor.confirmed.is_(wanted.confirmed == "yes"))
    return factors


def in_order(factors: Select[EmissionFactor, FactorSet]) -> Select[EmissionFactor, FactorSet]:
    """Newest year first; of a year by factor, the whole country before its regions."""
    one = EmissionFactor
    return factors.order_by(one.country, one.year.desc(), one.code, one.region, one.set_id, one.id)


def count_of(session: Session, factors: Select[EmissionFactor, FactorSet]) -> int:
    """Count the factors of a query, whatever part of them is shown."""
    return (
        session.scalar(select(func.count()).select_from(factors.with_only_columns(EmissionFactor.id).subquery())) or 0
    )


@dataclass(frozen=True)
class Offered:
    """What there is to filter by."""

    regions: Sequence[str]
    years: Sequence[int]


def offered(session: Session, actor: Actor) -> Offered:
    """The regions and years of all factors the actor reads, in one statement."""
    columns = (EmissionFactor.region, EmissionFactor.year)
    rows = session.execute(visible_factors(actor).with_only_columns(*columns).distinct()).all()
    return Offered(sorted({region for region, _ in rows}), sorted({year for _, year in rows}, reverse=True))


@dataclass(frozen=True)
class GasRow:
    """A gas side by side: its potential in each set, by the set's code."""

    gas: str
    formula: str
    horizon: int
    by_set: Mapping[str, WarmingPotential]


def side_by_side(session: Session, actor: Actor) -> tuple[list[FactorSet], list[GasRow]]:
    """The GWP sets by code, and their gases in the order of the last one, which knows the most."""
    last_first = visible_potentials(actor).order_by(FactorSet.code.desc(), WarmingPotential.id)
    sets: dict[str, FactorSet] = {}
    gases: dict[tuple[str, int], dict[str, WarmingPotential]] = {}
    for potential, one in session.execute(last_first):
        sets[one.code] = one
        gases.setdefault((potential.gas, potential.horizon), {})[one.code] = potential
    rows = [GasRow(gas, _formula(by_set), horizon, by_set) for (gas, horizon), by_set in gases.items()]
    return list(reversed(sets.values())), rows


def _formula(by_set: Mapping[str, WarmingPotential]) -> str:
    return next((potential.formula for potential in by_set.values() if potential.formula), "")
