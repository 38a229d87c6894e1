"""The original files by SHA-256, in a local folder or any S3-compatible store: obstore speaks both."""

import hashlib
import logging
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, S3Store

from core.adapters.files_trouble import code_of, what_to_do
from core.adapters.files_versions import Keys, OldVersions, Refused
from core.errors import ConfigurationError, PartUnavailable
from core.ports import KeptFile
from core.settings import Settings

if TYPE_CHECKING:
    from obstore.store import S3Config

log = logging.getLogger(__name__)

PART = "Résumé files"

_NAMED = re.compile(r"[0-9a-f]{2}/[0-9a-f]{64}")

PARTS_AT_ONCE = 4
"""Of a file over 5 MB, which goes up in parts: enough to be quick, few enough that each has its share of a thin line."""


class Patience(NamedTuple):
    """Seconds one request may take, and seconds after which a failed one (5xx, lost, timed out) isn't tried again."""

    request: float = 20.0
    trying: float = 30.0


PATIENCE = Patience()


@dataclass(frozen=True)
class S3Access:
    """Where an S3-compatible store is and who asks. What isn't given is looked for as AWS's own tools do: the
    process's environment, the container's or the machine's role."""

    endpoint: str | None = None
    region: str | None = None
    key_id: str | None = None
    secret: str | None = None
    token: str | None = None
    allow_http: bool = False

    @classmethod
    def of(cls, settings: Settings) -> "S3Access":
        secret, token = settings.aws_secret_access_key, settings.aws_session_token
        return cls(
            endpoint=settings.aws_endpoint_url,
            region=settings.aws_region,
            key_id=settings.aws_access_key_id,
            secret=secret.get_secret_value() if secret else None,
            token=token.get_secret_value() if token else None,
            allow_http=settings.aws_allow_http,
        )


class ObjectFiles:
    """`ports.Files` over an object store. Content is its own name: what is there is never written again."""

    def __init__(
        self,
        store: LocalStore | S3Store,
        where: str,
        *,
        folder: Path | None = None,
        old_versions: OldVersions | None = None,
    ) -> None:
        self._store = store
        self._folder = folder
        self._old_versions = old_versions
        self._keeps_versions: bool | None = None
        """Whether the bucket does, once something was written."""
        self.where = where

    @classmethod
    def at(
        cls,
        url: str | None,
        folder: Path,
        *,
        access: S3Access | None = None,
        patience: Patience = PATIENCE,
    ) -> "ObjectFiles":
        """`url` as in FILES_URL (`s3://bucket/prefix`), or `folder` without one.

        Raises `ConfigurationError` or `PartUnavailable`.
        """
        if url is None:
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise PartUnavailable(
                    PART, f"The folder {folder} can't be used ({error.strerror}). Check DATA_DIR."
                ) from error
            return cls(LocalStore(folder), "Local folder", folder=folder)
        access = access or S3Access()
        return cls(_bucket(url, access, patience), url, old_versions=_old_versions(url, access, patience))

    def put(self, content: bytes) -> str:
        sha256 = hashlib.sha256(content).hexdigest()
        if (
            self.get(sha256) is None
        ):  # else it is there whole: asked by its content, so that a broken one is mended
            self._write(sha256, content)
        return sha256

    def get(self, sha256: str) -> bytes | None:
        if not sha256:  # a file that could not be opened, and whose failure a kill kept from the store
            return None
        try:
            content = bytes(obstore.get(self._store, _path(sha256)).bytes())
        except FileNotFoundError as error:
            self._see_that_it_is_only_the_file(error)
            return None
        except (BaseError, OSError) as error:
            raise self._unavailable(error) from error
        if hashlib.sha256(content).hexdigest() != sha256:
            log.error(
                "files: a file of %d bytes isn't the one its name says; adding it again mends it",
                len(content),
            )
            return None
        return content

    def delete(self, sha256: str) -> None:
        if not sha256:
            return
        self._delete_newest(sha256)
        if self._old_versions is None or self._keeps_versions is False:
            return
        try:
            self._old_versions.purge(_path(sha256))
        except Refused as refused:
            raise PartUnavailable(PART, self._not_purged(refused)) from refused

    def _delete_newest(self, sha256: str) -> None:
        try:
            obstore.delete(self._store, _path(sha256))
        except FileNotFoundError as error:
            self._see_that_it_is_only_the_file(error)
        except (BaseError, OSError) as error:
            raise self._unavailable(error) from error
        self._delete_torn(sha256)

    def kept(self) -> Iterator[KeptFile]:
        try:
            for some in obstore.list(self._store):
                for one in some:
                    if _NAMED.fullmatch(one["path"]):
                        yield KeptFile(one["path"][3:], one["size"], one["last_modified"])
            for torn in self._folder.glob("??/*#*") if self._folder else ():
                told = torn.stat()
                written = datetime.fromtimestamp(told.st_mtime, UTC)
                yield KeptFile(torn.name.partition("#")[0], told.st_size, written)
        except (BaseError, OSError) as error:
            raise self._unavailable(error) from error

    def check(self) -> str:
        """Really writes, reads and deletes; says whether deleting leaves something behind."""
        probe = b"Shortlist looks whether files can be kept here. " + secrets.token_bytes(16)
        sha256 = hashlib.sha256(probe).hexdigest()
        self._write(sha256, probe)
        if self.get(sha256) != probe:
            raise PartUnavailable(
                PART, f"The résumé files ({self.where}) don't come back as they were written."
            )
        self._delete_newest(sha256)
        if self.get(sha256) is not None:
            raise PartUnavailable(
                PART, f"The résumé files ({self.where}) are still there after they are deleted."
            )
        if not self._keeps_versions:
            return "Files can be written, read and deleted."
        if self._old_versions is None:
            return (
                "Files can be written, read and deleted. This bucket keeps old versions, so what is deleted stays in "
                "it until its lifecycle rule removes it. Turn versioning off, set a rule of one day, or set "
                "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, so that old versions can be removed."
            )
        try:
            self._old_versions.purge(_path(sha256))
        except Refused as refused:
            return f"Files can be written, read and deleted. {self._not_purged(refused)}"
        return (
            "Files can be written, read and deleted, and the old versions that this bucket keeps are removed."
        )

    def _not_purged(self, refused: Refused) -> str:
        log.error("files: old versions: %s", refused.code)
        return (
            f"Old versions of a deleted file may be left in {self.where} ({refused.code}). Allow the key "
            "s3:ListBucketVersions and s3:DeleteObjectVersion and do it again, or set a lifecycle rule of one day."
        )

    def _write(self, sha256: str, content: bytes) -> None:
        try:
            put = obstore.put(self._store, _path(sha256), content, max_concurrency=PARTS_AT_ONCE)
        except (BaseError, OSError) as error:
            raise self._unavailable(error) from error
        self._keeps_versions = put["version"] is not None

    def _delete_torn(self, sha256: str) -> None:
        """What a process that was killed while it wrote this file left beside it."""
        if self._folder is None:
            return
        try:
            for torn in self._folder.glob(f"{_path(sha256)}#*"):
                torn.unlink(missing_ok=True)
        except OSError as error:
            raise self._unavailable(error) from error

    def _see_that_it_is_only_the_file(self, error: Exception) -> None:
        """Raises `PartUnavailable` where the whole bucket or folder is gone: nobody's file is lost then."""
        if code_of(error) == "NoSuchBucket" or (self._folder is not None and not self._folder.is_dir()):
            raise self._unavailable(error) from error

    def _unavailable(self, error: Exception) -> PartUnavailable:
        log.error("files: %s %s", type(error).__name__, code_of(error))
        advice = "Check the folder and DATA_DIR." if self._folder else what_to_do(error)
        return PartUnavailable(PART, f"The résumé files ({self.where}) can't be reached. {advice}")


