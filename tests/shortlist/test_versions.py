"""Copies, versions of one person and borrowed texts are told apart, whoever comes first."""

import pytest

from core.domain.candidate import Candidate, Contact, Flag, failure
from core.domain.run import Item, Row
from core.shortlist.versions import duplicate_flags


def row(
    id: str,
    name: str | None = None,
    *,
    batch: int = 1,
    sha256: str = "",
    text: str = "",
    written: str | None = None,
    email: str | None = None,
    phone: str | None = None,
    links: tuple[str, ...] = (),
) -> Row:
    candidate = Candidate(
        contact=Contact(name=name, email=email, phone=phone, links=links),
        score=5.0,
        category="considered",
        reason="A reason.",
        explanation="",
        findings=(),
        text_mark=text,
        written=written,
        engine="local",
        model="keyword-match-1",
    )
    item = Item(id=id, file=f"{id}.pdf", sha256=sha256 or f"sha-{id}", batch=batch)
    return Row(item=item, outcome=candidate)


def said(*rows: Row) -> dict[str, list[str]]:
    return {id: [flag.detail for flag in flags] for id, flags in duplicate_flags(rows).items()}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"email": "jo@example.com"}, {"email": "JO@example.com"}),
        ({"phone": "+44 7700 900123"}, {"phone": "07700 900123"}),
        ({"links": ("https://www.linkedin.com/in/jo-park/",)}, {"links": ("linkedin.com/in/jo-park",)}),
    ],
    ids=["e-mail", "phone", "profile"],
)
def test_the_older_version_of_a_person_is_flagged_and_names_the_newer(
    one: dict[str, str], other: dict[str, str]
) -> None:
    old = row("old", "Jo Park", written="2024-01-02T00:00:00Z", **one)  # type: ignore[arg-type]
    new = row("new", "Jo Park", written="2026-01-02T00:00:00Z", **other)  # type: ignore[arg-type]
    words = {"old": ["An older version: new.pdf is by the same person and was written later."]}
    assert said(old, new) == words
    assert said(new, old) == words


def test_without_dates_in_both_files_what_was_given_later_counts_as_newer() -> None:
    first = row("first", "Jo Park", email="jo@example.com", written="2026-01-02T00:00:00Z")
    later = row("later", "Jo Park", email="jo@example.com", batch=2)
    assert said(first, later) == {
        "first": ["Another version: later.pdf is by the same person and was given later."]
    }


@pytest.mark.parametrize("spelling", ["PARK JO", "Jo A. Park", "Jó Park", "Jo Marie Park", None])
def test_a_name_may_be_spelt_otherwise(spelling: str | None) -> None:
    flags = said(row("a", "Jo Park", email="jo@example.com"), row("b", spelling, email="jo@example.com"))
    assert list(flags) == ["a"]


def test_people_who_share_an_agencys_address_stay_apart() -> None:
    pile = [row(name, name, email="office@example.com") for name in ("Jo Park", "Ana Lund", "Max Roe")]
    assert said(*pile, row("unknown", None, email="office@example.com")) == {}


def test_equal_names_alone_do_not_make_one_person() -> None:
    assert said(row("a", "Jo Park"), row("b", "Jo Park")) == {}


def test_pages_that_everybody_may_link_to_do_not_make_one_person() -> None:
    links = ("https://example.com/team",)
    assert said(row("a", "Jo Park", links=links), row("b", "Jo Park", links=links)) == {}


def test_one_text_under_two_names_is_to_be_looked_at_on_each() -> None:
    rows = (row("a", "Jo Park", text="same"), row("b", "Ana Lund", text="same"), row("c", "Max Roe"))
    flags = duplicate_flags(rows)
    assert flags == {
        "a": (Flag(kind="duplicate", detail="The same text as b.pdf, under another name.", look=True),),
        "b": (Flag(kind="duplicate", detail="The same text as a.pdf, under another name.", look=True),),
    }
    assert flags["a"][0].level == "check"


def test_a_text_whose_name_was_not_found_is_not_called_borrowed() -> None:
    assert said(row("a", "Jo Park", text="same"), row("b", None, text="same")) == {
        "a": ["The same text by the same person as b.pdf."]
    }


def test_a_copy_of_the_newest_version_is_a_copy_and_not_an_older_version() -> None:
    rows = (
        row("old", "Jo Park", email="jo@example.com"),
        row("new", "Jo Park", email="jo@example.com", sha256="n"),
        row("again", "Jo Park", email="jo@example.com", sha256="n"),
    )
    assert said(*rows) == {
        "old": ["Another version: again.pdf is by the same person and was given later."],
        "new": ["The same file as again.pdf. Judged once."],
        "again": ["The same file as new.pdf. Judged once."],
    }


def test_files_without_a_score_have_no_versions() -> None:
    bad = Row(item=Item(id="bad", file="bad.pdf", sha256="b"), outcome=failure("damaged"))
    assert said(bad, row("a", "Jo Park")) == {}


def test_files_that_could_not_be_opened_are_no_copies_of_each_other() -> None:
    locked = [
        Row(item=Item(id=id, file=f"{id}.pdf", sha256=""), outcome=failure("locked")) for id in ("a", "b")
    ]
    assert said(*locked) == {}
