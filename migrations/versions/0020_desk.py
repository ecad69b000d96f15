"""Acts on many findings at once, and how long findings took to be closed

Rules: every constraint has a name. No import of models. Data apart from schema, in small batches. The release before
must go on working beside this one. Try it up and down with rows in the tables, on SQLite and PostgreSQL. Guards are
dropped before and installed after by env.py.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "desk_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("handler_id", sa.Integer(), nullable=True),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_desk_act_asked_by")),
        sa.ForeignKeyConstraint(["handler_id"], ["account.id"], name=op.f("fk_desk_act_handler_id")),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_desk_act_job_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_act")),
    )
    op.create_index(op.f("ix_desk_act_asked_by"), "desk_act", ["asked_by"], unique=False)
    op.create_table(
        "desk_act_row",
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("state_seen", sa.String(length=32), nullable=False),
        sa.Column("outcome", sa.String(length=48), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["act_id"], ["desk_act.id"], name=op.f("fk_desk_act_row_act_id")),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_desk_act_row_finding_id")),
        sa.PrimaryKeyConstraint("act_id", "finding_id", name=op.f("pk_desk_act_row")),
    )
    op.create_index(op.f("ix_desk_act_row_finding_id"), "desk_act_row", ["finding_id"], unique=False)
    op.create_table(
        "closing_time",
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("calendar_days", sa.Integer(), nullable=False),
        sa.Column("supplier_days", sa.Integer(), nullable=False),
        sa.Column("buyer_days", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_closing_time_finding_id")),
        sa.PrimaryKeyConstraint("finding_id", name=op.f("pk_closing_time")),
    )
    op.create_index(op.f("ix_closing_time_closed_on"), "closing_time", ["closed_on"], unique=False)


def downgrade():
    for table in ("closing_time", "desk_act_row", "desk_act"):
        op.drop_table(table)
