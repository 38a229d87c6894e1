"""How the scores are spread, as charts that filter the list on a click. Drawn only when opened."""

from collections import Counter
from typing import TYPE_CHECKING, Literal

import streamlit as st

from core.domain.candidate import Category
from pages.widgets import filters
from pages.widgets.filters import point_of
from pages.widgets.standings import Standings
from pages.widgets.words import CATEGORY, CATEGORY_COLOUR

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

CATEGORIES: tuple[Category, ...] = ("selected", "considered", "rejected")
_POINTS = [f"{point}–{point + 1}" for point in range(10)]
_HEIGHT = 240
_INK = {"light": "#3B4750", "dark": "#C3CDD2"}
"""Words in a chart: the framework's own grey is too pale to read."""
_DRAWN = "charts drawn"


def show(standings: Standings) -> None:
    """An expander whose charts are built when it is open: a cold Plotly costs seconds."""
    panel = st.expander("Charts", icon=":material/bar_chart:", key="charts_open", on_change="rerun")
    if not panel.open:
        return
    shade: Literal["light", "dark"] = "dark" if st.context.theme.type == "dark" else "light"
    # A cleared filter must clear the mark on the bar too, and a chart's selection can't be set: new keys do it.
    drawn = f"{_drawn()}-{standings.run.id}"
    with panel:
        left, right = st.columns([3, 2], gap="medium")
        with left:
            st.markdown("**Scores** · click a bar to see only these")
            st.plotly_chart(
                score_figure(standings, shade),
                key=f"scores-{drawn}",
                height=_HEIGHT,
                on_select=lambda: _score_clicked(f"scores-{drawn}"),
                selection_mode="points",
                config={"displayModeBar": False},
                alt="How many candidates have which score",
            )
        with right:
            st.markdown("**Suggested** · click a bar to see only these")
            st.plotly_chart(
                category_figure(standings, shade),
                key=f"categories-{drawn}",
                height=_HEIGHT,
                on_select=lambda: _category_clicked(f"categories-{drawn}"),
                selection_mode="points",
                config={"displayModeBar": False},
                alt="How many candidates are in each suggested category",
            )


def forget_clicks() -> None:
    """From a callback that clears filters: the charts come back without a marked bar."""
    st.session_state[_DRAWN] = _drawn() + 1


def score_figure(standings: Standings, shade: Literal["light", "dark"]) -> "Figure":
    """Candidates per whole point, stacked by category, all of them: a filter must not change what a bar means."""
    from plotly import graph_objects as go

    tally: Counter[tuple[Category, int]] = Counter(
        (one.candidate.category, point_of(one.candidate.score)) for one in standings.ranked
    )
    bars = []
    for category in CATEGORIES:
        points = [point for point in range(10) if tally[category, point]]
        bars.append(
            go.Bar(
                name=CATEGORY[category],
                x=[_POINTS[point] for point in points],
                y=[tally[category, point] for point in points],
                marker_color=CATEGORY_COLOUR[shade][category],
                hovertemplate=f"{CATEGORY[category]}, score %{{x}}: %{{y}}<extra></extra>",
            )
        )
    figure = go.Figure(bars)
    figure.update_xaxes(categoryorder="array", categoryarray=_POINTS, range=[-0.5, 9.5])
    figure.update_layout(barmode="stack", xaxis_title="Score", showlegend=True)
    return _plain(figure, shade)


def category_figure(standings: Standings, shade: Literal["light", "dark"]) -> "Figure":
    """One bar a category, in its colour."""
    from plotly import graph_objects as go

    numbers = [standings.counts[category] for category in CATEGORIES]
    bars = go.Bar(
        y=[CATEGORY[category] for category in CATEGORIES],
        x=numbers,
        text=[f"{number:,}" for number in numbers],
        textposition="outside",
        textfont_color=_INK[shade],
        cliponaxis=False,
        orientation="h",
        marker_color=[CATEGORY_COLOUR[shade][category] for category in CATEGORIES],
        hovertemplate="%{y}: %{x}<extra></extra>",
    )
    figure = go.Figure(bars)
    figure.update_layout(showlegend=False)
    figure.update_xaxes(visible=False, range=[0, max(numbers) * 1.15 or 1])
    figure.update_yaxes(autorange="reversed")
    return _plain(figure, shade)


def _plain(figure: "Figure", shade: Literal["light", "dark"]) -> "Figure":
    figure.update_layout(
        height=_HEIGHT,
        margin={"l": 0, "r": 0, "t": 8, "b": 0},
        dragmode=False,
        clickmode="event+select",
        legend={
            "orientation": "h",
            "y": 1.12,
            "x": 0,
            "traceorder": "normal",
            "itemclick": False,
            "itemdoubleclick": False,
            "font": {"color": _INK[shade]},
        },
        bargap=0.18,
    )
    for update in (figure.update_xaxes, figure.update_yaxes):
        update(fixedrange=True, tickfont_color=_INK[shade], title_font_color=_INK[shade])
    return figure


def _drawn() -> int:
    return int(st.session_state.get(_DRAWN, 0))


def _clicked(key: str, along: Literal["x", "y"]) -> str | None:
    """The name of the bar; None where the click took the choice back."""
    points = st.session_state[key]["selection"]["points"]
    return str(points[0][along]) if points else None


def _score_clicked(key: str) -> None:
    bar = _clicked(key, "x")
    filters.set_score(_POINTS.index(bar) if bar in _POINTS else None)


def _category_clicked(key: str) -> None:
    bar = _clicked(key, "y")
    filters.set_category(next((c for c in CATEGORIES if CATEGORY[c] == bar), "all"))
