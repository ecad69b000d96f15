"""Checkpoints a finding covers, dropped drafts, when a finding was held critical

Rules: every constraint has a name. No import of models. Data apart from schema, in small batches. The release before
must go on working beside this one. Try it up and down with rows in the tables, on SQLite and PostgreSQL. Guards are
dropped before and installed after by env.py.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "finding_checkpoint",
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("checkpoint", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_finding_checkpoint_finding_id")),
        sa.PrimaryKeyConstraint("finding_id", "checkpoint", name=op.f("pk_finding_checkpoint")),
    )
    op.create_table(
        "dropped_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("checkpoint", sa.String(length=16), nullable=False),
        sa.Column("severity", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("dropped_by", sa.Integer(), nullable=False),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_dropped_finding_audit_id")),
        sa.ForeignKeyConstraint(["dropped_by"], ["account.id"], name=op.f("fk_dropped_finding_dropped_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dropped_finding")),
        sa.UniqueConstraint("number", name=op.f("uq_dropped_finding_number")),
    )
    op.create_index(op.f("ix_dropped_finding_audit_id"), "dropped_finding", ["audit_id"], unique=False)
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.add_column(sa.Column("found_critical_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE finding SET found_critical_at = raised_at WHERE severity = 'critical'")


def downgrade():
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.drop_column("found_critical_at")
    op.drop_table("dropped_finding")
    op.drop_table("finding_checkpoint")
