"""Waiting that a stopped batch needn't do."""

import asyncio
from typing import TypeVar

from core.errors import CannotScreen

T = TypeVar("T")


async def unless_stopped(coming: "asyncio.Future[T]", stopping: asyncio.Event | None) -> T:
    """What comes. Raises `CannotScreen("not_started")` once the batch is stopped, since nothing was asked for it yet."""
    if stopping is None or coming.done():
        return await coming
    stopped = asyncio.ensure_future(stopping.wait())
    try:
        await asyncio.wait((coming, stopped), return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopped.cancel()
    if not coming.done():
        raise CannotScreen("not_started")
    return coming.result()
