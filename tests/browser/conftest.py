"""A real browser against a real server on loopback."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from tests.cast import PASSWORD, Person

CHROMIUM = shutil.which("chromium")  # else the browser that playwright has fetched
NARROW = {"width": 768, "height": 1024}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The portal, served by threads of this process."""
    server = make_server("localhost", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def open_as(chromium: Browser, address: str) -> Iterator[Callable[[Person, str], Page]]:
    """`open_as(LUO, "/today")` is that page in a browser of Luo's own; errors of its scripts fail the test."""
    opened, errors = [], []

    def open_page(person: Person, path: str) -> Page:
        context = chromium.new_context(base_url=address, viewport=NARROW, locale="en-GB")
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(8000)
        page.on("pageerror", lambda error: errors.append(error))  # noqa: PLW0108 playwright takes no built-in
        sign_in(page, person)
        page.goto(path)
        return page

    yield open_page
    for context in opened:
        context.close()
    assert errors == []


def sign_in(page: Page, person: Person) -> None:
    page.goto("/sign-in")
    page.fill("[name=email]", person.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")


@contextmanager
def signed_in(chromium: Browser, address: str, person: Person, **options: object) -> Iterator[Page]:
    """A page of the person's own, in a browser that remembers nothing; options: playwright's for a context."""
    context = chromium.new_context(base_url=address, **options)
    page = context.new_page()
    sign_in(page, person)
    yield page
    context.close()
