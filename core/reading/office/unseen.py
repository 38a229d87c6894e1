"""Why text in a word processor's document can't be seen, in words for the manager, and the limits behind them."""

VANISHED = "Formatted as hidden text."
SAME_COLOUR = "In the colour of its background."
TRANSPARENT = "Drawn without any colour."
TINY = "Too small to read."
SQUEEZED = "Squeezed until nobody can read it."
OFF_THE_PAGE = "Placed off the page."
NO_ROOM = "In a box or row without room to show it."
COVERED = "In a table cell that the one above it covers."
SYMBOLS = "Set in a font that has symbols for letters."
UNUSED = "In a header or footer that no page shows."

SMALLEST = 1.5
"""Points. Letters of this size or less are a line to the eye."""
LEAST_ROOM = 2.0
"""Points. What is this low or narrow shows no letter."""

PERHAPS = (
    "Some text has the colour of the page, and may or may not lie on a drawing. It was kept: "
    "please look at the file."
)
"""A doubt, where a drawn shape may be what makes light letters readable."""
