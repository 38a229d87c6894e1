"""Settings: what is connected, asked now; the rest below one line."""

from collections.abc import Callable
from dataclasses import replace

from streamlit.testing.v1 import AppTest

from core.errors import PartUnavailable
from core.wiring import Services

Open = Callable[..., AppTest]


def test_every_connected_part_can_be_checked(open_app: Open, room: Services) -> None:
    at = open_app("settings.py")
    for part in room.parts:
        at.button(key=f"check-{part.name}").click().run()
        assert not at.exception
        colour, _, words = at.session_state[f"told-{part.name}"]
        assert (colour, bool(words)) == ("green", True), part.name


def test_a_part_out_of_reach_is_named_in_its_own_words(open_app: Open, room: Services) -> None:
    def out_of_reach() -> str:
        raise PartUnavailable("Reply cache", "The reply cache doesn't answer. Is it running?")

    at = open_app("settings.py")
    broken = tuple(replace(p, check=out_of_reach) if p.name == "Reply cache" else p for p in room.parts)
    object.__setattr__(room, "parts", broken)
    at.run()
    at.button(key="check-Reply cache").click().run()
    assert not at.exception
    assert any("doesn't answer" in m.value.replace("\\", "") and "red" in m.value for m in at.markdown)


def test_no_server_that_is_not_set_up_is_named_above_the_line(open_app: Open) -> None:
    at = open_app("settings.py")
    above = [element.value for element in at.text if not any(e is element for e in at.expander[0].text)]
    below = " ".join(text.value for text in at.expander[0].text)
    assert at.expander[0].label == "Not set up (3)" or at.expander[0].label.startswith("Not set up (")
    for server in ("Redis", "S3", "OPENAI"):
        assert server in below
    in_expander = {text.value for text in at.expander[0].text}
    assert not any(
        server in value for value in above if value not in in_expander for server in ("Redis", "S3", "OPENAI")
    )


def test_shortcuts_can_be_switched_off_and_stay_off(open_app: Open) -> None:
    at = open_app("settings.py")
    assert at.toggle(key="shortcuts").value is True
    at.toggle(key="shortcuts").set_value(False).run()
    at.switch_page("screen.py").run()
    assert at.session_state["shortcuts"] is False


def test_without_samples_there_is_nothing_to_remove(open_app: Open) -> None:
    assert open_app("settings.py").button(key="remove-samples").disabled
