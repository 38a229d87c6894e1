"""The Interview tab: questions for the open candidate, to copy and to take along."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from core.wiring import Services
from pages.widgets import interview, resume_page
from tests.pages.filled import fill, row_of

Open = Callable[..., AppTest]


def at_interview(open_app: Open, room: Services, name: str, *, blind: bool = False) -> AppTest:
    run = fill(room)
    room.store.set_blind(run.id, blind)
    at = open_app("review.py", run=run.id, candidate=row_of(room, run, name).item.id)
    at.session_state[resume_page.TAB] = interview.TAB
    at.run()
    assert not at.exception
    return at


def texts(at: AppTest) -> list[str]:
    return [text.value for text in at.text]


def test_what_lacks_is_asked_first(open_app: Open, room: Services) -> None:
    at = at_interview(open_app, room, "Cleo Nogerman")
    asked = [text for text in texts(at) if text[:2] in ("1.", "2.")]
    assert asked[0].startswith("1. How do you use German at work")
    assert "What was" in asked[1] or "How did" in asked[1]
    assert "A good answer: talks about work without searching for words." in "\n".join(texts(at))


def test_whoever_has_everything_is_asked_about_it(open_app: Open, room: Services) -> None:
    at = at_interview(open_app, room, "Ada Best")
    assert any("“Ran the support desk from 2015 to 2021”" in text for text in texts(at))


def test_questions_can_be_copied_and_taken_along(open_app: Open, room: Services) -> None:
    at = at_interview(open_app, room, "Dan Misfit")
    assert at.code[0].value.startswith("1. ")
    assert "Download interview brief (Word)" in [button.proto.label for button in at.get("download_button")]


def test_a_blind_run_asks_a_number(open_app: Open, room: Services) -> None:
    at = at_interview(open_app, room, "Ada Best", blind=True)
    assert not any("Ada" in text for text in [*texts(at), at.code[0].value])
