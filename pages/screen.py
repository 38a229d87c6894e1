"""Screen: a job, what counts for it, a pile of résumés, and Start."""

from collections.abc import Callable

import streamlit as st

from core.access import ONLY_REVIEWS
from core.domain.job import Rubric
from core.domain.run import EngineName, Run
from core.errors import UserError
from core.shortlist.words import plain
from core.wiring import Services
from pages.widgets import (
    criteria,
    draft,
    earlier,
    live,
    look,
    promise,
    reading,
    recent,
    remarks,
    samples,
    turns,
    uploads,
)
from pages.widgets.services import services
from pages.widgets.words import engine_help, engine_label, in_markdown

GONE = "This screening is no longer there. It may have been sample data that was removed."


def main() -> None:
    look.dress()
    room = services()
    opened = st.session_state.pop("open_run", None)
    if opened:
        st.query_params["run"] = opened
    if "run" in st.query_params:
        _with_run(room, st.query_params["run"], live.watch)
    elif room.person.only_reviews:
        reviewing(room)
    elif "add" in st.query_params:
        draft.sit_at(st.query_params["add"])
        _with_run(room, st.query_params["add"], add_to_run)
    else:
        draft.sit_at("new")
        new_screening(room)


def reviewing(room: Services) -> None:
    """In place of the desk, for who begins nothing."""
    st.title("Screenings to review", anchor=False)
    st.info(ONLY_REVIEWS)
    runs = room.store.runs()
    if not runs and room.person.team:
        st.caption("Your team has no screenings yet.")
    elif not runs:
        st.caption(
            "You belong to no team yet, so there is nothing to review. Ask an admin to put you into one."
        )
    recent.recent(room, runs)


def new_screening(room: Services) -> None:
    """The desk: everything a screening needs on one page."""
    runs = room.store.runs()
    starting = bool(st.session_state.get("start"))
    begun = bool(st.session_state.get("job_text") or draft.uploads())
    title, choice = st.columns([5, 2], vertical_alignment="bottom")
    title.title("From a pile of résumés to a shortlist you can defend.", anchor=False)
    with choice:
        engine = engine_choice(room)
    with st.container(horizontal=True, vertical_alignment="center"):
        sampled = st.button(
            "Try it with sample résumés",
            key="samples",
            type="secondary" if begun or runs else "primary",
            icon=":material/play_arrow:",
        )
        if begun:
            st.space("stretch")
            st.button("Clear the desk", key="clear", type="tertiary", on_click=draft.clear)
        else:
            st.caption("A job and 13 files · 10 seconds · no account. Or begin with your own below.")
    if sampled:
        samples.try_samples(room)
    job, what_counts, pile = st.columns([5, 6, 5], border=True)
    with job:
        st.subheader("1 Job", anchor=False)
        job_text = job_input(room)
    with what_counts:
        st.subheader("2 What counts", anchor=False)
        criteria_input(room, job_text, engine)
    with pile:
        st.subheader("3 Résumés", anchor=False)
        uploads.uploader(room, check=not starting)
    counted = sum(bool((row["Criterion"] or "").strip()) for row in draft.criteria())
    if start_row(
        room,
        engine,
        job_text=job_text,
        counted=counted or criteria.MOST_SUGGESTED,
        primary=begun or bool(runs),
    ):
        _start(room, job_text, engine)
    recent.recent(room, runs)


def engine_choice(room: Services) -> EngineName:
    """What reads the résumés, by name; its help says what it can't do."""
    return st.selectbox(
        "Read by",
        room.engines(),
        format_func=lambda engine: engine_label(engine, room.model(engine)),
        key="engine",
        persist_state="session",
        help=_engines_explained(room),
    )


def _engines_explained(room: Services) -> str:
    """What each choice does; and, where there is only one, how to get the other."""
    told = [f"**{in_markdown(engine_label(e, room.model(e)))}.** {engine_help(e)}" for e in room.engines()]
    if "openai" not in room.engines():
        told.append("An AI can read them too, once this installation has a key: see Settings.")
    return "\n\n".join(told)


def job_input(room: Services) -> str:
    """The job as text, or out of a file; the text can be edited either way."""
    text = st.text_area(
        "Job description",
        key="job_text",
        height=244,
        persist_state="session",
        placeholder="Paste the job advert or your own notes: what the person does, what they must bring.",
    )
    st.file_uploader(
        "Job description file",
        max_upload_size=room.settings.max_file_mb,
        key=f"job-file-{draft.turn('job_file')}",
        on_change=_take_job_file,
        args=(room, f"job-file-{draft.turn('job_file')}"),
    )
    problem = st.session_state.get("job_file_problem")
    if problem:
        st.warning(in_markdown(problem))
    return text or ""


def _take_job_file(room: Services, key: str) -> None:
    """Puts the file's text into the text area, where it can be read and corrected."""
    file = st.session_state.get(key)
    st.session_state["job_file_problem"] = ""
    if file is None:
        return
    text, problem = uploads.one_text(room, file)
    if problem:
        st.session_state["job_file_problem"] = problem
    else:
        st.session_state["job_text"] = text


