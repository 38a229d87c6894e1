"""Outcomes in the Firestore store: put with what they cost, copied from earlier runs, counted."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from google.cloud.firestore_v1 import DocumentReference, FieldFilter, WriteBatch
from pydantic import TypeAdapter

from core.adapters.store_firestore.connection import Connection, Document
from core.adapters.store_firestore.ledger import Ledger, Settling, content_of
from core.adapters.store_firestore.order import now
from core.adapters.store_firestore.packing import body_of, drop_parts, put_body
from core.adapters.store_firestore.places import Places
from core.adapters.store_firestore.runs import NO_OUTCOME, Runs
from core.domain.candidate import Candidate, Outcome
from core.domain.run import Item, Progress, Row
from core.domain.verdict import NO_USAGE, Usage
from core.errors import FailureReason, UserError

BEST = 5
RECENT = timedelta(minutes=1)
TOGETHER = 60
"""Outcomes given in one commit: each is up to four writes and some kilobytes, a commit 500 and ten megabytes."""

REMEMBERED = 100_000
"""Of how many items it is remembered what is in them, so that a credit's state is asked for together with the item."""

_outcome: TypeAdapter[Outcome] = TypeAdapter(Outcome)


class Outcomes:
    """What became of the items of runs."""

    def __init__(self, connection: Connection, places: Places, runs: Runs, ledger: Ledger) -> None:
        self._connection = connection
        self._places = places
        self._runs = runs
        self._ledger = ledger
        self._contents: dict[tuple[str, str], str] = {}

    def rows(self, run_id: str) -> tuple[Row, ...]:
        items = self._connection.each(self._places.items(run_id).order_by("position"))
        rows = tuple(map(self._row, items))
        if len(self._contents) > REMEMBERED:
            self._contents.clear()
        self._contents |= {(run_id, row.item.id): row.item.sha256 for row in rows if row.outcome is None}
        return rows

    def some(self, run_id: str, item_ids: Sequence[str]) -> tuple[Row, ...]:
        """The rows of these items."""
        found = self._connection.get_all(self._places.item(run_id, item_id) for item_id in item_ids)
        return tuple(self._row(one) for one in found if one is not None)

    def stamp(self, run_id: str) -> str:
        items = self._places.items(run_id)
        figures = self._connection.figures(items, "items", done="done", scored="scored", attempts="attempts")
        return ".".join(str(figures[name]) for name in ("items", "attempts", "done", "scored"))

    def progress(self, run_id: str) -> Progress:
        items = self._places.items(run_id)
        since = (datetime.now(UTC) - RECENT).isoformat(timespec="seconds")
        counted = self._connection.figures(items, "total", done="done", failed="failed", cached="cached")
        paid = self._connection.figures(items, input="paid_input", cached="paid_cached", output="paid_output")
        saved = self._connection.figures(
            items, input="saved_input", cached="saved_cached", output="saved_output"
        )
        recent = self._connection.figures(items.where(filter=FieldFilter("at", ">", since)), "recent")
        best = (
            items.where(filter=FieldFilter("score", ">=", 0))
            .order_by("score", direction="DESCENDING")
            .order_by("position")
        )
        return Progress(
            **counted,
            **recent,
            paid=_usage(paid),
            saved=_usage(saved),
            best=tuple(map(self._row, self._connection.each(best, limit=BEST))),
        )

    def put(self, run_id: str, item_id: str, outcome: Outcome, *, terms: str, paid: Usage) -> None:
        """With its attempt, its price and its credit, in one commit. The same one again changes nothing: the answer
        to a commit can be lost, and who puts it doesn't know that it was done."""
        kept = outcome.model_dump_json()
        mark = hashlib.sha256(f"{kept}\n{paid.model_dump_json()}".encode()).hexdigest()

        def work() -> None:
            content = content_of(item_id, self._contents.get((run_id, item_id), ""))  # never changes
            places = (self._places.run(run_id), self._places.item(run_id, item_id))
            run, item, settled = self._connection.get_all([*places, self._places.settled(run_id, content)])
            if run is None or item is None:
                raise UserError("This screening is no longer there.")
            if item["mark"] == mark:
                return
            sha256 = str(item["sha256"])
            if content_of(item_id, sha256) == content:
                settling = Settling(self._ledger, run, {content: settled})
            else:
                settling = self._ledger.settling(run, [content_of(item_id, sha256)])
            new = outcome.status == "scored" and not outcome.cached
            with self._connection.committing() as batch:
                self._fill(batch, item, outcome, kept, mark=mark, paid=paid)
                if terms and sha256 and outcome.status == "scored":
                    self._put_judgement(batch, terms, sha256, kept)
                settling.settle(batch, item_id, sha256, judged_anew=new)

        self._connection.undisturbed(work)

    def reuse(self, run_id: str, terms: str) -> int:
        """Copies what the same contents were judged to be under the same terms; how many."""
        if self._runs.find(run_id) is None:
            return 0
        items = self._places.items(run_id).where(filter=FieldFilter("done", "==", 0)).select(["sha256"])
        places = [one.place for one in self._connection.each(items) if one["sha256"]]
        given = 0
        for start in range(0, len(places), TOGETHER):
            part = places[start : start + TOGETHER]
            given += self._connection.undisturbed(lambda: self._give(run_id, terms, part))  # noqa: B023 - at once
        return given

    def forget_failures(self, run_id: str, *, reason: FailureReason | None) -> int:
        query = self._places.items(run_id).where(filter=FieldFilter("retryable", "==", True))
        if reason is not None:
            query = query.where(filter=FieldFilter("reason", "==", reason))
        places = [one.place for one in self._connection.each(query.select([]))]
        forgotten = 0
        for start in range(0, len(places), TOGETHER):
            part = places[start : start + TOGETHER]
            forgotten += self._connection.undisturbed(lambda: self._forget(part, reason))  # noqa: B023 - at once
        return forgotten

    def _give(self, run_id: str, terms: str, places: Sequence[DocumentReference]) -> int:
        run, *items = self._connection.get_all([self._places.run(run_id), *places])
        still = [one for one in items if one is not None and not one["done"]]
        known = self._connection.get_all(self._places.judgement(terms, one["sha256"]) for one in still)
        pairs = [(item, judged) for item, judged in zip(still, known, strict=True) if judged is not None]
        if run is None or not pairs:
            return 0
        settling = self._ledger.settling(run, [content_of(item["id"], item["sha256"]) for item, _ in pairs])
        with self._connection.committing() as batch:
            for item, judged in pairs:
                told = _outcome.validate_json(body_of(judged, self._connection))
                outcome = told.model_copy(update={"cached": True})
                kept = outcome.model_dump_json()
                self._fill(batch, item, outcome, kept, mark="", paid=NO_USAGE)
                settling.settle(batch, item["id"], item["sha256"], judged_anew=False)
        return len(pairs)

    def _forget(self, places: Sequence[DocumentReference], reason: FailureReason | None) -> int:
        found = [
            one
            for one in self._connection.get_all(places)
            if one is not None and one["retryable"] and reason in (None, one["reason"])
        ]
        with self._connection.committing() as batch:
            for one in found:
                drop_parts(batch, one.place, 0, one["parts"])
                batch.update(one.place, dict(NO_OUTCOME), option=self._connection.as_read(one))
        return len(found)

    def _fill(
        self,
        batch: WriteBatch,
        item: Document,
        outcome: Outcome,
        kept: str,
        *,
        mark: str,
        paid: Usage,
    ) -> None:
        fields: dict[str, Any] = {
            **outcome_fields(outcome),
            **put_body(batch, item.place, kept, before=item["parts"]),
            "at": now(),
            "mark": mark,
            "lease_until": 0.0,
            "taken": 0,
            "attempts": item["attempts"] + 1,
            "paid_input": item["paid_input"] + paid.input_tokens,
            "paid_cached": item["paid_cached"] + paid.cached_tokens,
            "paid_output": item["paid_output"] + paid.output_tokens,
        }
        batch.update(item.place, fields, option=self._connection.as_read(item))

    def _put_judgement(self, batch: WriteBatch, terms: str, sha256: str, kept: str) -> None:
        place = self._places.judgement(terms, sha256)
        batch.set(place, {"sha256": sha256, "terms": terms, **put_body(batch, place, kept)})

    def _row(self, found: Document) -> Row:
        kept = found.fields
        outcome = _outcome.validate_json(body_of(found, self._connection)) if kept["done"] else None
        return Row(
            item=Item(id=kept["id"], file=kept["file"], sha256=kept["sha256"], batch=kept["batch"]),
            outcome=outcome,
            attempts=kept["attempts"],
            taken=kept["taken"],
            paid=_usage(
                {"input": kept["paid_input"], "cached": kept["paid_cached"], "output": kept["paid_output"]}
            ),
        )


def outcome_fields(outcome: Outcome) -> dict[str, Any]:
    """What is asked and added up of an outcome."""
    if not isinstance(outcome, Candidate):
        told = {"done": 1, "failed": 1, "retryable": outcome.retryable, "reason": outcome.reason}
        return {**NO_OUTCOME, **told}
    saved = outcome.usage if outcome.cached else NO_USAGE
    return {
        **NO_OUTCOME,
        "done": 1,
        "scored": 1,
        "cached": int(outcome.cached),
        "score": outcome.score,
        "saved_input": saved.input_tokens,
        "saved_cached": saved.cached_tokens,
        "saved_output": saved.output_tokens,
    }


def _usage(tokens: dict[str, int]) -> Usage:
    return Usage(input_tokens=tokens["input"], cached_tokens=tokens["cached"], output_tokens=tokens["output"])
