"""Field codes of Word (in DOCX, DOC and RTF), as far as they say where a link leads."""

import re

_HYPERLINK = re.compile(
    r'\bHYPERLINK\s+(?:\\[mnt]\s+)*(?:"([^"]+)"|([^\s"\\]\S*))(?:\s*\\l\s+"([^"]*)")?', re.IGNORECASE
)


def link_targets(code: str) -> list[str]:
    """The targets of the links in some field codes, each with the place within it (`\\l "place"`) after a "#".

    A link to a place within the document itself has no target.
    """
    return [with_place(link[1] or link[2], link[3] or "") for link in _HYPERLINK.finditer(code)]


def with_place(target: str, place: str) -> str:
    """A target and the place within it, as one address."""
    return f"{target}#{place}" if place and "#" not in target else target
