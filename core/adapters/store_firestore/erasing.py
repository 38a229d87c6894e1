"""Erasing in the Firestore store: a content everywhere, whole runs, and what no run has any more."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from google.cloud.firestore_v1 import FieldFilter

from core.adapters.store_firestore.connection import Connection, Document
from core.adapters.store_firestore.order import next_number, now
from core.adapters.store_firestore.packing import drop_parts
from core.adapters.store_firestore.places import Places
from core.adapters.store_firestore.runs import is_whole
from core.domain.audit import AuditEvent
from core.errors import UserError

TOGETHER = 100
"""Documents removed in one commit, each with its parts."""


class Erasing:
    """Removes for good. Many commits: one that is broken off is completed by doing it again."""

    def __init__(self, connection: Connection, places: Places) -> None:
        self._connection = connection
        self._places = places

    def holders(self, sha256: str) -> tuple[tuple[str, str], ...]:
        """A query for each run: one over the items of all runs would need an index that has to be deployed."""
        return tuple((run.id, item["id"]) for run, item in self._held(sha256))

    def erase(self, sha256: str) -> int:
        held = list(self._held(sha256))
        for run, _ in held:
            if run["state"] == "running":
                raise UserError(
                    f"The screening {run.id} has this candidate and is under way. "
                    "Stop it, or wait until it has finished."
                )
        for run, item in held:
            self._erase_item(run, item)
        self.forget([sha256])
        return len(held)

    def remove_runs(self, run_ids: Sequence[str]) -> tuple[str, ...]:
        removed = []
        for found in self._connection.get_all(self._places.run(run_id) for run_id in run_ids):
            if found is None or not is_whole(found) or found["state"] == "running":
                continue
            items = list(self._connection.each(self._places.items(found.id).select(["sha256", "parts"])))
            self._drop_decisions(found, {str(item["sha256"]) for item in items})
            self._remove(self._connection.each(self._places.events(found.id).select([])))
            self._remove(items)
            self._remove(self._connection.each(self._connection.collection("runs", found.id, "settled")))
            self._remove([found])
            removed.append(found.id)
        return tuple(removed)

    def forget(self, contents: Sequence[str]) -> tuple[str, ...]:
        wanted = {sha256 for sha256 in contents if sha256}
        if len(wanted) == 1:
            unheld = {sha256 for sha256 in wanted if next(self._held(sha256), None) is None}
        else:
            unheld = wanted - self._contents_of(self._runs())
        jobs = [job.id for job in self._connection.each(self._connection.collection("jobs").select([]))]
        for sha256 in unheld:
            for table in ("texts", "judgements"):
                query = self._connection.collection(table).where(filter=FieldFilter("sha256", "==", sha256))
                self._remove(self._connection.each(query.select(["parts"])))
            for job_id in jobs:
                self._drop_decision(job_id, sha256)
        return tuple(sorted(unheld))

    def set_retention(self, job_id: str, days: int | None) -> None:
        if self._connection.get(self._places.job(job_id)) is None:
            raise UserError(f"There is no job {job_id}.")
        self._connection.update_if_there(self._places.job(job_id), {"retention_days": days})

    def retentions(self) -> Mapping[str, int]:
        query = self._connection.collection("jobs").where(filter=FieldFilter("retention_days", ">", 0))
        jobs = self._connection.each(query.select(["retention_days"]))
        return {job.id: job["retention_days"] for job in jobs}

    def _runs(self) -> Iterator[Document]:
        runs = self._connection.each(self._places.runs().select(["job_id", "state", "born"]))
        return (run for run in runs if is_whole(run))

    def _held(self, sha256: str) -> Iterator[tuple[Document, Document]]:
        for run in self._runs():
            items = self._places.items(run.id).where(filter=FieldFilter("sha256", "==", sha256))
            for item in self._connection.each(items.select(["id", "parts"])):
                yield run, item

    def _contents_of(self, runs: Iterable[Document]) -> set[str]:
        return {
            str(item["sha256"])
            for run in runs
            for item in self._connection.each(self._places.items(run.id).select(["sha256"]))
        }

    def _erase_item(self, run: Document, item: Document) -> None:
        """With its line in the audit trail, in one commit."""
        event = AuditEvent(run_id=run.id, kind="erased", item_id=item["id"], at=now())
        number = next_number()

        def work() -> None:
            with self._connection.committing() as batch:
                drop_parts(batch, item.place, 0, item["parts"])
                batch.delete(item.place)
                place = self._places.events(run.id).document(str(number))
                batch.set(place, {"number": number, **event.model_dump()})

        self._connection.undisturbed(work)

    def _drop_decisions(self, run: Document, contents: set[str]) -> None:
        """Those on contents that no other run of the job has."""
        others = self._places.runs().where(filter=FieldFilter("job_id", "==", run["job_id"]))
        rest = [one for one in self._connection.each(others) if one.id != run.id and is_whole(one)]
        for sha256 in contents - self._contents_of(rest):
            self._drop_decision(str(run["job_id"]), sha256)

    def _drop_decision(self, job_id: str, sha256: str) -> None:
        if not sha256:
            return
        query = self._places.decided(job_id).where(filter=FieldFilter("sha256", "==", sha256))
        ever = list(self._connection.each(query.select([])))
        if ever:
            in_force = self._connection.get(self._places.decisions(job_id).document(sha256))
            self._remove([*ever, *([in_force] if in_force else [])])

    def _remove(self, documents: Iterable[Document]) -> None:
        rest = iter(documents)
        while some := list(islice(rest, TOGETHER)):

            def work(some: Sequence[Document] = some) -> None:
                with self._connection.committing() as batch:
                    for one in some:
                        drop_parts(batch, one.place, 0, one.fields.get("parts", 0))
                        batch.delete(one.place)

            self._connection.undisturbed(work)
