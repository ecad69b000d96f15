"""Comments on drafts, amendments, reports

Rules: every constraint has a name. No import of models. Data apart from schema, in small batches. The release before
must go on working beside this one. Try it up and down with rows in the tables, on SQLite and PostgreSQL. Guards are
dropped before and installed after by env.py.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def _moment(name, *, nullable=False):
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _number(name, *, nullable=False):
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _key(table, column, other):
    return sa.ForeignKeyConstraint([column], [other], name=op.f(f"fk_{table}_{column}"))


def upgrade():
    op.create_table(
        "review_comment",
        _number("id"),
        _number("audit_id"),
        sa.Column("checkpoint", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        _number("written_by"),
        _moment("written_at"),
        sa.Column("reply", sa.Text(), nullable=False),
        _number("replied_by", nullable=True),
        _moment("replied_at", nullable=True),
        _key("review_comment", "audit_id", "audit.id"),
        _key("review_comment", "written_by", "account.id"),
        _key("review_comment", "replied_by", "account.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_comment")),
    )
    op.create_index(op.f("ix_review_comment_audit_id"), "review_comment", ["audit_id"], unique=False)
    op.create_table(
        "factual_comment",
        _number("id"),
        _number("audit_id"),
        _number("draft"),
        sa.Column("checkpoint", sa.String(length=16), nullable=False),
        _number("finding_id", nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        _number("size"),
        sa.Column("name", sa.String(length=200), nullable=False),
        _number("written_by"),
        _moment("written_at"),
        sa.Column("decision", sa.String(length=16), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        _number("decided_by", nullable=True),
        _moment("decided_at", nullable=True),
        _number("back_from", nullable=True),
        _key("factual_comment", "audit_id", "audit.id"),
        _key("factual_comment", "finding_id", "finding.id"),
        _key("factual_comment", "digest", "stored_file.digest"),
        _key("factual_comment", "written_by", "account.id"),
        _key("factual_comment", "decided_by", "account.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_factual_comment")),
    )
    op.create_index(op.f("ix_factual_comment_audit_id"), "factual_comment", ["audit_id"], unique=False)
    op.create_table(
        "amendment",
        _number("audit_id"),
        sa.Column("ground", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changed", sa.Text(), nullable=False),
        _number("account_id"),
        _moment("at"),
        _key("amendment", "audit_id", "audit.id"),
        _key("amendment", "account_id", "account.id"),
        sa.PrimaryKeyConstraint("audit_id", name=op.f("pk_amendment")),
    )
    op.create_table(
        "report_seal",
        _number("audit_id"),
        _number("revision"),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        _key("report_seal", "audit_id", "audit.id"),
        sa.PrimaryKeyConstraint("audit_id", name=op.f("pk_report_seal")),
        sa.UniqueConstraint("code", name=op.f("uq_report_seal_code")),
    )


def downgrade():
    for table in ("report_seal", "amendment", "factual_comment", "review_comment"):
        op.drop_table(table)
