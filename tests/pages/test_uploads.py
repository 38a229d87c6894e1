"""What the page holds of the files it is given."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from core.wiring import Services
from tests.pages.filled import fill

Open = Callable[..., AppTest]
RESUME = (
    b"Ada Example\nada@example.com\n\nExperience\nCustomer support lead at Acme, 2015 to 2024, in German.\n"
)


def add(at: AppTest) -> AppTest:
    next(u for u in at.file_uploader if u.label == "Résumés").upload("ada.txt", RESUME)
    at.run()
    assert not at.exception
    return at


def told(at: AppTest) -> str:
    return "\n".join(str(element.value) for element in at.markdown)


def test_the_bytes_of_a_file_are_let_go_once_it_is_kept(open_app: Open) -> None:
    at = add(open_app())
    (file,) = at.session_state["uploads-0"]
    assert file.name == "ada.txt"
    assert file.getvalue() == b""


def test_a_file_whose_bytes_were_let_go_stays_as_it_was_taken_in(open_app: Open) -> None:
    at = add(open_app()).run().run()
    (file,) = at.session_state["uploads-0"]
    assert file.getvalue() == b""
    assert "**1 file · 1 KB**" in told(at)


def test_files_given_to_one_job_are_not_among_those_of_another(open_app: Open, room: Services) -> None:
    run = fill(room)
    at = add(open_app(add=run.id))
    assert "1 file" in told(at)
    at.query_params.clear()
    at.run()
    assert "1 file" not in told(at)
    at.query_params["add"] = run.id
    at.run()
    assert "**1 file · 1 KB**" in told(at)
