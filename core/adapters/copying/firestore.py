"""The Firestore store as something that is copied: its documents as records, and records as its documents."""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any, cast

from google.cloud.firestore_v1 import DocumentReference, FieldFilter, Query, WriteBatch
from pydantic import TypeAdapter

from core.adapters.copying.record import Record, record
from core.adapters.store_firestore import Connection, FirestoreStore
from core.adapters.store_firestore.connection import Document
from core.adapters.store_firestore.ledger import content_of
from core.adapters.store_firestore.order import next_number
from core.adapters.store_firestore.outcomes import outcome_fields
from core.adapters.store_firestore.packing import body_of, plain, put_body, squeezed
from core.adapters.store_firestore.places import Places
from core.adapters.store_firestore.runs import is_whole, item_fields
from core.domain.candidate import Outcome
from core.domain.run import Item

_outcome: TypeAdapter[Outcome] = TypeAdapter(Outcome)

_ITEM = ("position", "file", "sha256", "batch", "attempts", "paid_input", "paid_cached", "paid_output")


class FirestoreShelf:
    """`Shelf` over one project's Firestore."""

    name = "Firestore"

    def __init__(self, connection: Connection) -> None:
        self._store = FirestoreStore(connection, reader_version=0)  # refuses what a newer Shortlist keeps
        self._connection = connection
        self._places = Places(connection)

    def close(self) -> None:
        self._store.close()

    def read(self, table: str) -> Iterator[Record]:
        for found in self._documents(table):
            told = self._record(table, found)
            if told is not None:
                yield told

    def find(self, records: Sequence[Record]) -> list[Record | None]:
        found = self._connection.get_all(self._place(one) for one in records)
        return [
            self._record(one.table, have) if have is not None else None
            for one, have in zip(records, found, strict=True)
        ]

    def write(self, records: Sequence[Record]) -> None:
        if not records:
            return
        writers: dict[str, Callable[[WriteBatch, Sequence[Record]], None]] = {
            "jobs": self._write_jobs,
            "texts": self._write_texts,
            "judgements": self._write_judgements,
            "rubrics": self._write_rubrics,
            "decisions": self._write_decisions,
            "events": self._write_events,
            "ledger": self._write_ledger,
            "items": self._write_items,
            "outcomes": self._write_outcomes,
            "tokens": self._write_tokens,
            "runs": self._write_runs,
        }
        write = writers[records[0].table]

        def work() -> None:
            with self._connection.committing() as batch:
                write(batch, records)

        self._connection.undisturbed(work)

    # documents as records

    def _documents(self, table: str) -> Iterator[Document]:
        if table in ("items", "outcomes"):
            for run in self._documents("runs"):
                if is_whole(run):
                    yield from self._connection.each(self._places.items(run.id).order_by("position"))
            return
        queries: dict[str, Any] = {
            "decisions": self._group("decided"),
            "events": self._group("events"),
            "ledger": self._group("ledger"),
            "runs": self._places.runs().order_by("born"),
        }
        yield from self._connection.each(queries.get(table) or self._connection.collection(table))

    def _group(self, name: str) -> Query:
        return cast(Query, self._connection.client.collection_group(name))

    def _record(self, table: str, found: Document) -> Record | None:
        """None where the document isn't whole, or has no outcome."""
        fields = dict(found.fields)
        if table == "jobs":
            text = body_of(found, self._connection)
            return record(table, {"retention_days": None, **fields, "id": found.id, "text": text})
        if table in ("texts", "judgements"):
            return record(table, {**fields, "outcome": body_of(found, self._connection)})
        if table == "decisions":
            return record(table, {**fields, "id": fields["number"], "job_id": _above(found.place)})
        if table in ("events", "ledger"):
            return record(table, {**fields, "id": fields["number"]})
        if table == "items":
            return record(table, {**fields, "run_id": _above(found.place)})
        if table == "outcomes":
            return self._outcome(found) if fields["done"] else None
        if table == "runs":
            return _run_record(found) if is_whole(found) else None
        return record(table, fields)

    def _outcome(self, found: Document) -> Record:
        kept = body_of(found, self._connection)
        usage = json.loads(kept).get("usage", {})
        return record(
            "outcomes",
            {
                "run_id": _above(found.place),
                "item_id": found["id"],
                "status": "scored" if found["scored"] else "failed",
                "retryable": int(found["retryable"]),
                "outcome": kept,
                "at": found["at"],
                "score": found["score"],
                "cached": found["cached"],
                "input": usage.get("input_tokens", 0),
                "remembered": usage.get("cached_tokens", 0),
                "output": usage.get("output_tokens", 0),
            },
        )

    # records as documents

    def _place(self, one: Record) -> DocumentReference:
        of, places = one.fields, self._places
        match one.table:
            case "jobs":
                return places.job(of["id"])
            case "texts":
                return places.text(of["sha256"], of["reader"])
            case "judgements":
                return places.judgement(of["terms"], of["sha256"])
            case "rubrics":
                return places.rubrics().document(str(of["id"]))
            case "decisions":
                return places.decided(of["job_id"]).document(str(of["id"]))
            case "events":
                return places.events(of["run_id"]).document(str(of["id"]))
            case "ledger":
                return places.ledger(of["user"]).document(str(of["id"]))
            case "items":
                return places.item(of["run_id"], of["id"])
            case "outcomes":
                return places.item(of["run_id"], of["item_id"])
            case "tokens":
                return places.token(of["sha256"])
        return places.run(of["id"])

    def _write_jobs(self, batch: WriteBatch, records: Sequence[Record]) -> None:
        before = self._connection.get_all(self._place(one) for one in records)
        for one, have in zip(records, before, strict=True):
            of, place = one.fields, self._place(one)
            body = put_body(batch, place, of["text"], before=have["parts"] if have else 0)
            rubrics = have["rubrics"] if have else 0
            kept = {name: of[name] for name in ("title", "owner", "retention_days")}
            batch.set(place, {**kept, "rubrics": rubrics, **body})

    def _write_texts(self, batch: WriteBatch, records: Sequence[Record]) -> None:
        for one in records:
            of, place = one.fields, self._place(one)
            body = put_body(batch, place, of["outcome"])
            batch.set(place, {"sha256": of["sha256"], "reader": of["reader"], **body})

    def _write_judgements(self, batch: WriteBatch, records: Sequence[Record]) -> None:
        for one in records:
            of, place = one.fields, self._place(one)
            body = put_body(batch, place, of["outcome"])
            batch.set(place, {"sha256": of["sha256"], "terms": of["terms"], **body})

    def _write_rubrics(self, batch: WriteBatch, records: Sequence[Record]) -> None:
        """With the counters that the next ones are numbered by."""
        by_job: dict[str, int] = {}
        for one in records:
            of = one.fields
            by_job[of["job_id"]] = max(of["number"], by_job.get(of["job_id"], 0))
        jobs = self._connection.get_all(self._places.job(job_id) for job_id in by_job)
        named = {job.id: job for job in jobs if job is not None}
        for one in records:
            of = one.fields
            job = named[of["job_id"]]
            batch.set(self._place(one), {**of, "job_title": job["title"], "owner": job["owner"]})
        for job_id, number in by_job.items():
            if number > named[job_id]["rubrics"]:
                batch.update(named[job_id].place, {"rubrics": number})
        counter = self._connection.get(self._places.rubric_counter())
        last = max(one.fields["id"] for one in records)
        if counter is None or counter["last"] < last:
            batch.set(self._places.rubric_counter(), {"last": last})

    def _write_decisions(self, batch: WriteBatch, records: Sequence[Record]) -> None:
        """With those in force, unless a later one is there already."""
        latest: dict[tuple[str, str], dict[str, Any]] = {}
        for one in records:
            fields = {**one.fields, "number": one.fields["id"]}
            job_id = fields.pop("job_id")
            fields.pop("id")
            batch.set(self._place(one), fields)
            latest[job_id, fields["sha256"]] = fields
        places = [self._places.decisions(job_id).document(sha256) for job_id, sha256 in latest]
        for place, have, fields in zip(
            places, self._connection.get_all(places), latest.values(), strict=True
        ):
            if have is None or have["number"] <= fields["number"]:
                batch.set(place, fields)

    def _write_events(self, batch: WriteBatch, records: Sequence[Record]) -> None:
        for one in records:
            fields = {**one.fields, "number": one.fields["id"]}
            fields.pop("id")
            batch.set(self._place(one), fields)

    def _write_ledger(self, batch: WriteBatch, records: Sequence[Record]) -> None:
        for one in records:
            fields = {**one.fields, "number": one.fields["id"]}
            fields.pop("id")
            batch.set(self._place(one), fields)
        for user in {one.fields["user"] for one in records}:
            last = max(one.fields["at"] for one in records if one.fields["user"] == user)
            batch.set(self._places.account(user), {"user": user, "at": last, "number": next_number()})

    def _write_items(self, batch: WriteBatch, records: Sequence[Record]) -> None:
        before = self._connection.get_all(self._place(one) for one in records)
        for one, have in zip(records, before, strict=True):
            of, place = one.fields, self._place(one)
            counted = {name: of[name] for name in _ITEM}
            if have is not None:
                batch.update(place, counted)
                continue
            item = Item(id=of["id"], file=of["file"], sha256=of["sha256"], batch=of["batch"])
            batch.create(place, {**item_fields(item, of["position"]), **counted})

    def _write_outcomes(self, batch: WriteBatch, records: Sequence[Record]) -> None:
        before = self._connection.get_all(self._place(one) for one in records)
        for one, have in zip(records, before, strict=True):
            of, place = one.fields, self._place(one)
            body = put_body(batch, place, of["outcome"], before=have["parts"] if have else 0)
            told = outcome_fields(_outcome.validate_json(of["outcome"]))
            batch.update(place, {**told, **body, "at": of["at"]})

    def _write_tokens(self, batch: WriteBatch, records: Sequence[Record]) -> None:
        for one in records:
            batch.set(self._place(one), one.fields)

    def _write_runs(self, batch: WriteBatch, records: Sequence[Record]) -> None:
        for one in records:
            of, place = one.fields, self._place(one)
            user = json.loads(of["fixed"]).get("user", "local")
            kept = {name: of[name] for name in ("job_id", "created", "state", "message", "cuts", "settled")}
            batch.set(
                place,
                {
                    **kept,
                    "sample": bool(of["sample"]),
                    "blind": bool(of["blind"]),
                    "budget": of["budget"],
                    "owner": of["owner"],
                    "user": user,
                    "fixed": squeezed(of["fixed"]),
                    "weighed": squeezed(of["weighed"]) if of["weighed"] else None,
                    "born": f"{of['created']} {next_number():020d}",
                    **self._settle(batch, of["id"], user),
                },
            )

    def _settle(self, batch: WriteBatch, run_id: str, user: str) -> dict[str, Any]:
        """What the ledger says of a run, as the store keeps it: its rounds, and which contents are settled."""
        query = self._places.ledger(user).where(filter=FieldFilter("run_id", "==", run_id))
        lines = sorted(self._connection.each(query), key=lambda line: int(line["number"]))
        items = [line["item_id"] for line in lines if line["item_id"]]
        found = self._connection.get_all(self._places.item(run_id, item) for item in items)
        content = {
            item: content_of(item, one["sha256"] if one else "")
            for item, one in zip(items, found, strict=True)
        }
        turn = 0
        settled: dict[str, dict[str, Any]] = {}
        for line in lines:
            turn += line["kind"] == "reserved"
            if line["item_id"]:
                name = content[line["item_id"]]
                spent = line["kind"] == "spent" or settled.get(name, {}).get("spent", False)
                settled[name] = {"round": turn, "spent": spent}
        for name, state in settled.items():
            batch.set(self._places.settled(run_id, name), state)
        return {"round": turn, "holding": sum(line["held"] for line in lines) > 0}


def _above(place: DocumentReference) -> str:
    """The name of the document that this one's collection hangs on."""
    above: Any = place.parent.parent
    return str(above.id)


def _run_record(found: Document) -> Record:
    fields = dict(found.fields)
    return record(
        "runs",
        {
            **fields,
            "id": found.id,
            "sample": int(fields["sample"]),
            "blind": int(fields["blind"]),
            "fixed": plain(fields["fixed"]),
            "weighed": plain(fields["weighed"]) if fields["weighed"] else None,
        },
    )
