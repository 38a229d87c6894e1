"""A run that is killed over and over loses nothing, doubles nothing and is paid once."""

import random
from pathlib import Path

import pytest

from tests.cli.kills import Story
from tests.fakes.openai_endpoint import FakeEndpoint

FILES, KILLS, IN_FLIGHT = 24, 2, 3


@pytest.mark.timeout(300)
def test_a_run_killed_twice_has_every_result_once_and_every_debit_once(tmp_path: Path) -> None:
    """The same at full size: python -m bench.kills"""
    with FakeEndpoint(latency=0.05) as endpoint:
        story = Story(tmp_path / "place", endpoint, files=FILES, in_flight=IN_FLIGHT)
        survived = story.survive(KILLS, chance=random.Random(1))
    assert {row["status"] for row in survived.outcomes} == {"scored"}
    assert len({row["file"] for row in survived.outcomes}) == len(survived.outcomes) == FILES
    assert {row["attempts"] for row in survived.outcomes} == {1}
    assert survived.rows == FILES
    assert len(survived.asked) == FILES
    assert survived.calls <= FILES + IN_FLIGHT * KILLS
    assert survived.spent == survived.free == FILES
    assert survived.reserved == 0
    assert set(survived.integrity) == {"ok"}
