"""The forms of codes and amounts in a checklist, as its JSON Schema states them too."""

import re

A_CODE = re.compile(r"[A-Z]{1,4}(?P<step>[1-9][0-9]?)\.[1-9][0-9]?")
AN_AMOUNT = re.compile(r"(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,4})?")
