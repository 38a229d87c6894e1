"""The login: the only page for whoever isn't let in, whatever they ask for; the pages as each role sees them."""

import time
from collections.abc import Callable
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from core.domain.person import Person
from core.errors import NotAllowed
from core.wiring import Services
from pages.widgets.services import engine_room, services
from tests.fakes.oidc_provider import CLIENT
from tests.pages.conftest import ROUTER

PAGES = ("screen.py", "review.py", "shortlist.py", "settings.py", "admin.py")


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Services:
    """Everybody's, in an installation with a login. Its provider is never asked here."""
    login = {**CLIENT, "OIDC_METADATA_URL": "http://127.0.0.1:9/.well-known/openid-configuration"}
    roles = {"OIDC_ADMINS": "root@example.com", "OIDC_REVIEWERS": "rita@example.com"}
    teams = {"OIDC_TEAMS": "sales: mia@example.com, rita@example.com"}
    for name, value in {**login, **roles, **teams, "OIDC_ALLOWED_DOMAINS": "example.com"}.items():
        monkeypatch.setenv(name, value)
    return engine_room()


def claims(address: str, **more: object) -> dict[str, object]:
    return {"is_logged_in": True, "exp": time.time() + 86_400, "email": address, **more}


def as_(user: dict[str, object], page: str = "", **params: str) -> AppTest:
    at = AppTest.from_file(str(ROUTER), default_timeout=30)
    at.user = user
    at.run()
    if page and page != "screen.py" and not at.exception:
        at.switch_page(page)
    for name, value in params.items():
        at.query_params[name] = value
    at.run()
    assert not at.exception
    return at


def everything_said(at: AppTest) -> str:
    told = []
    for element in at.main:
        told += [str(getattr(element, name, "")) for name in ("value", "label", "body")]
    return " ".join(told).replace("\\", "")


def screened(person: Person, room: Services) -> str:
    """The samples, screened by this person."""
    at = as_(claims(person.id))
    at.button(key="samples").click().run()
    (run,) = room.for_person(person).store.runs()
    assert (run.user, run.owner) == (person.id, person.owner)
    return run.id


MIA = Person(id="mia@example.com", role="manager", team="sales")
BOB = Person(id="bob@example.com", role="manager")
RITA = Person(id="rita@example.com", role="reviewer", team="sales")


NOT_LET_IN: tuple[tuple[dict[str, object], str], ...] = (
    ({}, "Log in to go on."),
    ({"email": "mia@example.com", "exp": 9e9}, "Log in to go on."),
    ({"is_logged_in": True, "email": "mia@example.com", "exp": 1.0}, "Your login has ended."),
    (claims("mia@evil.example"), "This account can't open Shortlist"),
    (claims("mia@example.com", email_verified=False), "This account can't open Shortlist"),
)


def test_whoever_is_not_let_in_sees_the_login_and_nothing_else(room: Services) -> None:
    run_id = screened(MIA, room)
    for who, told in NOT_LET_IN:
        for page in PAGES:
            at = as_(who, page, run=run_id)
            said = everything_said(at)
            assert told in said, page
            assert ("Log out" in [button.label for button in at.button]) is ("account" in told)
            assert not any(word in said for word in ("Customer Support", "127.0.0.1", "SQLite", "Start"))
            assert not at.dataframe
            assert not at.file_uploader
    assert not [event for event in room.store.events(run_id) if event.kind == "denied"]


def test_outside_a_session_nobody_is_anybody(room: Services) -> None:
    with pytest.raises(NotAllowed):
        services()


def test_a_login_that_ends_while_a_page_is_open_ends_it(room: Services) -> None:
    at = as_(claims("mia@example.com"))
    assert at.button(key="samples")
    at.user = claims("mia@example.com", exp=time.time() - 1)
    at.button(key="samples").click().run()
    assert "Your login has ended" in everything_said(at)
    assert not room.store.runs()


def test_two_people_screen_the_same_and_see_only_their_own(room: Services) -> None:
    mias, bobs = screened(MIA, room), screened(BOB, room)
    assert mias != bobs
    for page in ("review.py", "shortlist.py"):
        assert "Customer Support" in everything_said(as_(claims(BOB.id), page, run=bobs))
        at = as_(claims(BOB.id), page, run=mias)
        assert "This screening isn't here any more." in everything_said(at)
        assert "Customer Support" not in everything_said(at)
    assert "no longer there" in everything_said(as_(claims(BOB.id), run=mias))
    asked = [(event.kind, event.user) for event in room.store.events(mias) if event.kind == "denied"]
    assert set(asked) == {("denied", BOB.id)}
    assert not [event for event in room.store.events(bobs) if event.kind == "denied"]


def test_a_reviewer_sees_numbers_where_the_team_sees_names_whoever_looked_first(room: Services) -> None:
    run_id = screened(MIA, room)
    names = [
        row.outcome.contact.name
        for row in room.store.rows(run_id)
        if row.outcome and row.outcome.status == "scored"
    ]
    known = [name for name in names if name]
    assert known

    def seen(person: Person, page: str) -> str:
        at = as_(claims(person.id), page, run=run_id)
        return everything_said(at) + " ".join(table.value.to_string() for table in at.dataframe)

    for page in ("review.py", "shortlist.py"):
        for person in (MIA, RITA, MIA, RITA):
            said = seen(person, page)
            assert any(name in said for name in known) is (person is MIA)
            assert ("Candidate 3" in said) is (person is RITA)


def test_a_reviewer_decides_and_is_offered_nothing_else(room: Services) -> None:
    run_id = screened(MIA, room)
    at = as_(claims(RITA.id))
    assert "Screenings to review" in everything_said(at)
    assert not at.file_uploader
    assert "start" not in [button.key for button in at.button]
    at = as_(claims(RITA.id), "review.py", run=run_id)
    keys = [button.key for button in at.button]
    assert not {"add_resumes", "reveal"} & set(keys)
    assert at.toggle(key=f"blind-{run_id}").disabled
    at.session_state["candidate_tab"] = "Contact & file"
    at.run()
    assert "reveal" not in [button.key for button in at.button]
    with pytest.raises(NotAllowed):
        room.for_person(RITA).store.record(run_id, "revealed", item_id="x")
    with pytest.raises(NotAllowed):
        room.for_person(RITA).settle_ties(run_id)


@pytest.mark.parametrize(("who", "sees"), [("root", True), ("mia", False), ("rita", False)])
def test_how_the_installation_is_set_up_is_for_admins(room: Services, who: str, sees: bool) -> None:
    at = as_(claims(f"{who}@example.com"), "settings.py")
    said = everything_said(at)
    assert ("SQLite" in said) is sees
    assert ("Reply cache" in said) is sees
    assert (f"{who}@example.com" in said) is not sees
    assert at.toggle(key="shortcuts").value is True


def test_who_is_logged_in_stands_on_the_page_with_the_way_out(room: Services, monkeypatch: Any) -> None:
    left: list[bool] = []
    monkeypatch.setattr(st, "logout", lambda: left.append(True))
    at = as_(claims("mia@example.com"))
    assert any(button.key == "log_out" for button in at.button)
    at.button(key="log_out").click().run()
    assert left == [True]


def test_without_a_login_nobody_is_named_and_nothing_is_asked(open_app: Callable[..., AppTest]) -> None:
    at = open_app()
    assert "log_out" not in [button.key for button in at.button]
    assert services().person.id == "local"
