"""Ratings, levels and bands in the reader's words."""

from supplier_portal.domain.answering import NO, NOT_APPLICABLE, YES, plain, possible_ratings
from supplier_portal.domain.checklist.version import Band, Checkpoint, Metric
from supplier_portal.language.speech import Speech


def rating_word(checkpoint: Checkpoint, rating: str | None, speech: Speech) -> str:
    """A rating in a few letters: “3” becomes “Level 3”, for yes and no those words."""
    if rating is None:
        return speech.gettext("not answered")
    if rating == NOT_APPLICABLE:
        return speech.word("rating.NA")
    if checkpoint.type == "yes_no":
        return speech.word({YES: "answer.yes", NO: "answer.no"}[rating])
    return speech.gettext("Level %(level)s", level=rating)


def rating_meanings(checkpoint: Checkpoint, speech: Speech) -> list[tuple[str, str]]:
    """Each possible rating with what it says, the best first."""
    return [(rating, _meaning(checkpoint, rating, speech)) for rating in possible_ratings(checkpoint)]


def _meaning(checkpoint: Checkpoint, rating: str, speech: Speech) -> str:
    if rating == NOT_APPLICABLE:
        return speech.gettext("Not applicable, with the reason below")
    described = next((entry.means for entry in checkpoint.levels if str(entry.level) == rating), None)
    if described is not None:
        said = described.in_language(speech.language)
        return f"{rating_word(checkpoint, rating, speech)}: {said}" if checkpoint.type == "yes_no" else said
    return rating_word(checkpoint, rating, speech) if checkpoint.type == "yes_no" else speech.word(f"maturity.{rating}")


def band_notes(checkpoint: Checkpoint, speech: Speech) -> dict[str, str]:
    """What a figure must reach for each level, by level; empty for a checkpoint without a figure."""
    if checkpoint.metric is None:
        return {}
    return {str(band.level): _band(band, checkpoint.metric, speech) for band in checkpoint.metric.bands}


def _band(band: Band, metric: Metric, speech: Speech) -> str:
    signs = {("at_least", False): "≥", ("at_least", True): ">", ("at_most", False): "≤", ("at_most", True): "<"}
    unit = metric.unit.in_language(speech.language)
    said = f"{signs[metric.direction, band.strict]} {plain(band.threshold)} {unit}".strip()
    return speech.gettext("%(band)s and on track", band=said) if band.on_track else said
