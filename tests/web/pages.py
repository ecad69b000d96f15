"""A client that signs people in over HTTP and checks every page it fetches, whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.cast import PASSWORD, Person

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
SVG_EMPTY = frozenset({"path", "rect", "circle", "line", "polygon", "polyline", "use", "stop", "ellipse"})
UNLABELLED = frozenset({"hidden", "submit", "button"})


class Reading(HTMLParser):
    """What a page holds, and what is wrong with it."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.open: list[str] = []
        self.ids: set[str] = set()
        self.labelled: set[str] = set()
        self.inputs: list[dict[str, str | None]] = []
        self.headings = 0
        self.heading = ""
        self.title = ""
        self.csrf: str | None = None
        self._posting: bool | None = None
        self._has_token = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        self._check_attributes(tag, given)
        if tag == "h1":
            self.headings += 1
        if tag == "label" and given.get("for"):
            self.labelled.add(str(given["for"]))
        if tag in {"input", "select", "textarea"}:
            self._check_input(tag, given)
        if tag == "form":
            self._posting, self._has_token = (given.get("method") or "get").lower() == "post", False
        if tag not in VOID:
            self.open.append(tag)

    def _check_attributes(self, tag: str, given: dict[str, str | None]) -> None:
        number = given.get("id")
        if number is not None:
            if number in self.ids:
                self.faults.append(f"id {number!r} stands twice")
            self.ids.add(number)
        self.faults += [f"inline handler {name} on <{tag}>" for name in given if name.startswith("on")]
        if "style" in given:
            self.faults.append(f"inline style on <{tag}>")
        if tag == "script" and not given.get("src"):
            self.faults.append("inline script")

    def _check_input(self, tag: str, given: dict[str, str | None]) -> None:
        if given.get("name") == "csrf_token":
            self._has_token, self.csrf = True, given.get("value")
        if tag != "input" or given.get("type") not in UNLABELLED:
            inside = "label" in self.open
            self.inputs.append({**given, "inside": "yes" if inside else None})

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        while (
            self.open and self.open[-1] != tag and self.open[-1] in {"p", "li", "td", "th", "tr", "dt", "dd", "option"}
        ):
            self.open.pop()
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> closes <{self.open[-1] if self.open else ''}>, line {self.getpos()[0]}")
        else:
            self.open.pop()
        if tag == "form" and self._posting and not self._has_token:
            self.faults.append("a form posts without a CSRF token")

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self._check_attributes(tag, dict(attributes))

    def handle_data(self, text: str) -> None:
        if "h1" in self.open:
            self.heading += text
        if self.open and self.open[-1] == "title" and "svg" not in self.open:
            self.title += text

    def finish(self) -> list[str]:
        self.close()
        if self.open:
            self.faults.append(f"left open: {self.open}")
        if self.headings != 1:
            self.faults.append(f"{self.headings} h1")
        heading = " ".join(self.heading.split())
        if not " ".join(self.title.split()).startswith(heading):
            self.faults.append(f"the title {self.title!r} does not begin with the h1 {heading!r}")
        for given in self.inputs:
            named = (
                given.get("aria-label")
                or given.get("aria-labelledby")
                or given["inside"]
                or given.get("id") in self.labelled
            )
            if not named:
                self.faults.append(f"no label: {given}")
        return self.faults


def read(text: str) -> Reading:
    reading = Reading()
    reading.feed(text)
    faults = reading.finish()
    assert not faults, "\n".join(faults)
    return reading


@dataclass
class Browser:
    """One person's client; every HTML answer is checked whole."""

    app: Flask
    client: FlaskClient
    language: str = "en"
    csrf: str = ""

    def sign_in(self, person: Person) -> "Browser":
        self.get("/sign-in")
        answer = self.post("/sign-in", {"email": person.email, "password": PASSWORD})
        assert answer.status_code == 302, answer.text
        return self

    def speaking(self, language: str) -> "Browser":
        self.language = language
        self.client.set_cookie("language", language)
        return self

    def get(self, address: str, **given: Any) -> TestResponse:
        return self.check(self.client.get(address, **given))

    def page(self, address: str) -> str:
        """The text of a page that must be there."""
        answer = self.get(address)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        return answer.text

    def post(self, address: str, form: Mapping[str, Any] | None = None, **given: Any) -> TestResponse:
        """Post a form with the token of the page fetched last."""
        data = {"csrf_token": self.csrf, **(form or {})}
        return self.check(self.client.post(address, data=data, **given))

    def put_json(self, address: str, body: Any, **headers: str) -> TestResponse:
        own = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"} | headers
        return self.client.put(address, json=body, headers=own)

    def check(self, answer: TestResponse) -> TestResponse:
        if answer.mimetype == "text/html" and answer.status_code not in {301, 302, 303}:
            self.csrf = read(answer.text).csrf or self.csrf
        return answer
