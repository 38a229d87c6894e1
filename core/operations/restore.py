"""Restoring a backup: looked through first, put in place at once, and what was erased since is erased again."""

import os
import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from core.adapters.claim import Claim
from core.adapters.store_sqlite.copies import examine
from core.errors import PartUnavailable, UserError
from core.operations import erased_before
from core.operations.backup import STORE, check, file_in, refuse_firestore
from core.operations.erasure import erase
from core.settings import Settings
from core.wiring import build, files_of, folder_of


@dataclass(frozen=True)
class Restored:
    """What came back."""

    runs: int
    files: int
    erased: int
    """Candidates that were erased after the backup was made, and now again."""


def restore(backup: Path, settings: Settings, *, force: bool = False) -> Restored:
    """Replaces the results by those of a backup, and adds its files. Doing it again after it was broken off completes
    it.

    Raises `UserError` where the backup isn't sound, the data folder is in use, or it holds screenings and `force` isn't
    given; then nothing is changed. `ConfigurationError` where results are in Firestore.
    """
    refuse_firestore(settings)
    manifest = check(backup)
    folder = folder_of(settings)
    claim = Claim(folder, alone=True)
    try:
        if not force and _holds_screenings(folder / STORE):
            raise UserError(
                f"The data folder {folder} holds screenings, which the backup would replace. "
                "Use another DATA_DIR, or --force."
            )
        files = files_of(settings)
        for sha256 in manifest.files:
            files.put(file_in(backup, sha256).read_bytes())
        _put_in_place(backup / STORE, folder / STORE)
    except OSError as error:
        raise PartUnavailable(
            "Data folder",
            f"The data folder {folder} can't be written ({error.strerror}). Restore again afterwards.",
        ) from error
    finally:
        claim.give_back()
    again = erased_before.since(folder, manifest.made)
    return Restored(manifest.runs, len(manifest.files), _erase_again(settings, again))


def _holds_screenings(path: Path) -> bool:
    """A file that can't be read counts as holding some."""
    if not path.exists():
        return False
    try:
        return examine(path).runs > 0
    except sqlite3.Error:
        return True


def _put_in_place(source: Path, target: Path) -> None:
    part = target.with_name("restoring.part")
    shutil.copyfile(source, part)
    with part.open("rb") as stream:
        os.fsync(stream.fileno())
    for beside in (
        "-wal",
        "-shm",
    ):  # of what is replaced: read together with another file they would spoil it
        target.with_name(target.name + beside).unlink(missing_ok=True)
    part.replace(target)


def _erase_again(settings: Settings, contents: tuple[str, ...]) -> int:
    """Runs that were under way when the backup was made wait meanwhile: nobody works them off yet."""
    if not contents:
        return 0
    services = build(settings)
    try:
        under_way = services.store.unfinished()
        for run in under_way:
            services.store.set_state(run.id, "stopped")
        try:
            return erase(services, contents).items
        finally:
            for run in under_way:
                services.store.set_state(run.id, run.state, run.message)
    finally:
        services.close()
