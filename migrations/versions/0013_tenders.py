"""Corrections of figures, withdrawn confirmations, queries of low bids, decisions of tenders

Rules: every constraint has a name. No import of models. Data apart from schema, in small batches. The release before
must go on working beside this one. Try it up and down with rows in the tables, on SQLite and PostgreSQL. Guards are
dropped before and installed after by env.py.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade():
    _tables_of_bids()
    _tables_of_decisions()
    with op.batch_alter_table("opening", schema=None) as batch_op:
        batch_op.add_column(sa.Column("round", sa.Integer(), nullable=False, server_default="1"))
        batch_op.drop_constraint("pk_opening", type_="primary")
        batch_op.create_primary_key("pk_opening", ["tender_id", "account_id", "round", "sha256"])
    with op.batch_alter_table("opening", schema=None) as batch_op:
        batch_op.alter_column("round", server_default=None)
    op.execute(
        sa.text("INSERT INTO award_share (award_id, rank, bidder_id, share) SELECT id, 1, bidder_id, 10000 FROM award")
    )


def _tables_of_bids():
    op.create_table(
        "former_bid",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bidder_id", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("why", sa.String(length=16), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("replaced_by", sa.Integer(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["bidder_id"], ["bidder.id"], name=op.f("fk_former_bid_bidder_id")),
        sa.ForeignKeyConstraint(["entered_by"], ["account.id"], name=op.f("fk_former_bid_entered_by")),
        sa.ForeignKeyConstraint(["replaced_by"], ["account.id"], name=op.f("fk_former_bid_replaced_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_bid")),
    )
    op.create_index(op.f("ix_former_bid_bidder_id"), "former_bid", ["bidder_id"], unique=False)
    op.create_table(
        "opening_withdrawal",
        sa.Column("tender_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_opening_withdrawal_account_id")),
        sa.ForeignKeyConstraint(["tender_id"], ["tender.id"], name=op.f("fk_opening_withdrawal_tender_id")),
        sa.PrimaryKeyConstraint("tender_id", "round", name=op.f("pk_opening_withdrawal")),
    )
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bidder_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rating_before", sa.Integer(), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rating_after", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["bidder_id"], ["bidder.id"], name=op.f("fk_correction_bidder_id")),
        sa.ForeignKeyConstraint(["digest"], ["stored_file.digest"], name=op.f("fk_correction_digest")),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_correction_asked_by")),
        sa.ForeignKeyConstraint(["rating_before"], ["rating.id"], name=op.f("fk_correction_rating_before")),
        sa.ForeignKeyConstraint(["answered_by"], ["account.id"], name=op.f("fk_correction_answered_by")),
        sa.ForeignKeyConstraint(["rating_after"], ["rating.id"], name=op.f("fk_correction_rating_after")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    op.create_index(op.f("ix_correction_bidder_id"), "correction", ["bidder_id"], unique=False)
    op.create_table(
        "low_bid_query",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bidder_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["bidder_id"], ["bidder.id"], name=op.f("fk_low_bid_query_bidder_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_low_bid_query_asked_by")),
        sa.ForeignKeyConstraint(["answered_by"], ["account.id"], name=op.f("fk_low_bid_query_answered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_low_bid_query")),
        sa.UniqueConstraint("bidder_id", name=op.f("uq_low_bid_query_bidder_id")),
    )


def _tables_of_decisions():
    op.create_table(
        "tie_break",
        sa.Column("tender_id", sa.Integer(), nullable=False),
        sa.Column("bidder_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["tender_id"], ["tender.id"], name=op.f("fk_tie_break_tender_id")),
        sa.ForeignKeyConstraint(["bidder_id"], ["bidder.id"], name=op.f("fk_tie_break_bidder_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_tie_break_decided_by")),
        sa.PrimaryKeyConstraint("tender_id", name=op.f("pk_tie_break")),
    )
    op.create_table(
        "award_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tender_id", sa.Integer(), nullable=False),
        sa.Column("codes", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("gates_again", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["tender_id"], ["tender.id"], name=op.f("fk_award_proposal_tender_id")),
        sa.ForeignKeyConstraint(["proposed_by"], ["account.id"], name=op.f("fk_award_proposal_proposed_by")),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["account.id"], name=op.f("fk_award_proposal_withdrawn_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_proposal")),
    )
    op.create_index(op.f("ix_award_proposal_tender_id"), "award_proposal", ["tender_id"], unique=False)
    op.create_table(
        "award_share",
        sa.Column("award_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("bidder_id", sa.Integer(), nullable=False),
        sa.Column("share", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_award_share_award_id")),
        sa.ForeignKeyConstraint(["bidder_id"], ["bidder.id"], name=op.f("fk_award_share_bidder_id")),
        sa.PrimaryKeyConstraint("award_id", "rank", name=op.f("pk_award_share")),
    )


def downgrade():
    ended = "SELECT 1 FROM opening_withdrawal AS w WHERE w.tender_id = opening.tender_id AND w.round = opening.round"
    op.execute(sa.text(f"DELETE FROM opening WHERE EXISTS ({ended})"))
    with op.batch_alter_table("opening", schema=None) as batch_op:
        batch_op.drop_constraint("pk_opening", type_="primary")
        batch_op.create_primary_key("pk_opening", ["tender_id", "account_id", "sha256"])
        batch_op.drop_column("round")
    for table in ("award_share", "award_proposal", "tie_break", "low_bid_query"):
        op.drop_table(table)
    for table in ("correction", "opening_withdrawal", "former_bid"):
        op.drop_table(table)
