"""What the database refuses, whoever asks: the last wall behind the rules.

A guard is (table, act, refused when): SQL that both engines know. Migrations drop them first and install them last.
"""

from sqlalchemy import Connection, inspect

_FROZEN = "('issued', 'closed', 'amended')"
_TENDER_STATE = "(SELECT state FROM tender WHERE id = {row}.tender_id)"
_EVALUATED = "IN ('opened', 'evaluated', 'awarded')"
_TERMS = ("rules", "policy_sha256", "number", "currency", "tax_basis", "delivery_term", "deadline_at")
_EVIDENCE = ("audit_id", "checkpoint", "digest", "media_type", "size", "name", "caption", "about_on")
"""What of a piece stays as it was: areas of a photo are covered after the report too."""
_AUDIT_STATE = "(SELECT state FROM audit WHERE id = {row}.audit_id)"
_FINDING_STATE = "(SELECT state FROM finding WHERE id = {row}.finding_id)"


def _append_only(*tables: str) -> list[tuple[str, str, str]]:
    return [(table, act, "true") for table in tables for act in ("UPDATE", "DELETE")]


def _frozen_where(frozen: str, *tables: str) -> list[tuple[str, str, str]]:
    """Refuse every act on a row of which `frozen` holds; the row stands in it as {row}."""
    rows = (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))
    return [(table, act, frozen.format(row=row)) for table in tables for act, row in rows]


_RECORDED = "(SELECT sha256 FROM meeting WHERE id = {row}.meeting_id) IS NOT NULL"
_HANDED_IN = "(SELECT handed_in_at FROM self_assessment WHERE audit_id = {row}.audit_id) IS NOT NULL"


def _frozen_with_audit(table: str) -> list[tuple[str, str, str]]:
    rows = (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))
    return [(table, act, f"{_AUDIT_STATE.format(row=row)} IN {_FROZEN}") for act, row in rows]


def _tender_state(row: str) -> str:
    return _TENDER_STATE.format(row=row)


def _changes(*columns: str) -> str:
    return " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)


GUARDS = [
    *_append_only(
        *("event", "seal", "policy", "audit_result", "add_on_result"),
        *("rating", "evaluation", "opening", "award", "stored_file"),
        *("checklist_change", "team_change", "date_change", "line_change"),
    ),
    *_append_only("checklist_draft_edit"),
    *_append_only("amendment", "report_seal"),
    *_append_only("dropped_finding", "clock_policy", "finding_message", "finding_note", "effectiveness_review"),
    ("finding", "DELETE", "OLD.state <> 'draft'"),
    ("finding", "UPDATE", f"OLD.state <> 'draft' AND ({_changes('kind', 'severity', 'title', 'requirement', 'seen')})"),
    ("finding_checkpoint", "UPDATE", "true"),
    ("finding_checkpoint", "INSERT", f"{_FINDING_STATE.format(row='NEW')} <> 'draft'"),
    ("finding_checkpoint", "DELETE", f"{_FINDING_STATE.format(row='OLD')} <> 'draft'"),
    ("declaration", "DELETE", "true"),
    ("declaration", "UPDATE", f"OLD.decision IS NOT NULL OR {_changes('told', 'note', 'declared_by', 'declared_at')}"),
    ("shutdown", "DELETE", "true"),
    (
        "shutdown",
        "UPDATE",
        " OR ".join(
            (
                _changes("first_on", "last_on", "reason", "declared_by", "declared_at"),
                f"OLD.decision IN ('refused', 'withdrawn') AND ({_changes('decision', 'answer')})",
            )
        ),
    ),
    *_append_only("roadmap_goal", "evidence_redaction", "finding_redaction", "export_entry", "export_supplier"),
    *_append_only("appeal_file", "appeal_move", "refusal_set_aside"),
    ("appeal", "DELETE", "true"),
    ("appeal", "UPDATE", _changes("subject", "code", "audit_id", "figure", "text")),
    *((table, "UPDATE", "true") for table in ("emission_factor", "gwp")),
    *_frozen_with_audit("answer"),
    *_frozen_with_audit("interview"),
    *(guard for guard in _frozen_with_audit("evidence") if guard[1] != "UPDATE"),
    ("evidence", "UPDATE", f"{_AUDIT_STATE.format(row='OLD')} IN {_FROZEN} AND ({_changes(*_EVIDENCE)})"),
    *_frozen_with_audit("audit_module"),
    *_frozen_where(_RECORDED, "meeting_attendee", "acknowledgement"),
    *_frozen_where(_HANDED_IN, "self_assessment_entry"),
    ("meeting", "UPDATE", "OLD.sha256 IS NOT NULL"),
    ("meeting", "DELETE", "OLD.sha256 IS NOT NULL"),
    *_frozen_with_audit("factual_comment"),
    *_frozen_with_audit("review_comment"),
    (
        "audit",
        "UPDATE",
        f"OLD.state IN {_FROZEN} AND NEW.checklist_version_id IS DISTINCT FROM OLD.checklist_version_id",
    ),
    ("audit", "DELETE", f"OLD.state IN {_FROZEN}"),
    ("checklist_version", "UPDATE", "OLD.published_at IS NOT NULL"),
    ("checklist_version", "DELETE", "OLD.published_at IS NOT NULL"),
    *_append_only("former_bid", "opening_withdrawal", "tie_break", "award_share"),
    (
        "tender",
        "UPDATE",
        f"OLD.state <> 'draft' AND ({_changes(*_TERMS)}) OR OLD.bids_sha256 IS NOT NULL AND {_changes('bids_sha256')}",
    ),
    ("tender", "DELETE", "OLD.state <> 'draft'"),
    ("bid", "UPDATE", f"{_tender_state('OLD')} {_EVALUATED}"),
    ("bid", "INSERT", f"{_tender_state('NEW')} <> 'closed'"),
    ("bid", "DELETE", f"{_tender_state('OLD')} <> 'closed'"),
    ("bidder", "UPDATE", f"{_tender_state('OLD')} {_EVALUATED}"),
    ("bidder", "INSERT", f"{_tender_state('NEW')} NOT IN ('draft', 'published')"),
    ("bidder", "DELETE", f"{_tender_state('OLD')} NOT IN ('draft', 'published')"),
    ("correction", "UPDATE", f"OLD.answered_at IS NOT NULL OR {_changes('text', 'digest', 'bidder_id')}"),
    ("correction", "DELETE", "true"),
    ("low_bid_query", "UPDATE", f"OLD.answered_at IS NOT NULL OR {_changes('question', 'bidder_id')}"),
    ("low_bid_query", "DELETE", "true"),
    ("award_proposal", "UPDATE", f"OLD.withdrawn_at IS NOT NULL OR {_changes('codes', 'reason', 'gates_again')}"),
    ("award_proposal", "DELETE", "true"),
]


