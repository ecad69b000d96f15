"""What every template finds: words, figures and dates of the reader, menus, addresses of static files."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from flask import Flask, request
from flask_wtf.csrf import generate_csrf
from jinja2 import StrictUndefined

from supplier_portal.domain.errors import Fault
from supplier_portal.web import panels, statics
from supplier_portal.web.door import actor
from supplier_portal.web.menu import menu, tabs
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import language, speech, theme


def _day(value: date) -> str:
    return speech().day(value)


def _moment(value: datetime) -> str:
    return speech().moment(value)


def _number(value: Decimal | Fraction | str | int, places: int = 2) -> str:
    return speech().number(value, places)


def _size(size: int) -> str:
    return speech().size(size)


def _fault(fault: Fault) -> str:
    return speech().fault(fault)


def install(app: Flask) -> None:
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: speech().gettext(text),
        lambda one, many, number: speech().ngettext_plain(one, many, number),
        newstyle=True,
    )
    environment.filters.update(day=_day, moment=_moment, number=_number, size=_size, fault=_fault)
    environment.globals.update(
        static=lambda name: statics.address(app, name),
        bootstrap_css=statics.address(app, statics.BOOTSTRAP.name),
        csrf_token=generate_csrf,
        insets=panels.render,
        bottom_tabs=tabs,
        word=lambda code: speech().word(code),
    )
    app.context_processor(_of_this_request)


def _of_this_request() -> dict[str, object]:
    person = actor()
    return {
        "actor": person if person.account_id is not None else None,
        "menu": menu() if person.account_id is not None else [],
        "language": language(),
        "theme": theme(),
        "here": request.full_path.rstrip("?"),
        "pinned_day": portal().config.pinned_day,
    }
