"""Original files by their hash."""

from dataclasses import replace
from pathlib import Path

import pytest

from core.adapters.files import ObjectFiles, Patience, S3Access
from core.errors import ConfigurationError, PartUnavailable
from core.settings import load
from tests.fakes.redis_server import free_port

KEYS = S3Access(key_id="who", secret="the secret")


def test_the_same_content_is_kept_once(tmp_path: Path) -> None:
    files = ObjectFiles.at(None, tmp_path)
    assert files.put(b"x") == files.put(b"x")
    assert sum(path.is_file() for path in tmp_path.rglob("*")) == 1


def test_a_url_of_another_kind_is_refused_by_its_setting(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="FILES_URL"):
        ObjectFiles.at("https://example.com/x", tmp_path)
    with pytest.raises(ConfigurationError, match="FILES_URL"):
        ObjectFiles.at("s3://", tmp_path, access=KEYS)


def test_half_a_key_is_refused_by_its_setting(tmp_path: Path) -> None:
    for half in (S3Access(key_id="who"), S3Access(secret="the secret")):
        with pytest.raises(ConfigurationError, match="AWS_SECRET_ACCESS_KEY") as trouble:
            ObjectFiles.at("s3://resumes", tmp_path, access=half)
        assert "the secret" not in str(trouble.value)


def test_resumes_go_over_an_open_line_only_where_that_is_said(tmp_path: Path) -> None:
    open_line = replace(KEYS, endpoint="http://storage.example")
    with pytest.raises(ConfigurationError, match="AWS_ALLOW_HTTP"):
        ObjectFiles.at("s3://resumes", tmp_path, access=open_line)
    assert ObjectFiles.at("s3://resumes", tmp_path, access=replace(open_line, allow_http=True))


def test_without_any_credentials_the_settings_for_them_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody = f"http://127.0.0.1:{free_port()}"
    monkeypatch.setenv("AWS_METADATA_ENDPOINT", nobody)  # where a machine in a cloud is asked for its role
    access = S3Access(endpoint=nobody, allow_http=True)
    files = ObjectFiles.at(
        "s3://resumes", tmp_path, access=access, patience=Patience(request=0.3, trying=0.3)
    )
    with pytest.raises(PartUnavailable, match="AWS_ACCESS_KEY_ID"):
        files.put(b"x")


def test_who_asks_is_what_the_settings_say(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "AWS_ACCESS_KEY_ID": "who",
        "AWS_SECRET_ACCESS_KEY": "the secret",
        "AWS_SESSION_TOKEN": "for today",
        "AWS_REGION": "eu-central-1",
        "AWS_ENDPOINT_URL": "http://storage.example",
        "AWS_ALLOW_HTTP": "true",
    }.items():
        monkeypatch.setenv(name, value)
    settings = load()
    assert "the secret" not in repr(settings)
    assert S3Access.of(settings) == S3Access(
        endpoint="http://storage.example",
        region="eu-central-1",
        key_id="who",
        secret="the secret",
        token="for today",
        allow_http=True,
    )


def test_a_folder_that_is_gone_is_named(tmp_path: Path) -> None:
    files = ObjectFiles.at(None, tmp_path / "files")
    (tmp_path / "files").rmdir()
    (tmp_path / "files").write_bytes(b"in the way")
    with pytest.raises(PartUnavailable, match="Local folder"):
        files.put(b"x")


def test_a_folder_that_was_taken_away_counts_nobodys_file_as_lost(tmp_path: Path) -> None:
    files = ObjectFiles.at(None, tmp_path / "files")
    sha256 = files.put(b"x")
    (tmp_path / "files").rename(tmp_path / "elsewhere")
    with pytest.raises(PartUnavailable, match="DATA_DIR"):
        files.get(sha256)


def test_a_file_that_a_crash_left_torn_is_not_given_out_and_mends_when_it_is_added_again(
    tmp_path: Path,
) -> None:
    files = ObjectFiles.at(None, tmp_path)
    sha256 = files.put(b"a resume")
    (tmp_path / sha256[:2] / sha256).write_bytes(b"a res")
    assert files.get(sha256) is None
    files.put(b"a resume")
    assert files.get(sha256) == b"a resume"


def test_what_a_killed_write_left_goes_with_the_file(tmp_path: Path) -> None:
    files = ObjectFiles.at(None, tmp_path)
    sha256 = files.put(b"a resume")
    (tmp_path / sha256[:2] / f"{sha256}#1").write_bytes(b"a res")
    files.delete(sha256)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_what_cannot_be_deleted_is_trouble_with_the_folder(tmp_path: Path) -> None:
    files = ObjectFiles.at(None, tmp_path)
    sha256 = files.put(b"x")
    (tmp_path / sha256[:2] / sha256).unlink()
    (tmp_path / sha256[:2] / sha256).mkdir()
    with pytest.raises(PartUnavailable, match="Local folder"):
        files.delete(sha256)
