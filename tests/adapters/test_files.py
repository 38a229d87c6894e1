"""Original files by their hash."""

import hashlib
from pathlib import Path

import pytest

from core.adapters.files import ObjectFiles
from core.errors import ConfigurationError, PartUnavailable


def test_what_is_put_comes_back_under_its_hash(tmp_path: Path) -> None:
    files = ObjectFiles.at(None, tmp_path)
    sha256 = files.put(b"a resume")
    assert sha256 == hashlib.sha256(b"a resume").hexdigest()
    assert files.get(sha256) == b"a resume"


def test_the_same_content_is_kept_once(tmp_path: Path) -> None:
    files = ObjectFiles.at(None, tmp_path)
    assert files.put(b"x") == files.put(b"x")
    assert sum(path.is_file() for path in tmp_path.rglob("*")) == 1


def test_an_unknown_hash_is_none(tmp_path: Path) -> None:
    assert ObjectFiles.at(None, tmp_path).get("0" * 64) is None


def test_a_url_of_another_kind_is_refused_by_its_setting(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="FILES_URL"):
        ObjectFiles.at("https://example.com/x", tmp_path)


def test_a_folder_that_is_gone_is_named(tmp_path: Path) -> None:
    files = ObjectFiles.at(None, tmp_path / "files")
    (tmp_path / "files").rmdir()
    (tmp_path / "files").write_bytes(b"in the way")
    with pytest.raises(PartUnavailable, match="Local folder"):
        files.put(b"x")
