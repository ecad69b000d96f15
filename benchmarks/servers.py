"""gunicorn on a free port of loopback, with the settings the portal is served with."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from supplier_portal.shipped import ROOT

WORKERS, THREADS = 2, 4
STOP_SECONDS = 15


@contextmanager
def served(application: str, environment: Mapping[str, str]) -> Iterator[int]:
    """Serve the WSGI application while the block runs; gives the port.

    The port listens before gunicorn has started: who connects early waits in line.
    """
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listening:
        port: int = listening.getsockname()[1]
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", application, "--bind", f"fd://{listening.fileno()}"),
                *("--workers", str(WORKERS), "--threads", str(THREADS), "--worker-class", "gthread"),
                *("--graceful-timeout", "10", "--log-level", "warning", "--no-control-socket"),
            ],
            env={**os.environ, **environment},
            cwd=ROOT,
            pass_fds=[listening.fileno()],
        )
    try:
        yield port
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
