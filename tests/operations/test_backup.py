"""Backups come back as they were, whatever is damaged, in use, or erased in between."""

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.adapters.claim import Claim
from core.cli import main
from core.errors import ConfigurationError, UserError
from core.operations.backup import back_up, check, remove_old, sha256_of
from core.operations.erasure import erase
from core.operations.restore import restore
from core.settings import Settings
from core.wiring import Services
from tests.operations.conftest import JOB, Open, holding, resume, screen


def all_of(room: Services, run_id: str) -> dict[str, Any]:
    """What a person sees of a run, and what it was made from."""
    rows = room.store.rows(run_id)
    return {
        "run": room.store.run(run_id),
        "rows": rows,
        "events": room.store.events(run_id),
        "decisions": dict(room.store.decisions(JOB.id)),
        "texts": [room.store.text(row.item.sha256) for row in rows],
        "files": [room.files.get(row.item.sha256) for row in rows],
    }


def test_a_run_opens_from_a_backup_as_it_was(opened: Open, tmp_path: Path) -> None:
    room = opened()
    run = screen(room, "anna", "berta")
    sha256 = room.store.rows(run.id)[0].item.sha256
    room.store.decide(JOB.id, sha256, "shortlist", "good")
    room.store.record(run.id, "blind_on")
    before = all_of(room, run.id)
    assert main(["backup", "--out", str(tmp_path / "backups")]) == 0
    room.close()
    shutil.rmtree(tmp_path / "data")
    [made] = (tmp_path / "backups").iterdir()
    assert main(["restore", "--from", str(made)]) == 0
    again = opened()
    assert all_of(again, run.id) == before
    assert again.files.get(sha256) == resume("anna")
    assert screen(again, "anna").id != run.id  # and it goes on being used


def test_a_backup_made_while_a_screening_goes_on_holds_every_file_it_names(
    opened: Open, tmp_path: Path
) -> None:
    room = opened()
    screen(room, *(f"person{n}" for n in range(30)), wait=False)
    made = back_up(room, tmp_path / "backups")
    manifest = check(made)
    assert (manifest.runs, len(manifest.files), manifest.lost) == (1, 30, ())


def test_a_data_folder_in_use_is_not_restored_over(opened: Open, tmp_path: Path) -> None:
    room = opened()
    run = screen(room, "anna")
    made = back_up(room, tmp_path / "backups")
    with pytest.raises(UserError, match="in use"):
        restore(made, Settings(), force=True)
    assert room.store.run(run.id) == run


def test_screenings_that_are_there_are_replaced_only_by_force(opened: Open, tmp_path: Path) -> None:
    room = opened()
    first = screen(room, "anna")
    made = back_up(room, tmp_path / "backups")
    second = screen(room, "berta")
    room.close()
    with pytest.raises(UserError, match="holds screenings"):
        restore(made, Settings())
    assert opened_once(opened, second.id)
    assert restore(made, Settings(), force=True).runs == 1
    assert opened_once(opened, first.id)
    assert not opened_once(opened, second.id)


def opened_once(opened: Open, run_id: str) -> bool:
    room = opened()
    found = room.store.run(run_id) is not None
    room.close()
    return found


def test_what_a_killed_process_left_beside_the_results_does_not_spoil_the_restored_ones(
    opened: Open, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    room = opened()
    first = screen(room, "anna")
    made = back_up(room, tmp_path / "backups")
    second = screen(room, "berta")
    left = {path.name: path.read_bytes() for path in data.glob("shortlist.db*")}
    assert len(left["shortlist.db-wal"]) > 0
    room.close()
    for name, content in left.items():
        (data / name).write_bytes(content)
    restore(made, Settings(), force=True)
    again = opened()
    assert again.store.run(first.id) is not None
    assert again.store.run(second.id) is None
    assert [row.item.file for row in again.store.rows(first.id)] == ["cv of anna.txt"]


@pytest.mark.parametrize("damage", ["store", "file", "lost file", "manifest", "no manifest", "newer"])
def test_a_backup_that_is_not_sound_changes_nothing(opened: Open, tmp_path: Path, damage: str) -> None:
    room = opened()
    run = screen(room, "anna")
    made = back_up(room, tmp_path / "backups")
    room.close()
    manifest = made / "manifest.json"
    [file] = (path for path in (made / "files").rglob("*") if path.is_file())
    if damage == "store":
        (made / "shortlist.db").write_bytes((made / "shortlist.db").read_bytes().replace(b"anna", b"enna"))
    elif damage == "file":
        file.write_bytes(file.read_bytes()[:-1])
    elif damage == "lost file":
        file.unlink()
    elif damage == "manifest":
        manifest.write_text("{")
    elif damage == "no manifest":
        manifest.unlink()
    else:
        manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "format": 2}))
    before = sha256_of(tmp_path / "data" / "shortlist.db")
    with pytest.raises(UserError):
        restore(made, Settings(), force=True)
    assert sha256_of(tmp_path / "data" / "shortlist.db") == before
    assert opened().store.run(run.id) == run


