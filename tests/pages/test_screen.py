"""Screen: from a job and a pile to a run, whatever is missing or broken on the way."""

import io
import random
import zipfile
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from core.domain.candidate import failure
from core.domain.job import Criterion, Job, Rubric
from core.domain.run import Run
from core.intake import Kept, open_run
from core.wiring import Services

Open = Callable[..., AppTest]

JOB = """Customer Support Team Lead

Requirements:
- At least 3 years of experience in customer support
- German at level B2 or better
Nice to have:
- Weekend shifts
"""
RESUME = b"""Ada Example
ada@example.com

Experience
Customer support lead at Acme, 2015 to 2024. Nine years of customer support, weekend shifts included.
Languages: German C1, English C2.
"""


def resume(name: str) -> bytes:
    return RESUME.replace(b"Ada Example", name.encode())


def resumes_uploader(at: AppTest):  # type: ignore[no-untyped-def]
    return next(u for u in at.file_uploader if u.label == "Résumés")


def words_on(at: AppTest) -> str:
    shown = [*at.markdown, *at.caption, *at.text, *at.warning, *at.info, *at.error, *at.title, *at.subheader]
    return "\n".join(str(element.value) for element in shown)


def the_run(room: Services) -> Run:
    (run,) = room.store.runs()
    return run


def press(at: AppTest, key: str) -> AppTest:
    at.button(key=key).click().run()
    assert not at.exception
    return at


def test_a_first_visit_offers_the_samples_as_the_obvious_choice(open_app: Open) -> None:
    at = open_app()
    assert at.button(key="samples").proto.type == "primary"
    assert at.button(key="start").proto.type == "secondary"
    assert not at.button(key="start").disabled
    assert "Recent screenings" not in words_on(at)


def test_one_click_on_the_samples_ends_in_review(open_app: Open, room: Services) -> None:
    at = press(open_app(), "samples")
    run = the_run(room)
    assert run.sample
    ended = room.runner.wait(run.id, 60)
    assert ended is not None
    assert ended.state == "finished"
    assert at.query_params["run"] == run.id
    assert len(room.store.rows(run.id)) == 13


def test_the_samples_are_not_screened_a_second_time(open_app: Open, room: Services) -> None:
    press(open_app(), "samples")
    room.runner.wait(the_run(room).id, 60)
    press(open_app(), "samples")
    assert len(room.store.runs()) == 1


def test_sample_data_goes_in_one_click(open_app: Open, room: Services) -> None:
    press(open_app(), "samples")
    room.runner.wait(the_run(room).id, 60)
    at = press(open_app(), "remove-samples")
    assert room.store.runs() == ()
    assert "Recent screenings" not in words_on(at)


def test_start_without_a_job_says_what_to_do(open_app: Open, room: Services) -> None:
    at = press(open_app(), "start")
    assert at.warning[0].value == "Paste the job description first\\."
    assert room.store.runs() == ()


def test_start_without_files_says_what_to_do(open_app: Open, room: Services) -> None:
    at = open_app()
    at.text_area(key="job_text").set_value(JOB)
    press(at, "start")
    assert "Add at least one résumé" in at.warning[0].value
    assert room.store.runs() == ()


def test_a_job_without_requirements_asks_for_a_criterion(open_app: Open) -> None:
    at = open_app()
    at.text_area(key="job_text").set_value("Hello")
    press(at, "suggest")
    assert "We found no clear requirements" in at.warning[0].value


def test_suggested_criteria_stand_in_the_table_with_their_importance(open_app: Open) -> None:
    at = open_app()
    at.text_area(key="job_text").set_value(JOB)
    press(at, "suggest")
    rows = at.session_state["criteria_now"]
    assert 1 <= len(rows) <= 8
    assert any("German" in row["Criterion"] and row["Importance"] == "Must-have" for row in rows)
    assert any("eekend" in row["Criterion"] and row["Importance"] == "Nice to have" for row in rows)


def test_start_takes_the_criteria_from_the_job_when_nobody_asked(open_app: Open, room: Services) -> None:
    at = open_app()
    at.text_area(key="job_text").set_value(JOB)
    resumes_uploader(at).upload("ada.txt", resume("Ada Example"))
    press(at.run(), "start")
    run = the_run(room)
    assert run.rubric.source == "local"
    assert at.query_params["run"] == run.id
    room.runner.wait(run.id, 60)
    (row,) = room.store.rows(run.id)
    assert row.outcome is not None
    assert row.outcome.status == "scored"


