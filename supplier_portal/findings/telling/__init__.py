"""Findings told: who hears of which act, reminders while a clock runs, and what goes above people's heads."""

from supplier_portal.findings.telling.acts import (
    tell_containment,
    tell_evidence_decided,
    tell_extension_answered,
    tell_extension_asked,
    tell_message,
    tell_stage_decided,
    tell_stage_met,
)
from supplier_portal.findings.telling.moves import tell_move, tell_opened

__all__ = [
    "tell_containment",
    "tell_evidence_decided",
    "tell_extension_answered",
    "tell_extension_asked",
    "tell_message",
    "tell_move",
    "tell_opened",
    "tell_stage_decided",
    "tell_stage_met",
]
