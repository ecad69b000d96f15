"""The canonical form of a JSON document and its SHA-256 (scoring.md 5): keys sorted, no spaces, UTF-8."""

import hashlib
import json


def canonical_json(document: object) -> bytes:
    """Write a JSON document in its one form.

    Keys stand in code point order. Raises ValueError for NaN or infinity and for text that is no Unicode.
    """
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def sha256_of(document: object) -> str:
    """Give the SHA-256 of the canonical form, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(document)).hexdigest()
