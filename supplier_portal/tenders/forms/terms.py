"""The form of a draft. Rows of criteria and discounts are fixed and flat, so that they work without scripts."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.tenders.forms.fields import FigureField, LocalMomentField, local
from supplier_portal.tenders.models import Tender
from supplier_portal.tenders.operations.drafting import DELIVERY_TERMS, TAX_BASES, Terms
from supplier_portal.tenders.rules import (
    BUYERS_OWN,
    ENTERED,
    LOW_AGAINST,
    MEDIAN,
    METHODS,
    MOST_CRITERIA,
    MOST_DISCOUNTS,
    MOST_SHARES,
    PRICE,
    SOURCES,
    Criterion,
    RulesTyped,
)
from supplier_portal.web.forms import PortalForm
from supplier_portal.web.reader import speech

LIMITS = ("full_marks_at", "zero_at", "ceiling", "reference_value", "vmax", "carbon_price", "default_pcf")
ROWS = range(1, MOST_CRITERIA)
DISCOUNTS = range(MOST_DISCOUNTS)
SHARES = range(MOST_SHARES)
GRADES = ("A", "B", "C", "D")


class TermsForm(PortalForm):
    """Terms and rules of a draft; rows are added below the class."""

    number = StringField("Number")
    title = StringField("Title")
    team_ids = SelectMultipleField(
        "Team besides you", coerce=int, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    currency = StringField("Currency", default="CNY")
    tax_basis = SelectField("Prices are")
    delivery_term = SelectField("Delivery term", default="DAP")
    deadline_at = LocalMomentField("Deadline for bids")
    method = RadioField("Method", default=METHODS[0])
    sustainability_criterion = RadioField("Sustainability criterion", validate_choice=False, default="2")
    full_marks_at = FigureField("Price that earns 100 points", [Optional()])
    zero_at = FigureField("Price that earns 0 points", [Optional()])
    ceiling = FigureField("Ceiling", [Optional()])
    min_grade = SelectField("Lowest grade", validate_choice=False)
    reference_value = FigureField("Reference value", [Optional()])
    vmax = FigureField("Vmax", [Optional()])
    carbon_price = FigureField("Carbon price per tonne", [Optional()])
    default_pcf = FigureField("Default PCF, kg per unit", [Optional()])
    pcf_basis = StringField("Unit and boundary of footprints", default="")
    requirements = TextAreaField("Further requirements", default="")
    low_share = FigureField("Abnormally low from this share", [Optional()])
    low_against = SelectField("Below", default=MEDIAN)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        words = speech().word
        self.delivery_term.choices = [(term, term) for term in DELIVERY_TERMS]
        self.min_grade.choices = [("", "–"), *((grade, grade) for grade in GRADES)]
        self.tax_basis.choices = [(basis, words(f"tender_tax.{basis}")) for basis in TAX_BASES]
        self.low_against.choices = [(basis, words(f"tender_low.{basis}")) for basis in LOW_AGAINST]
        named = {method: (words(f"tender_method.{method}"), words(f"tender_method_is.{method}")) for method in METHODS}
        self.method.choices = [(method, " · ".join(said)) for method, said in named.items()]
        self.sustainability_criterion.choices = [
            ("", words("tender_criterion.none")),
            *((str(row), str(row)) for row in ROWS),
        ]
        for row in ROWS:
            self[f"source_{row}"].choices = [(source, words(f"tender_source.{source}")) for source in SOURCES]

    def rules(self) -> RulesTyped:
        """Give what was filled in; rows left empty are no criteria."""
        rows = {row: self[f"code_{row}"].data.strip() for row in ROWS}
        chosen = self.sustainability_criterion.data
        return RulesTyped(
            method=self.method.data or "",
            criteria=(
                Criterion(PRICE, self["weight_0"].data),
                *(
                    Criterion(rows[row], self[f"weight_{row}"].data, self[f"source_{row}"].data)
                    for row in self._criteria_rows()
                ),
            ),
            sustainability_criterion=(rows.get(int(chosen)) or "–") if chosen in {str(row) for row in ROWS} else None,
            min_grade=self.min_grade.data or None,
            discounts=[self._discount(row) for row in self._discount_rows()],
            requirements=self.requirements.data or "",
            pcf_basis=self.pcf_basis.data or "",
            shares=[self[f"award_share_{row}"].data for row in self._share_rows()],
            low_share=self.low_share.data,
            low_against=self.low_against.data,
            **{name: self[name].data for name in LIMITS},
        )

    def _criteria_rows(self) -> list[int]:
        return [row for row in ROWS if self[f"code_{row}"].data.strip() or self[f"weight_{row}"].data is not None]

    def _discount_rows(self) -> list[int]:
        return [row for row in DISCOUNTS if self._discount(row) != (None, None)]

    def _share_rows(self) -> list[int]:
        return [row for row in SHARES if self[f"award_share_{row}"].data is not None]

    def _discount(self, row: int) -> tuple[Decimal | None, Decimal | None]:
        return self[f"threshold_{row}"].data, self[f"share_{row}"].data

    def at_row(self, fault: Fault) -> Fault:
        """Give the fault at the row that was filled in: the rules count without the rows left empty."""
        name, _, number = fault.place.rpartition("_")
        criteria, discounts = [0, *self._criteria_rows()], self._discount_rows()
        rows = {
            **dict.fromkeys(("code", "weight", "source"), criteria),
            **dict.fromkeys(("threshold", "share"), discounts),
            "award_share": self._share_rows(),
        }.get(name, [])
        filled = number.isdecimal() and int(number) < len(rows)
        return replace(fault, place=f"{name}_{rows[int(number)]}") if filled else fault

    def take_faults(self, error: Invalid) -> None:
        super().take_faults(Invalid([self.at_row(fault) for fault in error.faults]))

    def terms(self) -> Terms:
        return Terms(
            number=self.number.data or "",
            title=self.title.data or "",
            team_ids=tuple(self.team_ids.data or ()),
            currency=(self.currency.data or "").strip().upper(),
            tax_basis=self.tax_basis.data,
            delivery_term=self.delivery_term.data,
            deadline_at=self.deadline_at.in_utc,
            rules=self.rules(),
        )


def _add_rows() -> None:
    TermsForm.weight_0 = FigureField("Weight of the price", [Optional()])
    for row in ROWS:
        setattr(TermsForm, f"code_{row}", StringField("Criterion", default=""))
        setattr(TermsForm, f"weight_{row}", FigureField("Weight", [Optional()]))
        setattr(TermsForm, f"source_{row}", SelectField("Points come from", default=ENTERED))
    for row in DISCOUNTS:
        setattr(TermsForm, f"threshold_{row}", FigureField("From points", [Optional()]))
        setattr(TermsForm, f"share_{row}", FigureField("Share", [Optional()]))
    for row in SHARES:
        setattr(TermsForm, f"award_share_{row}", FigureField("Share of the award", [Optional()]))


_add_rows()


def shown_terms(tender: Tender, team_ids: list[int]) -> dict[str, Any]:
    """Give a draft's terms as the form shows them."""
    rules: Mapping[str, Any] = tender.rules
    criteria = list(rules["criteria"])
    chosen = [row for row, given in enumerate(criteria) if given["code"] == rules["sustainability_criterion"]]
    shown: dict[str, Any] = {
        name: getattr(tender, name) for name in ("number", "title", "currency", "tax_basis", "delivery_term")
    }
    shown |= {
        "team_ids": team_ids,
        "deadline_at": local(tender.deadline_at),
        "method": rules["method"],
        "min_grade": rules["min_grade"] or "",
        "sustainability_criterion": str(chosen[0]) if chosen else "",
    }
    limits = {**(rules["price_scale"] or {}), **rules}
    shown |= {name: Decimal(limits[name]) for name in LIMITS if limits.get(name) is not None}
    for row, given in enumerate(criteria):
        shown |= {f"code_{row}": given["code"], f"source_{row}": given["source"]}
        shown[f"weight_{row}"] = Decimal(given["weight"]) if "weight" in given else None
    for row, (threshold, share) in enumerate(rules["discounts"]):
        shown |= {f"threshold_{row}": Decimal(threshold), f"share_{row}": Decimal(share)}
    return shown | _announced({**BUYERS_OWN, **rules})


def _announced(rules: Mapping[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = {name: rules[name] for name in ("requirements", "pcf_basis")}
    shown |= {f"award_share_{row}": Decimal(share) for row, share in enumerate(rules["shares"])}
    if low := rules["low_price"]:
        shown |= {"low_share": Decimal(low["share"]), "low_against": low["against"]}
    return shown


USUAL: Mapping[str, Any] = {
    "weight_0": Decimal(60), "code_1": "technical", "weight_1": Decimal(25),
    "code_2": "sustainability", "weight_2": Decimal(15), "source_2": "sustainability",
}  # fmt: skip
"""What a new tender begins with."""
