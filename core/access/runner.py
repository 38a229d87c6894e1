"""The runner as one person may use it."""

from core.access.store import GONE, only_who_begins
from core.domain.person import Person
from core.domain.run import RunSnapshot
from core.errors import UserError
from core.ports import Runner, Store


class OwnedRunner:
    """`ports.Runner` for the runs that `store`, the person's own view of it, knows."""

    def __init__(self, runner: Runner, store: Store, person: Person) -> None:
        self._runner = runner
        self._store = store
        self._person = person

    def start(self, run_id: str) -> None:
        self._runner.start(self._to_change(run_id))

    def snapshot(self, run_id: str) -> RunSnapshot | None:
        return self._runner.snapshot(run_id) if self._store.run(run_id) else None

    def stop(self, run_id: str) -> None:
        self._runner.stop(self._to_change(run_id))

    def pause(self, run_id: str) -> None:
        self._runner.pause(self._to_change(run_id))

    def wait(self, run_id: str, timeout: float | None = None) -> RunSnapshot | None:
        return self._runner.wait(run_id, timeout) if self._store.run(run_id) else None

    def close(self) -> None:
        """Nothing: the runner is everybody's."""

    def _to_change(self, run_id: str) -> str:
        only_who_begins(self._person)
        if self._store.run(run_id) is None:
            raise UserError(GONE)
        return run_id
