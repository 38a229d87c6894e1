"""How the parts of an Office document (DOCX) hang together: found through relationships, never by name."""

import posixpath
from dataclasses import dataclass
from urllib.parse import unquote

from core.reading.office.archive import Archive


@dataclass(frozen=True, slots=True)
class Relationship:
    """A link from one part to another, or to somewhere outside."""

    kind: str
    """The last word of its type: the same in transitional and strict documents."""
    target: str
    """A part's name, or an address if `external`."""
    external: bool


def relationships(archive: Archive, part: str) -> dict[str, Relationship]:
    """What a part ("" for the package itself) points to, by id, in the order written."""
    folder, _, name = part.rpartition("/")
    root = archive.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
    found: dict[str, Relationship] = {}
    for element in root if root is not None else ():
        kind, target = element.get("Type", ""), element.get("Target", "")
        external = element.get("TargetMode", "").lower() == "external"
        if not external:
            target = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
        found[element.get("Id", "")] = Relationship(kind.rstrip("/").rpartition("/")[2], target, external)
    return found


def main_part(archive: Archive) -> str | None:
    """The name of the part that holds the document, or None where this is no Office document."""
    for relationship in relationships(archive, "").values():
        if relationship.kind == "officeDocument" and not relationship.external:
            return relationship.target
    return None


def content_type(archive: Archive, part: str) -> str:
    """What the package says a part is; "" where it says nothing."""
    root = archive.xml("[Content_Types].xml")
    for element in root if root is not None else ():
        if element.get("PartName", "").lstrip("/").lower() == part.lower():
            return str(element.get("ContentType", "")).lower()
    return ""
