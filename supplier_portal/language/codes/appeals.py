"""Sentences and words about appeals against figures of a score."""

ERRORS: dict[str, str] = {
    "appeals.nothing_to_appeal": "Choose what is wrong from the list: a level of an issued audit of yours, an audit that "
    "was told as refused, or a figure of the rating. Of an amended audit the newest revision counts.",
    "appeals.too_late": "The last day for an appeal about this was {until}. Write to the buyer instead.",
    "appeals.one_open": "{number} is about the same thing and is not settled yet. Wait for it, or withdraw it first.",
    "appeals.too_many_files": "At most {most} files come with an appeal. Put the others into one PDF.",
    "appeals.no_room": "Your appeals hold {used} of {most} MB of files: send a smaller file.",
    "appeals.not_outside_team": "You were on this audit’s team: someone else decides on the appeal.",
    "appeals.merge_blocked": "Appeal {number} is to be decided first.",
    "scores.no_refusal": "Audit {number} is no refused one: {state}.",
    "scores.refusal_set_aside": "The refusal of audit {number} was set aside before.",
}
WORDS: dict[str, str] = {
    "appeal_state.filed": "Filed",
    "appeal_state.in_review": "In review",
    "appeal_state.granted": "Granted",
    "appeal_state.refused": "Refused",
    "appeal_state.withdrawn": "Withdrawn",
    "appeal_figure.cdp": "CDP score",
    "appeal_figure.sbt": "Science-based target",
    "appeal_figure.data": "Data quality",
    "appeal_figure.quality": "Quality",
    "appeal_figure.cost": "Cost",
    "appeal_figure.delivery": "Delivery",
    "appeal_figure.technology": "Technology",
    "appeal_correct.cdp": "A planner enters the right CDP score with its day of publication; the rating follows.",
    "appeal_correct.sbt": "A planner decides the match with the list of targets anew; the rating follows.",
    "appeal_correct.data": "A planner enters the share of primary data and the verification anew; the rating follows.",
    "appeal_correct.quality": "A planner or procurement enters the quality score of the period anew; the rating follows.",
    "appeal_correct.cost": "A planner or procurement enters the cost score of the period anew; the rating follows.",
    "appeal_correct.delivery": "A planner or procurement enters the delivery score of the period anew; the rating "
    "follows.",
    "appeal_correct.technology": "A planner or procurement enters the technology score of the period anew; the rating "
    "follows.",
    "appeal_granting.checkpoint": "Granted, the level changes with an amendment, which you make next.",
    "appeal_granting.figure": "Granted, the figure is to be corrected; say what is right.",
    "appeal_granting.refusal": "Granted, the refusal is set aside at once: the gate lets go and bids are free.",
    "notice_topic.appeals": "Appeals against scores",
    "notice.appeals.filed.subject": "{supplier} appeals against its score: {number}",
    "notice.appeals.filed.text": "{supplier} has filed appeal {number}; you have ten working days to decide.",
    "notice.appeals.in_review.subject": "Your appeal {number} is being reviewed",
    "notice.appeals.in_review.text": "A reviewer who was not on the audit’s team has taken appeal {number}.",
    "notice.appeals.granted.subject": "Your appeal {number} is granted",
    "notice.appeals.granted.text": "Appeal {number} is granted; the reason and what follows stand on its page.",
    "notice.appeals.refused.subject": "Your appeal {number} is refused",
    "notice.appeals.refused.text": "Appeal {number} is refused; the reason stands on its page.",
    "notice.appeals.withdrawn.subject": "{supplier} withdrew appeal {number}",
    "notice.appeals.withdrawn.text": "{supplier} has withdrawn appeal {number}; nothing is to be decided.",
    "notice.appeals.to_correct.subject": "A figure of {supplier} is to be corrected: {number}",
    "notice.appeals.to_correct.text": "Appeal {number} of {supplier} is granted; its page says which figure is to be "
    "corrected.",
}