def criteria_input(room: Services, job_text: str, engine: EngineName) -> None:
    """The table, the button that fills it, and the switch for exact weights."""
    criteria.table()
    with st.container(horizontal=True, vertical_alignment="center"):
        asked = st.button("Suggest criteria", key="suggest", icon=":material/auto_awesome:")
        st.toggle(
            "Fine-tune weights",
            key="fine",
            persist_state="session",
            on_change=_redraw_criteria,
            help="Shows each weight from 1 to 5, and the sentence of the job each criterion comes from.",
        )
    written = remarks.written_in(draft.criteria())
    remarks.barred(written)
    if not draft.criteria() and not earlier.of_this_job(room, job_text):
        st.caption("Leave it empty and the criteria are taken from the job when you start.")
    elif st.session_state.get("fell_back"):
        st.caption(criteria.FELL_BACK)
    remarks.readings(written, engine)
    with st.container(horizontal=True, gap="small"):
        remarks.unclear(written)
        remarks.left_out(draft.refused(room.job(job_text).id), "draft")
        earlier.offer(room, job_text)
    if asked:
        try:
            with turns.aside(), st.spinner("Reading the job…"):
                rubric = criteria.suggest(room, job_text, engine)
        except UserError as trouble:
            st.warning(in_markdown(str(trouble)))
            return
        criteria.put_in_table(rubric, room.job(job_text), asked=engine)
        st.rerun()


def _redraw_criteria() -> None:
    draft.set_criteria(draft.criteria())


def start_row(
    room: Services,
    engine: EngineName,
    *,
    job_text: str,
    counted: int,
    primary: bool,
    run: Run | None = None,
) -> bool:
    """What Start will do, beside Start. `counted`: how many criteria the cost is reckoned with; `run`: the one that
    gets more files, where how it reads is chosen already."""
    files = draft.given()
    n = len(files)
    cost = None
    if n and engine != "local" and all(upload["checked"] for upload in files):
        different = tuple(sorted({upload["sha256"] for upload in files}))
        cost = promise.cost_of(different, job_text, counted, engine)
    words, *middle, button = st.columns([4, 1] if run else [8, 2, 3], vertical_alignment="center")
    for place in middle:
        with place:
            reading.switches(room, engine, n=n, counted=counted, cost=cost)
    with words, st.container(gap="xsmall"):
        if n:
            st.markdown(f"**{promise.summary(room, n, engine)}**")
            sent = promise.sending(room, n, engine, cost)
            told = sent if run else f"{sent} {reading.in_words(room, engine, cost)}"
            st.caption(in_markdown(told.strip()))
            given = uploads.kept()
            promise.credits(
                room, room.starts.takes_more(run, given) if run else room.starts.takes(given, engine)
            )
        else:
            st.caption("Add a job and at least one résumé, then start.")
    return button.button(
        "Start screening", key="start", type="primary" if primary else "secondary", width="stretch"
    )


def _start(room: Services, job_text: str, engine: EngineName) -> None:
    """Opens the run and hands it to the runner; what is missing is said, and nothing is lost."""
    try:
        if not job_text.strip():
            raise UserError("Paste the job description first.")
        if not draft.given():
            raise UserError("Add at least one résumé under 3.")
        job = room.job(job_text)
        rubric = _rubric(room, job_text, engine)
        run = room.starts.begin(
            job,
            rubric,
            uploads.kept(),
            engine=engine,
            model=room.model(engine),
            second_look=reading.second_look(engine),
            withheld=reading.withheld(),
            budget=reading.budget(room, engine),
        )
    except UserError as trouble:
        st.warning(in_markdown(str(trouble)), icon=":material/arrow_upward:")
        return
    draft.clear_uploads()
    st.query_params["run"] = run.id
    st.rerun()


def _rubric(room: Services, job_text: str, engine: EngineName) -> Rubric:
    """What the table says; suggested now where it says nothing."""
    written = criteria.to_rubric(
        draft.criteria(),
        fine=bool(st.session_state.get("fine")),
        suggested_by=st.session_state.get("suggested_by", "given"),
        job_id=room.job(job_text).id,
    )
    if written is not None:
        return written
    with turns.aside(), st.spinner("Taking the criteria from the job…"):
        rubric = criteria.suggest(room, job_text, engine)
    criteria.put_in_table(rubric, room.job(job_text), asked=engine)
    return rubric


def add_to_run(room: Services, run: Run) -> None:
    """Later files for a job: its text and criteria stay, the decisions too."""
    starting = bool(st.session_state.get("start"))
    st.title("Add résumés to this job", anchor=False)
    if run.state == "running":
        st.info("This screening is still under way. Add more when it is done.")
        if st.button("See how far it is", type="primary"):
            st.session_state["open_run"] = run.id
            st.rerun()
        return
    job, pile = st.columns(2, border=True)
    with job:
        st.subheader("Job", anchor=False)
        st.text(plain(run.job_title))
        st.caption(engine_label(run.engine, run.model))
        criteria.as_list(run.rubric)
    with pile:
        st.subheader("Résumés", anchor=False)
        uploads.uploader(room, check=not starting)
    known = room.store.job(run.job_id)
    job_text = known.text if known else ""
    if start_row(
        room, run.engine, job_text=job_text, counted=len(run.rubric.criteria), primary=True, run=run
    ):
        _start_added(room, run)
    if st.button("Back to Review", type="tertiary", icon=":material/arrow_back:"):
        live.to_review(run.id)


def _start_added(room: Services, run: Run) -> None:
    try:
        if not draft.given():
            raise UserError("Add at least one résumé.")
        room.starts.add(run, uploads.kept())
    except UserError as trouble:
        st.warning(in_markdown(str(trouble)), icon=":material/arrow_upward:")
        return
    draft.clear_uploads()
    st.query_params.from_dict({"run": run.id})
    st.rerun()


def _with_run(room: Services, run_id: str, show: Callable[[Services, Run], None]) -> None:
    """Shows something of a run, or says kindly that it is gone."""
    run = room.store.run(run_id)
    if run is not None:
        show(room, run)
        return
    st.title("Not found", anchor=False)
    st.info(GONE)
    if st.button("Begin a new screening", type="primary"):
        st.query_params.clear()
        st.rerun()


main()