def test_an_edited_criterion_is_what_is_screened(open_app: Open, room: Services) -> None:
    at = open_app()
    at.text_area(key="job_text").set_value(JOB)
    key = f"criteria-{at.session_state['criteria_turn']}"
    at.session_state[key] = {
        "edited_rows": {},
        "added_rows": [
            {"Criterion": "Speaks Danish", "Importance": "Must-have"},
            {"Importance": "Important"},
        ],
        "deleted_rows": [],
    }
    resumes_uploader(at).upload("ada.txt", RESUME)
    press(at.run(), "start")
    (criterion,) = the_run(room).rubric.criteria
    assert (criterion.text, criterion.kind, criterion.weight) == ("Speaks Danish", "must", 5)
    assert the_run(room).rubric.source == "given"


def test_unreadable_files_are_named_with_their_reason_and_never_block_start(
    open_app: Open, room: Services
) -> None:
    at = open_app()
    at.text_area(key="job_text").set_value(JOB)
    uploader = resumes_uploader(at)
    uploader.upload("ada.txt", RESUME)
    uploader.upload("empty.pdf", b"")
    uploader.upload("page.pdf", b"<!DOCTYPE html><html><body>no</body></html>")
    at.run()
    shown = words_on(at)
    assert "**3 files · " in shown
    assert "2 can't be read" in shown
    assert "empty.pdf" in shown
    assert "page.pdf" in shown
    assert "real file" in shown
    press(at, "start")
    run = the_run(room)
    room.runner.wait(run.id, 60)
    assert sorted(row.item.file for row in room.store.rows(run.id)) == ["ada.txt", "empty.pdf", "page.pdf"]


def test_a_file_left_out_is_not_screened_and_can_come_back(open_app: Open, room: Services) -> None:
    at = open_app()
    at.text_area(key="job_text").set_value(JOB)
    resumes_uploader(at).upload("ada.txt", RESUME)
    resumes_uploader(at).upload("empty.pdf", b"")
    at.run()
    leave_out = next(b for b in at.button if b.label == "Leave out")
    leave_out.click().run()
    assert "1 left out" in words_on(at)
    press(at, "put-back")
    assert "1 can't be read" in words_on(at)
    next(b for b in at.button if b.label == "Leave out").click().run()
    press(at, "start")
    assert [row.item.file for row in room.store.rows(the_run(room).id)] == ["ada.txt"]


def test_identical_files_are_counted_out_loud(open_app: Open) -> None:
    at = open_app()
    for name in ("a.txt", "b.txt", "c.txt"):
        resumes_uploader(at).upload(name, RESUME)
    at.run()
    assert "2 identical" in words_on(at)


def test_a_job_file_fills_the_text_area(open_app: Open) -> None:
    at = open_app()
    next(u for u in at.file_uploader if u.label == "Job description file").upload("job.txt", JOB.encode())
    at.run()
    assert "German at level B2" in (at.text_area(key="job_text").value or "")


def test_a_job_file_that_cannot_be_read_says_why(open_app: Open) -> None:
    at = open_app()
    next(u for u in at.file_uploader if u.label == "Job description file").upload("job.pdf", b"")
    at.run()
    assert "The file is empty" in at.warning[0].value
    assert at.text_area(key="job_text").value == ""


def test_the_desk_is_kept_while_another_page_is_open(open_app: Open, room: Services) -> None:
    at = open_app()
    at.text_area(key="job_text").set_value(JOB)
    resumes_uploader(at).upload("ada.txt", RESUME)
    press(at.run(), "suggest")
    suggested = at.session_state["criteria_now"]
    at.switch_page("settings.py").run()
    at.switch_page("screen.py").run()
    assert at.text_area(key="job_text").value == JOB
    assert at.session_state["criteria_now"] == suggested
    assert "**1 file · " in words_on(at)
    press(at, "start")
    assert len(room.store.rows(the_run(room).id)) == 1


def test_the_files_of_a_zip_are_kept_while_another_page_is_open(open_app: Open, room: Services) -> None:
    at = open_app()
    at.text_area(key="job_text").set_value(JOB)
    resumes_uploader(at).upload("export.zip", _archive(("ada.txt", RESUME), ("large.txt", bytes(26 << 20))))
    at.run()
    at.switch_page("settings.py").run()
    at.switch_page("screen.py").run()
    assert "**2 files · " in words_on(at)
    press(at, "start")
    room.runner.wait(the_run(room).id, 60)
    rows = room.store.rows(the_run(room).id)
    assert [row.outcome.reason for row in rows if row.outcome and row.outcome.status == "failed"] == [
        "too_large"
    ]


