"""A QR code as one path, to be drawn as a vector."""

from dataclasses import dataclass

import segno

QUIET = 4
"""Light modules around the code, by which readers find it (ISO/IEC 18004)."""


@dataclass(frozen=True)
class QrCode:
    """path: of the dark modules, in a viewBox of `size` × `size` modules, its quiet zone among them."""

    size: int
    path: str


def qr_code(text: str) -> QrCode:
    """Draw the text with medium error correction, which a stamp or a fold over a corner leaves readable."""
    rows = segno.make(text, error="m", micro=False).matrix
    runs = [
        f"M{QUIET + start} {QUIET + y}h{length}v1h-{length}z"
        for y, row in enumerate(rows)
        for start, length in _dark_runs(row)
    ]
    return QrCode(len(rows) + 2 * QUIET, "".join(runs))


def _dark_runs(row: bytes | bytearray) -> list[tuple[int, int]]:
    """Where dark modules begin, and how many stand side by side."""
    runs: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if dark and runs and sum(runs[-1]) == x:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((x, 1))
    return runs
