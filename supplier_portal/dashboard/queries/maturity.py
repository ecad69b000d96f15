"""The mean maturity of categories, by dimension."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, Integer, Select, String, cast, column, func, select, true, type_coerce
from sqlalchemy.orm import Session

from supplier_portal.dashboard.queries import KEPT, Scope
from supplier_portal.dashboard.queries.grades import Validity
from supplier_portal.domain.scoring.rounding import figure
from supplier_portal.scores.models import RatingNow
from supplier_portal.suppliers.models import Supplier


@dataclass(frozen=True)
class Maturity:
    """Means of a category's suppliers with a valid audit, at two places. dimensions: by the policy's codes."""

    category: str
    suppliers: int
    audit: Decimal
    dimensions: Mapping[str, Decimal]


def maturity_by_category(session: Session, scope: Scope, validity: Validity, codes: tuple[str, ...]) -> list[Maturity]:
    """Average what tables show of each supplier's dimensions, in one statement; audits as `validity` has them.

    codes: of the dimensions asked for; without any nothing is asked.
    """
    found: dict[str, dict[str, Decimal]] = {}
    engine = session.get_bind().dialect.name
    for category, *told in session.execute(_points(scope, codes, engine)) if codes else ():
        of_codes = zip(codes, told[::2], told[1::2], strict=True)
        found[category] = {code: figure(Fraction(int(total), 100 * count)) for code, count, total in of_codes if count}
    return [
        Maturity(category, *audits, dimensions=found.get(category, {}))
        for category, audits in sorted(validity.audits.items())
    ]


@lru_cache(maxsize=KEPT)
def _points(scope: Scope, codes: tuple[str, ...], engine: str) -> Select[*tuple[Any, ...]]:
    """Count and sum of each dimension by category, in hundredths: a figure has two decimals, its point is dropped."""
    asked: Select[*tuple[Any, ...]] = (
        select(Supplier.category)
        .select_from(RatingNow)
        .join(Supplier, Supplier.id == RatingNow.supplier_id)
        .where(*scope.suppliers(), RatingNow.expires_on >= scope.day)
    )
    written = func.replace(type_coerce(RatingNow.dimensions, String), ".", "")
    if engine == "sqlite":
        points = [cast(func.json_extract(written, f"$.{code}"), Integer).label(code) for code in codes]
        each = asked.add_columns(*points).cte().prefix_with("MATERIALIZED")  # else each is read once for every use
    else:
        named = (column(code, Integer) for code in codes)
        told = (
            func.json_to_record(cast(written, JSON)).table_valued(*named, name="told").render_derived(with_types=True)
        )
        each = asked.join(told, true()).add_columns(*(told.c[code] for code in codes)).cte()
    counted = (count for code in codes for count in (func.count(each.c[code]), func.sum(each.c[code])))
    return select(each.c.category, *counted).group_by(each.c.category)
