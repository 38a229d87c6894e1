"""Taking files and a job in: what the page, the command line and an API share before a run starts."""

import hashlib
import os
import re
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO

from core.domain.candidate import Failure, failure
from core.domain.job import Job, Rubric
from core.domain.person import LOCAL_USER
from core.domain.resume import ReadResume
from core.domain.run import USUALLY_WITHHELD, EngineName, Item, Run, SecondLooks, Withheld
from core.errors import CannotScreen, UserError
from core.ports import Files, Readers, Store
from core.reading.bundle import Bundle, could_be_bundle, larger_than

RUN_ID = re.compile(r"[A-Za-z0-9][\w.-]{0,63}", re.ASCII)


@dataclass(frozen=True)
class Given:
    """A file as it was given: its name, the SHA-256 of its content ("" where that is unknown), and the content
    or why there is none. A file in an archive is called by the archive's name and its path inside."""

    file: str
    sha256: str
    content: bytes | Failure


@dataclass(frozen=True)
class Kept:
    """A given file once its bytes are kept: `file` is the name as given, never used as a path.

    `failure` says why its bytes were not kept (too large, can't be opened); such a file becomes a failed row.
    """

    file: str
    sha256: str
    failure: Failure | None = None


def given_in(name: str, stream: IO[bytes], *, limit: int) -> Iterator[Given]:
    """The file itself; or, where it is a ZIP archive of files, each of these, as they are unpacked.

    `limit` in bytes is for each. An archive that can't be opened is one file with its failure.
    """
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    start = stream.read(4)
    if could_be_bundle(start):
        try:
            bundle = Bundle(stream)
            if not bundle.is_document:
                for member in bundle.members(limit=limit):
                    yield Given(f"{name}/{member.name}", member.sha256, member.content)
                return
        except CannotScreen as no:
            if no.reason != "damaged" or size > limit:  # else it may be a document that its reader can mend
                yield Given(name, _hash_of(stream), failure(no.reason, no.message))
                return
    if size > limit:
        yield Given(name, _hash_of(stream), larger_than(limit))
        return
    stream.seek(0)
    content = stream.read()
    yield Given(name, hashlib.sha256(content).hexdigest(), content)


def _hash_of(stream: IO[bytes]) -> str:
    stream.seek(0)
    return hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]


def keep(given: Given, *, files: Files) -> Kept:
    """The file's bytes kept under their hash; without bytes, its failure."""
    if isinstance(given.content, bytes):
        return Kept(given.file, files.put(given.content))
    return Kept(given.file, given.sha256, given.content)


def new_run_id() -> str:
    """128 random bits, URL-safe."""
    return "r" + secrets.token_hex(16)


def check_run_id(run_id: str) -> str:
    """Raises `UserError` for an id that isn't one."""
    if not RUN_ID.fullmatch(run_id):
        raise UserError(
            "A run's id is 1 to 64 letters, digits, dots, dashes or underscores, and begins with a letter or digit."
        )
    return run_id


def read_kept(sha256: str, *, store: Store, files: Files, readers: Readers) -> ReadResume | Failure:
    """The text of a kept file: from the store if it was read before, else read now and kept.

    Scans are read too, where that can be done here: who can't wait for seconds a page asks `read_quickly`.
    Failures that may pass (a time-out) are not kept.
    """
    quick = read_quickly(sha256, store=store, files=files, readers=readers)
    if not waits_for_scan(quick, readers):
        return quick
    content = files.get(sha256)
    if content is None:
        return quick
    outcome = _with_pictures(quick, content, readers)
    if not waits_for_scan(outcome, readers) and (outcome.status == "read" or not outcome.retryable):
        store.put_text(sha256, outcome)
    return outcome


def read_content(content: bytes, readers: Readers) -> ReadResume | Failure:
    """The text of a file that is not kept, scans included where they can be read here."""
    quick = readers.read(content)
    return _with_pictures(quick, content, readers) if waits_for_scan(quick, readers) else quick


