"""The one place that picks implementations from the settings, and says what it picked."""

import io
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import NamedTuple, TypeVar
from urllib.parse import urlsplit

from core.access import OwnedRunner, OwnedStore, Rules, only_who_begins, rules_of
from core.access.provider import check_provider
from core.adapters.claim import Claim
from core.adapters.engine_local import LocalEngine
from core.adapters.engine_openai.estimate import estimate_cost
from core.adapters.files import ObjectFiles, S3Access
from core.adapters.lease import was_held
from core.adapters.limits import Limits, NoLimits
from core.adapters.loop import LoopThread
from core.adapters.prices import Tariff
from core.adapters.store_sqlite import SqliteStore
from core.domain.job import Criterion, Job, Rubric
from core.domain.person import LOCAL_PERSON, Person
from core.domain.run import EngineName, Run, SecondLooks
from core.engine_room import EngineRoom as EngineRoom
from core.errors import (
    AccountError,
    CannotScreen,
    ConfigurationError,
    InternalError,
    PartUnavailable,
    UserError,
)
from core.intake import read_kept
from core.ports import Engine, Files, Limiter, LimitName, Readers, Runner, Store
from core.reading.read import READER_VERSION
from core.reading.readers import readers_of, scans_installed
from core.runners import leases_of, make_runner, runner_parts
from core.screening.language import language_of
from core.screening.screen import text_to_compare
from core.settings import Settings
from core.shortlist import Ranked, rank
from core.shortlist.ties import Settled, calls_to_settle, settle_groups, tied
from core.starting import Starts

log = logging.getLogger(__name__)
T = TypeVar("T")


@dataclass(frozen=True)
class Part:
    """One part of the installation as a person sees it. `check` asks it now: a line, or an `OperatorError`."""

    name: str
    choice: str
    detail: str
    check: Callable[[], str]


class TiesAhead(NamedTuple):
    """What settling ties would take."""

    ties: int
    calls: int


