"""The reader of a page: language from cookie or browser, theme from cookie, and the time zone of the portal."""

from flask import g, request
from werkzeug.datastructures import LanguageAccept

from supplier_portal.language.catalogue import LANGUAGES
from supplier_portal.language.speech import Speech
from supplier_portal.web.portal import portal

LANGUAGE_COOKIE, THEME_COOKIE = "language", "theme"
THEMES = ("light", "dark")
YEAR_SECONDS = 31_536_000


def language() -> str:
    """The cookie's language, else the account's, else the first known one of the browser, else English."""
    chosen = request.cookies.get(LANGUAGE_COOKIE) or g.get("account_language")
    if chosen in LANGUAGES:
        return str(chosen)
    accepted: LanguageAccept = request.accept_languages
    for wanted, _ in accepted:
        if wanted.split("-")[0].lower() in LANGUAGES:
            return wanted.split("-")[0].lower()
    return LANGUAGES[0]


def theme() -> str:
    chosen = request.cookies.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else THEMES[0]


def speech() -> Speech:
    """How to speak to this reader; worked out once a request."""
    if "speech" not in g:
        g.speech = Speech(language(), portal().config.zone)
    said: Speech = g.speech
    return said
