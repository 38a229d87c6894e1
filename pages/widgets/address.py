"""The page's address: run, candidate, filters and view live in the URL, so that a link opens what its sender saw."""

from typing import Literal

import streamlit as st

Name = Literal["run", "category", "score", "candidate", "view"]


def read(name: Name) -> str:
    """What the address says, or "" where it says nothing."""
    return st.query_params.get(name, "")


def write(name: Name, value: str | None) -> None:
    """Puts a value into the address; None takes it out. Unchanged values send nothing to the browser."""
    if not value:
        st.query_params.pop(name, None)
    elif st.query_params.get(name) != value:
        st.query_params[name] = value
