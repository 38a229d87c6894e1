"""The store in Firestore: jobs, runs, outcomes, decisions, texts."""

from collections.abc import Mapping, Sequence

from google.cloud.firestore_v1 import FieldFilter
from pydantic import TypeAdapter

from core.adapters.store_firestore.connection import Connection, Disturbed, Document
from core.adapters.store_firestore.erasing import Erasing
from core.adapters.store_firestore.leases import Leases
from core.adapters.store_firestore.ledger import Ledger
from core.adapters.store_firestore.order import next_number, now
from core.adapters.store_firestore.outcomes import Outcomes
from core.adapters.store_firestore.packing import body_of, put_body
from core.adapters.store_firestore.places import Places
from core.adapters.store_firestore.runs import Runs, run_of, settled_json
from core.adapters.store_firestore.tokens import Tokens
from core.domain.audit import AuditEvent, EventKind
from core.domain.candidate import Cuts, Decision, Failure, Outcome
from core.domain.credit import Balance, Entry
from core.domain.job import Job, Rubric, SavedRubric
from core.domain.resume import ReadResume
from core.domain.run import DecisionRecord, Item, Progress, Row, Run, RunState
from core.domain.token import AccessToken
from core.domain.verdict import NO_USAGE, Usage
from core.errors import FailureReason, OperatorError

SHAPE = 1
"""How the documents are laid out; a newer Shortlist counts it up."""

_text: TypeAdapter[ReadResume | Failure] = TypeAdapter(ReadResume | Failure)


