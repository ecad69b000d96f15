"""A checkpoint's document as the values of its form, and what was typed as a document again.

What was typed is kept as it is, a number that is none as text: the rules tell of it at its field. What nobody touched
keeps its exact content, line breaks within an entry included.
"""

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

from supplier_portal.checklists.yaml_text import CONTROL
from supplier_portal.domain.checklist.document import Document
from supplier_portal.domain.checklist.guidance_rules import LEVELS_OF_TYPE

Values = dict[str, Any]
PAIRS = ("title", "question", "samples")
REQUIRED_PAIRS = ("title", "question")
LISTS = ("look_at", "evidence", "faked")
LEVELS = range(5)
BANDS = range(1, 5)
METRIC_PAIRS = ("name", "unit")
PLAIN = ("code", "weight", "type", "severity_at_zero")
OPTIONAL = ("condition", "severity_at_zero_core", "follows_from")


def typed(text: str | None) -> str:
    """What was typed: line breaks as one character, no control characters, nothing around it."""
    return CONTROL.sub("", (text or "").replace("\r\n", "\n").replace("\r", "\n")).strip()


def whole(text: str | None) -> int | str:
    """Give a whole number, or the text where it is none."""
    cleaned = typed(text)
    return int(cleaned) if cleaned.isascii() and cleaned.isdigit() and len(cleaned) < len(str(10**9)) else cleaned


def kept(old: object, text: str | None) -> str:
    """What was typed, or the old text where nothing of it was changed."""
    cleaned = typed(text)
    return old if isinstance(old, str) and typed(old) == cleaned else cleaned


def pair(old: Mapping[str, Any] | None, en: str | None, zh: str | None) -> Document:
    known = old or {}
    return {"en": kept(known.get("en"), en), "zh": kept(known.get("zh"), zh)}


def said(text: Mapping[str, str]) -> bool:
    return bool(text["en"] or text["zh"])


def values_of(document: Mapping[str, Any]) -> Values:
    """Give the form's values: texts by `field_language`, entries of lists one a line."""
    values: Values = {name: str(document.get(name, "")) for name in (*PLAIN, *OPTIONAL, "close_days")}
    values |= {"step": document["step"], "methods": list(document["methods"])}
    for name in PAIRS:
        values |= _of_pair(name, document.get(name))
    for name in LISTS:
        for language in ("en", "zh"):
            lines = (_one_line(entry[language]) for entry in document.get(name, ()))
            values[f"{name}_{language}"] = "\n".join(lines)
    means = {entry["level"]: entry["means"] for entry in document.get("levels", ())}
    for level in LEVELS:
        values |= _of_pair(f"level_{level}", means.get(level))
    values["references"] = [
        {"document": one["document"], "clause": one.get("clause", ""), **_of_pair("about", one.get("about"))}
        for one in document.get("references", ())
    ]
    values["milestones"] = [
        {"days": str(one["days"]), **_of_pair("shows", one["shows"])} for one in document.get("milestones", ())
    ]
    return values | _of_metric(document.get("metric"))


def document_of(values: Mapping[str, Any], old: Mapping[str, Any]) -> Document:
    """Put together what was typed; what was left empty and may be missing is left out."""
    document: Document = {name: typed(values[name]) for name in PLAIN}
    document |= {"step": values["step"], "methods": list(values["methods"] or ())}
    document |= {name: typed(values[name]) for name in OPTIONAL if typed(values[name])}
    if typed(values["close_days"]):
        document["close_days"] = whole(values["close_days"])
    for name in PAIRS:
        text = pair(old.get(name), values[f"{name}_en"], values[f"{name}_zh"])
        if said(text) or name in REQUIRED_PAIRS:
            document[name] = text
    parts = {name: _entries(old.get(name, ()), values[f"{name}_en"], values[f"{name}_zh"]) for name in LISTS}
    parts |= {"levels": _levels(values, old), "references": _references(values, old)}
    parts |= {"milestones": _milestones(values, old)}
    document |= {name: entries for name, entries in parts.items() if entries}
    metric = None if values.get("without_metric") else _metric(values, old.get("metric") or {})
    return document if metric is None else document | {"metric": metric}


