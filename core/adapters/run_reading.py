"""The threads that read files for runs, and what is made ready there before an engine is asked."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Final, Literal

from core.adapters.run_keeping import Keeping
from core.domain.candidate import Failure, Outcome
from core.domain.job import Job
from core.domain.resume import ReadResume
from core.domain.run import Item, Run
from core.intake import read_kept, read_quickly, waits_for_scan
from core.ports import Files, Readers, Store
from core.screening.screen import Prepared, prepare_candidate

PutOff = Literal["put off"]
PUT_OFF: Final = "put off"
"""A scan before its turn, or an item whose run was stopped before it was asked."""

Coming = asyncio.Task[Prepared | Outcome | PutOff]


class Reading:
    """Reads several files at once, and scans one at a time on a thread of their own: nobody waits behind them.

    Kept texts and files that can't be reached for a while are waited for.
    """

    def __init__(
        self, *, store: Store, files: Files, readers: Readers, keeping: Keeping, at_once: int
    ) -> None:
        self.at_once = at_once
        self._store = store
        self._files = files
        self._readers = readers
        self._keeping = keeping
        self._quick = ThreadPoolExecutor(at_once, thread_name_prefix="shortlist-reading")
        self._scanning = ThreadPoolExecutor(1, thread_name_prefix="shortlist-scanning")

    async def prepared(
        self, item: Item, run: Run, job: Job, *, scans: bool, stop: asyncio.Event
    ) -> Prepared | Outcome | PutOff:
        """What the engine will be asked about; the failure of a file that can't be read; `PUT_OFF` for a scan
        whose turn it isn't."""
        executor = self._scanning if scans else self._quick
        resume = await asyncio.get_running_loop().run_in_executor(
            executor, self._read, item.sha256, scans, stop
        )
        if not scans and waits_for_scan(resume, self._readers):
            return PUT_OFF
        if resume.status == "failed":
            return resume
        return await prepare_candidate(resume, job, engine=run.engine, withheld=run.withheld)

    def close(self) -> None:
        self._quick.shutdown(wait=False, cancel_futures=True)
        self._scanning.shutdown(wait=False, cancel_futures=True)

    def _read(self, sha256: str, scans: bool, stop: asyncio.Event) -> ReadResume | Failure:
        read = read_kept if scans else read_quickly
        return read(
            sha256,
            store=self._keeping.patient(self._store, stop=stop),
            files=self._keeping.patient(self._files, stop=stop),
            readers=self._readers,
        )
