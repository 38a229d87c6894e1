"""What the core needs from outside, as Protocols. wiring.py picks who answers."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Literal, NamedTuple, Protocol

from core.domain.audit import AuditEvent, EventKind
from core.domain.candidate import Cuts, Decision, Failure, Outcome
from core.domain.credit import Balance, Entry
from core.domain.job import Job, Rubric, SavedRubric
from core.domain.resume import Picture, ReadResume
from core.domain.run import DecisionRecord, EngineName, Item, Progress, Row, Run, RunSnapshot, RunState
from core.domain.token import AccessToken
from core.domain.verdict import NO_USAGE, Judgement, Preference, Usage
from core.errors import FailureReason

LimitName = Literal["run_starts", "mails"]


class Engine(Protocol):
    """Judges a résumé's text against a rubric. Async; lives on the loop's thread only."""

    name: EngineName
    model: str

    async def suggest(self, job: Job) -> Rubric:
        """Criteria for a job. Raises `UserError` where the text holds no requirement, `CannotScreen` or
        `AccountError` where a model failed."""
        ...

    async def judge(self, sent_text: str, job: Job, rubric: Rubric, *, look: int = 0) -> Judgement:
        """One claim per criterion, in rubric order. Raises `CannotScreen` or `AccountError`, never guesses.

        `look` tells judgements of one text apart that are wanted several times: an answer kept for one of them
        doesn't stand in for another. It is not in the request.
        """
        ...

    async def prefer(self, one: str, other: str, job: Job, rubric: Rubric) -> Preference:
        """Which of two sent texts fits better, in this order: ask both ways round. Raises as `judge` does."""
        ...

    async def ping(self) -> str:
        """A line for a person that says it answers. Raises `OperatorError`."""
        ...

    async def aclose(self) -> None: ...


class ReplyCache(Protocol):
    """Answers already paid for. May vanish at any time: a broken cache is a miss, never an error."""

    async def get(self, key: str) -> str | None: ...

    async def set(self, key: str, value: str, *, seconds: int) -> None: ...

    async def claim(self, key: str, who: str, *, seconds: int) -> bool:
        """Whether `who` may fetch the answer for `key` now: nobody else who shares the cache is fetching it. Held for
        so many seconds from now, each time it is asked. True where nobody keeps count, or it can't be found out."""
        ...

    async def let_go(self, key: str, who: str) -> None:
        """Ends a claim; that of somebody else stays."""

    def values(self) -> AsyncIterator[tuple[str, str]]:
        """Every key with what is kept under it. Raises `PartUnavailable`: who erases has to know."""
        ...

    async def drop(self, keys: Sequence[str]) -> None:
        """Removes answers so that nothing of them is left on the disk. Raises `PartUnavailable`."""
        ...

    async def ping(self) -> str:
        """A line for a person that says it answers. Raises `PartUnavailable`."""
        ...

    async def aclose(self) -> None: ...


