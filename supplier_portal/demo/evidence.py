"""Photos of the visits."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.audits.operations import AddEvidence, add_evidence
from supplier_portal.demo.audit_plans import PlannedAudit
from supplier_portal.demo.calendar import TODAY
from supplier_portal.demo.chance import chance_for
from supplier_portal.demo.pictures import bill, meter
from supplier_portal.demo.steps import Act, Step, World
from supplier_portal.domain.moment import Moment
from supplier_portal.files.operations import Upload

# Checkpoint and kind of picture, by the audit's mode: on site more is seen, and most where the story is told.
PICTURES = {
    "on_site": (("S3.4", "meter"), ("S4.3", "bill"), ("S3.4", "meter")),
    "on_site_drawn": (("S3.4", "meter"), ("S4.3", "bill")),
    "remote": (("S4.3", "bill"),),
    "desktop": (),
}
CAPTIONS = {"meter": (0, 2, 3), "bill": (1,)}  # places among the captions of the texts
BILL_TITLES = ("Electricity supply - invoice", "Grid service - invoice", "Natural gas - invoice")
HIGHEST_READING, HIGHEST_BILL, BILLS = 90_000_000, 2_400_000, 3


def evidence_steps(world: World, audit: PlannedAudit, who: str) -> Iterator[Step]:
    """One step for each picture, on the first day of the visit."""
    moment = world.moment(min(audit.seed.starts_on, TODAY), 9 if audit.seed.starts_on == TODAY else 16)
    drawn = audit.seed.mode == "on_site" and audit.seed.team
    pictures = PICTURES["on_site_drawn" if drawn else audit.seed.mode]
    for place, (checkpoint, kind) in enumerate(pictures):
        if audit.reaches("draft_sent") or audit.day(0) < TODAY or place == 0:
            yield Step(f"evidence:{audit.key}:{place}", moment, who, _add(audit, place, checkpoint, kind))


def _add(audit: PlannedAudit, place: int, checkpoint: str, kind: str) -> Act:
    chance = chance_for(f"evidence:{audit.key}:{place}")
    caption = audit.wording.one_at("captions", chance.choice(CAPTIONS[kind]), chance)
    about = audit.seed.starts_on - timedelta(days=0 if kind == "meter" else chance.randint(20, 200))

    site = audit.supplier.sites[audit.seed.site].names["en"]

    def act(session: Session, world: World, actor: Actor, moment: Moment) -> int:
        if kind == "meter":
            upload, name = _meter(world, site, place), f"IMG_{place + 1:04}.jpg"
        else:
            upload, name = _bill(world, about.year, chance), f"invoice-{about:%Y-%m}.png"
        command = AddEvidence(world.id_of(f"audit:{audit.key}"), checkpoint, upload, name, caption, about)
        return add_evidence(session, actor, command, moment).id

    return act


def _meter(world: World, site: str, place: int) -> Upload:
    return world.picture(f"meter:{site}:{place}", lambda chance: meter(site, chance.randrange(HIGHEST_READING), chance))


def _bill(world: World, year: int, chance: Random) -> Upload:
    title = chance.choice(BILL_TITLES)
    name = f"bill:{title}:{year}:{chance.randrange(BILLS)}"
    return world.picture(name, lambda own: bill(title, year, own.randrange(HIGHEST_BILL), own))
