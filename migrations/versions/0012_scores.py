"""Saved views of scorecards, waivers that end, the last move of a grade

Rules: every constraint has a name. No import of models. Data apart from schema, in small batches. The release before
must go on working beside this one. Try it up and down with rows in the tables, on SQLite and PostgreSQL. Guards are
dropped before and installed after by env.py.
"""

import json
from datetime import date
from itertools import groupby, pairwise

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

SUPPLIERS_AT_ONCE = 200


def upgrade():
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("leading", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_saved_view_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("account_id", "name", name=op.f("uq_saved_view_account_id_name")),
    )
    with op.batch_alter_table("waiver", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ended_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("ended_by", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(op.f("fk_waiver_ended_by"), "account", ["ended_by"], ["id"])
    with op.batch_alter_table("rating_now", schema=None) as batch_op:
        batch_op.add_column(sa.Column("grade_before", sa.String(length=8), nullable=True))
        batch_op.add_column(sa.Column("moved_on", sa.Date(), nullable=True))
    _tell_the_last_moves(op.get_bind())


def downgrade():
    with op.batch_alter_table("rating_now", schema=None) as batch_op:
        batch_op.drop_column("moved_on")
        batch_op.drop_column("grade_before")
    with op.batch_alter_table("waiver", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_waiver_ended_by"), type_="foreignkey")
        batch_op.drop_column("ended_at")
        batch_op.drop_column("ended_by")
        batch_op.drop_column("ended_on")
    op.drop_table("saved_view")


def _tell_the_last_moves(connection):
    """Read the published ratings of some suppliers at a time, and write down when each grade moved last."""
    now = sa.table("rating_now", sa.column("supplier_id"), sa.column("grade_before"), sa.column("moved_on", sa.Date()))
    suppliers = [number for (number,) in connection.execute(sa.text("SELECT supplier_id FROM rating_now ORDER BY 1"))]
    for first in range(0, len(suppliers), SUPPLIERS_AT_ONCE):
        several = suppliers[first : first + SUPPLIERS_AT_ONCE]
        for number, before, moved_on in _moves(connection, several[0], several[-1]):
            told = sa.update(now).where(now.c.supplier_id == number)
            connection.execute(told.values(grade_before=before, moved_on=moved_on))


def _moves(connection, first, last):
    rating = sa.table(
        "rating", sa.column("id"), sa.column("supplier_id"), sa.column("as_of", sa.Date()), sa.column("published")
    )
    rows = connection.execute(
        sa.select(rating.c.supplier_id, rating.c.as_of, rating.c.published)
        .where(rating.c.supplier_id.between(first, last))
        .order_by(rating.c.supplier_id, rating.c.as_of, rating.c.id)
    ).all()
    for number, ratings in groupby(rows, key=lambda row: row[0]):
        grades: dict[date, str] = {day: json.loads(published)["grade"] for _, day, published in ratings}
        days = list(grades)
        moves = [(grades[before], day) for before, day in pairwise(days) if grades[before] != grades[day]]
        if moves:
            yield number, *moves[-1]