def test_a_name_full_of_markdown_is_shown_and_not_acted_on(open_app: Open) -> None:
    at = open_app()
    at.text_area(key="job_text").set_value(JOB)
    name = "![x](http://192.0.2.1/x.png) <b>.pdf"
    resumes_uploader(at).upload(name, b"")
    at.run()
    assert any(text.value == name for text in at.text)
    assert not any("192.0.2.1" in str(element.value) for element in [*at.markdown, *at.caption])


def _finished_run(room: Services, *, files: int = 1) -> Run:
    rubric = Rubric(criteria=(Criterion(id="c1", text="German B2", kind="must", weight=5),))
    given = [Kept(f"r{n}.txt", room.files.put(resume(f"Person {chr(65 + n)}"))) for n in range(files)]
    run = open_run(
        Job.from_text(JOB), rubric, given, store=room.store, engine="local", model=room.model("local")
    )
    room.runner.start(run.id)
    room.runner.wait(run.id, 60)
    return run


def test_recent_screenings_open_again(open_app: Open, room: Services) -> None:
    run = _finished_run(room, files=2)
    at = open_app()
    assert "2 résumés" in words_on(at)
    press(at, f"open-{run.id}")
    assert at.query_params["run"] == run.id


def test_added_resumes_join_the_job_as_a_new_batch(open_app: Open, room: Services) -> None:
    run = _finished_run(room)
    at = open_app(add=run.id)
    assert "Customer Support Team Lead" in words_on(at)
    assert [u.label for u in at.file_uploader] == ["Résumés"]
    resumes_uploader(at).upload("late.txt", resume("Late Person"))
    press(at.run(), "start")
    room.runner.wait(run.id, 60)
    assert [(row.item.file, row.item.batch) for row in room.store.rows(run.id)] == [
        ("r0.txt", 1),
        ("late.txt", 2),
    ]


def test_adding_what_is_there_already_says_so(open_app: Open, room: Services) -> None:
    run = _finished_run(room)
    at = open_app(add=run.id)
    resumes_uploader(at).upload("r0.txt", resume("Person A"))
    press(at.run(), "start")
    assert "has all of these files already" in at.warning[0].value


@pytest.mark.parametrize("parameter", ["run", "add"])
def test_an_unknown_screening_gets_kind_words_and_a_way_out(open_app: Open, parameter: str) -> None:
    at = open_app(**{parameter: "nothing-here"})
    assert "no longer there" in at.info[0].value
    assert any(button.label == "Begin a new screening" for button in at.button)


def test_a_halted_run_says_why_and_continues(open_app: Open, room: Services) -> None:
    run = _finished_run(room, files=2)
    room.store.put_outcome(run.id, room.store.rows(run.id)[0].item.id, failure("not_started"))
    room.store.forget_failures(run.id)
    room.store.set_state(run.id, "halted", "Your account has no credit left. Top up, then press Continue.")
    at = open_app(run=run.id)
    assert "no credit left" in at.warning[0].value
    assert any(button.label == "Review what's ready" for button in at.button)
    press(at, "continue")
    ended = room.runner.wait(run.id, 60)
    assert ended is not None
    assert (ended.state, ended.done) == ("finished", 2)


def test_a_stopped_run_says_what_is_kept(open_app: Open, room: Services) -> None:
    run = _finished_run(room, files=2)
    room.store.set_state(run.id, "stopped")
    at = open_app(run=run.id)
    assert "2 of 2 are done and kept" in at.info[0].value


def test_too_many_criteria_are_refused_with_a_reason(open_app: Open, room: Services) -> None:
    at = open_app()
    at.text_area(key="job_text").set_value(JOB)
    at.session_state[f"criteria-{at.session_state['criteria_turn']}"] = {
        "edited_rows": {},
        "added_rows": [{"Criterion": f"Skill {n}", "Importance": "Important"} for n in range(41)],
        "deleted_rows": [],
    }
    resumes_uploader(at).upload("ada.txt", RESUME)
    press(at.run(), "start")
    assert "There are 41 criteria" in at.warning[0].value
    assert room.store.runs() == ()


def test_files_for_a_new_screening_do_not_slip_into_another_job(open_app: Open, room: Services) -> None:
    run = _finished_run(room)
    at = open_app()
    resumes_uploader(at).upload("for-the-new-job.txt", RESUME)
    at.run()
    at.switch_page("review.py").run()
    at.switch_page("screen.py")
    at.query_params["add"] = run.id
    at.run()
    assert "for the new job" not in words_on(at)
    assert "1 file" not in words_on(at)
    at.switch_page("settings.py").run()
    at.query_params.clear()
    at.switch_page("screen.py").run()
    assert "**1 file · " in words_on(at)