@dataclass(frozen=True)
class Services:
    """What pages, command line and workers use. Made by `build`, ended by `close`."""

    settings: Settings
    store: Store
    files: Files
    readers: Readers
    runner: Runner
    parts: tuple[Part, ...]
    not_set_up: tuple[str, ...]
    _engines: "EngineRoom"
    limiter: Limiter
    _claim: Claim
    person: Person = LOCAL_PERSON

    def for_person(self, person: Person) -> "Services":
        """These services as one person may use them: what isn't theirs is not there."""
        if person == LOCAL_PERSON:
            return self
        store = OwnedStore(self.store, person)
        return replace(self, store=store, runner=OwnedRunner(self.runner, store, person), person=person)

    def job(self, text: str) -> Job:
        """A job of this person's, or of their team's."""
        return Job.from_text(text, owner=self.person.owner)

    def engine(self, name: EngineName) -> Engine:
        """An engine; ask it only on `loop`."""
        return self._engines.engine(name)

    @property
    def loop(self) -> LoopThread:
        return self._engines.loop

    @property
    def starts(self) -> Starts:
        """How this person begins screenings."""
        return Starts(
            self.person,
            self.store,
            self.runner,
            self.limiter,
            most_queued=self.settings.max_queued_runs,
            charges=self.settings.credits_enabled,
            priced=self.knows_price("openai"),
        )

    def knows_price(self, engine: EngineName) -> bool:
        """Whether this engine's cost can be told, and kept within a budget."""
        return engine == "local" or Tariff.of(self.settings).price(self.settings.openai_model) is not None

    def engines(self) -> tuple[EngineName, ...]:
        """Those that can be chosen; the first is the default."""
        return ("openai", "local") if self.settings.has_model else ("local",)

    def model(self, engine: EngineName) -> str:
        return model_of(engine, self.settings)

    def suggest(self, job: Job, engine: EngineName) -> Rubric:
        """Criteria for a job; the local ones where the model's fail (`rubric.source` says which).

        Raises `UserError` where there is no job text or no requirement in it.
        """
        only_who_begins(self.person)
        if not job.text.strip():
            raise UserError("Paste the job description first.")
        try:
            return self._engines.suggest(job, engine)
        except (CannotScreen, AccountError) as trouble:
            log.warning(
                "the model suggested no criteria (%s); the local ones are used", type(trouble).__name__
            )
            return self._engines.suggest(job, "local")

    def ties(self, run_id: str) -> TiesAhead:
        """How many ties stand among the first places, and how many calls settling them takes at most."""
        run, _, groups, sent = self._level(run_id)
        return TiesAhead(len(groups), 0 if run.engine == "local" else calls_to_settle(groups, sent))

    def settle_ties(self, run_id: str) -> Settled:
        """Compares candidates of equal score among the first places in pairs, keeps and records what comes of it.

        Raises `UserError` where there is nothing that compares, `AccountError` where the provider won't serve this
        account; then nothing is changed. A pair whose comparison failed stays a tie.
        """
        only_who_begins(self.person)
        run, ranked, groups, sent = self._level(run_id)
        if run.engine == "local":
            raise UserError("The keyword match has nothing to compare.")
        if run.state == "running":
            raise UserError("This screening is still going on. Wait until it has finished.")
        job = self.store.job(run.job_id)
        if job is None:
            raise InternalError(f"run {run.id} has no job")
        settled = self._engines.work(
            run.engine,
            lambda engine: settle_groups(
                ranked, groups, sent, lambda one, other: engine.prefer(one, other, job, run.rubric)
            ),
        )
        if settled.standing:
            self.store.set_settled(run_id, {**run.settled, **settled.standing})
            told = f"{settled.settled} of {settled.ties} ties settled by {settled.calls} comparisons"
            self.store.record(run_id, "settled", detail=told)
        return settled

    def _level(
        self, run_id: str
    ) -> tuple[Run, tuple[Ranked, ...], tuple[tuple[Ranked, ...], ...], dict[str, str]]:
        """The run, its ranking, the ties in it, and the texts of those tied by item id."""
        run = self.store.run(run_id)
        if run is None:
            raise UserError("This screening is no longer there.")
        ranked = rank(run, self.store.rows(run_id), {})
        groups = tied(ranked)
        sent = {}
        for one in chain.from_iterable(groups):
            read = read_kept(one.item.sha256, store=self.store, files=self.files, readers=self.readers)
            if read.status == "read":
                sent[one.item.id] = text_to_compare(read, withheld=run.withheld)
        return run, ranked, groups, sent

    def estimate(
        self,
        texts: Iterable[str],
        *,
        job: Job,
        criteria: int | Sequence[Criterion],
        engine: EngineName,
        second_look: SecondLooks = "flagged",
    ) -> float | None:
        """US dollars for judging these résumés, none of them known yet; None where the price isn't known.

        `criteria`: those of the job, or how many there will be.
        """
        if engine == "local":
            return 0.0
        price = Tariff.of(self.settings).price(self.settings.openai_model)
        if price is None:
            return None
        return estimate_cost(
            tuple(texts), job, criteria, price=price, settings=self.settings, second_look=second_look
        )

    def warm_up(self) -> None:
        """Loads what the first résumé would wait two seconds for. Nothing is written or sent."""
        language_of("Sentences enough to ask which language they are written in. " * 10)
        self.readers.read(b"warm")

    @property
    def in_use(self) -> bool:
        """Whether they haven't been closed."""
        return self._claim.held

    @property
    def folder(self) -> Path:
        """Where this installation keeps what is its own."""
        return folder_of(self.settings)

    def replies(self) -> Mapping[tuple[str, str], Sequence[str]]:
        """The keys of kept answers by run and item that paid for them. Raises `PartUnavailable`."""
        return self._engines.replies()

    def drop_replies(self, keys: Sequence[str]) -> None:
        """Removes kept answers. Raises `PartUnavailable`."""
        self._engines.drop_replies(keys)

    def take_up(self) -> int:
        """Goes on with runs that a stopped process left running here; how many. Workers do so by themselves.

        Where machines share the store, each takes up what was begun on it: locks don't reach from one to another.
        """
        if self.settings.runner == "celery":
            return 0
        taken = 0
        for run in self.store.unfinished():
            if self.settings.has_firestore and not was_held(leases_of(self.settings), run.id):
                continue
            try:
                self.runner.start(run.id)
                taken += 1
            except UserError as refused:  # worked off by another process, or there are no credits for it
                log.info("run %s isn't taken up: %s", run.id, type(refused).__name__)
        return taken

    def close(self) -> None:
        self.runner.close()
        self._engines.close()
        self.limiter.close()
        self.readers.close()
        self.store.close()
        self._claim.give_back()


