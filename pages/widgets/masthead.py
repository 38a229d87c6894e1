"""The first line of a page about a run: which job, whether it is a sample, what read the résumés."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.domain.run import Run
from pages.widgets import blind, look, weights
from pages.widgets.words import SAMPLE_BADGE, engine_help, engine_label


def show(run: Run, key: str) -> DeltaGenerator:
    """Returns the right end of the line, for what a person can do here; `key` names it for the style sheet."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="page-head"):
        look.title(run.job_title, "job")
        if run.sample:
            st.badge(SAMPLE_BADGE, color="violet", help="Invented people. Remove them in Settings.")
        st.badge(engine_label(run.engine, run.model), color="gray", help=engine_help(run.engine))
        weights.badge(run)
        blind.switch(run)
        st.space("stretch")
        return st.container(horizontal=True, width="content", key=f"page-actions-{key}")
