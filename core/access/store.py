"""The store as one person may use it: what isn't theirs is not there, and that they asked is kept."""

import logging
from collections.abc import Mapping, Sequence

from core.domain.audit import AuditEvent, EventKind
from core.domain.candidate import Cuts, Decision, Failure, Outcome
from core.domain.credit import Balance, Entry
from core.domain.job import Job, Rubric, SavedRubric
from core.domain.person import Person
from core.domain.resume import ReadResume
from core.domain.run import DecisionRecord, Item, Progress, Row, Run, RunState
from core.domain.token import AccessToken
from core.domain.verdict import NO_USAGE, Usage
from core.errors import FailureReason, InternalError, NotAllowed, UserError
from core.ports import Store

log = logging.getLogger(__name__)

GONE = "This screening is no longer there."
ONLY_REVIEWS = "Your account is for reviewing. Ask an admin to let you begin and change screenings."


def only_who_begins(person: Person) -> None:
    """Raises `NotAllowed` for who only reviews."""
    if person.only_reviews:
        raise NotAllowed(ONLY_REVIEWS)


class OwnedStore:
    """`ports.Store` for what belongs to a person or their team. Each method is here by name: one that is added to
    the port is closed until somebody has thought about it.

    Of what belongs to others it says what it says of what doesn't exist, and leaves a "denied" in that run's audit
    trail. A reviewer's runs are all blind, and a reviewer only decides. Texts are found by their content's SHA-256,
    which nobody has who doesn't have the content.
    """

    def __init__(self, store: Store, person: Person) -> None:
        self._store = store
        self._person = person

    # whose it is

    def _seen(self, run_id: str) -> Run | None:
        run = self._store.run(run_id)
        if run is None:
            return None
        if run.owner != self._person.owner:
            log.warning("somebody asked for a run that isn't theirs")
            self._store.record(run_id, "denied", user=self._person.id)
            return None
        return run.model_copy(update={"blind": True}) if self._person.only_reviews else run

    def _mine(self, run_id: str) -> str:
        if self._seen(run_id) is None:
            raise UserError(GONE)
        return run_id

    def _mine_to_change(self, run_id: str) -> str:
        self._may_change()
        return self._mine(run_id)

    def _may_change(self) -> None:
        only_who_begins(self._person)

    def _my_job(self, job_id: str) -> bool:
        job = self._store.job(job_id)
        return job is not None and job.owner == self._person.owner

    def _my_money(self, user: str) -> str:
        if user != self._person.id and self._person.role != "admin":
            raise NotAllowed("Only an admin sees other people's credits.")
        return user

    # jobs and runs

    def save_job(self, job: Job) -> None:
        self._may_change()
        if job.owner != self._person.owner:
            raise InternalError("A job was saved for somebody else.")
        self._store.save_job(job)

    def job(self, job_id: str) -> Job | None:
        return self._store.job(job_id) if self._my_job(job_id) else None

    def create_run(self, run: Run, items: Sequence[Item]) -> None:
        self._may_change()
        if (run.owner, run.user) != (self._person.owner, self._person.id):
            raise InternalError("A run was begun for somebody else.")
        self._store.create_run(run, items)

    def add_items(self, run_id: str, items: Sequence[Item]) -> None:
        self._store.add_items(self._mine_to_change(run_id), items)

    def run(self, run_id: str) -> Run | None:
        return self._seen(run_id)

    def runs(self, limit: int = 50, *, owner: str | None = None) -> tuple[Run, ...]:
        if owner not in (None, self._person.owner):
            return ()
        found = self._store.runs(limit, owner=self._person.owner)
        if not self._person.only_reviews:
            return found
        return tuple(run.model_copy(update={"blind": True}) for run in found)

    def unfinished(self) -> tuple[Run, ...]:
        return tuple(run for run in self._store.unfinished() if run.owner == self._person.owner)

    def set_budget(self, run_id: str, budget: float | None) -> None:
        self._store.set_budget(self._mine_to_change(run_id), budget)

    def set_state(self, run_id: str, state: RunState, message: str = "") -> None:
        self._store.set_state(self._mine_to_change(run_id), state, message)

    def set_cuts(self, run_id: str, cuts: Cuts) -> None:
        self._store.set_cuts(self._mine_to_change(run_id), cuts)

    def set_weights(self, run_id: str, rubric: Rubric, cuts: Cuts) -> None:
        self._store.set_weights(self._mine_to_change(run_id), rubric, cuts)

    def set_blind(self, run_id: str, blind: bool) -> None:
        self._store.set_blind(self._mine_to_change(run_id), blind)

    def set_settled(self, run_id: str, settled: Mapping[str, int]) -> None:
        self._store.set_settled(self._mine_to_change(run_id), settled)

    def save_rubric(self, job: Job, rubric: Rubric) -> SavedRubric:
        self._may_change()
        if job.owner != self._person.owner:
            raise InternalError("Criteria were saved for somebody else.")
        return self._store.save_rubric(job, rubric)

    def rubrics(self, limit: int = 50, *, owner: str | None = None) -> tuple[SavedRubric, ...]:
        if owner not in (None, self._person.owner):
            return ()
        return self._store.rubrics(limit, owner=self._person.owner)

    # the audit trail

    def record(
        self, run_id: str, kind: EventKind, *, item_id: str = "", detail: str = "", user: str = ""
    ) -> None:
        """Whatever `user` says, it is this person who did it. Nobody who only reviews reveals a name."""
        if kind == "revealed":
            self._may_change()
        self._store.record(self._mine(run_id), kind, item_id=item_id, detail=detail, user=self._person.id)

    def events(self, run_id: str) -> tuple[AuditEvent, ...]:
        return self._store.events(self._mine(run_id))

    # outcomes

    def rows(self, run_id: str) -> tuple[Row, ...]:
        return self._store.rows(self._mine(run_id))

    def stamp(self, run_id: str) -> str:
        return self._store.stamp(self._mine(run_id))

    def progress(self, run_id: str) -> Progress:
        return self._store.progress(self._mine(run_id))

    def put_outcome(
        self, run_id: str, item_id: str, outcome: Outcome, *, terms: str = "", paid: Usage = NO_USAGE
    ) -> None:
        self._store.put_outcome(self._mine_to_change(run_id), item_id, outcome, terms=terms, paid=paid)

    def reuse(self, run_id: str, terms: str) -> int:
        return self._store.reuse(self._mine_to_change(run_id), terms)

    def forget_failures(self, run_id: str, *, reason: FailureReason | None = None) -> int:
        return self._store.forget_failures(self._mine_to_change(run_id), reason=reason)

    # leases

    def lease(
        self, run_id: str, item_ids: Sequence[str], owner: str, *, seconds: float, after: str = ""
    ) -> tuple[Row, ...]:
        return self._store.lease(self._mine_to_change(run_id), item_ids, owner, seconds=seconds, after=after)

    def unleased(self, run_id: str, limit: int) -> tuple[str, ...]:
        return self._store.unleased(self._mine_to_change(run_id), limit)

    def leased(self, run_id: str) -> int:
        return self._store.leased(self._mine_to_change(run_id))

    def finish(self, run_id: str) -> bool:
        return self._store.finish(self._mine_to_change(run_id))

    # credits

    def grant(self, user: str, amount: int, note: str = "") -> Balance:
        if self._person.role != "admin":
            raise NotAllowed("Only an admin grants credits.")
        return self._store.grant(user, amount, note)

    def balance(self, user: str) -> Balance:
        return self._store.balance(self._my_money(user))

    def ledger(self, user: str, limit: int = 100) -> tuple[Entry, ...]:
        return self._store.ledger(self._my_money(user), limit)

    def reserve(self, run_id: str) -> int:
        return self._store.reserve(self._mine_to_change(run_id))

    def release(self, run_id: str) -> int:
        return self._store.release(self._mine_to_change(run_id))

    # decisions

    def decide(self, job_id: str, sha256: str, decision: Decision | None, reason: str = "") -> None:
        if not self._my_job(job_id):
            raise UserError(GONE)
        self._store.decide(job_id, sha256, decision, reason)

    def decisions(self, job_id: str) -> Mapping[str, DecisionRecord]:
        return self._store.decisions(job_id) if self._my_job(job_id) else {}

    # texts

    def text(self, sha256: str) -> ReadResume | Failure | None:
        return self._store.text(sha256)

    def put_text(self, sha256: str, outcome: ReadResume | Failure) -> None:
        self._store.put_text(sha256, outcome)

    # housekeeping

    def delete_runs(self, *, samples: bool, owner: str | None = None) -> int:
        self._may_change()
        return self._store.delete_runs(samples=samples, owner=self._person.owner)

    # intake

    def pause_intake(self, why: str | None) -> None:
        self._as_admin().pause_intake(why)

    def intake_paused(self) -> str | None:
        return self._store.intake_paused()

    # tokens, which an admin hands out

    def _as_admin(self) -> Store:
        self._only_admins()
        return self._store

    def add_token(self, token: AccessToken) -> None:
        self._as_admin().add_token(token)

    def token(self, sha256: str) -> AccessToken | None:
        return self._as_admin().token(sha256)

    def tokens(self) -> tuple[AccessToken, ...]:
        return self._as_admin().tokens()

    def use_token(self, sha256: str, at: str) -> None:
        self._as_admin().use_token(sha256, at)

    def remove_token(self, token_id: str) -> bool:
        return self._as_admin().remove_token(token_id)

    # erasing

    def holders(self, sha256: str) -> tuple[tuple[str, str], ...]:
        """Those in this person's runs."""
        found = self._store.holders(sha256)
        runs = [self._store.run(run_id) for run_id in {run_id for run_id, _ in found}]
        own = {run.id for run in runs if run is not None and run.owner == self._person.owner}
        return tuple((run_id, item_id) for run_id, item_id in found if run_id in own)

    def erase(self, sha256: str) -> int:
        self._only_admins()
        return self._store.erase(sha256)

    def remove_runs(self, run_ids: Sequence[str]) -> tuple[str, ...]:
        return self._store.remove_runs([self._mine_to_change(run_id) for run_id in run_ids])

    def forget(self, contents: Sequence[str]) -> tuple[str, ...]:
        self._only_admins()
        return self._store.forget(contents)

    def scrub(self) -> None:
        self._only_admins()
        self._store.scrub()

    def set_retention(self, job_id: str, days: int | None) -> None:
        self._may_change()
        if not self._my_job(job_id):
            raise UserError(f"There is no job {job_id}.")
        self._store.set_retention(job_id, days)

    def retentions(self) -> Mapping[str, int]:
        """Those of this person's jobs."""
        return {job_id: days for job_id, days in self._store.retentions().items() if self._my_job(job_id)}

    def _only_admins(self) -> None:
        """Raises `NotAllowed`: it reaches into everybody's screenings."""
        if self._person.role != "admin":
            raise NotAllowed("Only an admin erases candidates and hands out tokens.")

    def check(self) -> str:
        return self._store.check()

    def close(self) -> None:
        """Nothing: the store is everybody's."""
