"""Words for people, and foreign text that stays text."""

import pytest
from markdown_it import MarkdownIt

from pages.widgets.promise import dollars
from pages.widgets.words import about, count, in_markdown

HOSTILE = (
    "![x](http://192.0.2.1/x.png)",
    "[click](https://192.0.2.1)",
    "<img src=x onerror=alert(1)>",
    "**bold** _and_ `code` ~~gone~~",
    "# Title",
    "1. list",
    "- item",
    "> quote",
    ":red[text] :material/delete: $x^2$",
    "a\n\n# second line",
    "&lt;b&gt; &#33;[x](y)",
    "back\\\\slash \\![x](y)",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_foreign_text_in_markdown_is_only_text(text: str) -> None:
    tokens = MarkdownIt("commonmark").parse(in_markdown(text))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    kinds = {child.type for child in tokens[1].children or ()}
    assert kinds <= {"text", "text_special"}
    shown = "".join(child.content for child in tokens[1].children or ()).replace("\u2060", "")
    assert shown == " ".join(text.split())


def test_addresses_are_broken_so_that_no_browser_links_them() -> None:
    shown = in_markdown("see https://192.0.2.1, www.example.com or ada@example.com").replace("\\", "")
    assert "https://1" not in shown
    assert "www.e" not in shown
    assert "@e" not in shown


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.0, "about 1 s"), (2.6, "about 3 s"), (89, "about 89 s"), (120, "about 2 min"), (7200, "about 2.0 h")],
)
def test_durations_are_said_as_people_say_them(seconds: float, words: str) -> None:
    assert about(seconds) == words


def test_one_and_many() -> None:
    assert count(1, "file") == "1 file"
    assert count(1200, "criterion", "criteria") == "1,200 criteria"


def test_a_small_cost_is_not_said_to_be_nothing() -> None:
    assert dollars(0.0004) == "1 cent"
    assert dollars(1.5) == "$1.50"
