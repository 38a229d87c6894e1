"""`python -m core token`: a secret shown once, listed without it, ended."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.access import person_with, rules_of
from core.adapters.store_sqlite import SqliteStore
from core.cli import main
from core.domain.person import LOCAL_PERSON, Person
from core.settings import load


@pytest.fixture
def _a_login(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OIDC_CLIENT_ID", "shortlist")
    monkeypatch.setenv("OIDC_CLIENT_SECRET", "secret")
    monkeypatch.setenv("OIDC_METADATA_URL", "https://login.example.com/.well-known/openid-configuration")
    monkeypatch.setenv("OIDC_ALLOWED_DOMAINS", "example.com")
    monkeypatch.setenv("OIDC_ADMINS", "root@example.com")
    monkeypatch.setenv("OIDC_TEAMS", "sales: ada@example.com")


def made(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[str, Person | None]:
    """The secret, and whom it lets in."""
    assert main(["token", *arguments]) == 0
    secret = capfd.readouterr().out.strip()
    settings = load()
    store = SqliteStore(settings.data_dir / "shortlist.db", reader_version=1)
    try:
        return secret, person_with(secret, store, rules_of(settings), now=datetime.now(UTC))
    finally:
        store.close()


def test_without_a_login_a_token_is_for_the_local_user(capfd: pytest.CaptureFixture[str]) -> None:
    secret, person = made(capfd, "--label", "payroll")
    assert person == LOCAL_PERSON
    assert len(secret) >= 43
    assert main(["token", "--list", "--json"]) == 0
    (listed,) = json.loads(capfd.readouterr().out)
    assert (listed["person"]["id"], listed["label"]) == ("local", "payroll")
    assert "sha256" not in listed
    assert main(["token", "--list"]) == 0
    told = capfd.readouterr().out
    assert listed["id"] in told
    assert secret not in told
    assert main(["token", "--revoke", listed["id"]]) == 0
    assert main(["token", "--revoke", listed["id"]]) == 2
    assert main(["token", "--user", "ada@example.com"]) == 2


def test_the_secret_is_nowhere_in_the_data_folder(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    secret, _ = made(capfd)
    kept = b"".join(path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file())
    assert secret.encode() not in kept
    assert b"payroll" not in kept


@pytest.mark.usefixtures("_a_login")
def test_with_a_login_a_token_has_the_role_and_team_of_its_person(capfd: pytest.CaptureFixture[str]) -> None:
    assert made(capfd, "--user", "Ada@Example.com")[1] == Person(
        id="ada@example.com", role="manager", team="sales"
    )
    assert made(capfd, "--user", "root@example.com")[1] == Person(id="root@example.com", role="admin")
    assert made(capfd, "--user", "eve@example.com", "--role", "reviewer", "--team", "HR")[1] == Person(
        id="eve@example.com", role="reviewer", team="hr"
    )


@pytest.mark.usefixtures("_a_login")
@pytest.mark.parametrize("arguments", [[], ["--user", "no address"], ["--user", "ada@elsewhere.com"]])
def test_nobody_gets_a_token_who_would_not_be_let_in(
    arguments: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["token", *arguments]) == 2
    assert capfd.readouterr().out == ""


def test_a_token_ends_with_the_login_that_it_was_made_under(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    secret, person = made(capfd)
    assert person == LOCAL_PERSON
    request.getfixturevalue("_a_login")
    settings = load()
    store = SqliteStore(settings.data_dir / "shortlist.db", reader_version=1)
    assert person_with(secret, store, rules_of(settings), now=datetime.now(UTC)) is None
    store.close()
