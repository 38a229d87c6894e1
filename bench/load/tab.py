"""An open tab without a browser: it speaks to the server as the page's own script does."""

import asyncio
import time
import uuid
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

import httpx2
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileUploaderState, FileURLs, FileURLsResponse, UploadedFileInfo
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

DONE = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)
PATIENCE = 60.0
"""Seconds until a run of the page counts as hung."""


class Widget(NamedTuple):
    """Where a click on it goes; `fragment` is empty where it runs the whole page."""

    id: str
    fragment: str


class Tab:
    """One session. `ticks` are the seconds each run of a part took that the page polls with.

    What a person does and what the page polls are sent one after the other: the time that an action waits for a poll
    counts as its own.
    """

    def __init__(self, address: str, page: str = "", query: Mapping[str, str] | None = None) -> None:
        self._address = address
        self._page = page
        self._query = urlencode(query or {})
        self._script = ""
        self.session = ""
        self.widgets: dict[str, Widget] = {}
        self.values: dict[str, WidgetState] = {}
        self.texts: list[str] = []
        self.ticks: list[float] = []
        self.received = 0
        """Bytes."""
        self._seen: set[str] = set()
        self._timers: dict[str, asyncio.Task[None]] = {}
        self._turn = asyncio.Lock()
        self._done = asyncio.Event()
        self._urls: asyncio.Future[FileURLsResponse] | None = None
        self._socket: websockets.ClientConnection | None = None
        self._reading: asyncio.Task[None] | None = None

    async def open(self) -> float:
        """Seconds until the page stands."""
        began = time.perf_counter()
        self._socket = await websockets.connect(
            f"ws://{self._address}/_stcore/stream",
            max_size=None,
            subprotocols=[websockets.Subprotocol("streamlit")],
        )
        self._reading = asyncio.create_task(self._read())
        await self.rerun()
        return time.perf_counter() - began

    async def close(self) -> None:
        for timer in self._timers.values():
            timer.cancel()
        if self._reading:
            self._reading.cancel()
            with suppress(asyncio.CancelledError):
                await self._reading
        if self._socket:
            await self._socket.close()

    async def press(self, label: str) -> float:
        """Seconds from a click on a button to the end of what it runs."""
        widget = self.widgets[label]
        return await self.rerun(
            fragment=widget.fragment, also=(WidgetState(id=widget.id, trigger_value=True),)
        )

    async def write(self, label: str, text: str) -> float:
        """Seconds from leaving a text field to the end of what that runs."""
        widget = self.widgets[label]
        self.values[label] = WidgetState(id=widget.id, string_value=text)
        return await self.rerun(fragment=widget.fragment)

    async def rerun(
        self,
        *,
        fragment: str = "",
        also: Sequence[WidgetState] = (),
        poll: bool = False,
        patience: float = PATIENCE,
    ) -> float:
        """Seconds from now to the end of a run of the page, or of one part of it."""
        began = time.perf_counter()
        async with self._turn:
            message = BackMsg()
            state = message.rerun_script
            state.query_string = self._query
            state.page_script_hash = self._script
            if not self._script:
                state.page_name = self._page
            state.fragment_id = fragment
            state.is_auto_rerun = poll
            state.cached_message_hashes.extend(self._seen)
            state.widget_states.widgets.extend([*self.values.values(), *also])
            self._done.clear()
            await self._send(message)
            async with asyncio.timeout(patience):
                await self._done.wait()
        return time.perf_counter() - began

    async def upload(self, label: str, paths: Sequence[Path], *, at_once: int = 4) -> float:
        """Seconds until all files are on the server. The page hears of them when it runs next."""
        began = time.perf_counter()
        request = BackMsg()
        request.file_urls_request.request_id = uuid.uuid4().hex
        request.file_urls_request.session_id = self.session
        request.file_urls_request.file_names.extend(path.name for path in paths)
        self._urls = asyncio.get_running_loop().create_future()
        await self._send(request)
        urls = (await self._urls).file_urls
        state = FileUploaderState()
        slots = asyncio.Semaphore(at_once)
        async with httpx2.AsyncClient(base_url=f"http://{self._address}", timeout=PATIENCE) as client:
            await client.get("/_stcore/health")
            headers = {"X-Xsrftoken": client.cookies.get("_streamlit_xsrf") or ""}

            async def put(place: FileURLs, path: Path) -> UploadedFileInfo:
                async with slots:
                    content = await asyncio.to_thread(path.read_bytes)
                    given = {"file": (path.name, content)}
                    answer = await client.put(place.upload_url, files=given, headers=headers)
                    answer.raise_for_status()
                return UploadedFileInfo(
                    name=path.name, size=len(content), file_id=place.file_id, file_urls=place
                )

            state.uploaded_file_info.extend(
                await asyncio.gather(*(put(*one) for one in zip(urls, paths, strict=True)))
            )
        self.values[label] = WidgetState(id=self.widgets[label].id, file_uploader_state_value=state)
        return time.perf_counter() - began

    async def _send(self, message: Any) -> None:
        assert self._socket is not None
        await self._socket.send(message.SerializeToString())

    async def _read(self) -> None:
        assert self._socket is not None
        async for frame in self._socket:
            assert isinstance(frame, bytes)
            self.received += len(frame)
            message = ForwardMsg()
            message.ParseFromString(frame)
            self._take(message)

    def _take(self, message: Any) -> None:
        kind = message.WhichOneof("type")
        if message.metadata.cacheable and message.hash:
            self._seen.add(message.hash)
        if kind == "new_session":
            self._begin(message.new_session, whole=not message.metadata.run.fragment_ids)
        elif kind == "navigation":
            self._script = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "delta":
            self._show(message.delta)
        elif kind == "auto_rerun":
            self._poll(message.auto_rerun.fragment_id, message.auto_rerun.interval)
        elif kind == "file_urls_response" and self._urls:
            self._urls.set_result(message.file_urls_response)
        elif kind == "script_finished" and message.script_finished in DONE:
            self._done.set()

    def _begin(self, session: Any, *, whole: bool) -> None:
        self.session = session.initialize.session_id or self.session
        self._script = session.page_script_hash or self._script
        if whole:
            self.widgets.clear()
            self.texts.clear()
            for timer in self._timers.values():
                timer.cancel()
            self._timers.clear()

    def _show(self, delta: Any) -> None:
        if delta.WhichOneof("type") != "new_element":
            return
        kind = delta.new_element.WhichOneof("type")
        element: Any = getattr(delta.new_element, kind) if kind else None
        if kind in ("text", "markdown", "alert", "exception"):
            self.texts.append(getattr(element, "body", "") or getattr(element, "message", ""))
        if getattr(element, "id", "") and getattr(element, "label", ""):
            self.widgets[element.label] = Widget(element.id, delta.fragment_id)

    def _poll(self, fragment: str, interval: float) -> None:
        async def ticking() -> None:
            while True:
                await asyncio.sleep(interval)
                self.ticks.append(await asyncio.shield(self.rerun(fragment=fragment, poll=True)))

        if fragment not in self._timers:
            self._timers[fragment] = asyncio.create_task(ticking())
