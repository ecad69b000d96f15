"""The store: a folder of files named by their SHA-256, on disk before anyone is told so."""

import hashlib
import os
from pathlib import Path

import obstore
from obstore.store import LocalStore

from supplier_portal.config import Config
from supplier_portal.domain.errors import Missing


class FileStore:
    """Content-addressed: putting the same bytes twice keeps one file."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder.resolve()
        self._store = LocalStore(self._folder)

    @classmethod
    def of(cls, config: Config) -> "FileStore":
        return cls(config.files_folder)

    def keep(self, data: bytes) -> str:
        """Write the bytes and return their digest once a power cut cannot take them back."""
        digest = hashlib.sha256(data).hexdigest()
        name = f"{digest[:2]}/{digest}"
        if not (self._folder / name).exists():
            obstore.put(self._store, name, data)  # renames into place, but never flushes
        for path in (self._folder / name, self._folder / digest[:2], self._folder):
            descriptor = os.open(path, os.O_RDONLY)
            os.fsync(descriptor)
            os.close(descriptor)
        return digest

    def read(self, digest: str) -> bytes:
        """The bytes of a digest. Raises Missing where the store does not hold them."""
        try:
            return bytes(obstore.get(self._store, f"{digest[:2]}/{digest}").bytes())
        except FileNotFoundError as error:
            raise Missing("files.not_in_store", digest=digest) from error