def _lines(text: str | None) -> list[str]:
    """Lines in their places: an empty one stands for what is missing in this language."""
    return [typed(line) for line in (text or "").replace("\r\n", "\n").split("\n")]


def _one_line(text: str) -> str:
    return " ".join(text.split("\n")).strip()


def _of_pair(name: str, text: Mapping[str, str] | None) -> Values:
    return {f"{name}_{language}": (text or {}).get(language, "") for language in ("en", "zh")}


def _of_metric(metric: Mapping[str, Any] | None) -> Values:
    known: Mapping[str, Any] = metric or {}
    values: Values = {f"metric_{name}": known.get(name, "") for name in ("direction", "basis")}
    for name in METRIC_PAIRS:
        values |= _of_pair(f"metric_{name}", known.get(name))
    bands = {band["level"]: band for band in known.get("bands", ())}
    values["bands"] = [
        {name: bands.get(level, {}).get(name, "") for name in ("threshold", "strict", "on_track")} for level in BANDS
    ]
    return values


def _entries(old: Sequence[Mapping[str, str]], en: str | None, zh: str | None) -> list[Document]:
    both = zip_longest(_lines(en), _lines(zh), fillvalue="")
    pairs: list[Document] = [{"en": english, "zh": chinese} for english, chinese in both]
    entries = [entry for entry in pairs if said(entry)]
    return [_as_before(old[at] if at < len(old) else {}, entry) for at, entry in enumerate(entries)]


def _as_before(before: Mapping[str, str], entry: Document) -> Document:
    return {
        language: before[language] if _one_line(before.get(language, "")) == text else text
        for language, text in entry.items()
    }


def _levels(values: Mapping[str, Any], old: Mapping[str, Any]) -> list[Document]:
    """A text for every level the type asks for as soon as there is one of any level; others only where written."""
    before = {entry["level"]: entry["means"] for entry in old.get("levels", ())}
    means = {
        level: pair(before.get(level), values[f"level_{level}_en"], values[f"level_{level}_zh"]) for level in LEVELS
    }
    if not any(said(text) for text in means.values()):
        return []
    asked = LEVELS_OF_TYPE.get(values["type"], ())
    return [{"level": level, "means": text} for level, text in means.items() if level in asked or said(text)]


def _references(values: Mapping[str, Any], old: Mapping[str, Any]) -> list[Document]:
    references = []
    for row, before in zip_longest(values["references"], old.get("references", ())[: len(values["references"])]):
        known = before or {}
        document, clause = typed(row["document"]), typed(row["clause"])
        about = pair(known.get("about"), row["about_en"], row["about_zh"])
        if document or clause or said(about):
            entry: Document = {"document": document}
            entry |= {"clause": clause} if clause else {}
            references.append(entry | ({"about": about} if said(about) else {}))
    return references


def _milestones(values: Mapping[str, Any], old: Mapping[str, Any]) -> list[Document]:
    milestones = []
    for row, before in zip_longest(values["milestones"], old.get("milestones", ())[: len(values["milestones"])]):
        shows = pair((before or {}).get("shows"), row["shows_en"], row["shows_zh"])
        if typed(row["days"]) or said(shows):
            milestones.append({"days": whole(row["days"]), "shows": shows})
    return milestones


def _metric(values: Mapping[str, Any], old: Mapping[str, Any]) -> Document | None:
    """A metric as soon as anything of it is written; its four bands always."""
    texts = {
        name: pair(old.get(name), values[f"metric_{name}_en"], values[f"metric_{name}_zh"]) for name in METRIC_PAIRS
    }
    chosen = {name: typed(values[f"metric_{name}"]) for name in ("direction", "basis")}
    bands = [_band(level, row) for level, row in zip(BANDS, values["bands"], strict=True)]
    written = any(said(text) for text in texts.values()) or any(band["threshold"] for band in bands)
    if not written and not any(chosen.values()):
        return None
    metric: Document = {**texts, "direction": chosen["direction"], "bands": bands}
    return metric | ({"basis": chosen["basis"]} if chosen["basis"] else {})


def _band(level: int, row: Mapping[str, Any]) -> Document:
    band: Document = {"level": level, "threshold": typed(row["threshold"])}
    return band | {name: True for name in ("strict", "on_track") if row[name]}
