"""Who comes in, and as whom."""

from pathlib import Path
from typing import Any

import pytest

from core import settings, wiring
from core.access import Refused, Rules, admit, rules_of
from core.domain.person import Person
from core.errors import ConfigurationError, PartUnavailable

NOW = 1_800_000_000.0
ADA: dict[str, object] = {
    "is_logged_in": True,
    "exp": NOW + 60,
    "email": "Ada@Example.com",
    "email_verified": True,
}
LOGIN = {
    "OIDC_CLIENT_ID": "shortlist",
    "OIDC_CLIENT_SECRET": "secret of the client",
    "OIDC_METADATA_URL": "https://login.example.com/.well-known/openid-configuration",
}


def come(rules: Rules | None = None, /, **claims: object) -> Person | Refused:
    return admit({**ADA, **claims}, rules or Rules(), now=NOW)


def in_as(rules: Rules | None = None, /, **claims: object) -> Person:
    person = come(rules, **claims)
    assert isinstance(person, Person)
    return person


def refused(rules: Rules | None = None, /, **claims: object) -> str:
    answer = come(rules, **claims)
    assert isinstance(answer, Refused)
    return answer.reason


def configured(monkeypatch: pytest.MonkeyPatch, **given: str) -> Rules | None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    return rules_of(settings.load())


def test_who_logged_in_is_known_by_their_address_in_small_letters() -> None:
    assert in_as() == Person(id="ada@example.com", role="manager")


@pytest.mark.parametrize("said", [None, False, "yes", "true", 1])
def test_nobody_comes_in_without_having_logged_in(said: object) -> None:
    assert refused(is_logged_in=said) == "login"


@pytest.mark.parametrize("ends", [NOW, NOW - 1, None, "9999999999", float("nan")])
def test_a_login_that_ended_or_never_would_is_asked_for_again(ends: object) -> None:
    assert refused(exp=ends) == "ended"


@pytest.mark.parametrize("said", [False, "false", None, 0])
def test_an_address_that_the_provider_has_not_confirmed_stays_outside(said: object) -> None:
    assert refused(email_verified=said) == "account"


def test_a_provider_that_says_nothing_of_confirming_is_trusted() -> None:
    claims = {name: value for name, value in ADA.items() if name != "email_verified"}
    assert isinstance(admit(claims, Rules(), now=NOW), Person)


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "ada",
        "@example.com",
        "ada@",
        "a b@example.com",
        "team:sales@example.com",
        "ada@example.com, eve@evil.example",
        "ada@evil.example@example.com",
        "ada@example.com\n",
        ["ada@example.com"],
    ],
)
def test_only_one_plain_address_is_an_address(address: object) -> None:
    answer = come(email=address, preferred_username="ada@example.com")
    if address == "ada@example.com\n":  # what surrounds it is taken off
        assert isinstance(answer, Person)
        assert answer.id == "ada@example.com"
    else:
        assert isinstance(answer, Refused)


@pytest.mark.parametrize(
    ("address", "in_"),
    [
        ("ada@example.com", True),
        ("ada@EXAMPLE.com", True),
        ("ada@evil.example", False),
        ("ada@sub.example.com", False),
        ("ada@notexample.com", False),
        ("ada@example.com.evil.example", False),
    ],
)
def test_only_the_domains_that_are_named_come_in(
    monkeypatch: pytest.MonkeyPatch, address: str, in_: bool
) -> None:
    rules = configured(monkeypatch, **LOGIN, OIDC_ALLOWED_DOMAINS=" Example.com , @example.org")
    assert isinstance(come(rules, email=address), Person) is in_


def test_roles_come_from_the_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = configured(
        monkeypatch, **LOGIN, OIDC_ADMINS="ADA@example.com", OIDC_REVIEWERS="bob@example.com, eve@example.com"
    )
    roles = {name: in_as(rules, email=f"{name}@example.com").role for name in ("ada", "bob", "eve", "carl")}
    assert roles == {"ada": "admin", "bob": "reviewer", "eve": "reviewer", "carl": "manager"}


@pytest.mark.parametrize(
    ("said", "role"),
    [
        ("reviewer", "reviewer"),
        (["Shortlist.Reviewer", "shortlist.admin"], "admin"),
        (["billing.admin", "administrators"], "manager"),
        (["shortlist-manager"], "manager"),
        (None, "admin"),
        ({"admin": True}, "admin"),
    ],
)
def test_a_claim_goes_before_the_lists_and_says_one_of_our_words(said: object, role: str) -> None:
    rules = Rules(role_claim="roles", admins=frozenset({"ada@example.com"}))
    if said == ["billing.admin", "administrators"]:
        rules = Rules(role_claim="roles")
    assert in_as(rules, roles=said).role == role


def test_a_claim_that_nobody_asked_for_gives_no_right() -> None:
    assert in_as(role="admin", roles=["admin"], team="sales") == Person(id="ada@example.com", role="manager")


def test_teams_come_from_a_claim_or_else_from_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = configured(
        monkeypatch,
        **LOGIN,
        OIDC_TEAM_CLAIM="groups",
        OIDC_TEAMS="Sales: Ada@example.com, bob@example.com; hr: eve@example.com;",
    )
    assert in_as(rules).owner == "team:sales"
    assert in_as(rules, email="carl@example.com").owner == "carl@example.com"
    assert in_as(rules, groups=["Zebra", "hr"]).owner == "team:hr"


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"OIDC_CLIENT_ID": "x"}, ("OIDC_CLIENT_SECRET", "OIDC_METADATA_URL")),
        ({"OIDC_ALLOWED_DOMAINS": "example.com"}, ("OIDC_CLIENT_ID", "remove OIDC_ALLOWED_DOMAINS")),
        ({**LOGIN, "OIDC_ADMINS": "a@b.example", "OIDC_REVIEWERS": "A@b.example"}, ("OIDC_ADMINS",)),
        ({**LOGIN, "OIDC_TEAMS": "ada@example.com"}, ("OIDC_TEAMS", "sales: ada@example.com")),
        ({**LOGIN, "OIDC_TEAMS": "a: x@b.example; b: x@b.example"}, ("OIDC_TEAMS", "two teams")),
        ({**LOGIN, "OIDC_COOKIE_SECRET": "short"}, ("OIDC_COOKIE_SECRET",)),
    ],
)
def test_half_a_login_is_no_login_and_is_said(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], named: tuple[str, ...]
) -> None:
    with pytest.raises(ConfigurationError) as said:
        configured(monkeypatch, **given)
    assert all(name in str(said.value) for name in named)
    assert "x@b.example" not in str(said.value)


def test_without_settings_there_is_no_login(monkeypatch: pytest.MonkeyPatch) -> None:
    assert configured(monkeypatch) is None


def test_the_login_is_a_part_that_says_whom_it_lets_in_and_names_a_provider_out_of_reach(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def part(**given: str) -> Any:
        configured(monkeypatch, **given)
        room = wiring.build(settings.load())
        room.close()
        return next(part for part in room.parts if part.name == "Login")

    assert "this computer only" in part().detail
    nobody = LOGIN | {"OIDC_METADATA_URL": "http://127.0.0.1:9/nothing"}
    assert "Everybody it lets in" in part(**nobody).detail
    with_domains = part(**nobody, OIDC_ALLOWED_DOMAINS="example.com")
    assert "Addresses of example.com" in with_domains.detail
    with pytest.raises(PartUnavailable, match="OIDC_METADATA_URL"):
        with_domains.check()
