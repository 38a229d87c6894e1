"""The pages run through the router, offline, on an engine room of their own for each test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from core.wiring import Services
from pages.widgets.services import close_services, services

ROUTER = Path(__file__).resolve().parents[2] / "pages" / "router.py"


@pytest.fixture(autouse=True)
def _own_engine_room() -> Iterator[None]:
    st.cache_data.clear()
    yield
    close_services()
    st.cache_data.clear()


@pytest.fixture
def room() -> Services:
    """The services that the pages of this test use."""
    return services()


@pytest.fixture
def open_app() -> Callable[..., AppTest]:
    """Opens the app with the given query parameters; `page` is a file in pages/, else Screen."""

    def open_at(page: str = "", **params: str) -> AppTest:
        at = AppTest.from_file(str(ROUTER), default_timeout=30)
        if page:
            at.run()
            at.switch_page(page)
        for name, value in params.items():
            at.query_params[name] = value
        at.run()
        assert not at.exception
        return at

    return open_at
