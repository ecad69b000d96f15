"""Writing drafts of checklist versions, and publishing versions for good."""

from supplier_portal.checklists.operations.checkpoints import (
    AddCheckpoint,
    CheckpointAct,
    MoveCheckpoint,
    SaveCheckpoint,
    add_checkpoint,
    copy_checkpoint,
    move_checkpoint,
    remove_checkpoint,
    restore_checkpoint,
    save_checkpoint,
)
from supplier_portal.checklists.operations.drafts import (
    DraftAct,
    Imported,
    SaveHead,
    StartDraft,
    drop_draft,
    import_draft,
    read_import,
    save_head,
    start_draft,
)
from supplier_portal.checklists.operations.handing_over import (
    PublishDraft,
    SendBack,
    hand_over_draft,
    publish_draft,
    send_back_draft,
    take_back_draft,
)
from supplier_portal.checklists.operations.publishing import publish_checklist

__all__ = [
    "AddCheckpoint",
    "CheckpointAct",
    "DraftAct",
    "Imported",
    "MoveCheckpoint",
    "PublishDraft",
    "SaveCheckpoint",
    "SaveHead",
    "SendBack",
    "StartDraft",
    "add_checkpoint",
    "copy_checkpoint",
    "drop_draft",
    "hand_over_draft",
    "import_draft",
    "move_checkpoint",
    "publish_checklist",
    "publish_draft",
    "read_import",
    "remove_checkpoint",
    "restore_checkpoint",
    "save_checkpoint",
    "save_head",
    "send_back_draft",
    "start_draft",
    "take_back_draft",
]
