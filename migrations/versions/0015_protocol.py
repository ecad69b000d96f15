"""Calendars, notices, and what closes a finding: its clocks, plans in full, messages, reviews

Rules: every constraint has a name. No import of models. Data apart from schema, in small batches. The release before
must go on working beside this one. Try it up and down with rows in the tables, on SQLite and PostgreSQL. Guards are
dropped before and installed after by env.py.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "calendar",
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("name_zh", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_calendar")),
    )
    op.create_table(
        "clock_policy",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("holds_from", sa.Date(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_clock_policy")),
        sa.UniqueConstraint("version", name=op.f("uq_clock_policy_version")),
    )
    with op.batch_alter_table("clock_policy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_clock_policy_holds_from"), ["holds_from"], unique=False)

    op.create_table(
        "calendar_day",
        sa.Column("calendar", sa.String(length=8), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("name_zh", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["calendar"], ["calendar.code"], name=op.f("fk_calendar_day_calendar")),
        sa.PrimaryKeyConstraint("calendar", "day", name=op.f("pk_calendar_day")),
    )
    op.create_table(
        "calendar_year",
        sa.Column("calendar", sa.String(length=8), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("announced", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("taken_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_in_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["calendar"], ["calendar.code"], name=op.f("fk_calendar_year_calendar")),
        sa.ForeignKeyConstraint(["taken_in_by"], ["account.id"], name=op.f("fk_calendar_year_taken_in_by")),
        sa.PrimaryKeyConstraint("calendar", "year", name=op.f("pk_calendar_year")),
    )
    op.create_table(
        "digest_setting",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Time(), nullable=False),
        sa.Column("time_zone", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_digest_setting_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_digest_setting")),
    )
    op.create_table(
        "mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("once", sa.String(length=160), nullable=False),
        sa.Column("digest", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.CheckConstraint("(account_id IS NULL) <> (contact_id IS NULL)", name=op.f("ck_mail_one_reader")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_mail_account_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["supplier_contact.id"], name=op.f("fk_mail_contact_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
        sa.UniqueConstraint("account_id", "once", name=op.f("uq_mail_account_id_once")),
        sa.UniqueConstraint("contact_id", "once", name=op.f("uq_mail_contact_id_once")),
        sa.UniqueConstraint("message_id", name=op.f("uq_mail_message_id")),
    )
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.create_index("ix_mail_state_due", ["state", "due"], unique=False)

    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("once", sa.String(length=160), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mail_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(account_id IS NULL) <> (contact_id IS NULL)", name=op.f("ck_notice_one_reader")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_notice_account_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["supplier_contact.id"], name=op.f("fk_notice_contact_id")),
        sa.ForeignKeyConstraint(["mail_id"], ["mail.id"], name=op.f("fk_notice_mail_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("account_id", "once", name=op.f("uq_notice_account_id_once")),
        sa.UniqueConstraint("contact_id", "once", name=op.f("uq_notice_contact_id_once")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_mail_id"), ["mail_id"], unique=False)
        batch_op.create_index("ix_notice_unread", ["account_id", "read_at", "id"], unique=False)

    op.create_table(
        "notice_setting",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=32), nullable=False),
        sa.Column("mail", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_notice_setting_account_id")),
        sa.PrimaryKeyConstraint("account_id", "topic", name=op.f("pk_notice_setting")),
    )
    op.create_table(
        "shutdown",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("declared_by", sa.Integer(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(length=16), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_shutdown_in_order")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_shutdown_decided_by")),
        sa.ForeignKeyConstraint(["declared_by"], ["account.id"], name=op.f("fk_shutdown_declared_by")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_shutdown_supplier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shutdown")),
    )
    with op.batch_alter_table("shutdown", schema=None) as batch_op:
        batch_op.create_index("ix_shutdown_supplier", ["supplier_id", "first_on"], unique=False)

    op.create_table(
        "webhook",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("preset", sa.String(length=16), nullable=False),
        sa.Column("secret", sa.String(length=200), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("preset IN ('plain', 'wecom', 'dingtalk')", name=op.f("ck_webhook_known_preset")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_webhook_made_by")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_webhook_supplier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
    )
    with op.batch_alter_table("webhook", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_webhook_supplier_id"), ["supplier_id"], unique=False)

    op.create_table(
        "webhook_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("webhook_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("once", sa.String(length=160), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["webhook_id"], ["webhook.id"], name=op.f("fk_webhook_call_webhook_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_call")),
        sa.UniqueConstraint("webhook_id", "once", name=op.f("uq_webhook_call_webhook_id_once")),
    )
    with op.batch_alter_table("webhook_call", schema=None) as batch_op:
        batch_op.create_index("ix_webhook_call_state_due", ["state", "due"], unique=False)

    op.create_table(
        "containment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("reported_by", sa.Integer(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_containment_finding_id")),
        sa.ForeignKeyConstraint(["reported_by"], ["account.id"], name=op.f("fk_containment_reported_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_containment")),
    )
    with op.batch_alter_table("containment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_containment_finding_id"), ["finding_id"], unique=False)

    op.create_table(
        "effectiveness_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("effective", sa.Boolean(), nullable=False),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("reviewed_by", sa.Integer(), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_effectiveness_review_finding_id")),
        sa.ForeignKeyConstraint(["reviewed_by"], ["account.id"], name=op.f("fk_effectiveness_review_reviewed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_effectiveness_review")),
    )
    with op.batch_alter_table("effectiveness_review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_effectiveness_review_finding_id"), ["finding_id"], unique=False)

    op.create_table(
        "extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("clock", sa.String(length=16), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(length=16), nullable=True),
        sa.Column("granted_days", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_extension_asked_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_extension_decided_by")),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_extension_finding_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
    )
    with op.batch_alter_table("extension", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_extension_finding_id"), ["finding_id"], unique=False)

    op.create_table(
        "finding_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_finding_message_finding_id")),
        sa.ForeignKeyConstraint(["written_by"], ["account.id"], name=op.f("fk_finding_message_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_message")),
    )
    with op.batch_alter_table("finding_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_finding_message_finding_id"), ["finding_id"], unique=False)

    op.create_table(
        "finding_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_finding_note_finding_id")),
        sa.ForeignKeyConstraint(["written_by"], ["account.id"], name=op.f("fk_finding_note_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_note")),
    )
    with op.batch_alter_table("finding_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_finding_note_finding_id"), ["finding_id"], unique=False)

    op.create_table(
        "milestone_met",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=False),
        sa.Column("told_by", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(length=16), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_milestone_met_decided_by")),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_milestone_met_finding_id")),
        sa.ForeignKeyConstraint(["told_by"], ["account.id"], name=op.f("fk_milestone_met_told_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone_met")),
    )
    with op.batch_alter_table("milestone_met", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_milestone_met_finding_id"), ["finding_id"], unique=False)

    op.create_table(
        "re_rating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("checkpoint", sa.String(length=16), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("judged_by", sa.Integer(), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_re_rating_finding_id")),
        sa.ForeignKeyConstraint(["judged_by"], ["account.id"], name=op.f("fk_re_rating_judged_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_re_rating")),
    )
    with op.batch_alter_table("re_rating", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_re_rating_finding_id"), ["finding_id"], unique=False)

    op.create_table(
        "cause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("branch", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("root", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["corrective_action_plan.id"], name=op.f("fk_cause_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cause")),
    )
    with op.batch_alter_table("cause", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cause_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "finding_message_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("shown_digest", sa.String(length=64), nullable=True),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["digest"], ["stored_file.digest"], name=op.f("fk_finding_message_file_digest")),
        sa.ForeignKeyConstraint(
            ["message_id"], ["finding_message.id"], name=op.f("fk_finding_message_file_message_id")
        ),
        sa.ForeignKeyConstraint(
            ["shown_digest"], ["stored_file.digest"], name=op.f("fk_finding_message_file_shown_digest")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_message_file")),
    )
    with op.batch_alter_table("finding_message_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_finding_message_file_message_id"), ["message_id"], unique=False)

    op.create_table(
        "action_effect",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("measured_kwh", sa.BigInteger(), nullable=True),
        sa.Column("measured_tonnes", sa.BigInteger(), nullable=True),
        sa.Column("how", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["corrective_action.id"], name=op.f("fk_action_effect_action_id")),
        sa.ForeignKeyConstraint(["review_id"], ["effectiveness_review.id"], name=op.f("fk_action_effect_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_effect")),
        sa.UniqueConstraint("review_id", "action_id", name=op.f("uq_action_effect_review_id_action_id")),
    )
    with op.batch_alter_table("action_effect", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_effect_action_id"), ["action_id"], unique=False)

    with op.batch_alter_table("corrective_action", schema=None) as batch_op:
        batch_op.add_column(sa.Column("owner_account_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("owner_contact_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("done_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("planned_kwh", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("planned_tonnes", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("same_as_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_corrective_action_owner_account_id"), ["owner_account_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_corrective_action_owner_contact_id"),
            "supplier_contact",
            ["owner_contact_id"],
            ["id"],
            ondelete="SET NULL",
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_corrective_action_same_as_id"), "corrective_action", ["same_as_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_corrective_action_owner_account_id"), "account", ["owner_account_id"], ["id"]
        )

    with op.batch_alter_table("corrective_action_plan", schema=None) as batch_op:
        batch_op.add_column(sa.Column("method", sa.String(length=16), server_default="", nullable=False))

    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.add_column(sa.Column("owner_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("handler_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("clock_policy", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("clock_from", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("contained_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("contain_due_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("turn_due_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("half_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("escalates_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("close_days", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("stage_before", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("stage_due_on", sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f("ix_finding_handler_id"), ["handler_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_finding_turn_due_on"), ["turn_due_on"], unique=False)
        batch_op.drop_index("ix_finding_open")
        batch_op.create_index(
            "ix_finding_open",
            ["state", "severity", "checkpoint", "notified_at", "turn_due_on", "turn_since", "supplier_id"],
        )
        batch_op.create_index(batch_op.f("ix_finding_escalates_on"), ["escalates_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_finding_clock_from"), ["clock_from"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_finding_handler_id"), "account", ["handler_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_finding_clock_policy"), "clock_policy", ["clock_policy"], ["sha256"])
        batch_op.create_foreign_key(batch_op.f("fk_finding_owner_id"), "account", ["owner_id"], ["id"])

    with op.batch_alter_table("finding_evidence", schema=None) as batch_op:
        batch_op.add_column(sa.Column("action_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("milestone", sa.String(length=40), server_default="", nullable=False))
        batch_op.add_column(sa.Column("stamped", sa.Boolean(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("decision", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("reason", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("decided_by", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_finding_evidence_action_id"), ["action_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_finding_evidence_action_id"), "corrective_action", ["action_id"], ["id"]
        )
        batch_op.create_foreign_key(batch_op.f("fk_finding_evidence_decided_by"), "account", ["decided_by"], ["id"])


def downgrade():
    with op.batch_alter_table("finding_evidence", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_finding_evidence_decided_by"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_finding_evidence_action_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_finding_evidence_action_id"))
        batch_op.drop_column("decided_at")
        batch_op.drop_column("decided_by")
        batch_op.drop_column("reason")
        batch_op.drop_column("decision")
        batch_op.drop_column("stamped")
        batch_op.drop_column("milestone")
        batch_op.drop_column("action_id")

    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_finding_owner_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_finding_clock_policy"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_finding_handler_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_finding_clock_from"))
        batch_op.drop_index(batch_op.f("ix_finding_escalates_on"))
        batch_op.drop_index(batch_op.f("ix_finding_turn_due_on"))
        batch_op.drop_index("ix_finding_open")
        batch_op.create_index(
            "ix_finding_open",
            [
                *("state", "severity", "checkpoint", "notified_at", "plan_due_on", "close_due_on", "turn_since"),
                "supplier_id",
            ],
        )
        batch_op.drop_index(batch_op.f("ix_finding_handler_id"))
        batch_op.drop_column("stage_due_on")
        batch_op.drop_column("stage_before")
        batch_op.drop_column("close_days")
        batch_op.drop_column("escalates_on")
        batch_op.drop_column("half_on")
        batch_op.drop_column("turn_due_on")
        batch_op.drop_column("contain_due_on")
        batch_op.drop_column("contained_at")
        batch_op.drop_column("clock_from")
        batch_op.drop_column("clock_policy")
        batch_op.drop_column("handler_id")
        batch_op.drop_column("owner_id")

    with op.batch_alter_table("corrective_action_plan", schema=None) as batch_op:
        batch_op.drop_column("method")

    with op.batch_alter_table("corrective_action", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_corrective_action_owner_account_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_corrective_action_same_as_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_corrective_action_owner_contact_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_corrective_action_owner_account_id"))
        batch_op.drop_column("same_as_id")
        batch_op.drop_column("planned_tonnes")
        batch_op.drop_column("planned_kwh")
        batch_op.drop_column("done_on")
        batch_op.drop_column("owner_contact_id")
        batch_op.drop_column("owner_account_id")

    with op.batch_alter_table("action_effect", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_action_effect_action_id"))

    op.drop_table("action_effect")
    with op.batch_alter_table("finding_message_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_finding_message_file_message_id"))

    op.drop_table("finding_message_file")
    with op.batch_alter_table("cause", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cause_plan_id"))

    op.drop_table("cause")
    with op.batch_alter_table("re_rating", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_re_rating_finding_id"))

    op.drop_table("re_rating")
    with op.batch_alter_table("milestone_met", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_milestone_met_finding_id"))

    op.drop_table("milestone_met")
    with op.batch_alter_table("finding_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_finding_note_finding_id"))

    op.drop_table("finding_note")
    with op.batch_alter_table("finding_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_finding_message_finding_id"))

    op.drop_table("finding_message")
    with op.batch_alter_table("extension", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_extension_finding_id"))

    op.drop_table("extension")
    with op.batch_alter_table("effectiveness_review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_effectiveness_review_finding_id"))

    op.drop_table("effectiveness_review")
    with op.batch_alter_table("containment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_containment_finding_id"))

    op.drop_table("containment")
    with op.batch_alter_table("webhook_call", schema=None) as batch_op:
        batch_op.drop_index("ix_webhook_call_state_due")

    op.drop_table("webhook_call")
    with op.batch_alter_table("webhook", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_webhook_supplier_id"))

    op.drop_table("webhook")
    with op.batch_alter_table("shutdown", schema=None) as batch_op:
        batch_op.drop_index("ix_shutdown_supplier")

    op.drop_table("shutdown")
    op.drop_table("notice_setting")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index("ix_notice_unread")
        batch_op.drop_index(batch_op.f("ix_notice_mail_id"))

    op.drop_table("notice")
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.drop_index("ix_mail_state_due")

    op.drop_table("mail")
    op.drop_table("digest_setting")
    op.drop_table("calendar_year")
    op.drop_table("calendar_day")
    with op.batch_alter_table("clock_policy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_clock_policy_holds_from"))

    op.drop_table("clock_policy")
    op.drop_table("calendar")
