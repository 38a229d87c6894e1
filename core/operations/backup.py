"""Backups: a folder that holds the results, every original file in them, and what each must come back as."""

import hashlib
import logging
import os
import re
import shutil
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import BaseModel, ValidationError

from core.adapters.store_sqlite.copies import Examined, copy_whole, examine
from core.errors import ConfigurationError, PartUnavailable, UserError
from core.ports import Files
from core.settings import Settings
from core.wiring import Services, folder_of

log = logging.getLogger(__name__)

STORE, FILES, MANIFEST = "shortlist.db", "files", "manifest.json"
_NAME = re.compile(r"shortlist-(\d{8}T\d{6}Z)(?:-\d+)?")
_BEGUN = re.compile(r"\.(\d{8}T\d{6}Z)-\d+\.part")
_TIME = "%Y%m%dT%H%M%SZ"


class Manifest(BaseModel):
    """What a backup holds; written last."""

    format: int = 1
    made: datetime
    """When it was begun: what was erased since is in it."""
    store_sha256: str
    store_shape: int
    runs: int
    files: dict[str, int]
    """Bytes of each original file, by SHA-256; none where the backup was made without them."""
    with_files: bool
    lost: tuple[str, ...]
    """Files that weren't there any more when it was made."""


def back_up(services: Services, folder: Path, *, with_files: bool = True) -> Path:
    """Makes a backup in `folder` while everything goes on; where it is. It has its name once it is whole.

    Raises `ConfigurationError` where results are in Firestore, `UserError` where the folder can't be written.
    """
    refuse_firestore(services.settings)
    made = datetime.now(UTC)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f".{made.strftime(_TIME)}-{os.getpid()}.part"
        part.mkdir(mode=0o700)
    except OSError as error:
        raise UserError(f"No backup can be made in {folder} ({error.strerror}).") from None
    try:
        found = _copy_store(services, part)
        kept, lost = _copy_files(services.files, found, part / FILES) if with_files else ({}, ())
        manifest = Manifest(
            made=made,
            store_sha256=sha256_of(part / STORE),
            store_shape=found.shape,
            runs=found.runs,
            files=kept,
            with_files=with_files,
            lost=lost,
        )
        _write(part / MANIFEST, manifest.model_dump_json(indent=2).encode())
        _sync(part)
        whole = _free_name(folder, made)
        part.rename(whole)
        _sync(folder)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        raise UserError(f"The backup in {folder} couldn't be finished ({error.strerror}).") from None
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    log.info("backup: %d runs and %d files", manifest.runs, len(manifest.files))
    return whole


def refuse_firestore(settings: Settings) -> None:
    if settings.has_firestore:
        raise ConfigurationError(
            "Results are in Firestore, which has backups of its own (gcloud firestore export). "
            "For one here: python -m core migrate --to sqlite, without the Firestore settings afterwards."
        )


def read_manifest(backup: Path) -> Manifest:
    """Raises `UserError` where the folder isn't a backup that this version understands."""
    try:
        manifest = Manifest.model_validate_json((backup / MANIFEST).read_bytes())
    except (OSError, ValidationError):
        raise UserError(f"{backup} isn't a whole backup: it has no {MANIFEST} that can be read.") from None
    if manifest.format != 1:
        raise UserError(f"{backup} was made by a newer Shortlist. Restore it with that version.")
    return manifest


def check(backup: Path) -> Manifest:
    """Reads every byte of it. Raises `UserError` that says what is wrong with it."""
    manifest = read_manifest(backup)
    try:
        if sha256_of(backup / STORE) != manifest.store_sha256:
            raise UserError(f"{backup / STORE} isn't what the backup was made with. Use another backup.")
        found = examine(backup / STORE)
        for sha256 in manifest.files:
            if sha256_of(file_in(backup, sha256)) != sha256:
                raise UserError(f"The file {sha256} in {backup} is damaged. Use another backup.")
    except sqlite3.Error:
        raise UserError(f"{backup / STORE} is damaged. Use another backup.") from None
    except OSError as error:
        name = Path(str(error.filename)).name
        raise UserError(f"{name} in {backup} can't be read ({error.strerror}). Use another backup.") from None
    if found.is_newer:
        raise UserError(f"{backup} was made by a newer Shortlist. Restore it with that version.")
    return manifest


def remove_old(folder: Path, days: int, *, now: datetime | None = None) -> tuple[Path, ...]:
    """Removes backups in `folder` that are older than so many days, which they were; and what is left of one that
    was broken off a day ago or more."""
    now = now or datetime.now(UTC)
    before = now - timedelta(days=days)
    old = []
    for one in sorted(folder.iterdir()) if folder.is_dir() else ():
        named, begun = _NAME.fullmatch(one.name), _BEGUN.fullmatch(one.name)
        if named and (one / MANIFEST).is_file() and _moment(named[1]) < before:
            shutil.rmtree(one)
            old.append(one)
        elif begun and _moment(begun[1]) < now - timedelta(days=1):
            shutil.rmtree(one)
    return tuple(old)


def file_in(backup: Path, sha256: str) -> Path:
    return backup / FILES / sha256[:2] / sha256


def sha256_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _copy_store(services: Services, part: Path) -> Examined:
    source = folder_of(services.settings) / STORE
    try:
        copy_whole(source, part / STORE)
        return examine(part / STORE)
    except sqlite3.Error as error:
        raise PartUnavailable(
            "Results",
            f"The results file {source} can't be copied ({error}). Check the disk, then restore a backup.",
        ) from error


def _copy_files(files: Files, found: Examined, folder: Path) -> tuple[dict[str, int], tuple[str, ...]]:
    """Those of the copied results, so that both agree whatever is added meanwhile."""
    kept, lost = {}, []
    for sha256 in found.contents:
        content = files.get(sha256)
        if content is None:
            lost.append(sha256)
            continue
        path = folder / sha256[:2] / sha256
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, content)
        kept[sha256] = len(content)
    return kept, tuple(lost)


def _free_name(folder: Path, made: datetime) -> Path:
    name, number = f"shortlist-{made.strftime(_TIME)}", 1
    whole = folder / name
    while whole.exists():
        number += 1
        whole = folder / f"{name}-{number}"
    return whole


def _moment(text: str) -> datetime:
    return datetime.strptime(text, _TIME).replace(tzinfo=UTC)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
