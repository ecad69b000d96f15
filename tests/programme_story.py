"""A year's programme as tests need it: that of 2024, with a line for Huiling in April and one for the rival in May."""

from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from supplier_portal.programme.models import Programme, ProgrammeLine
from supplier_portal.programme.operations import AddLine, SaveProgramme, add_line, make_programme
from tests.cast import HUIZHOU_SITE, KUNSHAN_SITE, NOW, PAN, YAN, ZHOU

TEXTS = {"objectives": "Grade every core supplier", "scope": "Scopes 1 and 2", "criteria": "ISO 14064-1"}
YEAR = SaveProgramme(2024, "Audit programme 2024", **TEXTS)
APRIL, MAY = 4, 5


def made(session: Session, **other: Any) -> Programme:
    return make_programme(session, PAN.actor, replace(YEAR, **other), NOW)


def lined(session: Session, programme: Programme, **other: Any) -> ProgrammeLine:
    command = AddLine(programme.id, HUIZHOU_SITE, APRIL, lead_id=ZHOU.number, note="Ask for the boiler’s papers")
    return add_line(session, PAN.actor, replace(command, **other), NOW)


def of_rival(session: Session, programme: Programme) -> ProgrammeLine:
    return lined(session, programme, site_id=KUNSHAN_SITE, month=MAY, lead_id=YAN.number, note="")
