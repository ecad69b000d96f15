"""HTML to PDF, closed off: nothing is read from the disk by the document's wish and nothing from the network.

Only the worker imports this module: WeasyPrint takes 49 MB.
"""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime

from pylopdf_fonts_zh_cn import sans_path
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

SCHEME = "portal:"
FONT_FAMILY = "Noto Sans SC"

_FONT_NAME = "noto-sans-sc"
_LONGEST_LOGGED = 200
_BASE_STYLE = f"""
@font-face {{ font-family: "{FONT_FAMILY}"; src: url("{SCHEME}{_FONT_NAME}"); }}
@page {{ size: A4; }}
html {{ font-family: "{FONT_FAMILY}"; }}
svg, img {{ max-width: 100%; height: auto; }}
"""

_STYLE = {"Content-Type": "text/css"}

_log = logging.getLogger(__name__)


class _RefusedError(ValueError):
    """The document asked for an address that was not given with it."""


class _OnlyGiven(URLFetcher):  # type: ignore[misc]  # WeasyPrint carries no types
    """Serves what came with the document by name and refuses every other address, `data:` and `file:` too."""

    def __init__(self, given: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self._given = given

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002  # the library's signature
        name = url.removeprefix(SCHEME)
        if not url.startswith(SCHEME) or name not in self._given:
            _log.warning("left out of the PDF: %r", url[:_LONGEST_LOGGED])
            raise _RefusedError
        return URLFetcherResponse(url, self._given[name], headers=_STYLE if name.endswith(".css") else None)


def render_pdf(html: str, *, resources: Mapping[str, bytes], language: str, at: datetime) -> bytes:
    """Return the document as PDF on A4, with Noto Sans SC embedded as far as it is used.

    html: a whole document; its `title` becomes the PDF's. resources: images by name, addressed as `portal:name`.
    language: BCP 47, for the PDF's metadata. at: the PDF's dates, with a zone. The same input gives the same bytes.
    An address that is not among the resources is never opened: what it stands for is left out, and logged.
    """
    fetcher = _OnlyGiven({**resources, _FONT_NAME: sans_path().read_bytes()})
    fonts = FontConfiguration()
    style = CSS(string=_BASE_STYLE, url_fetcher=fetcher, font_config=fonts)
    document = HTML(string=html, base_url=SCHEME, url_fetcher=fetcher).render(
        font_config=fonts, stylesheets=[style], presentational_hints=False, pdf_tags=True
    )
    stamp = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    document.metadata.created = document.metadata.modified = stamp
    document.metadata.lang = language
    return bytes(document.write_pdf(pdf_tags=True))
