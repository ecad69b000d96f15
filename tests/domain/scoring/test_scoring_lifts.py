"""What lifts a rating (scoring.md 6)."""

from decimal import Decimal

from scoring_documents import audit, checkpoints, finding, rating

from supplier_portal.domain.scoring import rating_input_from, what_lifts


def test_checkpoints_below_the_top_are_told_from_the_lowest_level_on() -> None:
    levels = {1: "1:4 1:NA 1:3", 5: "1:0 3:0", 6: "1:1"}
    lifts = what_lifts(*rating_input_from(rating(audits=[audit(checkpoints=checkpoints(levels))])))
    assert [(lift.code, lift.level) for lift in lifts.checkpoints] == [
        ("S5.2", 0),
        ("S5.1", 0),
        ("S6.1", 1),
        ("S1.3", 3),
    ]
    assert list(lifts.checkpoints[0].gains) == [1, 2, 3, 4]
    assert lifts.checkpoints[0].next_gain == Decimal("0.88")  # 26/58 of 18.75 points, 70 % of 15 %
    assert lifts.gates == ()


def test_a_lift_starts_from_the_re_rated_level() -> None:
    document = rating(audits=[audit(checkpoints=checkpoints({1: "1:1 1:4"}), re_rated={"S1.1": 4})])
    (lift,) = what_lifts(*rating_input_from(document)).checkpoints
    assert (lift.level, lift.gains) == (3, {4: Decimal("1.31")})  # 12.5 points, 70 % of 15 %


def test_a_gate_tells_what_the_rating_would_be_without_it() -> None:
    document = rating(
        audits=[audit(checkpoints=checkpoints({1: "1:3"}))],
        nonconformities=[finding("critical"), finding("minor", overdue=True)],
    )
    lifts = what_lifts(*rating_input_from(document))
    assert [(gate.code, gate.gain, gate.grade) for gate in lifts.gates] == [("G1", Decimal("2.63"), "B")]
    assert lifts.checkpoints[0].gains == {4: Decimal("0.00")}  # the gate holds it down
