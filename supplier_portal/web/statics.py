"""Static files: ours and Bootstrap's, compressed once into the data folder, served by WhiteNoise, cached for good."""

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

import flask_bootstrap
from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

from supplier_portal.shipped import PACKAGE

OWN = PACKAGE / "static"
BOOTSTRAP = Path(flask_bootstrap.__file__).parent / "static" / "bootstrap5" / "css" / "bootstrap.min.css"


def prepare(data_folder: Path) -> tuple[Path, str]:
    """Copy and compress the files under a name made of their content. Returns the root folder and that name."""
    sources = sorted(path for path in OWN.rglob("*") if path.is_file())
    digest = hashlib.sha256()
    for path in [*sources, BOOTSTRAP]:
        digest.update(path.name.encode() + path.read_bytes())
    version = digest.hexdigest()[:12]
    root = data_folder / "static"
    if not (root / version).exists():
        root.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=root))
        for path in sources:
            target = made / path.relative_to(OWN)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        shutil.copyfile(BOOTSTRAP, made / BOOTSTRAP.name)
        compressor = Compressor(quiet=True, use_brotli=False)
        for path in sorted(made.rglob("*")):
            if path.is_file() and compressor.should_compress(path.name):
                list(compressor.compress(str(path)))
        made.chmod(0o755)
        _put_in_place(made, root / version)
    return root, version


def _put_in_place(made: Path, target: Path) -> None:
    """Several web processes start at once: the first one's folder stays."""
    try:
        os.rename(made, target)  # noqa: PTH104 Path.rename has no way to tell a taken target from another error
    except OSError:
        if not target.exists():
            raise
        shutil.rmtree(made)


def install(app: Flask, data_folder: Path) -> None:
    root, version = prepare(data_folder)
    app.extensions["static_version"] = version
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(root),
        prefix="static/",
        max_age=0,
        immutable_file_test=lambda _path, url: f"/{version}/" in url,
    )


def address(app: Flask, name: str) -> str:
    return f"/static/{app.extensions['static_version']}/{name}"
