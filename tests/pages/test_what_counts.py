"""2 What counts: what can't count, what is vague, what was left out, and criteria of before."""

from collections.abc import Callable, Iterator

import pytest
from streamlit.testing.v1 import AppTest

from core.domain.job import Criterion, Job, Rubric
from core.domain.run import Run
from core.wiring import Services
from tests.fakes.openai_endpoint import FakeEndpoint, refusal

Open = Callable[..., AppTest]

JOB = """Bar staff

What we ask for
- Two or more years behind a bar
- Young, native English speaker with a food hygiene certificate
- Team player
"""
RESUME = b"Ada Example\nada@example.com\n\nExperience\nBarkeeper at the Anchor, 2015 to 2024.\n"


def desk(open_app: Open, *criteria: str, job: str = JOB) -> AppTest:
    """A desk with a job, a file and these criteria."""
    at = open_app()
    at.text_area(key="job_text").set_value(job)
    if criteria:
        at.session_state[f"criteria-{at.session_state['criteria_turn']}"] = {
            "edited_rows": {},
            "added_rows": [{"Criterion": text, "Importance": "Must-have"} for text in criteria],
            "deleted_rows": [],
        }
    next(u for u in at.file_uploader if u.label == "Résumés").upload("ada.txt", RESUME)
    return at.run()


def texts(at: AppTest) -> list[str]:
    return [row["Criterion"] for row in at.session_state["criteria_now"]]


def said(at: AppTest) -> str:
    return "\n".join(str(e.value) for e in [*at.text, *at.caption, *at.markdown, *at.warning])


def press(at: AppTest, key: str) -> AppTest:
    at.button(key=key).click().run()
    assert not at.exception
    return at


def labels(at: AppTest) -> list[str]:
    return [button.label for button in at.button]


def finish(room: Services, at: AppTest) -> Run:
    run = next(run for run in room.store.runs() if run.id == at.query_params["run"])
    room.runner.wait(run.id, 60)
    return run


def test_a_criterion_that_cannot_count_bars_start_and_goes_in_one_click(
    open_app: Open, room: Services
) -> None:
    at = desk(open_app, "3+ years behind a bar", "Under 35")
    assert "“Under 35”" in said(at)
    assert "Nobody may be judged by their age." in said(at)
    press(at, "start")
    assert "Under 35" in at.warning[0].value
    assert room.store.runs() == ()
    press(at, "remove-1")
    assert texts(at) == ["3+ years behind a bar"]
    assert "Remove" not in labels(at)
    press(at, "start")
    assert len(finish(room, at).rubric.criteria) == 1


def test_the_same_criterion_twice_bars_start(open_app: Open, room: Services) -> None:
    at = desk(open_app, "Forklift licence", "forklift  licence")
    assert "It stands there twice." in said(at)
    press(at, "start")
    assert "twice" in at.warning[0].value
    assert room.store.runs() == ()
    press(at, "remove-1")
    assert texts(at) == ["Forklift licence"]


def test_a_vague_criterion_may_stay_and_its_proposal_is_one_click_away(
    open_app: Open, room: Services
) -> None:
    at = desk(open_app, "Forklift licence", "Several years in retail")
    assert "Clearer: 3+ years in retail" in said(at)
    press(at, "use-clearer-1")
    assert texts(at) == ["Forklift licence", "3+ years in retail"]
    assert "Use the proposal" not in labels(at)
    assert [row["Importance"] for row in at.session_state["criteria_now"]] == ["Must-have"] * 2


def test_a_vague_criterion_does_not_bar_start(open_app: Open, room: Services) -> None:
    at = press(desk(open_app, "Team player"), "start")
    assert finish(room, at).rubric.criteria[0].text == "Team player"


