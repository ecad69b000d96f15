"""The commands that load a policy and publish ratings."""

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.scores import commands
from supplier_portal.scores.models import Policy, Rating
from supplier_portal.scores.operations import ratings as operations
from tests import scored
from tests.cast import HUILING, MINGYAN, TODAY


@pytest.fixture
def run(database, database_address, tmp_path, monkeypatch):
    monkeypatch.setenv("SUPPLIER_PORTAL_DATABASE", database_address)
    monkeypatch.setenv("SUPPLIER_PORTAL_DATA_FOLDER", str(tmp_path))
    monkeypatch.setenv("SUPPLIER_PORTAL_PINNED_DAY", TODAY.isoformat())
    monkeypatch.setenv("SUPPLIER_PORTAL_SECRET_KEY", "k" * 40)
    return lambda command, *arguments: CliRunner().invoke(command, arguments)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "policy.json"
    path.write_text(json.dumps(scored.policy_document()))
    return path


def all_of(database, model):
    with database.reading(SYSTEM) as session:
        return session.scalars(select(model)).all()


def test_a_policy_is_loaded_once(run, file, database):
    first = run(commands.policy, "load", str(file), "--holds-from", "2020-01-01")
    assert run(commands.policy, "load", str(file)).output == first.output
    (policy,) = all_of(database, Policy)
    assert first.output == f"default 1.0.0 holds from 2020-01-01, sha256 {policy.sha256}\n"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[1]", "document: An object of named fields must stand here."),
        ("{", "not JSON"),
        ('{"name": "x"}', "policy.grades: This field is missing."),
    ],
)
def test_a_faulty_policy_is_refused_with_the_place(run, file, database, content, told):
    file.write_text(content)
    answer = run(commands.policy, "load", str(file))
    assert answer.exit_code == 1
    assert told in answer.output
    assert all_of(database, Policy) == []


def test_every_supplier_is_published_batch_by_batch(run, database, monkeypatch):
    monkeypatch.setattr(operations, "BATCH", 2)
    with database.unit_of_work(SYSTEM) as session:
        scored.add_scored_world(session)
        ids = scored.add_suppliers(session, 3)
    answer = run(commands.ratings, "publish", "--as-of", "2024-03-30")
    assert answer.output == "5 ratings of 2024-03-30 published.\n"
    ratings = all_of(database, Rating)
    assert [rating.supplier_id for rating in ratings] == [HUILING, MINGYAN, *ids]
    assert {(str(rating.as_of), rating.cause) for rating in ratings} == {("2024-03-30", "month_end")}
    assert run(commands.ratings, "publish").output == f"5 ratings of {TODAY} published.\n"


def test_a_day_to_come_and_a_missing_policy_are_refused(run, database):
    future = run(commands.ratings, "publish", "--as-of", "2024-04-01")
    assert (future.exit_code, "has not come yet" in future.output) == (1, True)
    bare = run(commands.ratings, "publish")
    assert (bare.exit_code, "No policy holds on 2024-03-31 yet" in bare.output) == (1, True)
    assert all_of(database, Rating) == []
