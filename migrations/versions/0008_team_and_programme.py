"""Qualifications, conflicts of interest, the audit programme

Rules: every constraint has a name. No import of models. Data apart from schema, in small batches. The release before
must go on working beside this one. Try it up and down with rows in the tables, on SQLite and PostgreSQL. Guards are
dropped before and installed after by env.py.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


STATES = ("draft", "agreed")


def upgrade():
    with op.batch_alter_table("audit_move", schema=None) as batch_op:
        batch_op.add_column(sa.Column("witness", sa.String(length=200), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("occurred_on", sa.Date(), nullable=True))
    people()
    changes()
    programme()


def people():
    op.create_table(
        "auditor_qualification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("detail", sa.String(length=300), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_auditor_qualification_account_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_auditor_qualification_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_auditor_qualification")),
    )
    op.create_index(op.f("ix_auditor_qualification_account_id"), "auditor_qualification", ["account_id"], unique=False)
    op.create_table(
        "conflict_of_interest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("holds_from", sa.Date(), nullable=False),
        sa.Column("holds_until", sa.Date(), nullable=True),
        sa.Column("declared_by", sa.Integer(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_conflict_of_interest_account_id")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_conflict_of_interest_supplier_id")),
        sa.ForeignKeyConstraint(["declared_by"], ["account.id"], name=op.f("fk_conflict_of_interest_declared_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict_of_interest")),
    )
    op.create_index(op.f("ix_conflict_of_interest_account_id"), "conflict_of_interest", ["account_id"], unique=False)
    op.create_index(op.f("ix_conflict_of_interest_supplier_id"), "conflict_of_interest", ["supplier_id"], unique=False)


def changes():
    op.create_table(
        "team_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_team_change_audit_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_team_change_account_id")),
        sa.ForeignKeyConstraint(["changed_by"], ["account.id"], name=op.f("fk_team_change_changed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_change")),
    )
    op.create_index(op.f("ix_team_change_audit_id"), "team_change", ["audit_id"], unique=False)
    op.create_table(
        "date_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("from_starts_on", sa.Date(), nullable=False),
        sa.Column("from_ends_on", sa.Date(), nullable=False),
        sa.Column("to_starts_on", sa.Date(), nullable=False),
        sa.Column("to_ends_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_date_change_audit_id")),
        sa.ForeignKeyConstraint(["changed_by"], ["account.id"], name=op.f("fk_date_change_changed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_date_change")),
    )
    op.create_index(op.f("ix_date_change_audit_id"), "date_change", ["audit_id"], unique=False)


def programme():
    states = op.create_table(
        "programme_state",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_programme_state")),
    )
    op.bulk_insert(states, [{"code": code} for code in STATES])
    op.create_table(
        "programme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("objectives", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("criteria", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_by", sa.Integer(), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["agreed_by"], ["account.id"], name=op.f("fk_programme_agreed_by")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_programme_made_by")),
        sa.ForeignKeyConstraint(["state"], ["programme_state.code"], name=op.f("fk_programme_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sa.UniqueConstraint("year", name=op.f("uq_programme_year")),
    )
    op.create_index(op.f("ix_programme_state"), "programme", ["state"], unique=False)
    lines()
    op.create_table(
        "line_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("from_month", sa.Integer(), nullable=False),
        sa.Column("to_month", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["account.id"], name=op.f("fk_line_change_changed_by")),
        sa.ForeignKeyConstraint(["line_id"], ["programme_line.id"], name=op.f("fk_line_change_line_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_change")),
    )
    op.create_index(op.f("ix_line_change_line_id"), "line_change", ["line_id"], unique=False)


def lines():
    op.create_table(
        "programme_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("mode", sa.String(length=16), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=True),
        sa.Column("carried_from_id", sa.Integer(), nullable=True),
        sa.Column("added_by", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("month BETWEEN 1 AND 12", name=op.f("ck_programme_line_month")),
        sa.ForeignKeyConstraint(["added_by"], ["account.id"], name=op.f("fk_programme_line_added_by")),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_programme_line_audit_id")),
        sa.ForeignKeyConstraint(
            ["carried_from_id"], ["programme_line.id"], name=op.f("fk_programme_line_carried_from_id")
        ),
        sa.ForeignKeyConstraint(["lead_id"], ["account.id"], name=op.f("fk_programme_line_lead_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_programme_line_programme_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_programme_line_site_id")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_programme_line_supplier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_line")),
        sa.UniqueConstraint("audit_id", name=op.f("uq_programme_line_audit_id")),
        sa.UniqueConstraint("carried_from_id", name=op.f("uq_programme_line_carried_from_id")),
    )
    op.create_index("ix_programme_line_month", "programme_line", ["programme_id", "month"], unique=False)
    op.create_index(op.f("ix_programme_line_site_id"), "programme_line", ["site_id"], unique=False)
    op.create_index(op.f("ix_programme_line_supplier_id"), "programme_line", ["supplier_id"], unique=False)


def downgrade():
    for table in ("line_change", "programme_line", "programme", "programme_state"):
        op.drop_table(table)
    for table in ("date_change", "team_change", "conflict_of_interest", "auditor_qualification"):
        op.drop_table(table)
    with op.batch_alter_table("audit_move", schema=None) as batch_op:
        batch_op.drop_column("occurred_on")
        batch_op.drop_column("witness")
