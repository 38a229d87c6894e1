"""What is said of a run's progress, in full and where little is known."""

import pytest

from core.domain.run import RunSnapshot
from core.domain.verdict import Usage
from core.shortlist.progress import about, dollars, pace_words, progress_words, took_words, waiting_words

LIVE = RunSnapshot(
    run_id="r1",
    state="running",
    total=46,
    done=31,
    failed=1,
    cached=12,
    judging=8,
    per_minute=40.4,
    cost=0.12,
    saved_cost=0.3,
    budget=2.0,
    eta_seconds=18.2,
)


def test_a_run_under_way_says_all_its_figures() -> None:
    assert (
        progress_words(LIVE, "openai")
        == "31 of 46 · 1 failed · 12 from the cache · 8 with the AI · about 18 s left"
    )
    assert pace_words(LIVE, "openai") == "about 40 a minute · $0.12 of $2.00 · $0.30 saved"


def test_what_is_not_known_yet_is_not_said() -> None:
    fresh = RunSnapshot(run_id="r1", state="running", total=46, cost=0.0)
    assert progress_words(fresh, "openai") == "0 of 46"
    assert pace_words(fresh, "openai") == ""
    assert waiting_words(fresh) == ""


def test_the_keyword_match_has_neither_an_ai_nor_a_cost() -> None:
    assert "AI" not in progress_words(LIVE, "local")
    assert "$" not in pace_words(LIVE, "local")


def test_a_run_that_stands_still_has_neither_a_rate_nor_time_left() -> None:
    still = LIVE.model_copy(update={"state": "paused"})
    assert progress_words(still, "openai") == "31 of 46 · 1 failed · 12 from the cache"
    assert pace_words(still, "openai") == "$0.12 of $2.00 · $0.30 saved"


def test_a_pause_of_the_provider_is_counted_down() -> None:
    resting = LIVE.model_copy(update={"resting_seconds": 40.2})
    assert waiting_words(resting) == "The AI service asks for a pause: goes on in 40 s."


def test_a_store_that_cannot_be_written_comes_before_everything() -> None:
    stuck = LIVE.model_copy(update={"resting_seconds": 40.2, "message": "Results can't be written."})
    assert waiting_words(stuck) == "Results can't be written."
    assert waiting_words(stuck.model_copy(update={"state": "halted"})) == ""


def test_a_finished_run_says_what_it_took() -> None:
    ended = LIVE.model_copy(
        update={
            "state": "finished",
            "done": 47,
            "paid": Usage(input_tokens=100_000, cached_tokens=40_000, output_tokens=20_400),
            "saved": Usage(input_tokens=9_000, output_tokens=1_000),
            "cost": 0.04,
            "saved_cost": 0.02,
        }
    )
    assert took_words(ended, "openai") == "46 answers · 120,400 tokens · $0.04 · $0.02 saved by the cache"
    unpriced = ended.model_copy(update={"cost": None, "saved_cost": None})
    assert took_words(unpriced, "openai") == "46 answers · 120,400 tokens · 10,000 tokens saved by the cache"
    assert took_words(ended, "local") == ""


@pytest.mark.parametrize(
    ("amount", "said"), [(0.0, "$0.00"), (0.004, "less than 1 cent"), (1234.5, "$1,234.50")]
)
def test_small_amounts_are_not_said_to_be_nothing(amount: float, said: str) -> None:
    assert dollars(amount) == said


def test_durations_are_said_as_people_say_them() -> None:
    assert [about(s) for s in (0.0, 89, 120, 7200)] == [
        "about 1 s",
        "about 89 s",
        "about 2 min",
        "about 2.0 h",
    ]
