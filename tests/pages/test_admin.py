"""Admin: intake, what is stuck, tokens, credits, erasing; and nobody else's to see."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from streamlit.testing.v1 import AppTest

from core.access import person_with
from core.domain.job import Criterion, Job, Rubric
from core.domain.person import Person
from core.errors import IntakePaused
from core.intake import Kept, open_run
from core.wiring import Services

Open = Callable[..., AppTest]
JOB = Job.from_text("Support lead\n- Zendesk")
RUBRIC = Rubric(criteria=(Criterion(id="c1", text="Zendesk", kind="must", weight=5),))
RESUME = b"Ada Example\nada@example.com\n\nExperience\nAnswered tickets in Zendesk."


def screened(room: Services) -> str:
    given = [Kept("ada.txt", room.files.put(RESUME))]
    run = open_run(JOB, RUBRIC, given, store=room.store, engine="local", model="m")
    room.runner.start(run.id)
    room.runner.wait(run.id, 30)
    return run.id


def said(at: AppTest) -> str:
    elements = (*at.markdown, *at.caption, *at.info, *at.warning, *at.text, *at.success)
    return re.sub(r"\\|\u2060", "", " ".join(str(element.value) for element in elements))


def test_paused_intake_begins_nothing_and_says_why_until_it_is_open_again(
    open_app: Open, room: Services
) -> None:
    at = open_app("admin.py")
    at.text_input(key="intake_why").set_value("moving house").run()
    at.button(key="pause-intake").click().run()
    assert not at.exception
    assert "moving house" in said(at)
    given = [Kept("ada.txt", room.files.put(RESUME))]
    with pytest.raises(IntakePaused, match="moving house"):
        room.starts.begin(JOB, RUBRIC, given, engine="local", model="m")
    assert room.store.runs() == ()
    at.button(key="open-intake").click().run()
    room.starts.begin(JOB, RUBRIC, given, engine="local", model="m")
    assert len(room.store.runs()) == 1


def test_a_screening_that_stands_still_is_said_to(open_app: Open, room: Services) -> None:
    given = [Kept("ada.txt", room.files.put(RESUME))]
    run = open_run(JOB, RUBRIC, given, store=room.store, engine="local", model="m")
    at = open_app("admin.py")
    assert "1 screening had no result" not in said(at)
    assert list(at.dataframe[0].value["Screening"]) == [run.id]
    assert at.button(key="admin-Stop").disabled


def test_with_nothing_to_do_it_says_so(open_app: Open) -> None:
    told = said(open_app("admin.py"))
    for words in ("No screening is under way.", "There are none.", "There are none yet.", "Credits are off"):
        assert words in told


def test_a_token_is_shown_once_and_lets_somebody_in(open_app: Open, room: Services) -> None:
    at = open_app("admin.py")
    at.text_input(key="token_label").set_value("payroll")
    next(button for button in at.button if button.label == "Make a token").click().run()
    assert not at.exception
    secret = at.code[0].value
    assert person_with(secret, room.store, None, now=datetime.now(UTC)) is not None
    at.run()
    assert not at.code
    (token,) = room.store.tokens()
    assert token.label == "payroll"
    assert at.button(key="revoke-token").disabled


def test_credits_are_given_and_never_taken_below_nought(
    open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CREDITS_ENABLED", "true")
    at = open_app("admin.py")
    give = [button for button in at.button if button.label == "Give"]
    give[0].click().run()
    assert "local has 100 credits free" in said(at)
    at.number_input(key="grant_amount").set_value(-500)
    next(button for button in at.button if button.label == "Give").click().run()
    assert "Only 100 credits are free" in said(at)


def test_a_candidate_is_looked_up_and_erased(open_app: Open, room: Services) -> None:
    run_id = screened(room)
    at = open_app("admin.py")

    def look(address: str) -> None:
        at.text_input(key="erase_address").set_value(address)
        next(button for button in at.button if button.label == "Look").click().run()

    look("nobody@example.com")
    assert "No résumé with this address" in said(at)
    look(" ADA@example.com ")
    assert "1 résumé with this address, in 1 screening" in said(at)
    at.button(key="erase-not").click().run()
    assert "with this address" not in said(at)
    look("ada@example.com")
    at.button(key="erase-now").click().run()
    assert not at.exception
    assert "Erased: 1 file" in said(at)
    assert room.store.rows(run_id) == ()


def test_what_would_go_is_counted_before_it_goes(open_app: Open, room: Services) -> None:
    screened(room)
    at = open_app("admin.py")
    at.button(key="retention-look").click().run()
    assert "0 screenings with 0 files would go" in said(at)


def test_who_is_no_admin_sees_nothing_of_it(
    open_app: Open, room: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    screened(room)
    manager = room.for_person(Person(id="bob@example.com", role="manager"))
    monkeypatch.setattr("pages.widgets.services.services", lambda: manager)
    at = open_app("admin.py")
    assert "This page is for admins." in said(at)
    assert not at.dataframe
    assert not at.button
