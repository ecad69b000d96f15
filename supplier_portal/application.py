"""Putting the house together: the rooms with pages, in the order of a request's way through them."""

from datetime import timedelta
from importlib import import_module
from types import ModuleType

from apiflask import APIFlask
from flask import Blueprint
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

from supplier_portal.accounts import identity
from supplier_portal.config import Config
from supplier_portal.db.unit_of_work import Database
from supplier_portal.declared import declare_rooms
from supplier_portal.shipped import TEMPLATES
from supplier_portal.web import authorize, compression, door, errors, headers, jinja, limits, menu, origin, statics
from supplier_portal.web.portal import Portal

ROOMS_WITH_PAGES = (
    "trail",
    "jobs",
    "files",
    "intake",
    "suppliers",
    "accounts",
    "calendars",
    "notices",
    "declarations",
    "checklists",
    "carbon",
    "audits",
    "findings",
    "visits",
    "fieldwork",
    "reports",
    "scores",
    "appeals",
    "outreach",
    "tenders",
    "exports",
    "home",
    "desk",
    "programme",
    "dashboard",
)


class RowNumber(IntegerConverter):
    """A row's number in an address: what no row can have is not there, rather than too large for the database."""

    def __init__(self, addresses: Map) -> None:
        super().__init__(addresses, min=1, max=2**31 - 1)


def make_application(config: Config) -> APIFlask:
    declare_rooms()
    app = APIFlask(
        __name__,
        title="Supplier portal",
        version="1",
        template_folder=str(TEMPLATES),
        static_folder=None,  # type: ignore[arg-type]  # Flask allows it: WhiteNoise serves them
        spec_path="/api/openapi.json",
        docs_path=None,
        json_errors=False,
    )
    app.url_map.converters["int"] = RowNumber
    configure(app, config)
    app.extensions["portal"] = Portal(
        config, Database(config.database_address, config.country, mails=config.sends_mail)
    )
    install_ways(app, config)
    csrf = CSRFProtect(app)
    for room in ROOMS_WITH_PAGES:
        for name in ("views", "api"):
            register(app, room, name, csrf)
    authorize.open_to_all(app.view_functions["openapi.spec"])
    return app


def configure(app: APIFlask, config: Config) -> None:
    prefix = "__Host-" if config.production else ""
    app.config.update(
        SECRET_KEY=config.secret_key,
        DEBUG=config.debug,
        MAX_CONTENT_LENGTH=config.upload_limit + 1_000_000,
        MAX_FORM_MEMORY_SIZE=2_000_000,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=config.session_hours),
        SESSION_REFRESH_EACH_REQUEST=False,  # it ends with its row, so nothing is to be signed anew
        SESSION_COOKIE_NAME=f"{prefix}session",
        SESSION_COOKIE_SECURE=config.production,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,  # a tablet's page stays open as long as its session
        WTF_CSRF_SSL_STRICT=config.production,
    )
    app.json.sort_keys = False  # type: ignore[attr-defined]


def install_ways(app: APIFlask, config: Config) -> None:
    """The order in which a request passes: size, session, who asks, foreign writes, permission; headers and errors."""
    compression.install(app)  # the last of the answer's way: first in, last out
    limits.install(app)
    door.install(app)
    identity.install(app)
    origin.install(app)
    authorize.install(app)
    headers.install(app)
    errors.install(app, testing=False)
    statics.install(app, config.data_folder)
    jinja.install(app)
    if config.trusted_proxies:
        hops = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def register(app: APIFlask, room: str, name: str, csrf: CSRFProtect) -> None:
    """Register a room's pages or its API, and its menu entries, where it has them."""
    module: ModuleType | None = _module(f"supplier_portal.{room}.{name}")
    if module is None:
        return
    for blueprint in blueprints(module):
        app.register_blueprint(blueprint)
        if name == "api":
            csrf.exempt(blueprint)  # guarded by origin instead: no token is kept in a tablet's queue
    menu.declare(app, getattr(module, "MENU", ()))


def blueprints(module: ModuleType) -> list[Blueprint]:
    several: list[Blueprint] | None = getattr(module, "BLUEPRINTS", None)
    return several if several is not None else [module.blueprint]


def _module(name: str) -> ModuleType | None:
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        return None
