"""The pace that is learnt from refusals."""

import pytest

from core.adapters.engine_openai.pace import Pace


def burst(pace: Pace, count: int, *, at: float) -> None:
    for _ in range(count):
        pace.take(at)


def test_nobody_is_held_back_until_a_call_was_refused() -> None:
    pace = Pace(60, enough=20)
    burst(pace, 1000, at=0.0)
    assert pace.delay(0.0) == 0


def test_the_pace_is_what_was_taken_until_the_pause_ends() -> None:
    pace = Pace(60, enough=20)
    burst(pace, 301, at=0.0)
    pace.refused(0.0, until=60.0)
    assert pace.delay(10.0) == 50
    pace.take(60.0)
    assert pace.delay(60.0) == pytest.approx(60 / 300)


def test_a_pause_longer_than_a_window_says_no_more_than_one_of_a_window() -> None:
    pace = Pace(60, enough=20)
    burst(pace, 301, at=0.0)
    pace.refused(0.0, until=600.0)
    pace.take(600.0)
    assert pace.delay(600.0) == pytest.approx(60 / 300)


def test_a_pause_that_turns_out_longer_makes_a_slower_pace() -> None:
    pace = Pace(60, enough=20)
    burst(pace, 301, at=0.0)
    pace.refused(0.0, until=1.0)
    pace.take(1.0)
    pace.refused(1.0, until=30.0)
    pace.take(30.0)
    assert pace.delay(30.0) == pytest.approx(30 / 300)


def test_too_few_calls_tell_nothing() -> None:
    pace = Pace(60, enough=20)
    burst(pace, 20, at=0.0)
    pace.refused(0.0, until=60.0)
    assert pace.delay(0.0) == 0


def test_each_refused_call_of_a_burst_counts() -> None:
    pace = Pace(60, enough=20)
    burst(pace, 120, at=0.0)
    for _ in range(20):
        pace.refused(0.0, until=60.0)
    pace.take(60.0)
    assert pace.delay(60.0) == pytest.approx(60 / 100)


def test_a_pace_grows_to_twice_itself_in_a_window() -> None:
    pace = Pace(60, enough=20)
    burst(pace, 301, at=0.0)
    pace.refused(0.0, until=60.0)
    pace.answered(began=60.0)
    pace.take(120.0)
    pace.take(120.0)  # what was late is made up for
    pace.take(120.0)
    pace.take(120.0)
    assert 0.1 <= pace.delay(120.0) <= 0.2


def test_after_a_pause_a_new_count_begins() -> None:
    pace = Pace(60, enough=20)
    burst(pace, 301, at=0.0)
    pace.refused(0.0, until=60.0)
    pace.take(60.0)
    pace.answered(began=0.0)  # one of the burst, late
    pace.answered(began=60.0)
    burst(pace, 40, at=61.0)
    pace.refused(61.0, until=70.0)
    pace.take(70.0)
    assert pace.delay(70.0) == pytest.approx(10 / 40)


def test_a_call_that_never_went_out_is_not_counted() -> None:
    pace = Pace(60, enough=20)
    burst(pace, 201, at=0.0)
    burst(pace, 99, at=0.0)
    for _ in range(99):
        pace.give_back()
    pace.refused(0.0, until=60.0)
    pace.take(60.0)
    assert pace.delay(60.0) == pytest.approx(60 / 200)


def test_a_pace_can_be_forgotten() -> None:
    pace = Pace(60, enough=20)
    burst(pace, 301, at=0.0)
    pace.refused(0.0, until=60.0)
    pace.forget()
    assert pace.delay(60.0) == 0
    pace.refused(60.0, until=60.0)
    assert pace.delay(60.0) == 0


def test_a_server_that_refuses_at_any_pace_is_not_asked_ever_more_slowly() -> None:
    pace = Pace(60, enough=20)
    now = 0.0
    for _ in range(4):
        burst(pace, 31, at=now)
        pace.refused(now, until=now + 2)
        now += 2
        pace.take(now)
        pace.answered(now)
    assert pace.delay(now) == 0
    burst(pace, 100, at=now)
    pace.refused(now, until=now + 2)
    assert pace.delay(now + 2) == 0
    burst(pace, 100, at=now + 70)
    pace.refused(now + 70, until=now + 72)
    assert pace.delay(now + 70) == 2