def model_of(engine: EngineName, settings: Settings) -> str:
    """The model behind an engine, as a run keeps it."""
    return settings.openai_model if engine == "openai" else LocalEngine.model


def folder_of(settings: Settings) -> Path:
    return settings.data_dir.expanduser().resolve()


def files_of(settings: Settings) -> Files:
    """Raises `ConfigurationError` or `PartUnavailable`."""
    return ObjectFiles.at(settings.files_url, folder_of(settings) / "files", access=S3Access.of(settings))


def build(settings: Settings) -> Services:
    """Connects every part. Raises `ConfigurationError` or `PartUnavailable` that names the part."""
    _refuse_what_is_missing(settings)
    claim = Claim(folder_of(settings))
    try:
        return _connected(settings, claim)
    except BaseException:
        claim.give_back()
        raise


def _connected(settings: Settings, claim: Claim) -> Services:
    rules = rules_of(settings)
    folder = folder_of(settings)
    store = _make_store(settings, folder / "shortlist.db")
    files = files_of(settings)
    readers = readers_of(settings)
    loop = LoopThread()
    room = EngineRoom(settings, loop)
    limiter = _make_limiter(settings)
    runner = make_runner(settings, store=store, files=files, readers=readers, room=room)
    parts = (
        _engine_part(settings, room),
        _cache_part(settings, room),
        _store_part(settings, folder / "shortlist.db", store),
        Part(
            "Résumé files",
            "S3" if settings.files_url else "Local folder",
            settings.files_url or str(folder / "files"),
            files.check,
        ),
        *(Part(*told) for told in runner_parts(settings, readers, runner)),
        *_scans_part(readers),
        _limits_part(settings, limiter),
        _login_part(settings, rules),
    )
    return Services(
        settings, store, files, readers, runner, parts, _not_set_up(settings, readers), room, limiter, claim
    )


def _refuse_what_is_missing(settings: Settings) -> None:
    """A part that is configured is never silently replaced by another one."""
    wanted = {
        "SMTP_URL": settings.smtp_url is not None,
    }
    asked = [name for name, on in wanted.items() if on]
    if asked:
        raise ConfigurationError(
            f"This version can't use {', '.join(asked)} yet. Remove the setting to go on without."
        )


def _not_set_up(settings: Settings, readers: Readers) -> tuple[str, ...]:
    how = "SCANS_ENABLED" if scans_installed() else "make setup-ocr"
    optional = {
        "AI reading (OPENAI_API_KEY)": settings.has_model,
        "Redis reply cache (REDIS_URL)": settings.redis_url is not None,
        "Results in Firestore (FIREBASE_SERVICE_ACCOUNT_KEY)": settings.has_firestore,
        "S3 file storage (FILES_URL)": settings.files_url is not None,
        "Login (OIDC_CLIENT_ID)": settings.has_login,
        f"Reading scans and photos ({how})": readers.reads_scans,
    }
    return tuple(name for name, there in optional.items() if not there)