def _with_pictures(quick: ReadResume | Failure, content: bytes, readers: Readers) -> ReadResume | Failure:
    """What reading the pictures too gives; where that fails, the text that was there without them."""
    outcome = readers.read_scan(content)
    if outcome.status == "read" or quick.status == "failed":
        return outcome
    return quick if outcome.retryable else quick.model_copy(update={"pictures_read": True})


def read_quickly(sha256: str, *, store: Store, files: Files, readers: Readers) -> ReadResume | Failure:
    """As `read_kept`, but pages that are pictures are left unread."""
    known = store.text(sha256)
    if known is not None:
        return known
    content = files.get(sha256)
    if content is None:
        return failure("damaged", "The file is no longer there. Add it again.")
    outcome = readers.read(content)
    if outcome.status == "read" or not outcome.retryable:
        store.put_text(sha256, outcome)
    return outcome


def waits_for_scan(outcome: ReadResume | Failure, readers: Readers) -> bool:
    """Whether there is more to read in the pictures of this file, and somebody here who reads them."""
    if not readers.reads_scans:
        return False
    if outcome.status == "failed":
        return outcome.reason == "scanned"
    return bool(outcome.unread_pages) and not outcome.pictures_read


def make_items(given: Sequence[Kept], *, batch: int = 1) -> tuple[Item, ...]:
    """One item a given file; equal names and contents stay apart by their count.

    The id depends on name, content and count only: giving the same files again gives the same items.
    """
    seen: Counter[tuple[str, str]] = Counter()
    items = []
    for kept in given:
        key = (kept.file, kept.sha256)
        seen[key] += 1
        mark = f"{kept.file}\0{kept.sha256}\0{seen[key]}"
        items.append(
            Item(
                id=hashlib.sha256(mark.encode("utf-8", "surrogatepass")).hexdigest()[:32],
                file=kept.file,
                sha256=kept.sha256,
                batch=batch,
            )
        )
    return tuple(items)


def open_run(
    job: Job,
    rubric: Rubric,
    given: Sequence[Kept],
    *,
    store: Store,
    engine: EngineName,
    model: str,
    run_id: str | None = None,
    sample: bool = False,
    second_look: SecondLooks = "flagged",
    withheld: Withheld = USUALLY_WITHHELD,
    budget: float | None = None,
    user: str = LOCAL_USER,
) -> Run:
    """Saves job, run and items; nothing is started. The run is seen by whoever the job belongs to, and `user` pays.

    Raises `UserError` where there is nothing to screen.
    """
    if not job.text.strip():
        raise UserError("Paste the job description first.")
    if not given:
        raise UserError("Add at least one résumé.")
    run = Run(
        id=check_run_id(run_id) if run_id else new_run_id(),
        job_id=job.id,
        job_title=job.title,
        rubric=rubric,
        engine=engine,
        model=model,
        second_look=second_look,
        withheld=withheld,
        sample=sample,
        budget=budget,
        user=user,
        owner=job.owner,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    items = make_items(given)
    store.save_job(job)
    store.create_run(run, items)
    _put_failures(run.id, items, given, store)
    return run


def add_files(run_id: str, given: Iterable[Kept], *, store: Store) -> int:
    """Adds files to a run as its next batch; those it has already are passed over. Returns how many are new."""
    given = tuple(given)
    rows = store.rows(run_id)
    have = {row.item.id for row in rows}
    batch = max((row.item.batch for row in rows), default=0) + 1
    items = make_items(given, batch=batch)
    new = [item for item in items if item.id not in have]
    store.add_items(run_id, new)
    _put_failures(
        run_id, new, [kept for item, kept in zip(items, given, strict=True) if item.id not in have], store
    )
    return len(new)


def _put_failures(run_id: str, items: Sequence[Item], given: Sequence[Kept], store: Store) -> None:
    for item, kept in zip(items, given, strict=True):
        if kept.failure is not None:
            store.put_outcome(run_id, item.id, kept.failure)