def test_what_of_the_job_was_left_out_is_told_and_kept_with_the_run(open_app: Open, room: Services) -> None:
    at = press(desk(open_app), "suggest")
    assert "“Young”" in said(at)
    assert "English at C2" in said(at)
    at.text_area(key="job_text").set_value("Another job\n- Forklift licence").run()
    assert "“Young”" not in said(at)
    at.text_area(key="job_text").set_value(JOB).run()
    press(at, "start")
    assert [one.text for one in finish(room, at).rubric.refused] == ["Young", "Native English speaker"]


def test_a_foreign_text_in_a_remark_is_shown_and_not_acted_on(open_app: Open) -> None:
    at = desk(open_app, "![x](http://192.0.2.1/x.png) must be under 35")
    assert any("192.0.2.1" in text.value for text in at.text)
    assert not any("192.0.2.1" in str(e.value) for e in [*at.markdown, *at.caption])


def test_each_start_keeps_its_criteria_and_samples_keep_none(open_app: Open, room: Services) -> None:
    press(open_app(), "samples")
    assert room.store.rubrics() == ()
    finish(room, press(desk(open_app, "Forklift licence"), "start"))
    finish(room, press(desk(open_app, "Forklift licence"), "start"))
    finish(room, press(desk(open_app, "Crane licence"), "start"))
    kept = room.store.rubrics()
    assert [(one.number, one.rubric.criteria[0].text) for one in kept] == [
        (2, "Crane licence"),
        (1, "Forklift licence"),
    ]


def saved(room: Services, job: str, *criteria: tuple[str, int]) -> int:
    made = tuple(
        Criterion(id=f"c{n}", text=text, kind="must", weight=weight)
        for n, (text, weight) in enumerate(criteria, 1)
    )
    return room.store.save_rubric(Job.from_text(job), Rubric(criteria=made)).id


def test_criteria_of_another_job_are_put_into_the_table_with_their_weights(
    open_app: Open, room: Services
) -> None:
    known = saved(room, "Docker\n- Crane", ("Crane licence", 4), ("Rigging", 5))
    at = press(desk(open_app, "Will be replaced"), f"use-{known}")
    assert texts(at) == ["Crane licence", "Rigging"]
    assert at.toggle(key="fine").value is True
    press(at, "start")
    assert [(c.text, c.weight) for c in finish(room, at).rubric.criteria] == [
        ("Crane licence", 4),
        ("Rigging", 5),
    ]


def test_a_job_that_was_screened_before_is_offered_its_newest_criteria(
    open_app: Open, room: Services
) -> None:
    saved(room, JOB, ("Old one", 5))
    saved(room, JOB, ("Newer one", 5), ("And another", 5))
    saved(room, "Another job", ("Elsewhere", 5))
    at = desk(open_app)
    assert "This job was screened with 2 criteria" in said(at)
    press(at, "use-mine")
    assert texts(at) == ["Newer one", "And another"]
    assert "This job was screened" not in said(at)


def test_without_earlier_criteria_there_is_nothing_to_choose_from(open_app: Open) -> None:
    at = desk(open_app)
    assert not any((button.key or "").startswith("use-") for button in at.button)


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeEndpoint]:
    with FakeEndpoint() as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        yield endpoint


def test_a_long_table_says_that_it_takes_more_readings(
    endpoint: FakeEndpoint, open_app: Open, room: Services
) -> None:
    at = desk(open_app, *(f"Licence number {n}" for n in range(13)))
    assert "More than 12: each résumé takes two readings." in said(at)
    press(at, "start")
    assert len(finish(room, at).rubric.criteria) == 13
    assert len(endpoint.calls) == 2


def test_a_long_table_costs_the_keyword_match_nothing_more(open_app: Open) -> None:
    assert "readings" not in said(desk(open_app, *(f"Licence number {n}" for n in range(13))))


def test_criteria_that_the_ai_did_not_give_are_said_to_be_the_jobs_own_words(
    open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FakeEndpoint(script=[refusal(), refusal()]) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        at = press(desk(open_app), "suggest")
    assert "The AI suggested no criteria" in said(at)
    assert "“Young”" in said(at)
