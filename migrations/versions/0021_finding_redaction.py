"""Covered areas of photos the buyer's people sent with a finding

Rules: every constraint has a name. No import of models. Data apart from schema, in small batches. The release before
must go on working beside this one. Try it up and down with rows in the tables, on SQLite and PostgreSQL. Guards are
dropped before and installed after by env.py.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "finding_redaction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("areas", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("shown_digest", sa.String(length=64), nullable=False),
        sa.Column("redacted_by", sa.Integer(), nullable=False),
        sa.Column("redacted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["digest"], ["stored_file.digest"], name=op.f("fk_finding_redaction_digest")),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_finding_redaction_finding_id")),
        sa.ForeignKeyConstraint(["redacted_by"], ["account.id"], name=op.f("fk_finding_redaction_redacted_by")),
        sa.ForeignKeyConstraint(["shown_digest"], ["stored_file.digest"], name=op.f("fk_finding_redaction_shown_digest")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_redaction")),
        sa.UniqueConstraint("finding_id", "digest", "number", name=op.f("uq_finding_redaction_finding_id_digest_number")),
    )


def downgrade():
    op.drop_table("finding_redaction")
