"""Plans as workbooks that come back, and what a plan says of its effect and of prevention

Rules: every constraint has a name. No import of models. Data apart from schema, in small batches. The release before
must go on working beside this one. Try it up and down with rows in the tables, on SQLite and PostgreSQL. Guards are
dropped before and installed after by env.py.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TEXTS = ("expected_effect", "preventive_measure")


def upgrade():
    for name in TEXTS:
        op.add_column("corrective_action_plan", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.add_column("finding_evidence", sa.Column("cycle", sa.Integer(), nullable=True))
    op.create_table(
        "plan_workbook",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("sheets", sa.Text(), nullable=False),
        sa.Column("problems", sa.Text(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("sent_by", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["digest"], ["stored_file.digest"], name=op.f("fk_plan_workbook_digest")),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_plan_workbook_finding_id")),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_plan_workbook_job_id")),
        sa.ForeignKeyConstraint(["sent_by"], ["account.id"], name=op.f("fk_plan_workbook_sent_by")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_plan_workbook_supplier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_workbook")),
    )
    op.create_index(op.f("ix_plan_workbook_supplier_id"), "plan_workbook", ["supplier_id"], unique=False)


def downgrade():
    op.drop_table("plan_workbook")
    op.drop_column("finding_evidence", "cycle")
    for name in reversed(TEXTS):
        op.drop_column("corrective_action_plan", name)
