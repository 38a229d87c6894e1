"""Lines and contact data of a text."""

from core.screening.contacts.block import Layout

TEXT = "Jane Roe\njane@roe.example | janeroe.example\n\nExperience\nBuilt janeroe.example/shop for a shop"


def test_other_known_links_change_what_is_a_link_and_nothing_else() -> None:
    layout = Layout(TEXT, ("https://nowhere.example",))
    before = (layout.lines, layout.block, layout.marks(1), layout.links)
    other = layout.with_links(["https://janeroe.example"])
    fresh = Layout(TEXT, ("https://janeroe.example",))
    assert (other.lines, other.block, other.marks(1), other.links) == (
        fresh.lines,
        fresh.block,
        fresh.marks(1),
        fresh.links,
    )
    assert other.links != layout.links
    assert (layout.lines, layout.block, layout.marks(1), layout.links) == before
