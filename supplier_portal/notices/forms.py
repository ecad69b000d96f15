"""Forms of settings and webhooks."""

from collections.abc import Mapping, Sequence
from typing import Any, Self
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location
from wtforms import BooleanField, SelectField, SelectMultipleField, StringField, TimeField
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from supplier_portal.language.catalogue import LANGUAGES
from supplier_portal.language.speech import LOCALES
from supplier_portal.notices.kinds import webhook_topics
from supplier_portal.notices.messages import PRESETS
from supplier_portal.notices.models import AT_ONCE, FREQUENCIES
from supplier_portal.web.forms import PortalForm
from supplier_portal.web.reader import language, speech

# Where suppliers and buyers are; the portal's own and the one already chosen are offered too.
ZONES = (
    "Asia/Shanghai", "Asia/Hong_Kong", "Asia/Taipei", "Asia/Tokyo", "Asia/Seoul", "Asia/Singapore", "Asia/Kuala_Lumpur",
    "Asia/Bangkok", "Asia/Ho_Chi_Minh", "Asia/Jakarta", "Asia/Manila", "Asia/Kolkata", "Asia/Dubai", "Europe/Istanbul",
    "Europe/Berlin", "Europe/Paris", "Europe/Warsaw", "Europe/London", "Africa/Casablanca", "America/New_York",
    "America/Chicago", "America/Los_Angeles", "America/Mexico_City", "America/Sao_Paulo", "Australia/Sydney",
)  # fmt: skip
PREFIX = "topic_"


def settings_form(
    topics: Sequence[str], frequencies: Mapping[str, str], zones: tuple[str, ...], **given: Any
) -> PortalForm:
    """A form with a choice for each of the topics, filled with what was chosen; `zones` are offered besides."""
    fields: dict[str, Any] = {
        f"{PREFIX}{topic}": SelectField(speech().word(f"notice_topic.{topic}"), default=frequencies.get(topic, AT_ONCE))
        for topic in topics
    }
    fields["at"] = TimeField("Time of the daily mail", [InputRequired()])
    fields["time_zone"] = SelectField("Time zone")
    made: PortalForm = type("SettingsForm", (PortalForm,), fields)(**given)
    for topic in topics:
        made[f"{PREFIX}{topic}"].choices = [(code, speech().word(f"notice_frequency.{code}")) for code in FREQUENCIES]
    made["time_zone"].choices = [(zone, _place(zone)) for zone in sorted({*ZONES, *zones}, key=_place)]
    return made


def _place(zone: str) -> str:
    """The zone as the reader knows it: country and city."""
    return str(get_timezone_location(ZoneInfo(zone), locale=LOCALES[language()]))


class _OfferingForm(PortalForm):
    name = StringField("What it is called", [DataRequired(), Length(max=80)])
    topics = SelectMultipleField("What it is told", widget=ListWidget(), option_widget=CheckboxInput())
    language = SelectField("Language of the messages")

    def offer(self) -> Self:
        """Fill the choices with the reader's words."""
        self.topics.choices = [(topic, speech().word(f"notice_topic.{topic}")) for topic in webhook_topics()]
        self.language.choices = [(code, speech().word(f"language.{code}")) for code in LANGUAGES]
        return self


class ChangeWebhookForm(_OfferingForm):
    active = BooleanField("In use")


class WebhookForm(_OfferingForm):
    address = StringField("Address", [DataRequired(), Length(max=500)], description="As the robot or program shows it.")
    preset = SelectField("Form of the messages")
    secret = StringField(
        "Secret of the DingTalk robot", [Length(max=200)], description="For DingTalk alone; otherwise one is made here."
    )

    def offer(self) -> Self:
        super().offer()
        self.preset.choices = [(code, speech().word(f"webhook_preset.{code}")) for code in PRESETS]
        return self
