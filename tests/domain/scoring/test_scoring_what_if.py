"""What a supplier could change, alone and together (scoring.md 6)."""

from decimal import Decimal

from scoring_documents import audit, checkpoints, finding, rating

from supplier_portal.domain.scoring import chosen, effect_of, possible_changes, rate, rating_input_from

FIVE = {1: "1:4 1:NA 1:3", 5: "1:0"}


def changes_of(document):
    inputs, rules = rating_input_from(document)
    today = rate(inputs, rules)
    return {change.key: effect_of([change], inputs, rules, today) for change in possible_changes(inputs, rules)}


def test_only_what_a_supplier_can_better_is_told() -> None:
    found = changes_of(rating(audits=[audit(checkpoints=checkpoints(FIVE))], sbt="validated"))
    assert list(found) == [
        "level:0:S1.3:4", "level:0:S5.1:1", "level:0:S5.1:2", "level:0:S5.1:3", "level:0:S5.1:4",
        "cdp:0::A-", "cdp:0::A", "primary_share:0::0.75", "primary_share:0::1",
    ]  # fmt: skip
    assert all(effect.rating > 0 for effect in found.values())


def test_what_is_at_its_best_is_not_told() -> None:
    best = rating(
        audits=[audit(checkpoints=checkpoints({1: "1:4"}))],
        cdp="A", sbt="validated", data={"primary_share": "1", "verified": True},
    )  # fmt: skip
    assert changes_of(best) == {}


def test_a_better_input_gains_in_both_figures_and_may_raise_the_grade() -> None:
    found = changes_of(rating(data={"primary_share": "0.62", "verified": False}))
    one = found["verified:0::yes"]
    inputs, rules = rating_input_from(rating(data={"primary_share": "0.62", "verified": False}))
    verified, _ = rating_input_from(rating(data={"primary_share": "0.62", "verified": True}))
    assert one.rating == rate(verified, rules).rating - rate(inputs, rules).rating > 0
    assert one.sustainability == rate(verified, rules).sustainability - rate(inputs, rules).sustainability > 0


def test_an_acting_gate_is_told_with_the_grade_without_it() -> None:
    document = rating(audits=[audit(checkpoints=checkpoints({1: "1:3"}))], nonconformities=[finding("critical")])
    one = changes_of(document)["gate:0:G1:ended"]
    assert (one.rating, one.grade) == (Decimal("2.63"), "B")


def test_several_changes_together_are_worked_out_as_one() -> None:
    document = rating(audits=[audit(checkpoints=checkpoints({1: "1:3"}))], nonconformities=[finding("critical")])
    inputs, rules = rating_input_from(document)
    possible, today = list(possible_changes(inputs, rules)), rate(inputs, rules)
    level, gate = (chosen([key], possible) for key in ("level:0:S1.1:4", "gate:0:G1:ended"))
    alone = [effect_of(one, inputs, rules, today).rating for one in (level, gate)]
    together = effect_of([*level, *gate], inputs, rules, today).rating
    assert alone[0] == 0  # the gate holds it down
    assert together > sum(alone)


def test_of_two_levels_of_one_checkpoint_the_higher_one_is_chosen_and_unknown_keys_name_nothing() -> None:
    inputs, rules = rating_input_from(rating(audits=[audit(checkpoints=checkpoints(FIVE))]))
    found = chosen(["level:0:S5.1:3", "level:0:S5.1:1", "level:9:S5.1:4", "x"], possible_changes(inputs, rules))
    assert [(one.site, one.code, one.now, one.to) for one in found] == [("Huizhou", "S5.1", "0", "3")]


def test_sites_are_told_apart() -> None:
    both = [audit(), audit("Kunshan", checkpoints=checkpoints({1: "1:2"}))]
    found = [one for one in possible_changes(*rating_input_from(rating(audits=both))) if one.place == 1]
    assert {one.site for one in found} == {"Kunshan"}
    assert [one.key for one in found] == ["level:1:S1.1:3", "level:1:S1.1:4"]
