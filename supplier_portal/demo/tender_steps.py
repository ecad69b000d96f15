"""The steps of a tender, by two people of procurement."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.demo.logins import owner_of
from supplier_portal.demo.seed_files import tenders, texts
from supplier_portal.demo.seed_rows import SeedSupplier, SeedTender
from supplier_portal.demo.steps import Act, Step, World
from supplier_portal.domain.moment import Moment
from supplier_portal.tenders.models import Bidder, Tender
from supplier_portal.tenders.operations import (
    AddBidder,
    AnswerCorrection,
    AskCorrection,
    AwardTender,
    ConfirmOpening,
    EnterBid,
    Terms,
    add_bidder,
    answer_correction,
    ask_correction,
    award_tender,
    close_tender,
    confirm_opening,
    create_tender,
    enter_bid,
    evaluate_tender,
    lock_tender,
    publish_tender,
)
from supplier_portal.tenders.queries import bidders_of, bids_file, bids_hash, bids_of, evaluation_of
from supplier_portal.tenders.rules import Criterion, RulesTyped

FIRST, SECOND, THIRD = "procurement_1", "procurement_2", "procurement_3"
DEADLINE_HOUR = 17
LOCKED_BEFORE, ASKED_BEFORE, ANSWERED_BEFORE = 14, 12, 10  # days before the deadline
AWARDED_AFTER = 9


def tender_steps(world: World, suppliers: Sequence[SeedSupplier]) -> Iterator[Step]:
    """The steps of the tenders whose bidders are all among these suppliers."""
    there = {supplier.number for supplier in suppliers}
    for tender in tenders():
        if all(bid["supplier"] in there for bid in tender.bids):
            yield from _TenderSteps(world, tender).steps()


class _TenderSteps:
    def __init__(self, world: World, tender: SeedTender) -> None:
        self.world = world
        self.tender = tender
        self.key = f"tender:{tender.number}"
        self.deadline = datetime.combine(tender.deadline_on, time(DEADLINE_HOUR), world.config.zone).astimezone(UTC)

    def steps(self) -> Iterator[Step]:
        created, deadline = self.tender.created_on, self.tender.deadline_on
        yield self._step("", created, 10, FIRST, self._create)
        yield self._step("published", created + timedelta(days=1), 9, FIRST, self._publish)
        yield self._step("locked", deadline - timedelta(days=LOCKED_BEFORE), 10, FIRST, self._lock)
        if asks := self.tender.correction:
            asked, answered = (deadline - timedelta(days=before) for before in (ASKED_BEFORE, ANSWERED_BEFORE))
            yield self._step("correction", asked, 15, owner_of(asks), self._ask_correction)
            yield self._step("correction:answered", answered, 10, FIRST, self._answer_correction)
        yield self._step("closed", deadline + timedelta(days=1), 9, FIRST, self._close)
        if self.tender.until == "closed":
            return
        for bid in self.tender.bids:
            yield self._step(
                f"bid:{bid['supplier']}", deadline + timedelta(days=1), 10, SECOND, self._bid(bid["supplier"])
            )
        for who in (FIRST, SECOND):
            yield self._step(f"confirmed:{who}", deadline + timedelta(days=2), 10, who, self._confirm)
        yield self._step("evaluated", deadline + timedelta(days=2), 14, FIRST, self._evaluate)
        if self.tender.until == "awarded":
            yield self._step("awarded", deadline + timedelta(days=AWARDED_AFTER), 11, FIRST, self._award)

    def _step(self, name: str, day: date, hour: int, who: str, act: Act) -> Step:
        return Step(f"{self.key}:{name}" if name else self.key, self.world.moment(day, hour), who, act)

    def _create(self, session: Session, world: World, actor: Actor, moment: Moment) -> int:
        team = tuple(world.people[key].account_id or 0 for key in (SECOND, THIRD))
        command = Terms(
            number=self.tender.number, title=self.tender.title, team_ids=team, currency="CNY", tax_basis="net",
            delivery_term="DAP", deadline_at=self.deadline, rules=self._rules(),
        )  # fmt: skip
        tender = create_tender(session, actor, command, moment)
        for bid in self.tender.bids:
            add_bidder(session, actor, AddBidder(tender.id, world.suppliers[bid["supplier"]]), moment)
        return tender.id

    def _rules(self) -> RulesTyped:
        weights = {code: Decimal(weight) for code, weight in self.tender.weights.items()}
        criteria = [
            Criterion(code, weight, "sustainability" if code == "sustainability" else "entered")
            for code, weight in weights.items()
        ]
        return RulesTyped(
            method="weighted_sum", criteria=criteria,
            sustainability_criterion="sustainability" if "sustainability" in weights else None,
            full_marks_at=Decimal(self.tender.full_marks_at), zero_at=Decimal(self.tender.zero_at),
        )  # fmt: skip

    def _publish(self, session: Session, world: World, actor: Actor, moment: Moment) -> None:
        publish_tender(session, actor, world.id_of(self.key), moment, moment.at)

    def _lock(self, session: Session, world: World, actor: Actor, moment: Moment) -> None:
        lock_tender(session, actor, world.id_of(self.key), moment)

    def _close(self, session: Session, world: World, actor: Actor, moment: Moment) -> None:
        close_tender(session, actor, world.id_of(self.key), moment, moment.at)

    def _bid(self, number: str) -> Act:
        """A bid handed in during the last days, entered once the time for bids is over."""
        place = [bid["supplier"] for bid in self.tender.bids].index(number)
        bid = self.tender.bids[place]
        usual = timedelta(hours=5 + 17 * place, minutes=7 * place)
        submitted = self.deadline - (timedelta(hours=bid["before"]) if "before" in bid else usual)

        def act(session: Session, world: World, actor: Actor, moment: Moment) -> int:
            scores = {"technical": Decimal(bid["technical"])}
            bidder, tender_id = self._bidder(session, world, number), world.id_of(self.key)
            command = EnterBid(tender_id, bidder, Decimal(bid["price"]), submitted, scores)
            return enter_bid(session, actor, command, moment, moment.at).bid.id

        return act

    def _bidder(self, session: Session, world: World, number: str) -> int:
        of_tender, of_supplier = world.id_of(self.key), world.suppliers[number]
        asked = select(Bidder.id).where(Bidder.tender_id == of_tender, Bidder.supplier_id == of_supplier)
        return session.scalars(asked).one()

    def _ask_correction(self, session: Session, world: World, actor: Actor, moment: Moment) -> int:
        bidder = self._bidder(session, world, self.tender.correction)
        command = AskCorrection(bidder, texts("zh")["comment"]["correction"])
        return ask_correction(session, actor, command, moment, moment.at).id

    def _answer_correction(self, session: Session, world: World, actor: Actor, moment: Moment) -> None:
        asked, answer = world.id_of(f"{self.key}:correction"), texts("zh")["comment"]["correction_answer"]
        command = AnswerCorrection(world.id_of(self.key), asked, granted=False, answer=answer)
        answer_correction(session, actor, command, moment)

    def _confirm(self, session: Session, world: World, actor: Actor, moment: Moment) -> None:
        tender = session.get_one(Tender, world.id_of(self.key))
        file = bids_file(tender, bidders_of(session, tender.id), bids_of(session, tender.id))
        confirm_opening(session, actor, ConfirmOpening(tender.id, bids_hash(file)), moment)

    def _evaluate(self, session: Session, world: World, actor: Actor, moment: Moment) -> int:
        return evaluate_tender(session, actor, world.id_of(self.key), moment).id

    def _award(self, session: Session, world: World, actor: Actor, moment: Moment) -> int:
        """To the first of the ranking; no gate has changed since the opening, so that nobody has to stand behind it."""
        tender_id = world.id_of(self.key)
        evaluation = evaluation_of(session, tender_id)
        if evaluation is None:
            raise LookupError(self.key)
        published = evaluation.receipt["published"]
        first = published["ranking"][0]  # type: ignore[index]  # a receipt's block is a table
        decided = award_tender(session, actor, AwardTender(tender_id, str(first), self.tender.award_reason), moment)
        if decided.award is None:
            raise LookupError(f"{self.key}: a gate has changed since the opening")
        return decided.award.id
