"""`./run pictures`: photograph the pages of the demonstration in a real browser, for README and the guides.

The demo is made in var/demo where it is not there yet. Each picture is a page as its user sees it: the width of the
device, the language of the person, light; `--all` photographs every look, to be looked at, into var/pictures.
"""

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from threading import Thread

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from supplier_portal import create_app
from supplier_portal.config import Config
from supplier_portal.demo.calendar import TODAY

HERE = Path(__file__).parent
DEMO, LOOKED_AT = Path("var/demo"), Path("var/pictures")
COLOURS = 128


@dataclass(frozen=True)
class Picture:
    """name: of its file; role: who looks, by role or e-mail; width, height: of the screen in pixels."""

    name: str
    role: str
    path: str
    width: int
    height: int
    language: str = "en"


DESK, TABLET, PHONE = (1440, 900), (768, 1024), (360, 780)
PICTURES = (
    Picture("dashboard", "planner", "/dashboard", *DESK),
    Picture("programme", "planner", "/programmes/3", *DESK),
    Picture("scorecards", "procurement", "/scorecards", *DESK),
    Picture("scorecard", "procurement", "/scorecards/1", *DESK),
    Picture("tender", "procurement", "/tenders/1/evaluation", *DESK),
    Picture("audit", "zhou.lan@buyer.example.org", "/audits/346/S4.3", *TABLET, language="zh"),
    Picture("review", "reviewer", "/reviews/332", *DESK),
    Picture("finding", "reviewer", "/findings/624", *DESK),
    Picture("desk", "zhou.lan@buyer.example.org", "/desk", *DESK),
    Picture("home", "tan.yi@huiling.example.org", "/home", *PHONE, language="zh"),
    Picture("visit", "tan.yi@huiling.example.org", "/audits/346/visit", *PHONE, language="zh"),
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="./run pictures", description="Photograph the demonstration's pages.")
    parser.add_argument("--all", action="store_true", help=f"every look of every page, into {LOOKED_AT}")
    asked = parser.parse_args()
    subprocess.run([sys.executable, "-m", "supplier_portal", "demo", "--no-serve", "--folder", str(DEMO)], check=True)
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for picture in PICTURES:
            looks = product(("en", "zh"), ("light", "dark"), (DESK, TABLET, PHONE)) if asked.all else [None]
            for look in looks:
                _take(browser, address, picture, look)
        browser.close()


@contextmanager
def served() -> Iterator[str]:
    """The portal on the demo's data, served by threads of this process."""
    config = Config(
        data_folder=DEMO.resolve() / "portal",
        pinned_day=TODAY,
        secret_key="of a demonstration, for as long as it is photographed",  # noqa: S106 nobody else reaches it
    )
    server = make_server("localhost", 0, create_app(config), threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def _take(browser: Browser, address: str, picture: Picture, look: tuple[str, str, tuple[int, int]] | None) -> None:
    language, theme, (width, height) = look or (picture.language, "light", (picture.width, picture.height))
    context = browser.new_context(base_url=address, viewport={"width": width, "height": height}, locale="en-GB")
    cookies = {"language": language, "theme": theme}
    page = context.new_page()
    _sign_in(page, picture.role)
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
    page.goto(picture.path, wait_until="networkidle")
    if look is None:
        target = HERE / f"{picture.name}.png"
    else:
        LOOKED_AT.mkdir(parents=True, exist_ok=True)
        target = LOOKED_AT / f"{picture.name}-{width}-{language}-{theme}.png"
    page.screenshot(path=target, full_page=look is not None)
    context.close()
    with Image.open(target) as taken:
        taken.convert("RGB").quantize(COLOURS).save(target, optimize=True)
    print(target)


def _sign_in(page: Page, role: str) -> None:
    people = json.loads((DEMO / "accounts.json").read_text(encoding="utf-8"))
    person = next(one for one in people if role in {one["role"], one["email"]})
    page.goto("/sign-in")
    page.fill("[name=email]", person["email"])
    page.fill("[name=password]", person["password"])
    page.click("main button[type=submit]")


if __name__ == "__main__":
    main()
