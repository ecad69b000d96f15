"""The one place that sends mail."""

import smtplib
import ssl
from email.message import EmailMessage
from types import TracebackType
from typing import Self

from supplier_portal.config import Config
from supplier_portal.notices.links import host_of

TIMEOUT_SECONDS = 10
PERMANENT = 500  # answers from here on say that trying again helps nobody
CLOSING = 421  # what the server says before it goes


class ServerAway(Exception):
    """The server cannot be reached, or takes nothing from the portal at all: nothing is wrong with the mail."""


class NotNow(Exception):
    """The server does not take this mail now."""


class Refused(Exception):
    """The server will never take this mail."""


class MailServer:
    """A session with the mail server; a `with` block opens and closes it. Raises ServerAway."""

    def __init__(self, config: Config) -> None:
        self.config = config

    def __enter__(self) -> Self:
        try:
            self.smtp = _connected(self.config)
        except (OSError, smtplib.SMTPException) as error:
            raise ServerAway(told(error)) from error
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        try:
            self.smtp.quit()
        except (OSError, smtplib.SMTPException):
            self.smtp.close()

    def send(self, message: EmailMessage) -> None:
        """Give the mail to the server. Raises ServerAway, NotNow or Refused, each with the server's own words."""
        try:
            self.smtp.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code, words = next(iter(error.recipients.values()))
            self._answered(code, _line(code, words), error)
        except smtplib.SMTPDataError as error:
            self._answered(error.smtp_code, told(error), error)
        except smtplib.SMTPNotSupportedError as error:
            raise Refused(told(error)) from error
        except (OSError, smtplib.SMTPException) as error:
            raise ServerAway(told(error)) from error

    def _answered(self, code: int, reason: str, error: Exception) -> None:
        if code == CLOSING:
            raise ServerAway(reason) from error
        raise (Refused if code >= PERMANENT else NotNow)(reason) from error


def _connected(config: Config) -> smtplib.SMTP:
    """Connect, secure and sign in. With starttls nothing is said in the clear, and a server without it is not used."""
    host, port, context = config.mail_server, config.mail_port, ssl.create_default_context()
    own = host_of(config.public_address)  # what the portal calls itself: looking it up could take long
    if config.mail_security == "tls":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(host, port, own, timeout=TIMEOUT_SECONDS, context=context)
    else:
        smtp = smtplib.SMTP(host, port, own, timeout=TIMEOUT_SECONDS)
    try:
        if config.mail_security == "starttls":
            smtp.starttls(context=context)
        if config.mail_user:
            smtp.login(config.mail_user, config.mail_password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def told(error: Exception) -> str:
    """An error of the library in one line: the server's answer, or what the network said."""
    if isinstance(error, smtplib.SMTPResponseException):
        return _line(error.smtp_code, error.smtp_error)
    return f"{type(error).__name__}: {error}"


def _line(code: int, words: bytes | str) -> str:
    text = words.decode(errors="replace") if isinstance(words, bytes) else words
    return f"{code} {' '.join(text.split())}"
