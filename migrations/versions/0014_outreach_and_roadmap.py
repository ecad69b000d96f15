"""Training sessions, the roadmap, the grade of a published rating in a column of its own

Rules: every constraint has a name. No import of models. Data apart from schema, in small batches. The release before
must go on working beside this one. Try it up and down with rows in the tables, on SQLite and PostgreSQL. Guards are
dropped before and installed after by env.py.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

RATINGS_AT_ONCE = 10_000
COUNTED_BY = {
    "ix_audit_first": ("audit", ["supplier_id", "starts_on", "state", "type"]),
    "ix_audit_starts_on": ("audit", ["starts_on", "state", "revision", "supplier_id"]),
    "ix_finding_notified": ("finding", ["notified_at", "kind", "state", "supplier_id"]),
    "ix_finding_open": (
        "finding",
        [
            *("state", "severity", "checkpoint", "notified_at", "plan_due_on", "close_due_on", "turn_since"),
            "supplier_id",
        ],
    ),
}


def upgrade():
    create_training()
    create_roadmap()
    write_grades_out()
    for name, (table, columns) in COUNTED_BY.items():
        op.create_index(name, table, columns, unique=False)


def downgrade():
    for name, (table, _) in COUNTED_BY.items():
        op.drop_index(name, table_name=table)
    index_ratings(["supplier_id", "as_of"])
    with op.batch_alter_table("rating", schema=None) as batch_op:
        batch_op.drop_column("grade")
    for table in ("roadmap_goal", "training_participant", "training_session"):
        op.drop_table(table)


def create_training():
    op.create_table(
        "training_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("form", sa.String(length=16), nullable=False),
        sa.Column("programme", sa.String(length=40), nullable=False),
        sa.Column("topic", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("trainer", sa.String(length=120), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_training_session_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_session")),
    )
    op.create_index(op.f("ix_training_session_held_on"), "training_session", ["held_on"], unique=False)
    op.create_table(
        "training_participant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=120), nullable=False),
        sa.Column("attended", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["training_session.id"], name=op.f("fk_training_participant_session_id")
        ),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_training_participant_supplier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_participant")),
    )
    op.create_index(op.f("ix_training_participant_supplier_id"), "training_participant", ["supplier_id"], unique=False)
    op.create_index(
        "ix_training_participant_session",
        "training_participant",
        ["session_id", "attended", "supplier_id"],
        unique=False,
    )


def create_roadmap():
    op.create_table(
        "roadmap_goal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("measure", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("baseline", sa.BigInteger(), nullable=True),
        sa.Column("note_en", sa.String(length=400), nullable=False),
        sa.Column("note_zh", sa.String(length=400), nullable=False),
        sa.Column("loaded_by", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["loaded_by"], ["account.id"], name=op.f("fk_roadmap_goal_loaded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roadmap_goal")),
        sa.UniqueConstraint("version", "measure", "year", name=op.f("uq_roadmap_goal_version_measure_year")),
    )


def write_grades_out():
    """Take the grade out of what was published: pages compare the grades of two days for all suppliers."""
    op.add_column("rating", sa.Column("grade", sa.String(length=8), nullable=False, server_default=""))
    connection = op.get_bind()
    grade = (
        "json_extract(published, '$.grade')"
        if connection.dialect.name == "sqlite"
        else "CAST(published AS json) ->> 'grade'"
    )
    newest = connection.scalar(sa.text("SELECT max(id) FROM rating")) or 0
    for first in range(1, newest + 1, RATINGS_AT_ONCE):
        told = sa.text(f"UPDATE rating SET grade = {grade} WHERE id BETWEEN :first AND :last")  # noqa: S608 no foreign text
        connection.execute(told, {"first": first, "last": first + RATINGS_AT_ONCE - 1})
    index_ratings(["supplier_id", "as_of", "id", "grade"])


def index_ratings(columns):
    op.drop_index("ix_rating_supplier", table_name="rating")
    op.create_index("ix_rating_supplier", "rating", columns, unique=False)