def _bucket(url: str, access: S3Access, patience: Patience) -> S3Store:
    """Raises `ConfigurationError`; nothing is asked yet."""
    if not url.startswith("s3://"):
        raise ConfigurationError("FILES_URL must look like s3://bucket/prefix.")
    if bool(access.key_id) != bool(access.secret):
        raise ConfigurationError("Set both AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or neither.")
    if (access.endpoint or "").startswith("http://") and not access.allow_http:
        raise ConfigurationError(
            "AWS_ENDPOINT_URL begins with http://, so résumés could be read on their way. Use https://, or set "
            "AWS_ALLOW_HTTP=true for a server on this machine or in your own network."
        )
    # One object at a time: not every store has bulk deletion, and its refusals are named in another way.
    config: S3Config = {"disable_bulk_delete": True}
    if access.endpoint:
        config["endpoint"] = access.endpoint
    if access.region:
        config["region"] = access.region
    if access.key_id and access.secret:
        config["access_key_id"], config["secret_access_key"] = access.key_id, access.secret
    if access.token:
        config["session_token"] = access.token
    try:
        return S3Store.from_url(
            url,
            config=config,
            client_options={
                "allow_http": access.allow_http,
                "connect_timeout": timedelta(seconds=min(5.0, patience.request)),
                "timeout": timedelta(seconds=patience.request),
                "default_content_type": "application/octet-stream",  # a browser shows none of it as a page
            },
            retry_config={
                "max_retries": 6,
                "retry_timeout": timedelta(seconds=patience.trying),
                "backoff": {
                    "init_backoff": timedelta(milliseconds=200),
                    "max_backoff": timedelta(seconds=5),
                    "base": 2,
                },
            },
        )
    except (BaseError, ValueError) as error:
        raise ConfigurationError(
            f"FILES_URL or one of the AWS_ settings can't be used ({type(error).__name__})."
        ) from None


def _old_versions(url: str, access: S3Access, patience: Patience) -> OldVersions | None:
    """None where nobody told who asks: then only what runs the bucket can remove them."""
    if not (access.key_id and access.secret):
        return None
    keys = Keys(access.key_id, access.secret, access.token or "")
    return OldVersions(url, keys, endpoint=access.endpoint, region=access.region, seconds=patience.request)


def _path(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"
