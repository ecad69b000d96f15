"""The states of audits, findings and tenders

Rules: every constraint has a name. No import of models. Data apart from schema, in small batches. The release before
must go on working beside this one. Try it up and down with rows in the tables, on SQLite and PostgreSQL. Guards are
dropped before and installed after by env.py.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

STATES = {
    "audit_state": "planned confirmed in_progress closing_held in_review draft_sent issued closed cancelled refused aborted amended",
    "finding_state": (
        "draft open cap_proposed disputed withdrawn accepted rejected implemented verified insufficient closed "
        "effective reopened waived"
    ),
    "tender_state": "draft published locked closed opened evaluated awarded cancelled",
}


def upgrade() -> None:
    for name, states in STATES.items():
        op.bulk_insert(sa.table(name, sa.column("code", sa.String)), [{"code": code} for code in states.split()])


def downgrade() -> None:
    for name in STATES:
        op.execute(sa.table(name).delete())