class Store(Protocol):
    """The truth. Synchronous and thread-safe. Raises `PartUnavailable` when it can't be read or written."""

    def save_job(self, job: Job) -> None: ...

    def job(self, job_id: str) -> Job | None: ...

    def create_run(self, run: Run, items: Sequence[Item]) -> None:
        """Both in one transaction. Raises `UserError` where the run exists."""
        ...

    def add_items(self, run_id: str, items: Sequence[Item]) -> None:
        """Items whose id the run has already are passed over."""
        ...

    def run(self, run_id: str) -> Run | None: ...

    def runs(self, limit: int = 50, *, owner: str | None = None) -> tuple[Run, ...]:
        """Newest first; of everybody, or of one owner."""
        ...

    def unfinished(self) -> tuple[Run, ...]:
        """Every run in the state "running", oldest first: under way somewhere, or left by a process that ended."""
        ...

    def set_budget(self, run_id: str, budget: float | None) -> None: ...

    def set_state(self, run_id: str, state: RunState, message: str = "") -> None: ...

    def set_cuts(self, run_id: str, cuts: Cuts) -> None: ...

    def set_weights(self, run_id: str, rubric: Rubric, cuts: Cuts) -> None:
        """The run's criteria under other kinds and weights; settled ties are open again.

        Raises `UserError` where the criteria's texts differ: these would have to be judged anew.
        """
        ...

    def set_blind(self, run_id: str, blind: bool) -> None: ...

    def set_settled(self, run_id: str, settled: Mapping[str, int]) -> None: ...

    def save_rubric(self, job: Job, rubric: Rubric) -> SavedRubric:
        """The next version of this job's criteria; the version that has the same criteria, kinds and weights
        where there is one."""
        ...

    def rubrics(self, limit: int = 50, *, owner: str | None = None) -> tuple[SavedRubric, ...]:
        """Newest first; of everybody, or of one owner's jobs."""
        ...

    def record(
        self, run_id: str, kind: EventKind, *, item_id: str = "", detail: str = "", user: str = ""
    ) -> None:
        """Keeps an event of the audit trail."""
        ...

    def events(self, run_id: str) -> tuple[AuditEvent, ...]:
        """Oldest first."""
        ...

    def rows(self, run_id: str) -> tuple[Row, ...]:
        """Every item in the order given, with its outcome if it has one."""
        ...

    def stamp(self, run_id: str) -> str:
        """Differs once items or outcomes of the run have come or gone; cheap, so that a page can ask at every click."""
        ...

    def progress(self, run_id: str) -> Progress:
        """How far it is; cheap beside `rows`, so that a page can ask each second."""
        ...

    def put_outcome(
        self, run_id: str, item_id: str, outcome: Outcome, *, terms: str = "", paid: Usage = NO_USAGE
    ) -> None:
        """`terms` name all that decides what a content is judged to be; a candidate put with them can be reused.
        `paid` is added to what the item has cost so far."""
        ...

    def reuse(self, run_id: str, terms: str) -> int:
        """Gives every item without an outcome the candidate that its content was judged to be under these terms,
        marked as cached, in one transaction; how many."""
        ...

    def lease(
        self, run_id: str, item_ids: Sequence[str], owner: str, *, seconds: float, after: str = ""
    ) -> tuple[Row, ...]:
        """Gives items to an owner for so many seconds, or for so many more; 0 lets go of them. The rows it has now,
        in the order given.

        Equal contents are held together, so that one is asked for: the rows hold every open item of a content, and
        those judged before. Contents that another owner holds are left out; `after` names one who hands his over.
        Times are this machine's clock's: machines that share a store must agree within a second or two.
        """
        ...

    def unleased(self, run_id: str, limit: int) -> tuple[str, ...]:
        """The ids of items without an outcome that nobody holds, in the order given."""
        ...

    def leased(self, run_id: str) -> int:
        """How many items without an outcome somebody holds."""
        ...

    def finish(self, run_id: str) -> bool:
        """Ends a run in the state "running" that has no item without an outcome, and gives back what it still holds;
        whether it did."""
        ...

    def grant(self, user: str, amount: int, note: str = "") -> Balance:
        """Gives credits, or takes free ones away where the amount is below nought, never below a balance of
        nought (`UserError`)."""
        ...

    def balance(self, user: str) -> Balance: ...

    def ledger(self, user: str, limit: int = 100) -> tuple[Entry, ...]:
        """Newest first."""
        ...

    def reserve(self, run_id: str) -> int:
        """Holds one credit for each content of the run that has no outcome yet, beyond what it holds already; how
        many it took. From then on each outcome put settles one, in the same transaction: a candidate judged anew
        spends it, anything else (a failure, a kept answer, a file that came twice) gives it back.

        Raises `NotEnoughCredits`, and then holds nothing more. Samples and the keyword match
        cost nothing.
        """
        ...

    def release(self, run_id: str) -> int:
        """Gives back what a run that has ended still holds; how many."""
        ...

    def forget_failures(self, run_id: str, *, reason: FailureReason | None = None) -> int:
        """Drops the outcomes of retryable failures, those of one reason or all, so that they are tried again; how
        many."""
        ...

    def decide(self, job_id: str, sha256: str, decision: Decision | None, reason: str = "") -> None: ...

    def decisions(self, job_id: str) -> Mapping[str, DecisionRecord]:
        """The decisions in force, by the résumé's SHA-256. Undone ones are not in it."""
        ...

    def text(self, sha256: str) -> ReadResume | Failure | None:
        """What an earlier reading by this version of the reader gave."""
        ...

    def put_text(self, sha256: str, outcome: ReadResume | Failure) -> None: ...

    def delete_runs(self, *, samples: bool, owner: str | None = None) -> int:
        """Removes every sample run, or one owner's, and its decisions; how many."""
        ...

    def pause_intake(self, why: str | None) -> None:
        """Lets nobody begin a screening, for this reason ("" for none told), until it is called with None."""
        ...

    def intake_paused(self) -> str | None:
        """Why nobody may begin a screening; None where they may."""
        ...

    def add_token(self, token: AccessToken) -> None: ...

    def token(self, sha256: str) -> AccessToken | None:
        """The token whose secret has this hash."""
        ...

    def tokens(self) -> tuple[AccessToken, ...]:
        """Everybody's, oldest first."""
        ...

    def use_token(self, sha256: str, at: str) -> None:
        """Keeps when it was used last; nothing happens where it has been removed."""
        ...

    def remove_token(self, token_id: str) -> bool:
        """Whether there was one."""
        ...

    # erasing

    def holders(self, sha256: str) -> tuple[tuple[str, str], ...]:
        """Run and item of every given file with this content."""
        ...

    def erase(self, sha256: str) -> int:
        """Removes every item with this content, and all that is kept of the content; how many items. Each run's audit
        trail keeps that it was done. Raises `UserError` where a run that has it is under way."""
        ...

    def remove_runs(self, run_ids: Sequence[str]) -> tuple[str, ...]:
        """Removes these runs with their items, outcomes and audit trails, and decisions on contents that no other run
        of the job has; which they were. One that is under way stays. Texts stay: see `forget`."""
        ...

    def forget(self, contents: Sequence[str]) -> tuple[str, ...]:
        """Of these contents, removes texts, judgements and decisions of those that no run has; which they were."""
        ...

    def scrub(self) -> None:
        """Sees to it that nothing of what was removed is left in files of the store, copies made before an upgrade
        included. May take seconds, in which others who write wait. Raises `PartUnavailable`."""
        ...

    def set_retention(self, job_id: str, days: int | None) -> None:
        """How long runs of this job are kept; None: as long as others."""
        ...

    def retentions(self) -> Mapping[str, int]:
        """The days of jobs that have some of their own."""
        ...

    def check(self) -> str:
        """A line for a person that says the store can be written. Raises `PartUnavailable`."""
        ...

    def close(self) -> None: ...


