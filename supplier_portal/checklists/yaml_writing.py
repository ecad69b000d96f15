"""A checklist version as a YAML file that a person can edit and that reads back to the same content."""

from collections.abc import Mapping
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from supplier_portal.checklists.yaml_reading import is_plain_text
from supplier_portal.domain.checklist.document import to_document
from supplier_portal.domain.checklist.version import ChecklistVersion

HEAD = "Check a changed copy with: supplier-portal checklist check FILE"
QUOTED = frozenset({"version", "weight", "threshold", "clause"})
"""Values that look like numbers and are texts."""
WIDTH = 110
KEY_ORDER = (
    *("code", "number", "name", "version", "module", "title", "dimensions", "steps", "checkpoints"),
    *("step", "dimension", "weight", "type", "methods", "condition"),
    *("severity_at_zero", "severity_at_zero_core", "close_days", "follows_from", "milestones", "metric"),
    *("notes", "asks", "question", "look_at", "evidence", "samples", "levels", "references", "faked"),
)


def write_checklist(version: ChecklistVersion) -> bytes:
    """Write a version as UTF-8 YAML; `read_checklist` gives the same content, and so the same hash, again."""
    return write_document(to_document(version))


def write_document(document: Mapping[str, Any]) -> bytes:
    """Write a document, a draft's too, as UTF-8 YAML."""
    yaml = YAML()
    yaml.width = WIDTH
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    laid_out = _laid_out(document)
    if isinstance(laid_out, CommentedMap):
        laid_out.yaml_set_start_comment(HEAD)
    target = StringIO()
    yaml.dump(laid_out, target)
    return target.getvalue().encode()


def _laid_out(value: Any, key: str = "") -> Any:
    if isinstance(value, Mapping):
        ordered = sorted(value, key=lambda name: KEY_ORDER.index(name) if name in KEY_ORDER else -1)
        return CommentedMap((name, _laid_out(value[name], name)) for name in ordered)
    if isinstance(value, list | tuple):
        return [_laid_out(entry, key) for entry in value]
    if isinstance(value, str):
        return _text(value, key)
    return value


def _text(value: str, key: str) -> str:
    """Quote what stands for a decimal or could be taken for anything but text."""
    return value if key not in QUOTED and is_plain_text(value) else DoubleQuotedScalarString(value)
