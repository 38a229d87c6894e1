"""Runs in the Firestore store: made whole or not at all, changed field by field."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from google.cloud.firestore_v1 import FieldFilter, WriteBatch
from pydantic import TypeAdapter

from core.adapters.store_firestore.connection import Connection, Document
from core.adapters.store_firestore.order import next_number
from core.adapters.store_firestore.packing import drop_parts, plain, squeezed
from core.adapters.store_firestore.places import Places
from core.domain.candidate import Cuts
from core.domain.job import Rubric
from core.domain.run import Item, Run
from core.errors import UserError

TOGETHER = 400
"""Writes in one commit; Firestore takes 500."""

_settled: TypeAdapter[dict[str, int]] = TypeAdapter(dict[str, int])

CHANGES = {"state", "message", "cuts", "first_rubric", "blind", "settled", "budget"}
"""The fields of a run that have fields of their own, since they change."""

NO_OUTCOME: Mapping[str, Any] = {
    "done": 0,
    "scored": 0,
    "failed": 0,
    "cached": 0,
    "saved_input": 0,
    "saved_cached": 0,
    "saved_output": 0,
    "score": None,
    "retryable": False,
    "reason": "",
    "at": "",
    "mark": "",
    "body": None,
    "parts": 0,
}
"""The fields of an item that its outcome fills. Numbers, so that Firestore can add them up."""


class Runs:
    """What a run is besides its outcomes."""

    def __init__(self, connection: Connection, places: Places) -> None:
        self._connection = connection
        self._places = places

    def create(self, run: Run, items: Sequence[Item]) -> None:
        """Readers see the run once all of it is there: a long one takes several commits, the last one names its birth."""
        if len(items) < TOGETHER:
            self._connection.undisturbed(lambda: self._create_at_once(run, items))
            return
        self._connection.undisturbed(lambda: self._begin(run))
        self._insert(run.id, items, after=0)
        self._connection.update_if_there(self._places.run(run.id), _birth(run))

    def find(self, run_id: str) -> Document | None:
        found = self._connection.get(self._places.run(run_id))
        return found if found is not None and is_whole(found) else None

    def existing(self, run_id: str) -> Document:
        """Raises `UserError` where there is no such run."""
        found = self.find(run_id)
        if found is None:
            raise UserError("This screening is no longer there.")
        return found

    def newest(self, limit: int, owner: str | None) -> tuple[Run, ...]:
        query = self._places.runs().order_by("born", direction="DESCENDING")
        if owner is not None:
            query = query.where(filter=FieldFilter("owner", "==", owner))
        return tuple(run_of(found) for found in self._connection.each(query, limit=limit))

    def unfinished(self) -> tuple[Run, ...]:
        query = self._places.runs().where(filter=FieldFilter("state", "==", "running"))
        found = sorted(self._connection.each(query), key=lambda one: str(one["born"]))
        return tuple(map(run_of, found))

    def add_items(self, run_id: str, items: Sequence[Item]) -> None:
        self.existing(run_id)
        query = self._places.items(run_id).order_by("position", direction="DESCENDING")
        last = max((one["position"] for one in self._connection.each(query, limit=1)), default=0)
        self._insert(run_id, items, after=last)

    def change(self, run_id: str, **fields: object) -> None:
        self._connection.update_if_there(self._places.run(run_id), fields)

    def weigh(self, run_id: str, rubric: Rubric, cuts: Cuts) -> None:
        def work() -> None:
            found = self.existing(run_id)
            began = run_of(found).began_with
            if began.version != rubric.version:
                raise UserError("Other criteria need a new screening: only weights can change here.")
            same = rubric.weights_version == began.weights_version
            fields = {
                "weighed": None if same else squeezed(rubric.model_dump_json()),
                "cuts": cuts.model_dump_json(),
                "settled": "{}",
            }
            with self._connection.committing() as batch:
                batch.update(found.place, fields, option=self._connection.as_read(found))

        self._connection.undisturbed(work)

    def remove_samples(self, owner: str | None) -> int:
        query = self._places.runs().where(filter=FieldFilter("sample", "==", True))
        if owner is not None:
            query = query.where(filter=FieldFilter("owner", "==", owner))
        samples = [one for one in self._connection.each(query) if is_whole(one)]
        for job_id in {str(one["job_id"]) for one in samples}:
            own = (
                self._places.runs()
                .where(filter=FieldFilter("job_id", "==", job_id))
                .where(filter=FieldFilter("sample", "==", False))
            )
            if not any(self._connection.each(own, limit=1)):
                self._forget_decisions(job_id)
        for one in samples:
            self._clear(one.id)
            self._connection.undisturbed(lambda: self._remove([one]))  # noqa: B023 - called at once
        return len(samples)

    # in parts

    def _forget_decisions(self, job_id: str) -> None:
        self._remove_all(self._connection.each(self._places.decisions(job_id).select([])))
        self._remove_all(self._connection.each(self._places.decided(job_id).select([])))

    def _create_at_once(self, run: Run, items: Sequence[Item]) -> None:
        self._refuse_known(run)
        with self._connection.committing() as batch:
            batch.create(self._places.run(run.id), {**_fixed(run), **_birth(run)})
            for position, item in enumerate(items, start=1):
                batch.create(self._places.item(run.id, item.id), item_fields(item, position))

    def _begin(self, run: Run) -> None:
        self._refuse_known(run)
        with self._connection.committing() as batch:
            batch.create(self._places.run(run.id), _fixed(run))

    def _refuse_known(self, run: Run) -> None:
        """Raises `UserError` where the run exists; what is left of one that was never finished being made goes."""
        found = self._connection.get(self._places.run(run.id))
        if found is None:
            return
        if is_whole(found):
            raise UserError(f"There is a run {run.id} already.")
        self._clear(run.id)
        self._remove([found])

    def _insert(self, run_id: str, items: Sequence[Item], *, after: int) -> None:
        """Items that are there already stay as they are."""
        numbered = list(enumerate(items, start=after + 1))
        for start in range(0, len(numbered), TOGETHER):
            part = numbered[start : start + TOGETHER]
            self._connection.undisturbed(lambda: self._insert_new(run_id, part))  # noqa: B023 - called at once

    def _insert_new(self, run_id: str, numbered: Iterable[tuple[int, Item]]) -> None:
        wanted = {self._places.item(run_id, item.id).path: (position, item) for position, item in numbered}
        places = [self._places.item(run_id, item.id) for _, item in wanted.values()]
        have = {one.place.path for one in self._connection.get_all(places) if one is not None}
        with self._connection.committing() as batch:
            for place in places:
                if place.path not in have:
                    position, item = wanted[place.path]
                    batch.create(place, item_fields(item, position))

    def _clear(self, run_id: str) -> None:
        items = self._places.items(run_id).select(["parts"])
        self._remove_all(self._connection.each(items))
        self._remove_all(self._connection.each(self._connection.collection("runs", run_id, "settled")))

    def _remove_all(self, documents: Iterable[Document]) -> None:
        for part in _by(TOGETHER, list(documents)):
            self._connection.undisturbed(lambda: self._remove(part))  # noqa: B023 - called at once

    def _remove(self, documents: Iterable[Document]) -> None:
        with self._connection.committing() as batch:
            for one in documents:
                _delete(batch, one)


def is_whole(found: Document) -> bool:
    """Whether all items of a run were there when it was made."""
    return "born" in found.fields


def run_of(found: Document) -> Run:
    kept = found.fields
    run = Run.model_validate_json(plain(kept["fixed"]))
    changes: dict[str, object] = {
        "state": kept["state"],
        "message": kept["message"],
        "cuts": Cuts.model_validate_json(kept["cuts"]),
        "blind": kept["blind"],
        "settled": _settled.validate_json(kept["settled"]),
        "budget": kept["budget"],
    }
    if kept["weighed"]:
        weighed = Rubric.model_validate_json(plain(kept["weighed"]))
        changes |= {"rubric": weighed, "first_rubric": run.rubric}
    return run.model_copy(update=changes)


def item_fields(item: Item, position: int) -> dict[str, Any]:
    return {
        "id": item.id,
        "position": position,
        "file": item.file.encode(
            "utf-8", "replace"
        ).decode(),  # bytes that aren't UTF-8 come as lone surrogates
        "sha256": item.sha256,
        "batch": item.batch,
        "attempts": 0,
        "paid_input": 0,
        "paid_cached": 0,
        "paid_output": 0,
        "lease_owner": "",
        "lease_until": 0.0,
        "taken": 0,
        **NO_OUTCOME,
    }


def settled_json(settled: Mapping[str, int]) -> str:
    return _settled.dump_json(dict(settled)).decode()


def _fixed(run: Run) -> dict[str, Any]:
    return {
        "job_id": run.job_id,
        "created": run.created,
        "sample": run.sample,
        "user": run.user,
        "owner": run.owner,
        "fixed": squeezed(run.model_dump_json(exclude=CHANGES)),
        "round": 0,
        "holding": False,
    }


def _birth(run: Run) -> dict[str, Any]:
    """The fields by which a run is found, so the last to be written."""
    return {
        "born": f"{run.created} {next_number():020d}",
        "state": run.state,
        "message": run.message,
        "cuts": run.cuts.model_dump_json(),
        "weighed": None,
        "blind": run.blind,
        "settled": settled_json(run.settled),
        "budget": run.budget,
    }


def _delete(batch: WriteBatch, found: Document) -> None:
    drop_parts(batch, found.place, 0, found.fields.get("parts", 0))
    batch.delete(found.place)


def _by(size: int, things: Sequence[Document]) -> Iterator[Sequence[Document]]:
    for start in range(0, len(things), size):
        yield things[start : start + size]