def _make_store(settings: Settings, path: Path) -> Store:
    if not settings.has_firestore:
        return SqliteStore(path, reader_version=READER_VERSION)
    from core.adapters.store_firestore import FirestoreStore, connect  # a second and 50 MB of import

    return FirestoreStore(connect(settings), reader_version=READER_VERSION)


def _store_part(settings: Settings, path: Path, store: Store) -> Part:
    if not settings.has_firestore:
        return Part("Results", "SQLite file", str(path), store.check)
    from core.adapters.store_firestore import project_of

    where = f"{project_of(settings)} · emulator" if settings.firestore_emulator_host else project_of(settings)
    return Part("Results", "Firestore", where, store.check)


def _engine_part(settings: Settings, room: EngineRoom) -> Part:
    if not settings.has_model:
        return Part("Engine", "Keyword match · no AI", "Nothing leaves this computer.", lambda: "Ready.")
    return Part(
        "Engine",
        f"AI reading · {settings.openai_model}",
        settings.model_host,
        lambda: room.ask_engine("openai"),
    )


def _cache_part(settings: Settings, room: EngineRoom) -> Part:
    if not settings.cache_enabled:
        return Part(
            "Reply cache", "Off", "CACHE_ENABLED is false.", lambda: "Off: every answer is paid for anew."
        )
    kind = "Redis" if settings.redis_url else "SQLite file"
    days = settings.cache_ttl / 86400
    return Part("Reply cache", kind, f"Answers are kept {days:.0f} days.", room.ask_cache)


def _login_part(settings: Settings, rules: Rules | None) -> Part:
    url = settings.oidc_metadata_url
    if rules is None or url is None:
        where = "Whoever reaches it" if settings.allow_no_login else "On this computer only"
        return Part("Login", "None", f"{where}, with every right.", lambda: "There is nothing to ask.")
    let_in = f"Addresses of {', '.join(sorted(rules.domains))}" if rules.domains else "Everybody it lets in"
    host = urlsplit(url).hostname or ""
    return Part("Login", "OpenID Connect", f"{host} · {let_in} may come in.", lambda: check_provider(url))


def _make_limiter(settings: Settings) -> Limiter:
    if not settings.rate_limit_enabled:
        return NoLimits()
    per_minute: dict[LimitName, int] = {
        "run_starts": settings.rate_limit_per_minute,
        "mails": settings.mail_limit_per_minute,
    }
    return Limits(per_minute, redis_url=settings.redis_url)


def _limits_part(settings: Settings, limiter: Limiter) -> Part:
    if not settings.rate_limit_enabled:
        return Part("Limits", "Off", "RATE_LIMIT_ENABLED is false.", limiter.check)
    told = (
        f"A user may start {settings.rate_limit_per_minute:,} screenings and send "
        f"{settings.mail_limit_per_minute:,} mails a minute, and have {settings.max_queued_runs:,} under way."
    )
    return Part("Limits", "Redis" if settings.redis_url else "This process", told, limiter.check)


def _scans_part(readers: Readers) -> tuple[Part, ...]:
    if not readers.reads_scans:
        return ()
    told = "Pages and photos that are pictures are read one by one, about 6 s a page."
    return (Part("Scans", "Read with RapidOCR", told, lambda: _check_scans(readers)),)


def _check_scans(readers: Readers) -> str:
    from PIL import Image, ImageDraw, ImageFont  # only for this check

    page = Image.new("L", (600, 120), "white")
    ImageDraw.Draw(page).text((30, 30), "Reading works", fill="black", font=ImageFont.load_default(48))
    png = io.BytesIO()
    page.save(png, "PNG")
    outcome = readers.read_scan(png.getvalue())
    if outcome.status == "failed" or "reading" not in outcome.text.casefold():
        raise PartUnavailable("Scans", "Scans can't be read. Set it up again: make setup-ocr.")
    return "Reading scans works."
