"""Training that was held, with who took part."""

from collections.abc import Iterator, Sequence
from random import Random

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.demo.chance import chance_for
from supplier_portal.demo.crowd_names import person_of
from supplier_portal.demo.seed_files import trainings
from supplier_portal.demo.seed_rows import SeedSupplier, SeedTraining
from supplier_portal.demo.steps import Act, Step, World
from supplier_portal.domain.moment import Moment
from supplier_portal.outreach.operations import (
    HoldTraining,
    Participant,
    RecordParticipants,
    hold_training,
    record_participants,
)


def training_steps(world: World, suppliers: Sequence[SeedSupplier]) -> Iterator[Step]:
    """A step for each session; of few suppliers each sends the people there are to be."""
    given: dict[str, set[str]] = {}
    for training in trainings():
        taken = given.setdefault(training.group, set())
        chosen = _chosen(training, [one for one in suppliers if one.number not in taken])
        taken |= {supplier.number for supplier in chosen}
        if chosen:
            moment = world.moment(training.held_on, 18)
            yield Step(f"training:{training.held_on}:{training.form}", moment, "planner", _hold(training, chosen))


def _chosen(training: SeedTraining, free: Sequence[SeedSupplier]) -> list[SeedSupplier]:
    """Suppliers that speak the session's language and make what it is about first, then others."""

    def turn(supplier: SeedSupplier) -> tuple[bool, bool, int]:
        chance = chance_for(f"training:{training.held_on}:{supplier.number}")
        other_category = training.category not in {"", supplier.category}
        return supplier.language != training.language, other_category, chance.getrandbits(32)

    return sorted(free, key=turn)[: training.suppliers]


def _hold(training: SeedTraining, chosen: Sequence[SeedSupplier]) -> Act:
    chance = chance_for(f"participants:{training.held_on}:{training.form}")
    sent = [chosen[place % len(chosen)] for place in range(training.people)]
    away = chance.choices(chosen, k=training.away)

    def act(session: Session, world: World, actor: Actor, moment: Moment) -> int:
        command = HoldTraining(
            training.held_on, training.form, training.programme, training.topic, training.language, training.trainer
        )
        held = hold_training(session, actor, command, moment)
        rows = [_participant(world, training, supplier, chance, attended=True) for supplier in sent]
        rows += [_participant(world, training, supplier, chance, attended=False) for supplier in away]
        record_participants(session, actor, RecordParticipants(held.id, rows), moment)
        return held.id

    return act


def _participant(
    world: World, training: SeedTraining, supplier: SeedSupplier, chance: Random, *, attended: bool
) -> Participant:
    """Names stand on the lists that were signed; of who was online only the role is kept."""
    name = person_of(supplier.country, chance) if training.form == "in_person" else ""
    role = chance.choice(training.roles[supplier.language])
    return Participant(world.suppliers[supplier.number], name, role, attended)
