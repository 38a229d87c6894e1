"""The original files by SHA-256, in a local folder or any S3-compatible store: obstore speaks both."""

import hashlib
import logging
from datetime import timedelta
from pathlib import Path

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, S3Store, from_url

from core.errors import ConfigurationError, PartUnavailable

log = logging.getLogger(__name__)


class ObjectFiles:
    """`ports.Files` over an object store. Content is its own name: what is there is never written again."""

    def __init__(self, store: ObjectStore, where: str) -> None:
        self._store = store
        self.where = where

    @classmethod
    def at(cls, url: str | None, folder: Path) -> "ObjectFiles":
        """`url` as in FILES_URL (`s3://bucket/prefix`), or `folder` without one.

        Raises `ConfigurationError` or `PartUnavailable`.
        """
        if url is None:
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise PartUnavailable(
                    "Résumé files", f"The folder {folder} can't be used ({error.strerror}). Check DATA_DIR."
                ) from error
            return cls(LocalStore(folder), "Local folder")
        if not url.startswith("s3://"):
            raise ConfigurationError("FILES_URL must look like s3://bucket/prefix.")
        try:
            store = from_url(url, client_options={"timeout": timedelta(seconds=20), "allow_http": True})
        except (BaseError, ValueError) as error:
            raise ConfigurationError(f"FILES_URL can't be used: {type(error).__name__}.") from None
        assert isinstance(store, S3Store)
        return cls(store, url)

    def put(self, content: bytes) -> str:
        sha256 = hashlib.sha256(content).hexdigest()
        try:
            obstore.head(self._store, _path(sha256))
        except FileNotFoundError:
            self._guarded_put(sha256, content)
        except BaseError as error:
            raise self._unavailable(error) from error
        return sha256

    def get(self, sha256: str) -> bytes | None:
        if not sha256:  # a file that could not be opened, and whose failure a kill kept from the store
            return None
        try:
            return bytes(obstore.get(self._store, _path(sha256)).bytes())
        except FileNotFoundError:
            return None
        except BaseError as error:
            raise self._unavailable(error) from error

    def check(self) -> str:
        self.put(b"")
        return "Files can be written."

    def _guarded_put(self, sha256: str, content: bytes) -> None:
        try:
            obstore.put(self._store, _path(sha256), content)
        except BaseError as error:
            raise self._unavailable(error) from error

    def _unavailable(self, error: Exception) -> PartUnavailable:
        log.error("files: %s", type(error).__name__)
        return PartUnavailable(
            "Résumé files",
            f"The résumé files ({self.where}) can't be read or written ({type(error).__name__}). Check the folder or FILES_URL.",
        )


def _path(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"
