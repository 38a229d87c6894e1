"""Erasing a candidate everywhere: results, texts, judgements, decisions, original file, kept answers."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from core.errors import UserError
from core.operations import erased_before
from core.ports import Store
from core.wiring import Services

log = logging.getLogger(__name__)

EVERY_RUN = 1_000_000_000


@dataclass(frozen=True)
class Erased:
    """How much went."""

    contents: int
    items: int
    replies: int


@dataclass(frozen=True)
class Held:
    """A content and where it is: pairs of run and item."""

    sha256: str
    places: tuple[tuple[str, str], ...]


def content_of(store: Store, run_id: str, item_id: str) -> str:
    """The content of a given file. Raises `UserError` where there is no such file."""
    for row in store.rows(run_id) if store.run(run_id) else ():
        if row.item.id == item_id and row.item.sha256:
            return row.item.sha256
    raise UserError(f"There is no file {item_id} in a screening {run_id}.")


def contents_of_address(store: Store, email: str) -> tuple[str, ...]:
    """The contents of every résumé in which this e-mail address was found as its contact. Looks through every run."""
    wanted = email.strip().casefold()
    found: dict[str, None] = {}
    for run in store.runs(EVERY_RUN):
        for row in store.rows(run.id):
            if row.outcome is not None and row.outcome.status == "scored":
                address = row.outcome.contact.email
                if address and address.casefold() == wanted:
                    found[row.item.sha256] = None
    return tuple(found)


def held(store: Store, contents: Sequence[str]) -> tuple[Held, ...]:
    return tuple(Held(sha256, store.holders(sha256)) for sha256 in contents)


def erase(services: Services, contents: Sequence[str]) -> Erased:
    """Erases these contents wherever they are, so that no file of this installation holds anything of them.

    Done again it completes what was broken off. Raises `UserError` where a screening that has one is under way, and
    then nothing is changed; `PartUnavailable` that says what isn't done yet.
    """
    store = services.store
    having = held(store, contents)
    under_way = {run.id for run in store.unfinished()}
    for one in having:
        for run_id, _ in one.places:
            if run_id in under_way:
                raise UserError(
                    f"The screening {run_id} has this candidate and is under way. "
                    "Stop it, or wait until it has finished."
                )
    erased_before.note(services.folder, contents)
    for sha256 in contents:  # first, while it can still be found by run and item
        services.files.delete(sha256)
    payers = {place for one in having for place in one.places}
    items = sum(store.erase(sha256) for sha256 in contents)
    replies = [key for payer, keys in services.replies().items() if payer in payers for key in keys]
    services.drop_replies(replies)
    store.scrub()
    log.info("erased %d contents: %d items, %d answers", len(contents), items, len(replies))
    return Erased(len(contents), items, len(replies))
