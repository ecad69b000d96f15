"""Which safety checks are proven by which tests: `docs/safety.md` is written from the marks the tests carry."""

import ast
from collections import defaultdict
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
CHECKS = {
    1: "Every route × method × role × (own, another's, nobody's row) answers as the table says; none lacks a guard",
    2: "Another company's row and a missing row give the same status, headers and body",
    3: "Nothing confidential of another's stands in pages and exports",
    4: "Fields a form or the API does not know change nothing",
    5: "Ids of another's rows inside forms, API and uploads are refused",
    6: "Session fixation, logout everywhere, password change, idle and absolute life of a login",
    7: "Every unsafe route asks for a token, the API for its own origin",
    8: "The database is told who asks, for the length of a transaction",
    9: "Passwords are kept as argon2",
    10: "Ten failed logins in five minutes close the door, for accounts that do not exist too",
    11: "Invitations are single-use, expire, and are kept as hashes",
    12: "Headers on every response, errors too",
    13: "Redirects lead nowhere outside",
    14: "No bid before the deadline; two different people open by one file's hash; prices are the team's alone",
    16: "Over 100 hostile files and names at every door: refused with the reason, or handed out as attachments",
    17: "Too much at once, and too much in an audit or finding, is refused with the way out",
    18: "PDFs with hostile text open no connection and no file that was not given",
    19: "Formulas in names stay text in sheets",
    20: "Bombs, billion laughs, tags, depth, huge numbers, NaN, far years",
    21: "What the camera wrote into a photo is not in what others see",
    23: "Any bytes into an importer end in rows or a clear error",
    24: "Twenty clients edit one answer: one wins, nineteen are kept as rivals; a save never slips behind an issue",
    25: "Two people act at once: one wins, the other is told",
    26: "The same change twice takes effect once and gets the same reply",
    27: "SQLite's settings are verified at start",
    34: "While the mail server is down mail waits, then goes out, counted once by its Message-ID",
    35: "A job, a mail or a call of a webhook killed in the middle runs again, once in effect",
    36: "The event log is append-only and chained; changing, removing or cutting it is found",
    37: "Issued audits, receipts and evaluations cannot be changed in the database",
    38: "Every stored receipt recomputes",
    39: "Later changes of data change no evaluation",
    41: "Migrations up, down and without drift, with rows",
    43: "The lists of packages carry hashes and no address",
}


def marks() -> dict[int, set[str]]:
    """Number of a check → test files that carry its mark."""
    found: dict[int, set[str]] = defaultdict(set)
    for path in sorted(TESTS.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.safety":
                found[ast.literal_eval(node.args[0])].add(str(path.relative_to(TESTS.parent)))
    return found


def safety() -> str:
    """Write the page: each check, and where it is proven."""
    rows = [
        f"| {number} | {CHECKS[number]} | {', '.join(f'`{path}`' for path in sorted(paths))} |"
        for number, paths in sorted(marks().items())
    ]
    head = (
        "# What is proven\n\nEach check runs in the suite, on SQLite and on PostgreSQL; tests that ask for no database "
        "or are marked `one_engine`, because a second engine could change nothing they show, run on SQLite alone. "
        "The numbers are the project's list of safety and reliability checks; a number that is not here is not "
        "proven yet.\n\n"
    )
    return head + "| no | check | tests |\n| --- | --- | --- |\n" + "\n".join(rows) + "\n"
