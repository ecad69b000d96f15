"""Add-on modules of audits, moves to a newer checklist

Rules: every constraint has a name. No import of models. Data apart from schema, in small batches. The release before
must go on working beside this one. Try it up and down with rows in the tables, on SQLite and PostgreSQL. Guards are
dropped before and installed after by env.py.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("on_track", sa.Boolean(), nullable=True))
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.add_column(sa.Column("integrity", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.alter_column("integrity", server_default=None)
    op.create_table(
        "audit_module",
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("checklist_version_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_audit_module_audit_id")),
        sa.ForeignKeyConstraint(
            ["checklist_version_id"], ["checklist_version.id"], name=op.f("fk_audit_module_checklist_version_id")
        ),
        sa.PrimaryKeyConstraint("audit_id", "checklist_version_id", name=op.f("pk_audit_module")),
    )
    op.create_table(
        "checklist_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("from_version_id", sa.Integer(), nullable=False),
        sa.Column("to_version_id", sa.Integer(), nullable=False),
        sa.Column("kept", sa.Text(), nullable=False),
        sa.Column("set_aside", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_checklist_change_account_id")),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_checklist_change_audit_id")),
        sa.ForeignKeyConstraint(
            ["from_version_id"], ["checklist_version.id"], name=op.f("fk_checklist_change_from_version_id")
        ),
        sa.ForeignKeyConstraint(
            ["to_version_id"], ["checklist_version.id"], name=op.f("fk_checklist_change_to_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_change")),
    )
    op.create_index(op.f("ix_checklist_change_audit_id"), "checklist_change", ["audit_id"], unique=False)
    op.create_table(
        "add_on_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("checklist_version_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("score", sa.BigInteger(), nullable=True),
        sa.Column("checkpoints", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_add_on_result_audit_id")),
        sa.ForeignKeyConstraint(
            ["checklist_version_id"], ["checklist_version.id"], name=op.f("fk_add_on_result_checklist_version_id")
        ),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_add_on_result_supplier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_add_on_result")),
        sa.UniqueConstraint(
            "audit_id", "checklist_version_id", name=op.f("uq_add_on_result_audit_id_checklist_version_id")
        ),
    )
    op.create_index(op.f("ix_add_on_result_supplier_id"), "add_on_result", ["supplier_id"], unique=False)


def downgrade():
    op.drop_table("add_on_result")
    op.drop_table("checklist_change")
    op.drop_table("audit_module")
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.drop_column("integrity")
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_column("on_track")
