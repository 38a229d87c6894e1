"""The engines and the reply cache of a process, made when first asked for."""

import threading
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeVar

from core.adapters.cache_sqlite import SqliteCache
from core.adapters.engine_local import LocalEngine
from core.adapters.loop import LoopThread
from core.domain.job import Job, Rubric
from core.domain.run import EngineName
from core.errors import ConfigurationError
from core.ports import Engine, ReplyCache
from core.settings import Settings

T = TypeVar("T")


class EngineRoom:
    """The engines and what they share, made when first asked for, on the loop's thread, and closed there."""

    def __init__(self, settings: Settings, loop: LoopThread) -> None:
        self._settings = settings
        self._loop = loop
        self._lock = threading.Lock()
        self._made: dict[EngineName, Engine] = {}
        self._cache: ReplyCache | None = None

    @property
    def loop(self) -> LoopThread:
        return self._loop

    def engine(self, name: EngineName) -> Engine:
        with self._lock:
            if name not in self._made:
                self._made[name] = self._make(name)
            return self._made[name]

    def suggest(self, job: Job, name: EngineName) -> Rubric:
        return self.work(name, lambda engine: engine.suggest(job))

    def work(self, name: EngineName, ask: Callable[[Engine], Awaitable[T]]) -> T:
        """What the engine answers, asked on its loop; the caller waits."""

        async def asked() -> T:
            return await ask(self.engine(name))

        return self._loop.run(asked())

    def ask_engine(self, name: EngineName) -> str:
        """A line that says the engine answers. Raises `OperatorError`."""

        async def ask() -> str:
            return await self.engine(name).ping()

        return self._loop.run(ask())

    def ask_cache(self) -> str:
        """A line that says the reply cache answers. Raises `PartUnavailable`."""

        async def ask() -> str:
            with self._lock:
                cache = self._reply_cache()
            return await cache.ping() if cache else "Off."

        return self._loop.run(ask())

    def replies(self) -> Mapping[tuple[str, str], Sequence[str]]:
        """The keys of kept answers by run and item that paid for them. Raises `PartUnavailable`."""
        from core.adapters.engine_openai.ask import payer_of

        async def ask() -> Mapping[tuple[str, str], Sequence[str]]:
            with self._lock:
                cache = self._reply_cache()
            found: dict[tuple[str, str], list[str]] = {}
            if cache is not None:
                async for key, value in cache.values():
                    if payer := payer_of(value):
                        found.setdefault(payer, []).append(key)
            return found

        return self._loop.run(ask())

    def drop_replies(self, keys: Sequence[str]) -> None:
        """Raises `PartUnavailable`."""

        async def ask() -> None:
            with self._lock:
                cache = self._reply_cache()
            if cache is not None:
                await cache.drop(keys)

        self._loop.run(ask())

    def close(self) -> None:
        async def end() -> None:
            for engine in self._made.values():
                await engine.aclose()
            if self._cache is not None:
                await self._cache.aclose()

        self._loop.run(end())
        self._loop.close()

    def _make(self, name: EngineName) -> Engine:
        if name == "local":
            return LocalEngine()
        if not self._settings.has_model:
            raise ConfigurationError("This needs a model. Set OPENAI_API_KEY or OPENAI_BASE_URL.")
        from core.adapters.engine_openai import (
            OpenAIEngine,
        )  # costs a second of import; only where it is used
        from core.adapters.engine_openai.shared_gate import SharedAllowance

        shared = SharedAllowance.of(self._settings)
        return OpenAIEngine(self._settings, self._reply_cache(), shared=shared)

    def _reply_cache(self) -> ReplyCache | None:
        if self._settings.cache_enabled and self._cache is None:
            self._cache = _make_cache(self._settings)
        return self._cache


def _make_cache(settings: Settings) -> ReplyCache:
    if settings.redis_url:
        from core.adapters.cache_redis import (
            RedisCache,
        )  # an optional package is imported only when configured

        return RedisCache(settings.redis_url)
    return SqliteCache(settings.data_dir.expanduser().resolve() / "replies.db")
