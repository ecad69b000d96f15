"""Sentences and words about calendars and shutdowns."""

ERRORS: dict[str, str] = {
    "calendars.begun_already": "A shutdown is declared ahead of time: it begins after {day}, the day it is where you are.",
    "calendars.too_far_ahead": "A shutdown begins by the end of {year} at the latest.",
    "calendars.not_in_order": "The last day is not before the first one, {day}.",
    "calendars.too_long": "{days} days; a shutdown is at most {most} days. Shorten it, or declare the rest apart.",
    "calendars.overlaps": "You have declared {first} to {last} already. Choose other days, or withdraw that one first.",
    "calendars.too_many_days": "At most {most} days of shutdown are agreed in a calendar year; {days} are left in {year}. Shorten it.",
    "calendars.too_many_agreed": "At most {most} days of shutdown are agreed in a calendar year; {days} are left in {year}. Refuse this one and say how many days are left.",
    "calendars.decided_already": "This shutdown is {decision} by now. Nothing was changed.",
    "calendars.has_begun": "The shutdown has begun on {day}, so it can no longer be withdrawn.",
    "calendars.no_such_calendar": "“{calendar}” is no country of ISO 3166.",
    "calendars.no_such_year": "A calendar holds the years {first} to {last}.",
    "calendars.not_of_year": "{day} is not of this year, or neither a holiday nor a working day.",
    "calendars.not_published": "The package of holidays has no calendar of {country}. Take its days in by file, under Imports.",
    "calendars.no_weekend_day": "{day} is worked anyway: only a Saturday or Sunday can be worked instead of another day.",
    "calendars.day_without_name": "The day has no name. Write it in English, in Chinese or in both.",
    "calendars.day_twice": "This day stands in {first} already.",
    "calendars.year_says_two": "The rows of a year say one thing of all of it; {first} says another.",
    "calendars.too_many_rows": "A file holds at most {most} days. Send the calendars in several files.",
}

WORDS: dict[str, str] = {
    "shutdown_state.waiting": "waiting",
    "shutdown_state.agreed": "agreed",
    "shutdown_state.refused": "refused",
    "shutdown_state.withdrawn": "withdrawn",
    "day_kind.holiday": "holiday",
    "day_kind.working": "worked",
    "weekday.0": "Mon",
    "weekday.1": "Tue",
    "weekday.2": "Wed",
    "weekday.3": "Thu",
    "weekday.4": "Fri",
    "weekday.5": "Sat",
    "weekday.6": "Sun",
    "merge_part.shutdowns": "shutdowns",
}
