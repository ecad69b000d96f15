"""Drafts of checklist versions and who published them

Rules: every constraint has a name. No import of models. Data apart from schema, in small batches. The release before
must go on working beside this one. Try it up and down with rows in the tables, on SQLite and PostgreSQL. Guards are
dropped before and installed after by env.py.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("checklist_version", schema=None) as batch_op:
        for name in ("published_by", "asked_by"):
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=True))
            batch_op.create_foreign_key(batch_op.f(f"fk_checklist_version_{name}"), "account", [name], ["id"])
    op.create_table(
        "checklist_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.Column("edit", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("based_on_id", sa.Integer(), nullable=True),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state IN ('editing', 'handed_over', 'published', 'dropped')", name=op.f("ck_checklist_draft_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["based_on_id"], ["checklist_version.id"], name=op.f("fk_checklist_draft_based_on_id")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_checklist_draft_made_by")),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_checklist_draft_asked_by")),
        sa.ForeignKeyConstraint(["version_id"], ["checklist_version.id"], name=op.f("fk_checklist_draft_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_draft")),
    )
    op.create_index(op.f("ix_checklist_draft_state"), "checklist_draft", ["state"], unique=False)
    op.create_table(
        "checklist_draft_checkpoint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("edit", sa.Integer(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["checklist_draft.id"], name=op.f("fk_checklist_draft_checkpoint_draft_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_draft_checkpoint")),
    )
    op.create_index(
        op.f("ix_checklist_draft_checkpoint_draft_id"), "checklist_draft_checkpoint", ["draft_id"], unique=False
    )
    op.create_table(
        "checklist_draft_edit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("act", sa.String(length=32), nullable=False),
        sa.Column("checkpoint", sa.String(length=64), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["checklist_draft.id"], name=op.f("fk_checklist_draft_edit_draft_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_checklist_draft_edit_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_draft_edit")),
    )
    op.create_index(op.f("ix_checklist_draft_edit_draft_id"), "checklist_draft_edit", ["draft_id"], unique=False)


def downgrade():
    op.drop_table("checklist_draft_edit")
    op.drop_table("checklist_draft_checkpoint")
    op.drop_table("checklist_draft")
    with op.batch_alter_table("checklist_version", schema=None) as batch_op:
        for name in ("asked_by", "published_by"):
            batch_op.drop_constraint(batch_op.f(f"fk_checklist_version_{name}"), type_="foreignkey")
            batch_op.drop_column(name)
