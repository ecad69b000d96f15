"""The head of a draft: title and number; its dimensions; its steps."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

from wtforms import BooleanField, FieldList, Form, FormField, SelectField, StringField, TextAreaField

from supplier_portal.checklists.forms.acts import StaleForm
from supplier_portal.checklists.forms.values import kept, pair, said, typed, whole
from supplier_portal.domain.checklist.document import Document

SPARE = 2  # empty rows offered for new entries


class HeadForm(StaleForm):
    title_en = StringField("Title in English")
    title_zh = StringField("Title in Chinese")
    name = StringField("Name of the checklist", description="Small letters, digits, single hyphens: dual-carbon")
    version = StringField("Version number", description="Three numbers: 1.2.0")
    module = BooleanField("Add-on module, scored beside the main checklist")

    @staticmethod
    def values(head: Mapping[str, Any]) -> dict[str, Any]:
        title = head["title"]
        plain = {"name": head["name"], "version": head["version"], "module": head.get("module", False)}
        return plain | {"title_en": title["en"], "title_zh": title["zh"]}

    def document(self, head: Mapping[str, Any]) -> Document:
        title = pair(head["title"], self.title_en.data, self.title_zh.data)
        return {
            "title": title,
            "name": typed(self.name.data),
            "version": typed(self.version.data),
            "module": self.module.data,
        }


class DimensionForm(Form):
    code = StringField("Code")
    name_en = StringField("Name in English")
    name_zh = StringField("Name in Chinese")
    notes_en = TextAreaField("Notes in English")
    notes_zh = TextAreaField("Notes in Chinese")


class StepForm(Form):
    number = StringField("Number")
    dimension = SelectField("Dimension", validate_choice=False)
    name_en = StringField("Name in English")
    name_zh = StringField("Name in Chinese")
    asks_en = TextAreaField("Asks in English")
    asks_zh = TextAreaField("Asks in Chinese")


class DimensionsForm(StaleForm):
    dimensions = FieldList(FormField(DimensionForm), max_entries=40)

    @staticmethod
    def values(head: Mapping[str, Any]) -> dict[str, Any]:
        rows = [{"code": one["code"], **_texts(one, "name", "notes")} for one in head["dimensions"]]
        return {"dimensions": rows + [{}] * SPARE}

    def document(self, head: Mapping[str, Any]) -> Document:
        made = [_dimension(row, old or {}) for row, old in _beside(self.dimensions.data, head["dimensions"])]
        return {"dimensions": [one for one in made if one]}


class StepsForm(StaleForm):
    steps = FieldList(FormField(StepForm), max_entries=120)

    @staticmethod
    def values(head: Mapping[str, Any]) -> dict[str, Any]:
        rows = [
            {"number": str(one["number"]), "dimension": one["dimension"], **_texts(one, "name", "asks")}
            for one in head["steps"]
        ]
        return {"steps": rows + [{}] * SPARE}

    def offer(self, dimensions: Sequence[tuple[str, str]]) -> None:
        """Offer these dimensions, and whatever a step has that is none of them."""
        for entry in self.steps:
            chosen = entry.form.dimension.data or ""
            known = [("", "–"), *dimensions]
            missing = [(chosen, chosen)] if chosen not in dict(known) else []
            entry.form.dimension.choices = known + missing

    def document(self, head: Mapping[str, Any]) -> Document:
        made = [_step(row, old or {}) for row, old in _beside(self.steps.data, head["steps"])]
        steps = [one for one in made if one]
        numbered = all(isinstance(one["number"], int) for one in steps)
        grown = len(steps) > len(head["steps"])
        return {"steps": sorted(steps, key=lambda one: one["number"]) if grown and numbered else steps}


def _beside(rows: Sequence[Mapping[str, Any]], old: Sequence[Any]) -> list[tuple[Mapping[str, Any], Any]]:
    return list(zip_longest(rows, old[: len(rows)]))


def _texts(entry: Mapping[str, Any], *names: str) -> dict[str, str]:
    return {
        f"{name}_{language}": (entry.get(name) or {}).get(language, "") for name in names for language in ("en", "zh")
    }


def _named(row: Mapping[str, Any], old: Mapping[str, Any], more: str) -> Document:
    name = pair(old.get("name"), row["name_en"], row["name_zh"])
    told = pair(old.get(more), row[f"{more}_en"], row[f"{more}_zh"])
    return {"name": name} | ({more: told} if said(told) else {})


def _dimension(row: Mapping[str, Any], old: Mapping[str, Any]) -> Document | None:
    texts, code = _named(row, old, "notes"), kept(old.get("code"), row["code"])
    return {"code": code} | texts if code or said(texts["name"]) or "notes" in texts else None


def _step(row: Mapping[str, Any], old: Mapping[str, Any]) -> Document | None:
    texts, number = _named(row, old, "asks"), whole(row["number"])
    if number == "" and not said(texts["name"]) and "asks" not in texts:
        return None
    return {"number": number, "dimension": typed(row["dimension"])} | texts
