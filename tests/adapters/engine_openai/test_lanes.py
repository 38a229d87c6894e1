"""Lanes take turns."""

from core.adapters.engine_openai.lanes import Lanes


def taken(lanes: Lanes[str]) -> str:
    return " ".join(lanes.take() for _ in range(len(lanes)))


def test_a_short_lane_is_not_stuck_behind_a_long_one() -> None:
    lanes: Lanes[str] = Lanes()
    for n in range(6):
        lanes.add("long", f"a{n}")
    for n in range(2):
        lanes.add("short", f"b{n}")
    lanes.add(None, "c0")
    assert taken(lanes) == "a0 b0 c0 a1 b1 a2 a3 a4 a5"


def test_who_comes_again_and_again_waits_for_the_others_turns() -> None:
    lanes: Lanes[str] = Lanes()
    lanes.add("one", "a0")
    lanes.add("other", "b0")
    assert lanes.take() == "a0"
    lanes.add("one", "a1")
    assert taken(lanes) == "b0 a1"


def test_who_leaves_is_no_longer_waited_for() -> None:
    lanes: Lanes[str] = Lanes()
    for one in ("a0", "a1"):
        lanes.add("a", one)
    lanes.add("b", "b0")
    lanes.drop("a", "a0")
    lanes.drop("a", "a0")
    lanes.drop("b", "b0")
    lanes.drop("c", "c0")
    assert list(lanes) == ["a1"]
    assert lanes.first() == "a1"
    lanes.clear()
    assert len(lanes) == 0
