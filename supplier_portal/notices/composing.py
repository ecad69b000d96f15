"""A mail as text and HTML, in the reader's language. Nothing in it is fetched from anywhere."""

from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from unicodedata import category

from supplier_portal.config import Config
from supplier_portal.language.speech import Speech
from supplier_portal.notices.facts import said
from supplier_portal.notices.kinds import kind_of
from supplier_portal.notices.links import SETTINGS, host_of, opening, whole
from supplier_portal.notices.models import Notice
from supplier_portal.notices.queries.mails import Letter
from supplier_portal.output.pages import render_page

LONGEST_SUBJECT = 150
SEVEN_BITS = SMTP.clone(cte_type="7bit")  # every server on the way takes it


class NoAddress(Exception):
    """The reader's address is none a mail can be sent to."""


@dataclass(frozen=True)
class Told:
    """One notice in words."""

    subject: str
    text: str
    link: str


def compose(letter: Letter, config: Config, now: datetime) -> EmailMessage:
    """Raises NoAddress."""
    speech = Speech(letter.language, config.zone)
    told = [_told(notice, letter, speech, config.public_address) for notice in letter.notices]
    subject = told[0].subject
    if letter.mail.digest:
        subject = speech.ngettext("One new notice", "%(num)s new notices", len(told))
    message = EmailMessage(SEVEN_BITS)
    sender = Address(speech.gettext("Supplier portal"), addr_spec=config.mail_from)
    message["From"] = sender
    message["To"] = _address(letter)
    message["Subject"] = subject if len(subject) <= LONGEST_SUBJECT else subject[: LONGEST_SUBJECT - 1] + "…"
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{letter.mail.message_id}@{host_of(config.public_address)}>"
    message["Auto-Submitted"] = "auto-generated"
    settings = whole(config.public_address, SETTINGS) if letter.has_account else ""
    if settings:
        message["List-Unsubscribe"] = f"<{settings}>"
    parts = {"told": told, "name": plain(letter.name), "settings": settings, "heading": subject}
    message.set_content(_text(speech, told, settings))
    message.add_alternative(render_page("notices/mail.html", speech, **parts), subtype="html")
    return message


def plain(text: str) -> str:
    """Text on one line without control and direction signs, fit for a header."""
    return " ".join("".join(sign if category(sign) not in {"Cc", "Cf", "Cs"} else " " for sign in text).split())


def _address(letter: Letter) -> Address:
    try:
        return Address(plain(letter.name), addr_spec=letter.address)
    except (ValueError, IndexError, MessageError) as error:  # the library lets each out for what is no address
        raise NoAddress from error


def _told(notice: Notice, letter: Letter, speech: Speech, public_address: str) -> Told:
    kind = kind_of(notice.kind)
    path = opening(notice.id) if letter.has_account else notice.path
    subject, text = (plain(said(speech, code, notice.facts)) for code in (kind.subject, kind.text))
    return Told(subject, text, whole(public_address, path))


def _text(speech: Speech, told: list[Told], settings: str) -> str:
    parts = [f"{one.subject}\n\n{one.text}\n{one.link}\n" for one in told]
    if settings:
        parts.append(f"{speech.gettext('Choose what you are told by mail, and when:')} {settings}\n")
    return "\n".join(parts)
