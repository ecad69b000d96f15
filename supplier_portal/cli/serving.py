"""Web and worker side by side: two processes, stopped together."""

import os
import signal
import subprocess
import sys
import time
from types import FrameType

import click

from supplier_portal.calendars.cli import ship_calendars
from supplier_portal.config import PREFIX, Config

PATIENCE_SECONDS = 15


def serve_all(config: Config) -> int:
    """Bring the database up to date, start both, wait. Exit code: 0 when stopped, 1 when one of them died."""
    ship_calendars(config)
    environment = {**os.environ, PREFIX + "SECRET_KEY": config.secret_key}
    if config.pinned_day:
        environment[PREFIX + "PINNED_DAY"] = config.pinned_day.isoformat()
    environment[PREFIX + "DATA_FOLDER"] = str(config.data_folder)
    commands = (_web(config), _worker())
    children = [subprocess.Popen(command, env=environment) for command in commands]  # noqa: S603 our own programs
    stopped: list[int] = []

    def stop(number: int, _: FrameType | None) -> None:
        stopped.append(number)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    click.echo(f"Serving on http://{config.host}:{config.port} (stop with Ctrl+C)")
    while not stopped and all(child.poll() is None for child in children):
        time.sleep(0.2)
    for child in children:
        child.terminate()
    for child in children:
        _wait(child)
    return 0 if stopped else 1


def _wait(child: subprocess.Popen[bytes]) -> None:
    try:
        child.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()


def _web(config: Config) -> list[str]:
    return [
        *(sys.executable, "-m", "gunicorn", "supplier_portal:create_app()"),
        *("--bind", f"{config.host}:{config.port}"),
        *("--workers", str(config.web_workers), "--threads", str(config.web_threads)),
        *("--worker-class", "gthread", "--graceful-timeout", "10", "--log-level", "warning", "--no-control-socket"),
    ]


def _worker() -> list[str]:
    return [sys.executable, "-m", "supplier_portal", "work"]
