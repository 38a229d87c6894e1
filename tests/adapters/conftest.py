"""What the adapters' tests share."""

from collections.abc import Iterator

import pytest

from core.adapters.loop import LoopThread


@pytest.fixture
def loop() -> Iterator[LoopThread]:
    thread = LoopThread()
    yield thread
    thread.close()
