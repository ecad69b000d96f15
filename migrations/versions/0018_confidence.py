"""Covered areas of photos, who was asked in an audit, and the log of exports

Rules: every constraint has a name. No import of models. Data apart from schema, in small batches. The release before
must go on working beside this one. Try it up and down with rows in the tables, on SQLite and PostgreSQL. Guards are
dropped before and installed after by env.py.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade():
    redactions()
    interviews()
    exports()


def redactions():
    op.create_table(
        "evidence_redaction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("areas", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("shown_digest", sa.String(length=64), nullable=False),
        sa.Column("redacted_by", sa.Integer(), nullable=False),
        sa.Column("redacted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_redaction_evidence_id")),
        sa.ForeignKeyConstraint(
            ["shown_digest"], ["stored_file.digest"], name=op.f("fk_evidence_redaction_shown_digest")
        ),
        sa.ForeignKeyConstraint(["redacted_by"], ["account.id"], name=op.f("fk_evidence_redaction_redacted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_redaction")),
        sa.UniqueConstraint("evidence_id", "number", name=op.f("uq_evidence_redaction_evidence_id_number")),
    )


def interviews():
    op.create_table(
        "interview",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("checkpoint", sa.String(length=16), nullable=False),
        sa.Column("function", sa.String(length=120), nullable=False),
        sa.Column("person", sa.String(length=120), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_interview_audit_id")),
        sa.ForeignKeyConstraint(["noted_by"], ["account.id"], name=op.f("fk_interview_noted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview")),
    )
    op.create_index("ix_interview_answer", "interview", ["audit_id", "checkpoint"], unique=False)


def exports():
    op.create_table(
        "export_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("audit_id", sa.Integer(), nullable=True),
        sa.Column("tender_id", sa.Integer(), nullable=True),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_entry")),
    )
    for column in ("account_id", "at"):
        op.create_index(op.f(f"ix_export_entry_{column}"), "export_entry", [column], unique=False)
    op.create_table(
        "export_supplier",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["export_entry.id"], name=op.f("fk_export_supplier_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", "supplier_id", name=op.f("pk_export_supplier")),
    )
    op.create_index(op.f("ix_export_supplier_supplier_id"), "export_supplier", ["supplier_id"], unique=False)


def downgrade():
    for table in ("export_supplier", "export_entry", "interview", "evidence_redaction"):
        op.drop_table(table)
