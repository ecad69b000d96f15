"""Findings as a PDF to be stamped: an 8D report each, with a fingerprint by which a print is known again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from supplier_portal.domain.findings.causes import BRANCHES, MOST_OF_BRANCH, MOST_WHYS
from supplier_portal.domain.findings.planning import MOST_ACTIONS
from supplier_portal.findings.eight_d.cells import PLAN_TEXTS, Cells
from supplier_portal.findings.eight_d.facts import EightD
from supplier_portal.findings.eight_d.fingerprint import fingerprint
from supplier_portal.findings.eight_d.layout import ACTION_SLOTS
from supplier_portal.language.speech import Speech
from supplier_portal.output.pages import render_page
from supplier_portal.output.qr_code import QrCode, qr_code


@dataclass(frozen=True)
class Printed:
    """One finding on paper. address: of its page, which the QR code leads to."""

    report: EightD
    facts: dict[str, str]
    fingerprint: str
    address: str
    qr: QrCode

    @property
    def cells(self) -> Cells:
        return self.report.cells

    @property
    def texts(self) -> dict[str, str]:
        """What stands under each discipline, empty where nothing was written yet."""
        return {name: self.cells.get(name, "") for name in (*PLAN_TEXTS, "contained_on")}

    @property
    def whys(self) -> list[str]:
        return [text for number in range(1, MOST_WHYS + 1) if (text := self.cells.get(f"whys-{number}"))]

    @property
    def branches(self) -> list[tuple[str, list[tuple[str, bool]]]]:
        """Branches of the fishbone that have lines: each line with whether it is a root cause."""
        lines = {branch: list(self._lines(branch)) for branch in BRANCHES}
        return [(branch, told) for branch, told in lines.items() if told]

    def _lines(self, branch: str) -> Iterator[tuple[str, bool]]:
        for number in range(1, MOST_OF_BRANCH + 1):
            if text := self.cells.get(f"{branch}-{number}"):
                yield text, bool(self.cells.get(f"{branch}-{number}-root"))

    @property
    def actions(self) -> list[dict[str, str]]:
        """What stands in the lines of actions, by the names of their slots."""
        lines = (
            {name: self.cells.get(f"actions-{number}-{name}", "") for name, _ in ACTION_SLOTS}
            for number in range(1, MOST_ACTIONS + 1)
        )
        return [line for line in lines if any(line.values())]


def eight_d_html(reports: Sequence[EightD], speech: Speech, public_address: str) -> str:
    """Write the document that becomes the PDF: each finding begins on a page of its own."""
    printed = [_printed(report, speech, public_address) for report in reports]
    return render_page("findings/eight_d/pdf.html", speech, printed=printed)


def _printed(report: EightD, speech: Speech, public_address: str) -> Printed:
    address = f"{public_address.rstrip('/')}/findings/{report.story.finding.id}"
    return Printed(report, report.facts(speech), fingerprint(report.story), address, qr_code(address))
