"""Identifiers, names, contacts, spend, parents and merges of suppliers

Rules: every constraint has a name. No import of models. Data apart from schema, in small batches. The release before
must go on working beside this one. Try it up and down with rows in the tables, on SQLite and PostgreSQL. Guards are
dropped before and installed after by env.py.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

IDENTIFIERS = ("lei", "isin", "uscc", "duns")
NOT_MERGED = sa.text("merged_into_id IS NULL")


def upgrade():
    with op.batch_alter_table("supplier", schema=None) as batch_op:
        batch_op.add_column(sa.Column("further_categories", sa.Text(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("spend_year", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("uscc", sa.String(length=18), nullable=True))
        batch_op.add_column(sa.Column("duns", sa.String(length=9), nullable=True))
        batch_op.add_column(sa.Column("parent_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("awaited_parent", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("merged_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_supplier_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_supplier_awaited_parent"), ["awaited_parent"], unique=False)
        batch_op.create_index(batch_op.f("ix_supplier_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_supplier_parent_id"), "supplier", ["parent_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_supplier_merged_into_id"), "supplier", ["merged_into_id"], ["id"])
        batch_op.create_check_constraint(batch_op.f("ck_supplier_no_own_parent"), "parent_id <> id")
        batch_op.create_check_constraint(batch_op.f("ck_supplier_not_into_itself"), "merged_into_id <> id")
    for name in IDENTIFIERS:
        op.create_index(
            f"uq_supplier_{name}",
            "supplier",
            [name],
            unique=True,
            sqlite_where=NOT_MERGED,
            postgresql_where=NOT_MERGED,
        )
    with op.batch_alter_table("site", schema=None) as batch_op:
        batch_op.add_column(sa.Column("categories", sa.Text(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("region", sa.String(length=80), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("grid", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("country", sa.String(length=2), nullable=True))
    op.create_table(
        "supplier_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_supplier_name_supplier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_name")),
        sa.UniqueConstraint("supplier_id", "name", name=op.f("uq_supplier_name_supplier_id_name")),
    )
    op.create_index(op.f("ix_supplier_name_name"), "supplier_name", ["name"], unique=False)
    op.create_table(
        "supplier_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("main", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_supplier_contact_supplier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_contact")),
    )
    op.create_index(op.f("ix_supplier_contact_supplier_id"), "supplier_contact", ["supplier_id"], unique=False)
    op.create_table(
        "supplier_spend",
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_supplier_spend_supplier_id")),
        sa.PrimaryKeyConstraint("supplier_id", "year", name=op.f("pk_supplier_spend")),
    )


def downgrade():
    op.drop_table("supplier_spend")
    op.drop_table("supplier_contact")
    op.drop_table("supplier_name")
    with op.batch_alter_table("site", schema=None) as batch_op:
        for name in ("country", "grid", "region", "categories"):
            batch_op.drop_column(name)
    for name in IDENTIFIERS:
        op.drop_index(f"uq_supplier_{name}", "supplier")
    with op.batch_alter_table("supplier", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_supplier_not_into_itself"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_supplier_no_own_parent"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_supplier_merged_into_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_supplier_parent_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_supplier_merged_into_id"))
        batch_op.drop_index(batch_op.f("ix_supplier_awaited_parent"))
        batch_op.drop_index(batch_op.f("ix_supplier_parent_id"))
        for name in ("merged_at", "merged_into_id", "awaited_parent", "parent_id"):
            batch_op.drop_column(name)
        for name in ("duns", "uscc", "spend_year", "further_categories"):
            batch_op.drop_column(name)
