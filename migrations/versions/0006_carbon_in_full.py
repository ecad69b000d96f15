"""Decisions on matches, emission factors

Rules: every constraint has a name. No import of models. Data apart from schema, in small batches. The release before
must go on working beside this one. Try it up and down with rows in the tables, on SQLite and PostgreSQL. Guards are
dropped before and installed after by env.py.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade():
    upgrade_matching()
    upgrade_factors()


def downgrade():
    downgrade_factors()
    downgrade_matching()


OPEN_ACCEPTED = sa.text("verdict = 'accepted' AND undone_on IS NULL")
ONE_MATCH = "uq_supplier_target_snapshot_id_supplier_id_company_id"


def upgrade_matching():
    with op.batch_alter_table("sbti_company", schema=None) as batch_op:
        batch_op.add_column(sa.Column("at_parent", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("supplier_target", schema=None) as batch_op:
        batch_op.add_column(sa.Column("counts_from", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("counts_until", sa.Date(), nullable=True))
    op.execute(
        "UPDATE supplier_target SET counts_from = "
        "(SELECT as_of FROM sbti_snapshot WHERE sbti_snapshot.id = supplier_target.snapshot_id)"
    )
    with op.batch_alter_table("supplier_target", schema=None) as batch_op:
        batch_op.alter_column("counts_from", existing_type=sa.Date(), nullable=False)
        batch_op.drop_constraint(batch_op.f(ONE_MATCH), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f(f"{ONE_MATCH}_verdict_counts_from"),
            ["snapshot_id", "supplier_id", "company_id", "verdict", "counts_from"],
        )
    create_candidates()
    create_decisions()


def create_candidates():
    op.create_table(
        "sbti_candidate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("country", sa.String(length=8), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["sbti_company.id"], name=op.f("fk_sbti_candidate_company_id")),
        sa.ForeignKeyConstraint(["snapshot_id"], ["sbti_snapshot.id"], name=op.f("fk_sbti_candidate_snapshot_id")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_sbti_candidate_supplier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sbti_candidate")),
        sa.UniqueConstraint(
            "snapshot_id",
            "supplier_id",
            "company_id",
            name=op.f("uq_sbti_candidate_snapshot_id_supplier_id_company_id"),
        ),
    )
    op.create_index(op.f("ix_sbti_candidate_supplier_id"), "sbti_candidate", ["supplier_id"], unique=False)


def create_decisions():
    op.create_table(
        "sbti_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("sbti_id", sa.String(length=40), nullable=False),
        sa.Column("company_key", sa.String(length=64), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["sbti_company.id"], name=op.f("fk_sbti_decision_company_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_sbti_decision_decided_by")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_sbti_decision_supplier_id")),
        sa.ForeignKeyConstraint(["undone_by"], ["account.id"], name=op.f("fk_sbti_decision_undone_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sbti_decision")),
    )
    op.create_index(op.f("ix_sbti_decision_supplier_id"), "sbti_decision", ["supplier_id"], unique=False)
    op.create_index(
        "uq_sbti_decision_accepted",
        "sbti_decision",
        ["supplier_id"],
        unique=True,
        sqlite_where=OPEN_ACCEPTED,
        postgresql_where=OPEN_ACCEPTED,
    )


def downgrade_matching():
    """Keep what counts still: the release before knows neither decisions nor days."""
    op.drop_table("sbti_decision")
    op.drop_table("sbti_candidate")
    op.execute("DELETE FROM supplier_target WHERE counts_until IS NOT NULL OR verdict NOT IN ('sure', 'conflict')")
    with op.batch_alter_table("supplier_target", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(f"{ONE_MATCH}_verdict_counts_from"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f(ONE_MATCH), ["snapshot_id", "supplier_id", "company_id"])
        batch_op.drop_column("counts_until")
        batch_op.drop_column("counts_from")
    with op.batch_alter_table("sbti_company", schema=None) as batch_op:
        batch_op.drop_column("at_parent")


def upgrade_factors():
    """Say of a CDP score whether it is public; make the tables of reference data."""
    with op.batch_alter_table("cdp_score", schema=None) as batch_op:
        batch_op.add_column(sa.Column("public", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.create_table(
        "factor_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("loaded_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["loaded_by"], ["account.id"], name=op.f("fk_factor_set_loaded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_factor_set")),
        sa.UniqueConstraint("kind", "code", "version", name=op.f("uq_factor_set_kind_code_version")),
    )
    create_emission_factors()
    create_potentials()


def create_emission_factors():
    op.create_table(
        "emission_factor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("region", sa.String(length=16), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=24), nullable=False),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        *columns_of_publication(),
        sa.ForeignKeyConstraint(["set_id"], ["factor_set.id"], name=op.f("fk_emission_factor_set_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emission_factor")),
        sa.UniqueConstraint(
            "set_id",
            "code",
            "country",
            "region",
            "year",
            name=op.f("uq_emission_factor_set_id_code_country_region_year"),
        ),
    )


def create_potentials():
    op.create_table(
        "gwp",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("gas", sa.String(length=24), nullable=False),
        sa.Column("formula", sa.String(length=40), nullable=False),
        sa.Column("horizon", sa.Integer(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        *columns_of_publication(),
        sa.ForeignKeyConstraint(["set_id"], ["factor_set.id"], name=op.f("fk_gwp_set_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gwp")),
        sa.UniqueConstraint("set_id", "gas", "horizon", name=op.f("uq_gwp_set_id_gas_horizon")),
    )


def columns_of_publication():
    return (
        sa.Column("publisher", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("note_en", sa.String(length=400), nullable=False),
        sa.Column("note_zh", sa.String(length=400), nullable=False),
    )


def downgrade_factors():
    for table in ("gwp", "emission_factor", "factor_set"):
        op.drop_table(table)
    with op.batch_alter_table("cdp_score", schema=None) as batch_op:
        batch_op.drop_column("public")