def test_who_was_erased_after_a_backup_does_not_come_back_with_it(opened: Open, tmp_path: Path) -> None:
    room = opened()
    run = screen(room, "anna", "berta")
    made = back_up(room, tmp_path / "backups")
    room.store.set_state(run.id, "stopped")
    erase(room, [room.store.rows(run.id)[0].item.sha256])
    room.close()
    assert holding(made, "quellmann@anna")
    assert restore(made, Settings(), force=True).erased == 1
    again = opened()
    assert [row.item.file for row in again.store.rows(run.id)] == ["cv of berta.txt"]
    assert again.store.run(run.id) == run
    assert not holding(tmp_path / "data", "anna")


def test_who_was_erased_before_a_backup_and_given_again_is_in_it(opened: Open, tmp_path: Path) -> None:
    room = opened()
    run = screen(room, "anna")
    erase(room, [room.store.rows(run.id)[0].item.sha256])
    later = screen(room, "anna")
    made = back_up(room, tmp_path / "backups")
    room.close()
    assert restore(made, Settings(), force=True).erased == 0
    assert len(opened().store.rows(later.id)) == 1


def test_a_backup_has_its_name_only_once_it_is_whole(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = opened()
    screen(room, "anna")
    seen: list[str] = []

    def broken_off(sha256: str) -> bytes:
        seen.extend(path.name for path in (tmp_path / "backups").iterdir())
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(room.files, "get", broken_off)
    with pytest.raises(UserError, match="No space left"):
        back_up(room, tmp_path / "backups")
    assert [name[0] for name in seen] == ["."]
    assert list((tmp_path / "backups").iterdir()) == []


def test_files_that_were_lost_are_said_and_do_not_keep_the_rest_from_being_saved(
    opened: Open, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    room = opened()
    run = screen(room, "anna", "berta")
    lost = room.store.rows(run.id)[0].item.sha256
    room.files.delete(lost)
    assert main(["backup", "--out", str(tmp_path / "backups"), "--json"]) == 1
    told = json.loads(capfd.readouterr().out)
    assert (told["lost"], told["files"]) == ([lost], 1)
    assert check(Path(told["backup"])).lost == (lost,)


def test_two_backups_in_one_second_are_two(opened: Open, tmp_path: Path) -> None:
    room = opened()
    first, second = (back_up(room, tmp_path) for _ in range(2))
    assert first != second
    assert check(first).runs == check(second).runs == 0


def test_old_backups_go_and_nothing_else_does(tmp_path: Path) -> None:
    now = datetime(2026, 6, 30, 12, tzinfo=UTC)
    names = (
        "shortlist-20260601T030000Z",
        "shortlist-20260629T030000Z",
        "shortlist-20260601T030000Z-2",
        "mine",
    )
    for name in names:
        (tmp_path / name).mkdir()
        (tmp_path / name / "manifest.json").write_text("{}")
    (tmp_path / "shortlist-20260602T030000Z").mkdir()  # not a backup: somebody's own
    for begun in (now - timedelta(hours=2), now - timedelta(days=2)):
        (tmp_path / f".{begun:%Y%m%dT%H%M%SZ}-7.part").mkdir()
    removed = remove_old(tmp_path, 14, now=now)
    assert [one.name for one in removed] == [names[0], names[2]]
    left = sorted(one.name for one in tmp_path.iterdir())
    assert left == [".20260630T100000Z-7.part", "mine", "shortlist-20260602T030000Z", names[1]]


def test_firestore_has_backups_of_its_own(tmp_path: Path) -> None:
    settings = Settings(firestore_emulator_host="127.0.0.1:1", google_cloud_project="p")
    with pytest.raises(ConfigurationError, match="Firestore"):
        restore(tmp_path, settings)


def test_nobody_opens_a_folder_that_is_being_restored(opened: Open, tmp_path: Path) -> None:
    alone = Claim(tmp_path / "data", alone=True)
    with pytest.raises(UserError, match="being restored"):
        opened()
    alone.give_back()
    assert opened().store.check()
