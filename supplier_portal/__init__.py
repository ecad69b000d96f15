"""The supplier portal: dual-carbon audits from requirements letter to tender, in one chain."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from supplier_portal.config import Config


def create_app(config: "Config | None" = None) -> "Flask":
    """The web application, with every room's pages. Reads the environment where no `config` is given.

    Raises SettingRefused for settings that are not understood or not safe.
    """
    # Inside, so that `import supplier_portal.domain` loads no framework.
    from supplier_portal.application import make_application  # noqa: PLC0415
    from supplier_portal.config import read  # noqa: PLC0415

    return make_application(config or read())
