"""Credits in the Firestore store: lines that are only ever added, by the commit of what they pay for.

What is free is the sum of the lines. Whoever takes credits changes the account's document, so that two who take at
once notice each other; outcomes only give back, and needn't: many come at once. That a content is settled once is
kept in a document of its own.
"""

from collections.abc import Iterable

from google.cloud.firestore_v1 import DocumentReference, FieldFilter, WriteBatch

from core.adapters.store_firestore.connection import Connection, Document
from core.adapters.store_firestore.order import next_number, now
from core.adapters.store_firestore.places import Places
from core.adapters.store_firestore.runs import Runs, run_of
from core.domain.credit import Balance, Entry, EntryKind
from core.errors import NotEnoughCredits, UserError


class Ledger:
    """Everybody's credits."""

    def __init__(self, connection: Connection, places: Places, runs: Runs) -> None:
        self._connection = connection
        self._places = places
        self._runs = runs

    def balance(self, user: str) -> Balance:
        sums = self._connection.figures(self._places.ledger(user), free="amount", held="held")
        return Balance(user=user, free=sums["free"], reserved=sums["held"])

    def entries(self, user: str, limit: int) -> tuple[Entry, ...]:
        query = self._places.ledger(user).order_by("number", direction="DESCENDING")
        names = ("user", "kind", "amount", "run_id", "item_id", "note", "at")
        return tuple(
            Entry.model_validate({name: one[name] for name in names})
            for one in self._connection.each(query, limit=limit)
        )

    def grant(self, user: str, amount: int, note: str) -> Balance:
        line = self._line(user)

        def work() -> Balance:
            account, given = self._connection.get_all([self._places.account(user), line])
            have = self.balance(user)
            if given is not None:
                return have  # by an earlier try whose answer was lost
            if have.free + amount < 0:
                raise UserError(f"Only {have.free:,} credits are free; no more can be taken away.")
            with self._connection.committing() as batch:
                self._add(batch, line, user, "granted", amount, 0, note=note)
                self._touch(batch, user, account)
            return self.balance(user)

        return self._connection.undisturbed(work)

    def reserve(self, run_id: str) -> int:
        """One for each content without an outcome, beyond what the run holds."""

        def work() -> int:
            found = self._runs.existing(run_id)
            run = run_of(found)
            if run.sample or run.engine == "local":
                return 0
            account = self._connection.get(
                self._places.account(run.user)
            )  # before what it guards is added up
            more = self._open_contents(run_id) - self.held_by(run.user, run_id)
            if more <= 0:
                return 0
            have = self.balance(run.user)
            if have.free < more:
                raise NotEnoughCredits(more, have.free)
            with self._connection.committing() as batch:
                self._add(batch, self._line(run.user), run.user, "reserved", -more, more, run_id=run_id)
                self._touch(batch, run.user, account)
                begun = {"round": found["round"] + 1, "holding": True}
                batch.update(found.place, begun, option=self._connection.as_read(found))
            return more

        return self._connection.undisturbed(work)

    def release(self, run_id: str) -> int:
        def work() -> int:
            found = self._runs.find(run_id)
            if found is None or not found["holding"]:
                return 0
            user = str(found["user"])
            held = self.held_by(user, run_id)
            with self._connection.committing() as batch:
                if held:
                    self._add(batch, self._line(user), user, "returned", held, -held, run_id=run_id)
                batch.update(found.place, {"holding": False}, option=self._connection.as_read(found))
            return held

        return self._connection.undisturbed(work)

    def held_by(self, user: str, run_id: str) -> int:
        """How many credits a run holds."""
        lines = self._places.ledger(user).where(filter=FieldFilter("run_id", "==", run_id))
        return self._connection.figures(lines, held="held")["held"]

    def settling(self, run: Document, contents: Iterable[str]) -> "Settling":
        """What is to be settled for these contents of a run, as it stands now."""
        if not run["holding"]:
            return Settling(self, run, {})  # nothing to ask for
        names = sorted(set(contents))
        found = self._connection.get_all(self._places.settled(run.id, name) for name in names)
        return Settling(self, run, dict(zip(names, found, strict=True)))

    def settle(
        self,
        batch: WriteBatch,
        run: Document,
        before: Document | None,
        *,
        item_id: str,
        content: str,
        judged_anew: bool,
    ) -> None:
        """Spends or gives back one credit in the caller's commit, which fails if another settles the same content."""
        user = str(run["user"])
        kind: EntryKind = "spent" if judged_anew else "returned"
        self._add(
            batch, self._line(user), user, kind, int(not judged_anew), -1, run_id=run.id, item_id=item_id
        )
        state = {"round": run["round"], "spent": judged_anew}
        if before is None:
            batch.create(self._places.settled(run.id, content), state)
        else:
            batch.update(before.place, state, option=self._connection.as_read(before))

    def _open_contents(self, run_id: str) -> int:
        items = self._places.items(run_id).where(filter=FieldFilter("done", "==", 0)).select(["sha256", "id"])
        return len({content_of(one["id"], one["sha256"]) for one in self._connection.each(items)})

    def _line(self, user: str) -> DocumentReference:
        line: DocumentReference = self._places.ledger(user).document(str(next_number()))
        return line

    def _touch(self, batch: WriteBatch, user: str, account: Document | None) -> None:
        """Fails the commit where somebody else took credits since the account was read."""
        state = {"user": user, "at": now(), "number": next_number()}
        if account is None:
            batch.create(self._places.account(user), state)
        else:
            batch.update(account.place, state, option=self._connection.as_read(account))

    @staticmethod
    def _add(
        batch: WriteBatch,
        line: DocumentReference,
        user: str,
        kind: EntryKind,
        amount: int,
        held: int,
        *,
        run_id: str = "",
        item_id: str = "",
        note: str = "",
    ) -> None:
        batch.create(
            line,
            {
                "number": int(line.id),
                "user": user,
                "kind": kind,
                "amount": amount,
                "held": held,
                "run_id": run_id,
                "item_id": item_id,
                "note": note,
                "at": now(),
            },
        )


class Settling:
    """Settles outcomes that one commit puts, each content once."""

    def __init__(self, ledger: Ledger, run: Document, settled: dict[str, Document | None]) -> None:
        self._ledger = ledger
        self._run = run
        self._open = {
            content: before
            for content, before in settled.items()
            if run["holding"] and (before is None or not (before["spent"] or before["round"] >= run["round"]))
        }

    def settle(self, batch: WriteBatch, item_id: str, sha256: str, *, judged_anew: bool) -> None:
        content = content_of(item_id, sha256)
        if content in self._open:
            before = self._open.pop(content)
            self._ledger.settle(
                batch, self._run, before, item_id=item_id, content=content, judged_anew=judged_anew
            )


def content_of(item_id: str, sha256: str) -> str:
    """What one credit is for: a content, or a file whose content isn't known."""
    return sha256 or f"item {item_id}"
