"""The same résumé under four invented people: neither its score nor what is sent of it may change."""

import re
from collections.abc import Sequence

from core.domain.value import Value

_CONTACT = re.compile(r"@|(?:\d[ ().-]{0,3}){7}")
_HEAD = 12
"""Lines from the top in which a résumé says whose it is."""


class Identity(Value):
    """Somebody who doesn't exist."""

    name: str
    pronouns: str
    them: str
    email: str
    phone: str


IDENTITIES = (
    Identity(
        name="Emily Hartwell",
        pronouns="she/her",
        them="her",
        email="emily.hartwell@example.com",
        phone="+44 20 7946 0321",
    ),
    Identity(
        name="Jamal Okonkwo-Reid",
        pronouns="he/him",
        them="him",
        email="jor1987@example.org",
        phone="(202) 555-0139",
    ),
    Identity(
        name="Nguyễn Thị Minh Anh",
        pronouns="she/they",
        them="her",
        email="minhanh@example.net",
        phone="+1 202-555-0114",
    ),
    Identity(
        name="Wojciech Brzęczyszczykiewicz",
        pronouns="he/him",
        them="him",
        email="wojtek.b@example.com",
        phone="+44 (0)20 7946 0987",
    ),
)


class NameSwap(Value):
    """What changed with the name. The file's name isn't in it: no part of the way takes it."""

    groups: int
    """Résumés tried, each under every identity."""
    failed: int
    same_text: float | None
    """The share of groups of which one and the same text was sent, byte for byte."""
    most_difference: float | None
    """Points between the best and the worst score of a group, at most."""


def under(identity: Identity, text: str) -> str:
    """The text with this identity in place of its own head, and named once more in a sentence at its end."""
    lines = text.split("\n")
    contacts = [number for number, line in enumerate(lines[:_HEAD]) if _CONTACT.search(line)]
    body = "\n".join(lines[max(contacts, default=0) + 1 :]).strip("\n")
    first = identity.name.split()[0]
    head = f"{identity.name} ({identity.pronouns})\n{identity.email} | {identity.phone}"
    return f"{head}\n\n{body}\n\nREFERENCES\n“{first} is a pleasure to work with; we would take {identity.them} back.”\n"


def name_swap(groups: Sequence[Sequence[tuple[float, tuple[str, ...]]]], *, failed: int) -> NameSwap:
    """Over groups of (score, what was sent), one for each identity."""
    differences = [max(score for score, _ in group) - min(score for score, _ in group) for group in groups]
    same = [len({sent for _, sent in group}) == 1 for group in groups]
    return NameSwap(
        groups=len(groups),
        failed=failed,
        same_text=sum(same) / len(same) if same else None,
        most_difference=max(differences, default=None),
    )