class KeptFile(NamedTuple):
    """An original file where it is kept; `at` is when it was written, UTC."""

    sha256: str
    size: int
    at: datetime


class Files(Protocol):
    """The original files, by SHA-256. Synchronous and thread-safe. Raises `PartUnavailable` when they are out of
    reach, after some patience with faults that pass."""

    def put(self, content: bytes) -> str:
        """Keeps the content, once, and returns its SHA-256 in hex."""
        ...

    def get(self, sha256: str) -> bytes | None:
        """The content, seen to be what its hash says; None where it isn't there."""
        ...

    def delete(self, sha256: str) -> None:
        """Removes the content; one that isn't there is passed over. In a bucket that keeps versions these go too;
        where the key may not do that, it is gone only once the bucket's lifecycle rule has removed it (`check` tells
        such a bucket)."""
        ...

    def kept(self) -> Iterator[KeptFile]:
        """Every file there is, in no particular order; one whose writing was broken off too."""
        ...

    def check(self) -> str:
        """A line for a person that says files can be written, read and deleted. Raises `PartUnavailable`."""
        ...


class Readers(Protocol):
    """Turns bytes into text in killable child processes. Synchronous and thread-safe."""

    @property
    def reads_scans(self) -> bool:
        """Whether `read_scan` can be asked."""
        ...

    def read(self, content: bytes) -> ReadResume | Failure:
        """Never raises for a bad file: what can't be read is a `Failure`. Quick: pictures are left alone."""
        ...

    def read_scan(self, content: bytes) -> ReadResume | Failure:
        """As `read`, with the words made out from pages and photos that are pictures: seconds a page, one at a time.

        Raises `PartUnavailable` where scans can't be read here.
        """
        ...

    def picture(self, content: bytes, page: int, spans: Sequence[tuple[int, int]] = ()) -> Picture | Failure:
        """Page `page` (1-based) of a PDF or photo as PNG, the spans (offsets into the text `read` gives) marked."""
        ...

    def close(self) -> None: ...


class Runner(Protocol):
    """Works runs off in the background; what it finishes is in the store at once."""

    def start(self, run_id: str) -> None:
        """Begins or goes on with a run of the store. A run that is under way here stays as it is."""
        ...

    def snapshot(self, run_id: str) -> RunSnapshot | None:
        """How far it is, from memory while it is under way, else from the store; None for an unknown run."""
        ...

    def stop(self, run_id: str) -> None:
        """Asks a run to end after what is in flight; returns at once."""
        ...

    def pause(self, run_id: str) -> None:
        """As `stop`, but what is reserved for the run stays reserved, and nobody but `start` takes it up again."""
        ...

    def wait(self, run_id: str, timeout: float | None = None) -> RunSnapshot | None:
        """Blocks until the run is no longer under way here, or the timeout (seconds)."""
        ...

    def close(self) -> None: ...


class Limiter(Protocol):
    """How often a user may do something. Synchronous and thread-safe."""

    def take(self, limit: LimitName, user: str) -> None:
        """Counts one. Raises `TooMany` where the user has had all there are, which then doesn't count."""
        ...

    def check(self) -> str:
        """A line for a person that says it counts. Raises `PartUnavailable` where it can't count for all processes;
        `take` then goes on for this one."""
        ...

    def close(self) -> None: ...
