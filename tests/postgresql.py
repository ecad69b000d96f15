"""A PostgreSQL cluster of the tests' own: a temporary folder, socket only, an ordinary role."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 the cluster is thrown away: it needs no disk
DEBIAN = Path("/usr/lib/postgresql")


def initdb() -> Path | None:
    """On PATH, or the newest in Debian's versioned folders."""
    versioned = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    found = shutil.which("initdb")
    return versioned[-1] if versioned else (Path(found).resolve() if found else None)


@contextmanager
def cluster() -> Iterator[str]:
    """Start one and yield the address of its maintenance database as the ordinary role `portal`."""
    program = initdb()
    if program is None:
        raise RuntimeError("initdb is not installed: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="portal-pg-", dir=MEMORY if MEMORY.is_dir() else None))
    user = "postgres" if os.getuid() == 0 else None
    if user:
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)

    def run(*command: str | Path) -> None:
        subprocess.run(
            command,
            check=True,
            user=user,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"},
        )

    data, binaries = folder / "data", program.parent
    # Without autovacuum, whose workers an ordinary role cannot send away from a database it drops.
    values = ("listen_addresses=''", f"unix_socket_directories={folder}", "fsync=off", "autovacuum=off")
    settings = " ".join(f"-c {value}" for value in values)
    run(program, "-D", data, "-U", "owner", "--auth=trust", "-E", "UTF8", "--no-sync")
    run(binaries / "pg_ctl", "-D", data, "-o", settings, "-l", folder / "log", "-w", "start")
    try:
        role = "CREATE ROLE portal LOGIN CREATEDB"
        run(binaries / "psql", "-h", folder, "-U", "owner", "-d", "postgres", "-qc", role)
        yield f"postgresql+psycopg://portal@/postgres?host={folder}"
    finally:
        run(binaries / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)
