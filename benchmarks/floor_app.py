"""The floor of a save: Flask and sqlite3, nothing else; one durable UPDATE per request."""

import os
import sqlite3
import threading
from pathlib import Path

from flask import Flask, Response, request

FILE = "BENCHMARK_FLOOR_FILE"  # environment: path of its database
_of_thread = threading.local()


def connect(path: str | Path) -> sqlite3.Connection:
    """Open the database with the durability the portal has. Raises RuntimeError where the file system has no WAL."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=10)
    if connection.execute("PRAGMA journal_mode=WAL").fetchone() != ("wal",):
        raise RuntimeError("SQLite did not take journal_mode=wal")
    connection.execute("PRAGMA synchronous=FULL")
    return connection


def make_database(path: Path, rows: list[tuple[int, str]]) -> None:
    """Write the one table, a row of it for each audit and checkpoint."""
    with connect(path) as connection:
        connection.execute(
            "CREATE TABLE answer (audit_id INTEGER, checkpoint TEXT, rating TEXT, note TEXT, version INTEGER, "
            "PRIMARY KEY (audit_id, checkpoint))"
        )
        connection.executemany("INSERT INTO answer VALUES (?, ?, NULL, '', 0)", rows)
    connection.close()


def create_app() -> Flask:
    app = Flask(__name__)

    @app.put("/api/changes/<uuid:change_uuid>")
    def put_change(change_uuid: object) -> Response:  # noqa: ARG001 the route's
        change = request.get_json()
        answer = change["answer"]
        connection = _connection()
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            "UPDATE answer SET rating = ?, note = ?, version = version + 1 WHERE audit_id = ? AND checkpoint = ?",
            (answer["rating"], answer["note"], change["audit_id"], change["checkpoint"]),
        )
        connection.execute("COMMIT")
        return Response(b'{"saved": true}', mimetype="application/json")

    return app


def _connection() -> sqlite3.Connection:
    if not hasattr(_of_thread, "connection"):
        _of_thread.connection = connect(os.environ[FILE])
    found: sqlite3.Connection = _of_thread.connection
    return found
