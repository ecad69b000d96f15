"""A rating taken apart: every level adds up to the one above."""

from datetime import timedelta
from decimal import Decimal

import pytest

from supplier_portal.access.actor import SYSTEM
from supplier_portal.audits.models import Answer, Audit, Evidence
from supplier_portal.domain.errors import Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.files.models import StoredFile
from supplier_portal.scores.models import Waiver
from supplier_portal.scores.operations import publish_rating
from supplier_portal.scores.queries.scorecard import find_rating, find_supplier, scorecard_of
from supplier_portal.suppliers.models import Site, Supplier
from tests import scored
from tests.cast import HUILING, HUIZHOU_SITE, LIN, MINGYAN, NOW, PAN, TAN, TODAY, ZHOU


@pytest.fixture
def world(session):
    scored.add_scored_world(session)
    return session


def card_of(session, supplier_id=HUILING, day=TODAY):
    publish_rating(session, SYSTEM, supplier_id, Moment(NOW.at, day), "input")
    return scorecard_of(session, LIN.actor, session.get_one(Supplier, supplier_id))


def shares(parts):
    return sum((part.share for part in parts if part.share is not None), Decimal(0))


def inner_parts(parts):
    for part in parts:
        if part.parts:
            yield part
            yield from inner_parts(part.parts)


@pytest.mark.parametrize("day", [TODAY, TODAY + timedelta(days=450), TODAY + timedelta(days=900)], ids=str)
@pytest.mark.parametrize("supplier_id", [HUILING, MINGYAN])
def test_shares_of_every_level_add_up_to_the_part_above(world, supplier_id, day):
    world.add(Site(id=77, supplier_id=HUILING, name_en="Dongguan", spend_share=Decimal("0.25")))
    world.flush()
    scored.add_scored_audit(world, HUILING, 77, 4, {"S2.1": "NA", "S6.1": "out_of_profile"}, mode="desktop")
    card = card_of(world, supplier_id, day)
    assert abs(shares(card.account) - card.figures.rating) <= Decimal("0.03")
    several = list(inner_parts(card.account))
    assert {part.kind for part in several} == {"module", "part", "site", "dimension", "step"}
    for part in several:
        assert abs(shares(part.parts) - part.share) <= Decimal("0.05"), part.code


def test_parts_show_published_figures_and_the_weights_of_the_policy(world):
    card = card_of(world)
    sustainability = card.account[0]
    assert [part.code for part in card.account] == ["sustainability", "quality", "cost", "delivery", "technology"]
    assert (sustainability.weight, sustainability.points) == ("15", card.figures.sustainability)
    audit = sustainability.parts[0]
    site = card.figures.sites[0]
    assert [part.code for part in sustainability.parts] == ["audit", "cdp", "sbt", "data"]
    assert [part.points for part in sustainability.parts[1:]] == [Decimal("75.00"), Decimal("0.00"), Decimal("73.40")]
    assert {part.code: part.points for part in audit.parts[0].parts} == dict(site.dimensions)
    assert [part.code for part in audit.parts[0].parts] == ["S", "M", "A", "R", "T"]
    accounting = audit.parts[0].parts[2].parts[0]
    scope_2 = next(part for part in accounting.parts if part.code == "S4.3")
    assert (scope_2.answer, scope_2.points, scope_2.weight) == (1, Decimal("25.00"), "4")


def test_what_has_no_value_stands_there_without_a_share(session):
    scored.add_policy(session)
    scored.add_modules(session, HUILING, {"quality": "80"})
    account = {part.code: part for part in card_of(session).account}
    assert (account["cost"].points, account["cost"].share) == (None, None)
    assert account["quality"].share == Decimal("53.33")  # 80 · 30 / (30 + 15)
    assert account["sustainability"].parts[0].parts == ()


def test_gates_say_why_they_hold(world):
    world.add(Waiver(supplier_id=MINGYAN, gate="G1", reason="x", until=TODAY, granted_by=PAN.number, granted_at=NOW.at))
    world.flush()
    gates = {one.gate.code: one for one in card_of(world, MINGYAN).gates}
    assert (gates["G1"].holds, gates["G1"].waived, gates["G1"].acts, gates["G1"].count) == (True, True, False, 1)
    assert (gates["G2"].holds, gates["G2"].count) == (False, 0)
    bare = {one.gate.code: one for one in card_of(world, HUILING, TODAY + timedelta(days=900)).gates}
    assert bare["G4"].acts
    assert set(bare["G5"].missing) == {"quality", "cost", "delivery", "technology"}


def test_a_site_says_what_caps_its_audit(world):
    site = card_of(world, MINGYAN).standings[0]
    assert (site.capped_by, site.age, site.mode_cap) == (("G1",), 30, None)
    assert site.figures.effective_audit == Decimal("49.99")
    assert site.expires_on == TODAY + timedelta(days=700)


def test_what_lifts_names_the_greatest_gains_first(world):
    card = card_of(world)
    gains = [lift.next_gain for lift in card.lifts]
    assert len(gains) == 5
    assert gains == sorted(gains, reverse=True)
    assert gains[-1] > 0
    assert [lift.code for lift in card_of(world, MINGYAN).gate_lifts] == ["G1"]


def test_evidence_is_counted_by_checkpoint_and_notes_are_not_read(world):
    audit = scored.add_audit(world, HUILING, HUIZHOU_SITE, state="in_progress", issued_on=TODAY)
    world.add(StoredFile(digest="d" * 64, size=1, media_type="image/png", stored_at=NOW.at))
    world.flush()
    world.add(
        Answer(audit_id=audit.id, checkpoint="S4.3", rating="1", note="secret", saved_by=ZHOU.number, saved_at=NOW.at)
    )
    for name in ("a.png", "b.png"):
        world.add(
            Evidence(
                audit_id=audit.id, checkpoint="S4.3", digest="d" * 64, media_type="image/png", size=1, name=name,
                about_on=TODAY, added_by=ZHOU.number, added_at=NOW.at,
            )
        )  # fmt: skip
    world.flush()
    audit.state = "issued"
    world.flush()
    version = scored.add_checklist(world)
    scored.store_audit_result(world, world.get_one(Audit, audit.id), scored.checkpoints(version, 2, {}), NOW)
    with scored.Statements(world.get_bind()) as statements:
        card = card_of(world)
    assert card.sites["Huizhou"].evidence == {"S4.3": 2}
    assert card.sites["Huizhou"].checklist.by_code["S4.3"]
    assert not any("answer.note" in statement for statement in statements.seen)


def test_a_never_rated_supplier_has_no_scorecard(world):
    assert scorecard_of(world, LIN.actor, world.get_one(Supplier, HUILING)) is None


def test_another_suppliers_scorecard_and_rating_are_missing(world):
    rating = publish_rating(world, SYSTEM, MINGYAN, NOW, "input")
    for search in (
        lambda: find_supplier(world, TAN.actor, MINGYAN),
        lambda: find_rating(world, TAN.actor, MINGYAN, rating.id),
        lambda: find_rating(world, LIN.actor, HUILING, rating.id),
    ):
        with pytest.raises(Missing):
            search()
