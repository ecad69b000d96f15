"""Forms of drafts: their head, their dimensions and steps, one checkpoint, and what is done with a draft."""

from supplier_portal.checklists.forms.acts import (
    ImportForm,
    MoveForm,
    PublishForm,
    SendBackForm,
    StaleForm,
    StartForm,
    row_number,
)
from supplier_portal.checklists.forms.checkpoint import CheckpointForm, Told
from supplier_portal.checklists.forms.head import DimensionsForm, HeadForm, StepsForm
from supplier_portal.checklists.forms.values import values_of

__all__ = [
    "CheckpointForm",
    "DimensionsForm",
    "HeadForm",
    "ImportForm",
    "MoveForm",
    "PublishForm",
    "SendBackForm",
    "StaleForm",
    "StartForm",
    "StepsForm",
    "Told",
    "row_number",
    "values_of",
]