def _archive(*files: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return out.getvalue()


def test_a_zip_is_opened_its_files_are_counted_and_screened_under_its_name(
    open_app: Open, room: Services
) -> None:
    at = open_app()
    at.text_area(key="job_text").set_value(JOB)
    given = _archive(
        ("cvs/ada.txt", resume("Ada Example")),
        ("cvs/ben.txt", resume("Ben Example")),
        ("page.pdf", b"<!DOCTYPE html><html><body>no</body></html>"),
        ("more.zip", _archive(("x.txt", RESUME))),
        ("__MACOSX/._page.pdf", b"x"),
    )
    resumes_uploader(at).upload("export [1].zip", given)
    resumes_uploader(at).upload("cleo.txt", resume("Cleo Example"))
    at.run()
    shown = words_on(at)
    assert "**5 files · " in shown
    assert "2 can't be read" in shown
    assert "identical" not in shown
    assert "export \\[1\\]\\.zip: 4 files" in shown
    assert "export [1].zip/page.pdf" in shown
    assert "An archive inside an archive isn't opened" in shown.replace("\\", "")
    press(at, "start")
    room.runner.wait(the_run(room).id, 60)
    rows = room.store.rows(the_run(room).id)
    assert [(row.item.file, row.outcome and row.outcome.status) for row in rows] == [
        ("export [1].zip/cvs/ada.txt", "scored"),
        ("export [1].zip/cvs/ben.txt", "scored"),
        ("export [1].zip/more.zip", "failed"),
        ("export [1].zip/page.pdf", "failed"),
        ("cleo.txt", "scored"),
    ]


def test_a_file_in_a_zip_is_left_out_by_itself(open_app: Open, room: Services) -> None:
    at = open_app()
    at.text_area(key="job_text").set_value(JOB)
    resumes_uploader(at).upload("export.zip", _archive(("ada.txt", RESUME), ("empty.pdf", b"")))
    at.run()
    next(b for b in at.button if b.label == "Leave out").click().run()
    assert "export\\.zip: 1 file" in words_on(at)
    press(at, "start")
    assert [row.item.file for row in room.store.rows(the_run(room).id)] == ["export.zip/ada.txt"]


def test_taking_a_zip_out_of_the_uploader_takes_its_files_out(open_app: Open) -> None:
    at = open_app()
    resumes_uploader(at).upload("export.zip", _archive(("ada.txt", RESUME), ("ben.txt", RESUME)))
    resumes_uploader(at).upload("cleo.txt", RESUME)
    at.run()
    assert "**3 files · " in words_on(at)
    resumes_uploader(at).set_value([("cleo.txt", RESUME, "text/plain")]).run()
    assert "**1 file · " in words_on(at)
    assert "export" not in words_on(at)


def test_a_zip_that_cannot_be_opened_is_one_unreadable_file(open_app: Open) -> None:
    at = open_app()
    resumes_uploader(at).upload("export.zip", _archive())
    resumes_uploader(at).upload("cut.zip", _archive(("ada.txt", RESUME))[:-30])
    at.run()
    shown = words_on(at).replace("\\", "")
    assert "2 can't be read" in shown
    assert "There is no file in this archive" in shown
    assert "The file is damaged" in shown


def test_a_file_that_is_too_large_is_named_before_start_and_a_large_zip_is_opened(
    open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAX_FILE_MB", "1")
    at = open_app()
    noise = random.Random(1).randbytes(900_000)
    resumes_uploader(at).upload("large.txt", bytes(1_100_000))
    resumes_uploader(at).upload("export.zip", _archive(("a.txt", RESUME), ("b.txt", noise), ("c.txt", noise)))
    at.run()
    shown = words_on(at).replace("\\", "")
    assert "export.zip: 3 files" in shown
    assert "Larger than 1 MB. Save a smaller copy." in shown


def test_what_comes_along_with_a_folder_is_passed_over_and_counted(open_app: Open) -> None:
    at = open_app()
    for name in ("cvs/ada.txt", "cvs/.DS_Store", "~$ada.docx"):
        resumes_uploader(at).upload(name, RESUME)
    at.run()
    assert "**1 file · " in words_on(at)
    assert "2 hidden files passed over." in words_on(at)


def test_a_zip_as_job_description_says_what_to_do(open_app: Open) -> None:
    at = open_app()
    uploader = next(u for u in at.file_uploader if u.label == "Job description file")
    uploader.upload("job.zip", _archive(("job.txt", JOB.encode())))
    at.run()
    assert "Unpack it and add the job description in it" in at.warning[0].value
    assert at.text_area(key="job_text").value == ""
