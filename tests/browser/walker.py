"""A person at a browser who reads a language: finds links and buttons by the words on them, and never by an address."""

import re
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, Locator, Page, expect

from supplier_portal.language.speech import Speech
from tests.cast import PASSWORD, Person

DESK, TABLET, PHONE = (1440, 900), (768, 1024), (390, 844)
HAN = re.compile("[\u4e00-\u9fff]")
PATIENCE = 15_000  # milliseconds a page may take on a machine that does other things besides
FAILED = 400
MENUS = ".nav-row > ul > li > a, .nav-row .more a, .nav-folded a, .tabbar a"


@dataclass
class Walker:
    """One person in a browser of their own; what goes wrong in it is kept in `faults`."""

    person: Person
    page: Page
    speech: Speech
    faults: list[str] = field(default_factory=list)

    def say(self, english: str, **facts: object) -> str:
        """The sentence as this reader reads it; a Chinese reader's is in Chinese."""
        said = self.speech.gettext(english, **facts)
        assert self.speech.language == "en" or HAN.search(said), f"{english!r} is not translated"
        return said

    def word(self, code: str) -> str:
        said = self.speech.word(code)
        assert self.speech.language == "en" or HAN.search(said), f"{code!r} is not translated"
        return said

    def sign_in(self) -> "Walker":
        """Open the portal, choose the language and sign in: the start page is what one's day begins with."""
        self.page.context.clear_cookies()
        self.page.goto("/")
        if self.speech.language == "zh":
            self.click(self.page.get_by_role("button", name="中文", exact=True))
        self.page.fill("[name=email]", self.person.email)
        self.page.fill("[name=password]", PASSWORD)
        self.press("Sign in")
        expect(self.page.locator("html")).to_have_attribute("lang", {"en": "en", "zh": "zh-CN"}[self.speech.language])
        return self

    def click(self, found: Locator) -> None:
        """Click the first of them, and wait for the whole page it may lead to: a browser shows the head of one before
        its rows have come, and who counts the rows at once counts too few."""
        found.first.click()
        self.page.wait_for_load_state("domcontentloaded")

    def choose(self, selector: str) -> None:
        """Click the first that the selector finds: for what has no words of its own, or other ones each time."""
        self.click(self.page.locator(selector))

    def menu(self, english: str) -> None:
        """Go to a room by the menu, unfolding it where the screen is narrow."""
        entry = self.page.locator(MENUS).filter(has_text=re.compile(rf"^\s*{re.escape(self.say(english))}\s*$"))
        for summary in self.page.locator(".nav-folded > summary, .nav-row .more > summary").all():
            if summary.is_visible() and not entry.filter(visible=True).count():
                summary.click()
        self.click(entry.filter(visible=True))

    def follow(self, name: str) -> None:
        """Follow the link with these words, as they stand on the page."""
        self.click(self.page.get_by_role("link", name=name).filter(visible=True))

    def link(self, english: str, **facts: object) -> None:
        self.follow(self.say(english, **facts))

    def press(self, english: str, **facts: object) -> None:
        self.click(self.button(self.say(english, **facts)))

    def press_word(self, code: str) -> None:
        self.click(self.button(self.word(code)))

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True).filter(visible=True).first

    def unfold(self, words: str) -> None:
        self.click(self.page.locator("summary").filter(has_text=words).filter(visible=True))

    def fill(self, **values: str) -> None:
        """Type into visible fields by their names, and choose from lists."""
        for name, value in values.items():
            found = self.page.locator(f"[name='{name}']").filter(visible=True).first
            if found.evaluate("field => field.tagName") == "SELECT":
                found.select_option(value)
            else:
                found.fill(value)

    def check(self, name: str, value: object) -> None:
        self.page.locator(f"[name='{name}'][value='{value}']").filter(visible=True).first.check()

    def sees(self, *words: str) -> None:
        for each in words:
            expect(self.page.locator("main")).to_contain_text(each)

    def told(self, english: str, **facts: object) -> None:
        self.sees(self.say(english, **facts))

    def heading(self, words: str) -> None:
        expect(self.page.locator("h1")).to_contain_text(words)

    def state(self, code: str) -> None:
        """What stands beside the heading."""
        expect(self.page.locator(".pagehead")).to_contain_text(self.word(code))


def walker(chromium: Browser, address: str, person: Person, language: str, size: tuple[int, int]) -> Walker:
    context = chromium.new_context(
        base_url=address, viewport={"width": size[0], "height": size[1]}, locale="en-GB", reduced_motion="reduce"
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    made = Walker(person, page, Speech(language, ZoneInfo("Asia/Shanghai")))
    page.on("pageerror", lambda error: made.faults.append(f"{page.url}: {error}"))
    page.on("response", lambda answer: _note(made, answer.status, answer.url))
    return made


def _note(made: Walker, status: int, url: str) -> None:
    if status >= FAILED:
        made.faults.append(f"{status} at {url}")
