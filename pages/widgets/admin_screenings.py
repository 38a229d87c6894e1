"""The screenings of everybody as an admin sees them: figures and ids, nobody's candidates."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from core.operations.standing import Failing, UnderWay, failing, under_way
from core.shortlist.words import plain
from core.wiring import Services
from pages.widgets.trouble import trouble_in
from pages.widgets.words import count, day, in_markdown

WHY: dict[str, str] = {
    "timeout": "took too long",
    "refused": "refused by the AI",
    "truncated": "answer broke off",
    "bad_answer": "answer of no use",
    "unreachable": "AI out of reach",
    "not_started": "not begun",
}


def show(room: Services) -> None:
    if said := st.session_state.pop("admin_trouble", ""):
        st.warning(in_markdown(said))
    _intake(room)
    _under_way(room)
    _failing(room)


def _intake(room: Services) -> None:
    why = room.store.intake_paused()
    with st.container(border=True):
        st.subheader("Intake", anchor=False)
        if why is None:
            st.markdown(":green[:material/check_circle: Screenings can be begun.]")
            with st.container(horizontal=True, vertical_alignment="bottom"):
                st.text_input(
                    "Why it is paused",
                    key="intake_why",
                    placeholder="Told to whoever wants to begin, e.g. moving to a new server until 14:00",
                    max_chars=200,
                )
                st.button(
                    "Pause intake", key="pause-intake", icon=":material/pause:", on_click=_pause, args=(room,)
                )
        else:
            told = f" They are told: “{why}”" if why else ""
            st.markdown(in_markdown(f"Nobody can begin a screening.{told}"))
            st.button(
                "Let screenings begin",
                key="open-intake",
                type="primary",
                icon=":material/play_arrow:",
                on_click=room.store.pause_intake,
                args=(None,),
            )
        st.caption("What is under way goes on either way; the command line isn't held back.")


def _pause(room: Services) -> None:
    room.store.pause_intake(" ".join(st.session_state["intake_why"].split()))


def _under_way(room: Services) -> None:
    found = under_way(room.store)
    with st.container(border=True):
        st.subheader("Under way", anchor=False)
        if not found:
            st.caption("No screening is under way.")
            return
        stuck = sum(one.stuck for one in found)
        if stuck:
            st.warning(
                f"{count(stuck, 'screening')} had no result within the last minute. "
                "Take it up again; if it stays so, see what Settings and the log say.",
                icon=":material/hourglass_disabled:",
            )
        chosen = _chosen(
            "admin-under-way", [_line(one) for one in found], "Screenings under way, oldest first"
        )
        with st.container(horizontal=True):
            for label, icon, act in (
                ("Take up again", "play_arrow", room.runner.start),
                ("Stop", "stop", room.runner.stop),
            ):
                _button(label, icon, act, found[chosen].run.id if chosen is not None else "")
        if chosen is None:
            st.caption("Choose a line to stop a screening or to take it up again.")


def _line(one: UnderWay) -> dict[str, object]:
    return {
        "Screening": one.run.id,
        "Whose": plain(one.run.owner),
        "Begun": day(one.run.created),
        "Done": one.done / one.total * 100 if one.total else 0.0,
        "Files": one.total,
        "Failed": one.failed,
        "State": "Doesn't move" if one.stuck else "Under way",
    }


def _failing(room: Services) -> None:
    found = failing(room.store)
    with st.container(border=True):
        st.subheader("Quarantine", anchor=False)
        st.caption(
            "Files that failed three times or more, in the newest screenings. Nothing tries them by itself."
        )
        if not found:
            st.caption("There are none.")
            return
        chosen = _chosen(
            "admin-failing", [_failing_line(one) for one in found], "Files that fail again and again"
        )
        one = found[chosen] if chosen is not None else None

        def again(run_id: str) -> None:
            assert one is not None
            room.store.forget_failures(run_id, reason=one.reason)
            room.runner.start(run_id)

        _button("Try these again", "refresh", again, one.run.id if one else "")
        if one is None:
            st.caption("Choose a line to try its files once more.")


def _failing_line(one: Failing) -> dict[str, object]:
    return {
        "Screening": one.run.id,
        "Whose": plain(one.run.owner),
        "Why": WHY.get(one.reason, one.reason),
        "Files": one.files,
        "Tried": one.attempts,
    }


def _chosen(key: str, lines: list[dict[str, object]], alt: str) -> int | None:
    """The line that is chosen, if any."""
    event = st.dataframe(
        pd.DataFrame(lines),
        key=key,
        hide_index=True,
        height="content",
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            "Done": st.column_config.ProgressColumn(
                format="%.0f %%", min_value=0, max_value=100, width="small"
            ),
            "Files": st.column_config.NumberColumn(width="small"),
            "Failed": st.column_config.NumberColumn(width="small"),
            "Tried": st.column_config.NumberColumn(width="small", format="%d times"),
        },
        alt=alt,
    )
    rows = [row for row in event.selection.rows if row < len(lines)]
    return rows[0] if rows else None


def _button(label: str, icon: str, act: Callable[[str], object], run_id: str) -> None:
    def pressed() -> None:
        if told := trouble_in(lambda: act(run_id)):
            st.session_state["admin_trouble"] = told
        else:
            st.toast(f"{label}: done.", icon=f":material/{icon}:")

    st.button(label, key=f"admin-{label}", icon=f":material/{icon}:", disabled=not run_id, on_click=pressed)
