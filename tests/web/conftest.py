"""Pages through HTTP only, as one of the cast."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from supplier_portal import create_app
from supplier_portal.config import Config
from tests.cast import Person
from tests.web.pages import Browser


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    made = create_app(config)
    made.testing = True
    yield made
    made.extensions["portal"].database.engine.dispose()


@pytest.fixture
def stranger(app: Flask) -> Browser:
    return Browser(app, app.test_client())


@pytest.fixture
def as_person(app: Flask) -> Callable[[Person], Browser]:
    """`as_person(PAN)` is Pan's own signed-in browser."""
    return lambda person: Browser(app, app.test_client()).sign_in(person)
