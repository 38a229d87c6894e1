"""What every place for the original files promises: a local folder, and two S3 servers over real connections; then
what goes wrong with a server only."""

import hashlib
import logging
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from core.adapters.engine_local import LocalEngine
from core.adapters.files import ObjectFiles, Patience
from core.adapters.files_versions import Keys, OldVersions, Refused
from core.adapters.loop import LoopThread
from core.adapters.run_local import LocalRunner
from core.adapters.store_sqlite import SqliteStore
from core.domain.job import Criterion, Job, Rubric
from core.errors import PartUnavailable
from core.intake import Kept, open_run
from core.ports import Files
from core.reading.readers import ChildReaders
from tests.fakes.s3_servers import BadLine, Fault, MotoServer, S3Server, SeaweedServer

PATIENT = Patience(request=1.0, trying=10.0)
HASTY = Patience(request=0.4, trying=1.0)


@pytest.fixture(scope="module")
def moto(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MotoServer]:
    with MotoServer(tmp_path_factory.mktemp("moto")) as running:
        yield running


@pytest.fixture(scope="module")
def seaweed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SeaweedServer]:
    with SeaweedServer(tmp_path_factory.mktemp("seaweed")) as running:
        yield running


@pytest.fixture(params=["folder", "moto", "seaweed"])
def server(request: pytest.FixtureRequest) -> S3Server | None:
    if request.param == "folder":
        return None
    running: S3Server = request.getfixturevalue(request.param)
    return running


@pytest.fixture
def line(moto: MotoServer) -> Iterator[BadLine]:
    with BadLine(moto) as bad:
        yield bad


@pytest.fixture
def on_line(line: BadLine, tmp_path: Path) -> Files:
    return ObjectFiles.at(f"s3://resumes/a/{tmp_path.name}", tmp_path, access=line.access, patience=PATIENT)


@pytest.fixture
def hasty(line: BadLine, tmp_path: Path) -> Files:
    return ObjectFiles.at(f"s3://resumes/a/{tmp_path.name}", tmp_path, access=line.access, patience=HASTY)


@pytest.fixture
def files(server: S3Server | None, tmp_path: Path) -> Files:
    """One of its own for each test: a folder, or a prefix in the bucket."""
    if server is None:
        return ObjectFiles.at(None, tmp_path)
    return ObjectFiles.at(f"s3://resumes/a/{tmp_path.name}", tmp_path, access=server.access)


def test_what_is_put_comes_back_under_its_hash(files: Files) -> None:
    sha256 = files.put(b"a resume")
    assert sha256 == hashlib.sha256(b"a resume").hexdigest()
    assert files.get(sha256) == b"a resume"


def test_an_empty_file_is_a_file(files: Files) -> None:
    assert files.get(files.put(b"")) == b""


def test_the_same_content_can_be_put_again(files: Files) -> None:
    assert files.put(b"x") == files.put(b"x")
    assert files.get(files.put(b"x")) == b"x"


def test_an_unknown_hash_is_none(files: Files) -> None:
    assert files.get("0" * 64) is None
    assert files.get("") is None


def test_all_that_is_kept_is_listed_with_when_it_was_written(files: Files) -> None:
    assert list(files.kept()) == []
    before = datetime.now(UTC) - timedelta(seconds=5)
    put = {files.put(content): len(content) for content in (b"", b"one", b"three")}
    kept = list(files.kept())
    assert {one.sha256: one.size for one in kept} == put
    assert all(before < one.at < datetime.now(UTC) + timedelta(seconds=5) for one in kept)


def test_a_large_file_comes_back_whole(files: Files) -> None:
    content = os.urandom(25 * 1024 * 1024)
    assert files.get(files.put(content)) == content


def test_twenty_at_once_are_all_kept(files: Files) -> None:
    contents = [f"resume {n % 50}".encode() * 2000 for n in range(80)]  # thirty of them twice
    with ThreadPoolExecutor(20) as pool:
        kept = list(pool.map(files.put, contents))
        assert list(pool.map(files.get, kept)) == contents


def test_what_is_deleted_is_gone_and_may_come_again(files: Files) -> None:
    sha256, other = files.put(b"x"), files.put(b"y")
    files.delete(sha256)
    assert files.get(sha256) is None
    assert files.get(other) == b"y"
    files.put(b"x")
    assert files.get(sha256) == b"x"


def test_deleting_what_is_not_there_is_no_trouble(files: Files) -> None:
    files.delete("0" * 64)
    files.delete("")


def test_a_place_that_works_says_so_and_is_left_as_it_was(files: Files) -> None:
    kept = files.put(b"x")
    assert files.check() == "Files can be written, read and deleted."
    assert files.get(kept) == b"x"


def told(trouble: pytest.ExceptionInfo[PartUnavailable]) -> str:
    assert trouble.value.part == "Résumé files"
    return str(trouble.value)


