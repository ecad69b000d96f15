"""Superiors, offers of ownership, and how far reminders are told

Rules: every constraint has a name. No import of models. Data apart from schema, in small batches. The release before
must go on working beside this one. Try it up and down with rows in the tables, on SQLite and PostgreSQL. Guards are
dropped before and installed after by env.py.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.add_column(sa.Column("superior_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_account_superior_id"), "account", ["superior_id"], ["id"])

    op.create_table(
        "ownership_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["from_id"], ["account.id"], name=op.f("fk_ownership_offer_from_id")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_ownership_offer_supplier_id")),
        sa.ForeignKeyConstraint(["to_id"], ["account.id"], name=op.f("fk_ownership_offer_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ownership_offer")),
    )
    with op.batch_alter_table("ownership_offer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ownership_offer_supplier_id"), ["supplier_id"], unique=False)

    op.create_table(
        "reminder_day",
        sa.Column("time_zone", sa.String(length=40), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("time_zone", name=op.f("pk_reminder_day")),
    )


def downgrade():
    op.drop_table("reminder_day")
    with op.batch_alter_table("ownership_offer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ownership_offer_supplier_id"))

    op.drop_table("ownership_offer")
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_account_superior_id"), type_="foreignkey")
        batch_op.drop_column("superior_id")