class FirestoreStore:
    """`ports.Store` over Firestore; what is written is kept when the call returns. Any number of machines may use it.

    `reader_version` keys the kept texts, so that a better reader reads again.
    """

    def __init__(self, connection: Connection, *, reader_version: int) -> None:
        """Raises `PartUnavailable` where Firestore can't be reached, `OperatorError` where a newer Shortlist uses it."""
        self._connection = connection
        self._reader_version = reader_version
        self._places = Places(connection)
        self._runs = Runs(connection, self._places)
        self._ledger = Ledger(connection, self._places, self._runs)
        self._outcomes = Outcomes(connection, self._places, self._runs, self._ledger)
        self._leases = Leases(connection, self._places)
        self._tokens = Tokens(connection, self._places)
        self._erasing = Erasing(connection, self._places)
        try:
            connection.undisturbed(self._check_shape)
        except BaseException:
            connection.close()
            raise

    # jobs and runs

    def save_job(self, job: Job) -> None:
        place = self._places.job(job.id)

        def work() -> None:
            if self._connection.get(place) is None:
                with self._connection.committing() as batch:
                    body = put_body(batch, place, job.text)
                    batch.create(place, {"title": job.title, "owner": job.owner, "rubrics": 0, **body})

        self._connection.undisturbed(work)

    def job(self, job_id: str) -> Job | None:
        found = self._connection.get(self._places.job(job_id))
        if found is None:
            return None
        return Job(title=found["title"], text=body_of(found, self._connection), owner=found["owner"])

    def create_run(self, run: Run, items: Sequence[Item]) -> None:
        self._runs.create(run, items)

    def add_items(self, run_id: str, items: Sequence[Item]) -> None:
        self._runs.add_items(run_id, items)

    def run(self, run_id: str) -> Run | None:
        found = self._runs.find(run_id)
        return run_of(found) if found is not None else None

    def runs(self, limit: int = 50, *, owner: str | None = None) -> tuple[Run, ...]:
        return self._runs.newest(limit, owner)

    def unfinished(self) -> tuple[Run, ...]:
        return self._runs.unfinished()

    def set_budget(self, run_id: str, budget: float | None) -> None:
        self._runs.change(run_id, budget=budget)

    def set_state(self, run_id: str, state: RunState, message: str = "") -> None:
        self._runs.change(run_id, state=state, message=message)

    def set_cuts(self, run_id: str, cuts: Cuts) -> None:
        self._runs.change(run_id, cuts=cuts.model_dump_json())

    def set_weights(self, run_id: str, rubric: Rubric, cuts: Cuts) -> None:
        self._runs.weigh(run_id, rubric, cuts)

    def set_blind(self, run_id: str, blind: bool) -> None:
        self._runs.change(run_id, blind=blind)

    def set_settled(self, run_id: str, settled: Mapping[str, int]) -> None:
        self._runs.change(run_id, settled=settled_json(settled))

    # saved criteria

    def save_rubric(self, job: Job, rubric: Rubric) -> SavedRubric:
        self.save_job(job)
        equal = (
            self._places.rubrics()
            .where(filter=FieldFilter("job_id", "==", job.id))
            .where(filter=FieldFilter("version", "==", rubric.weights_version))
        )

        def work() -> SavedRubric:
            at_job, counter = self._connection.get_all(
                [self._places.job(job.id), self._places.rubric_counter()]
            )
            known = [_saved(one) for one in self._connection.each(equal)]
            if known:
                return max(known, key=lambda one: one.number)
            if at_job is None:
                raise Disturbed
            number, last = at_job["rubrics"] + 1, counter["last"] if counter else 0
            saved = SavedRubric(
                id=last + 1,
                job_id=job.id,
                job_title=at_job["title"],
                number=number,
                rubric=rubric,
                at=now(),
            )
            with self._connection.committing() as batch:
                fields = {
                    "version": rubric.weights_version,
                    "owner": at_job["owner"],
                    **saved.model_dump(exclude={"rubric"}),
                    "rubric": rubric.model_dump_json(),
                }
                batch.create(self._places.rubrics().document(str(saved.id)), fields)
                batch.update(at_job.place, {"rubrics": number}, option=self._connection.as_read(at_job))
                if counter is None:
                    batch.create(self._places.rubric_counter(), {"last": saved.id})
                else:
                    batch.update(counter.place, {"last": saved.id}, option=self._connection.as_read(counter))
            return saved

        return self._connection.undisturbed(work)

    def rubrics(self, limit: int = 50, *, owner: str | None = None) -> tuple[SavedRubric, ...]:
        query = self._places.rubrics().order_by("id", direction="DESCENDING")
        if owner is not None:
            query = query.where(filter=FieldFilter("owner", "==", owner))
        return tuple(map(_saved, self._connection.each(query, limit=limit)))

    # the audit trail

    def record(
        self, run_id: str, kind: EventKind, *, item_id: str = "", detail: str = "", user: str = ""
    ) -> None:
        event = AuditEvent(run_id=run_id, kind=kind, item_id=item_id, detail=detail, user=user, at=now())
        number = next_number()
        with self._connection.committing() as batch:
            place = self._places.events(run_id).document(str(number))
            batch.set(place, {"number": number, **event.model_dump()})

    def events(self, run_id: str) -> tuple[AuditEvent, ...]:
        found = self._connection.each(self._places.events(run_id).order_by("number"))
        names = tuple(AuditEvent.model_fields)
        return tuple(AuditEvent.model_validate({name: one[name] for name in names}) for one in found)

    # outcomes

    def rows(self, run_id: str) -> tuple[Row, ...]:
        return self._connection.undisturbed(lambda: self._outcomes.rows(run_id))

    def progress(self, run_id: str) -> Progress:
        return self._connection.undisturbed(lambda: self._outcomes.progress(run_id))

    def stamp(self, run_id: str) -> str:
        return self._outcomes.stamp(run_id)

    def put_outcome(
        self, run_id: str, item_id: str, outcome: Outcome, *, terms: str = "", paid: Usage = NO_USAGE
    ) -> None:
        self._outcomes.put(run_id, item_id, outcome, terms=self._under(terms), paid=paid)

    def reuse(self, run_id: str, terms: str) -> int:
        """As the port says, but in commits of some dozens; each is whole, and going on later gives the rest."""
        return self._outcomes.reuse(run_id, self._under(terms)) if terms else 0

    def forget_failures(self, run_id: str, *, reason: FailureReason | None = None) -> int:
        return self._outcomes.forget_failures(run_id, reason=reason)

    # leases

    def lease(
        self, run_id: str, item_ids: Sequence[str], owner: str, *, seconds: float, after: str = ""
    ) -> tuple[Row, ...]:
        ours = self._leases.lease(run_id, item_ids, owner, seconds=seconds, after=after)
        return self._connection.undisturbed(lambda: self._outcomes.some(run_id, ours))

    def unleased(self, run_id: str, limit: int) -> tuple[str, ...]:
        return self._leases.unleased(run_id, limit)

    def leased(self, run_id: str) -> int:
        return self._leases.leased(run_id)

    def finish(self, run_id: str) -> bool:
        """What it holds goes back first: a crash in between leaves a run that is finished by the next who tries."""

        def all_done() -> Document | None:
            found = self._runs.find(run_id)
            if found is None or found["state"] != "running":
                return None
            counted = self._connection.figures(self._places.items(run_id), "items", done="done")
            return found if counted["items"] == counted["done"] else None

        def work() -> bool:
            if all_done() is None:
                return False
            self._ledger.release(run_id)
            found = all_done()
            if found is None:
                return False
            with self._connection.committing() as batch:
                fields = {"state": "finished", "message": ""}
                batch.update(found.place, fields, option=self._connection.as_read(found))
            return True

        return self._connection.undisturbed(work)

    # credits

    def grant(self, user: str, amount: int, note: str = "") -> Balance:
        return self._ledger.grant(user, amount, note)

    def balance(self, user: str) -> Balance:
        return self._ledger.balance(user)

    def ledger(self, user: str, limit: int = 100) -> tuple[Entry, ...]:
        return self._ledger.entries(user, limit)

    def reserve(self, run_id: str) -> int:
        return self._ledger.reserve(run_id)

    def release(self, run_id: str) -> int:
        return self._ledger.release(run_id)

    # decisions

    def decide(self, job_id: str, sha256: str, decision: Decision | None, reason: str = "") -> None:
        number = next_number()
        fields = {"number": number, "sha256": sha256, "decision": decision, "reason": reason, "at": now()}
        with self._connection.committing() as batch:
            batch.set(self._places.decisions(job_id).document(sha256), fields)
            batch.set(self._places.decided(job_id).document(str(number)), fields)

    def decisions(self, job_id: str) -> Mapping[str, DecisionRecord]:
        return {
            found["sha256"]: DecisionRecord(
                job_id=job_id,
                sha256=found["sha256"],
                decision=found["decision"],
                reason=found["reason"],
                at=found["at"],
            )
            for found in self._connection.each(self._places.decisions(job_id))
            if found["decision"] is not None
        }

    # texts

    def text(self, sha256: str) -> ReadResume | Failure | None:
        def work() -> ReadResume | Failure | None:
            found = self._connection.get(self._places.text(sha256, self._reader_version))
            return _text.validate_json(body_of(found, self._connection)) if found is not None else None

        return self._connection.undisturbed(work)

    def put_text(self, sha256: str, outcome: ReadResume | Failure) -> None:
        place = self._places.text(sha256, self._reader_version)
        with self._connection.committing() as batch:
            body = put_body(batch, place, outcome.model_dump_json())
            batch.set(place, {"sha256": sha256, "reader": self._reader_version, **body})

    # housekeeping

    def delete_runs(self, *, samples: bool, owner: str | None = None) -> int:
        return self._runs.remove_samples(owner) if samples else 0

    # intake

    def pause_intake(self, why: str | None) -> None:
        place = self._places.switch("intake")
        with self._connection.committing() as batch:
            if why is None:
                batch.delete(place)
            else:
                batch.set(place, {"value": why})

    def intake_paused(self) -> str | None:
        found = self._connection.get(self._places.switch("intake"))
        return str(found["value"]) if found is not None else None

    # tokens

    def add_token(self, token: AccessToken) -> None:
        self._tokens.add(token)

    def token(self, sha256: str) -> AccessToken | None:
        return self._tokens.find(sha256)

    def tokens(self) -> tuple[AccessToken, ...]:
        return self._tokens.everybodys()

    def use_token(self, sha256: str, at: str) -> None:
        self._connection.update_if_there(self._places.token(sha256), {"used": at})

    def remove_token(self, token_id: str) -> bool:
        return self._tokens.remove(token_id)

    # erasing

    def holders(self, sha256: str) -> tuple[tuple[str, str], ...]:
        return self._erasing.holders(sha256)

    def erase(self, sha256: str) -> int:
        return self._erasing.erase(sha256)

    def remove_runs(self, run_ids: Sequence[str]) -> tuple[str, ...]:
        for run_id in run_ids:
            run = self.run(run_id)
            if run is not None and run.state != "running":
                self._ledger.release(run_id)
        return self._erasing.remove_runs(run_ids)

    def forget(self, contents: Sequence[str]) -> tuple[str, ...]:
        return self._erasing.forget(contents)

    def scrub(self) -> None:
        """Nothing: what is removed is for Firestore to forget."""

    def set_retention(self, job_id: str, days: int | None) -> None:
        self._erasing.set_retention(job_id, days)

    def retentions(self) -> Mapping[str, int]:
        return self._erasing.retentions()

    def check(self) -> str:
        with (
            self._connection.committing() as batch
        ):  # a write that leaves nothing, on a document nobody else writes
            batch.delete(self._connection.document("meta", f"probe-{next_number()}"))
        return "Results can be written."

    def close(self) -> None:
        self._connection.close()

    def _under(self, terms: str) -> str:
        return f"{self._reader_version}:{terms}" if terms else ""

    def _check_shape(self) -> None:
        place = self._connection.document("meta", "shape")
        found = self._connection.get(place)
        if found is None:
            with self._connection.committing() as batch:
                batch.create(place, {"version": SHAPE})
        elif found["version"] > SHAPE:
            raise OperatorError(
                f"The Firestore project {self._connection.project} is used by a newer Shortlist. Start that version."
            )


def _saved(found: Document) -> SavedRubric:
    return SavedRubric(
        id=found["id"],
        job_id=found["job_id"],
        job_title=found["job_title"],
        number=found["number"],
        rubric=Rubric.model_validate_json(found["rubric"]),
        at=found["at"],
    )