def test_keys_hold_the_hash_under_the_prefix_and_nothing_else(moto: MotoServer, tmp_path: Path) -> None:
    moto.make_bucket("keys")
    sha256 = ObjectFiles.at("s3://keys/some/where/", tmp_path, access=moto.access).put(b"Ada Lovelace")
    assert f"<Key>some/where/{sha256[:2]}/{sha256}</Key>" in moto.keys("keys")
    assert moto.keys("keys").count("<Key>") == 1


@pytest.mark.parametrize("size", [20, 6 * 1024 * 1024])
@pytest.mark.parametrize("which", ["moto", "seaweed"])
def test_a_browser_shows_nothing_of_it_as_a_page(
    request: pytest.FixtureRequest, tmp_path: Path, which: str, size: int
) -> None:
    server: S3Server = request.getfixturevalue(which)
    sha256 = ObjectFiles.at("s3://resumes", tmp_path, access=server.access).put(b"<script>".ljust(size))
    assert server.content_type("resumes", f"{sha256[:2]}/{sha256}") == "application/octet-stream"


def test_a_wrong_secret_is_refused_and_its_setting_named(seaweed: SeaweedServer, tmp_path: Path) -> None:
    files = ObjectFiles.at("s3://resumes", tmp_path, access=replace(seaweed.access, secret="wrong"))
    for ask in (
        lambda: files.put(b"x"),
        lambda: files.get("0" * 64),
        lambda: files.delete("0" * 64),
        files.check,
    ):
        with pytest.raises(PartUnavailable) as trouble:
            ask()
        assert "AWS_SECRET_ACCESS_KEY" in told(trouble)
        assert "wrong" not in told(trouble)


def test_an_unknown_key_is_refused_and_its_setting_named(seaweed: SeaweedServer, tmp_path: Path) -> None:
    files = ObjectFiles.at("s3://resumes", tmp_path, access=replace(seaweed.access, key_id="nobody"))
    with pytest.raises(PartUnavailable) as trouble:
        files.put(b"x")
    assert "AWS_ACCESS_KEY_ID" in told(trouble)


def test_a_key_that_may_only_read_is_told_what_it_lacks(seaweed: SeaweedServer, tmp_path: Path) -> None:
    kept = ObjectFiles.at("s3://resumes", tmp_path, access=seaweed.access).put(b"x")
    files = ObjectFiles.at("s3://resumes", tmp_path, access=seaweed.reader)
    assert files.get(kept) == b"x"
    for ask in (lambda: files.put(b"y"), lambda: files.delete(kept), files.check):
        with pytest.raises(PartUnavailable) as trouble:
            ask()
        assert "s3:PutObject" in told(trouble)
    assert files.get(kept) == b"x"


@pytest.mark.parametrize("which", ["moto", "seaweed"])
def test_a_bucket_that_is_not_there_is_named_and_nobodys_file_counts_as_lost(
    request: pytest.FixtureRequest, tmp_path: Path, which: str
) -> None:
    server: S3Server = request.getfixturevalue(which)
    files = ObjectFiles.at("s3://elsewhere/a", tmp_path, access=server.access)
    for ask in (
        lambda: files.put(b"x"),
        lambda: files.get("0" * 64),
        lambda: files.delete("0" * 64),
        files.check,
    ):
        with pytest.raises(PartUnavailable) as trouble:
            ask()
        assert "s3://elsewhere/a" in told(trouble)
        assert "Create it" in told(trouble)


def test_faults_that_pass_are_waited_out(line: BadLine, on_line: Files) -> None:
    line.next.extend(["fault", "hang", "fine", "fault"])
    sha256 = on_line.put(b"a resume")
    line.next.extend(["fault"])
    assert on_line.get(sha256) == b"a resume"
    line.next.extend(["fault"])
    on_line.delete(sha256)
    assert on_line.get(sha256) is None
    assert not line.next


def test_an_answer_cut_off_in_the_middle_is_got_whole(line: BadLine, on_line: Files) -> None:
    sha256 = on_line.put(b"a resume" * 1000)
    line.next.append("cut")
    assert on_line.get(sha256) == b"a resume" * 1000


@pytest.mark.parametrize("fault", ["fault", "hang"])
def test_a_fault_that_stays_is_named_after_a_few_tries(
    line: BadLine, on_line: Files, hasty: Files, fault: Fault
) -> None:
    kept = on_line.put(b"a resume")
    line.always, line.asked = fault, []
    with pytest.raises(PartUnavailable) as trouble:
        hasty.get(kept)
    assert "s3://resumes" in told(trouble)
    assert 1 < len(line.asked) <= 7
    line.always = "fine"
    assert on_line.get(kept) == b"a resume"


