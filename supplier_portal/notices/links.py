"""Addresses of the portal's own pages, as mails and webhooks name them."""

from urllib.parse import urlsplit

SETTINGS = "/notices/settings"


def whole(public_address: str, path: str) -> str:
    """The whole address of a page."""
    return public_address.rstrip("/") + path


def opening(notice_id: int) -> str:
    """The page that marks a notice as read and leads on to what it is about."""
    return f"/notices/{notice_id}/open"


def host_of(public_address: str) -> str:
    return urlsplit(public_address).hostname or "localhost"