def drop(connection: Connection) -> None:
    for table, act, _ in standing(connection):
        on = "" if _sqlite(connection) else f" ON {table}"
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name_of(table, act)}{on}")


def install(connection: Connection) -> None:
    for table, act, when in standing(connection):
        says = f"{table}: {act.lower()} refused, the record is frozen"
        if _sqlite(connection):
            _install_sqlite(connection, table, act, when, says)
        else:
            _install_postgresql(connection, table, act, when, says)


def standing(connection: Connection) -> list[tuple[str, str, str]]:
    """The guards whose table exists: an old migration knows fewer tables."""
    tables = set(inspect(connection).get_table_names())
    return [guard for guard in GUARDS if guard[0] in tables]


def name_of(table: str, act: str) -> str:
    return f"guard_{table}_{act.lower()}"


def installed(connection: Connection) -> set[str]:
    """Names of the guards that stand in the database."""
    if _sqlite(connection):
        found = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    else:
        found = connection.exec_driver_sql("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
    return {name for (name,) in found if name.startswith("guard_") and not name.endswith("_all")}


def _sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"


def _install_sqlite(connection: Connection, table: str, act: str, when: str, says: str) -> None:
    name, refuses = name_of(table, act), f"SELECT RAISE(ABORT, '{says}')"
    connection.exec_driver_sql(f"CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN {when} BEGIN {refuses}; END")


def _install_postgresql(connection: Connection, table: str, act: str, when: str, says: str) -> None:
    name = name_of(table, act)
    raises = f"RAISE EXCEPTION USING ERRCODE = 'restrict_violation', MESSAGE = '{says}'"
    for function, body in (
        (name, f"IF {when} THEN {raises}; END IF; RETURN COALESCE(NEW, OLD);"),
        (f"{name}_all", f"{raises};"),
    ):
        connection.exec_driver_sql(
            f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"
        )
    connection.exec_driver_sql(f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
    connection.exec_driver_sql(
        f"CREATE OR REPLACE TRIGGER {name}_all BEFORE TRUNCATE ON {table} EXECUTE FUNCTION {name}_all()"
    )