def test_a_web_page_in_place_of_a_file_is_not_taken_for_it(
    line: BadLine, on_line: Files, caplog: pytest.LogCaptureFixture
) -> None:
    kept = on_line.put(b"a resume")
    line.next.append("page")
    with caplog.at_level(logging.ERROR):
        assert on_line.get(kept) is None
    assert "isn't the one its name says" in caplog.text
    assert on_line.get(kept) == b"a resume"


def test_a_server_that_is_not_there_is_named_by_its_setting(line: BadLine, hasty: Files) -> None:
    line.__exit__(None, None, None)
    with pytest.raises(PartUnavailable) as trouble:
        hasty.put(b"x")
    assert "AWS_ENDPOINT_URL" in told(trouble)


def test_of_a_bucket_that_keeps_versions_nothing_is_left_of_what_is_deleted(
    moto: MotoServer, tmp_path: Path
) -> None:
    moto.make_keeping_bucket("keeps")
    files = ObjectFiles.at("s3://keeps/résumés of ours", tmp_path, access=moto.access)
    gone, stays = files.put(b"x"), files.put(b"y")
    files.delete(gone)
    files.put(b"x")
    another = ObjectFiles.at("s3://keeps/résumés of ours", tmp_path, access=moto.access)
    another.delete(gone)  # by a process that has written nothing
    assert another.get(gone) is None
    assert gone not in moto.versions("keeps")
    assert files.get(stays) == b"y"
    assert "are removed" in files.check()
    assert moto.versions("keeps").count("<Version>") == 1


def test_a_bucket_whose_old_versions_nobody_may_remove_says_so(
    moto: MotoServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moto.make_keeping_bucket("keeps-on")
    files = ObjectFiles.at("s3://keeps-on", tmp_path, access=moto.access)
    sha256 = files.put(b"x")

    def refused(self: OldVersions, path: str) -> int:
        raise Refused("AccessDenied")

    monkeypatch.setattr(OldVersions, "purge", refused)
    with pytest.raises(PartUnavailable, match="s3:DeleteObjectVersion"):
        files.delete(sha256)
    assert "lifecycle rule" in files.check()


def test_what_is_asked_about_versions_is_signed_as_a_server_wants_it(
    seaweed: SeaweedServer, tmp_path: Path
) -> None:
    known = seaweed.access
    assert known.key_id
    assert known.secret
    for prefix in ("", "/a folder/of ours+ü"):
        ask = partial(
            OldVersions, f"s3://resumes{prefix}", endpoint=known.endpoint, region=known.region, seconds=10
        )
        right = ask(Keys(known.key_id, known.secret))
        assert right.purge("ab/not there") == 0
        files = ObjectFiles.at(f"s3://resumes{prefix}", tmp_path, access=known)
        sha256 = files.put(b"one version")
        assert right.purge(f"{sha256[:2]}/{sha256}") == 1
        assert files.get(sha256) is None
        with pytest.raises(Refused, match="SignatureDoesNotMatch"):
            ask(Keys(known.key_id, "guessed")).purge("ab/not there")
        with pytest.raises(Refused, match="InvalidAccessKeyId"):
            ask(Keys("guessed", known.secret)).purge("ab/not there")


def test_a_run_waits_for_storage_that_is_down_and_loses_nothing(
    line: BadLine, on_line: Files, hasty: Files, tmp_path: Path
) -> None:
    store = SqliteStore(tmp_path / "s.db", reader_version=1)
    readers = ChildReaders(2)
    loop = LoopThread()
    engine = LocalEngine()
    runner = LocalRunner(
        store=store,
        files=hasty,
        readers=readers,
        engine_of=lambda name: engine,
        loop=loop,
        leases=tmp_path / "leases",
        reading_at_once=2,
        judging_at_once=2,
        between_tries=0.05,
    )
    try:
        rubric = Rubric(criteria=(Criterion(id="c1", text="Zendesk", kind="must", weight=5),))
        given = [
            Kept("cv.txt", on_line.put(f"Worked with Zendesk for {n} years.".encode())) for n in range(12)
        ]
        run = open_run(
            Job.from_text("Support lead"), rubric, given, store=store, engine="local", model=engine.model
        )
        line.next.extend(["fine"] * 4)
        line.always, line.asked = "fault", []
        runner.start(run.id)
        until = time.monotonic() + 20
        while (
            len(line.asked) < 16 and time.monotonic() < until
        ):  # it goes on asking, past what one call tries
            time.sleep(0.02)
        snapshot = runner.snapshot(run.id)
        assert snapshot is not None
        assert (snapshot.state, snapshot.failed) == ("running", 0)
        assert "résumé files" in snapshot.message
        line.always = "fine"
        ended = runner.wait(run.id, 20)
        assert ended is not None
        assert (ended.state, ended.done, ended.failed) == ("finished", 12, 0)
    finally:
        line.always = "fine"
        runner.close()
        loop.close()
        readers.close()
        store.close()
