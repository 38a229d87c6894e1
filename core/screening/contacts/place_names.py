"""Countries and their states as résumés write them: what makes "X, Y" a place."""

from core.screening.contacts.word_lists import coded, words

REGIONS: dict[str, str] = coded("states") | coded("countries")
"""All that may stand after a town and a comma, to the country's ISO code."""

STATES: dict[str, str] = coded("states")
"""State or province, short or long, to its country's ISO code."""

DEGREES_LIKE_STATES = words("degrees like states")
"""After a name these are degrees or licences: "Jane Roe, MD"."""
