"""Rows that belong together: one file given twice, one person in two versions, one text under two names."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple
from urllib.parse import urlsplit

from core.domain.candidate import Candidate, Contact, Flag
from core.domain.run import Item, Row
from core.shortlist.words import shown_file

_PHONE_DIGITS = 9
"""The last ones; country codes and leading zeros come and go."""
_MOST_NAMES = 20
"""More names than that behind one address are an agency's."""
_PROFILES = ("linkedin.com", "xing.com", "github.com", "gitlab.com", "orcid.org")
"""Sites where an address belongs to one person."""


class _Scored(NamedTuple):
    item: Item
    candidate: Candidate
    place: int


def duplicate_flags(rows: Sequence[Row]) -> Mapping[str, tuple[Flag, ...]]:
    """The flags `duplicate` by item id.

    Worked out from the rows and not kept with them, so that they are right when the other one comes with a
    later batch. Every copy of a file is flagged; of a person's versions all but the newest are; of one text
    under several names every one is, and a person should look at it.
    """
    scored = [
        _Scored(row.item, row.outcome, place)
        for place, row in enumerate(rows)
        if row.outcome is not None and row.outcome.status == "scored"
    ]
    said: dict[str, list[Flag]] = {}
    for flags in (_copies(rows), _older_versions(_people(scored)), _borrowed(scored)):
        for item_id, flag in flags.items():
            said.setdefault(item_id, []).append(flag)
    return {item_id: tuple(flags) for item_id, flags in said.items()}


def _copies(rows: Sequence[Row]) -> dict[str, Flag]:
    by_content: dict[str, list[Item]] = {}
    for row in rows:
        if row.item.sha256:  # a file that could not be opened has none
            by_content.setdefault(row.item.sha256, []).append(row.item)
    return {
        item.id: _flag(f"The same file as {_named(_without(item, items))}. Judged once.")
        for items in by_content.values()
        if len(items) > 1
        for item in items
    }


def _older_versions(people: Iterable[Sequence[_Scored]]) -> dict[str, Flag]:
    """A file's own date decides where all have one, else what was given later counts as newer."""
    flags = {}
    for versions in people:
        if len({one.item.sha256 for one in versions}) < 2:
            continue
        dated = all(one.candidate.written for one in versions)
        newest = max(
            versions,
            key=lambda one: (one.candidate.written or "" if dated else "", one.item.batch, one.place),
        )
        for one in versions:
            if one.item.sha256 != newest.item.sha256:
                flags[one.item.id] = _flag(_version_words(one, newest, dated=dated))
    return flags


def _version_words(one: _Scored, newest: _Scored, *, dated: bool) -> str:
    file = shown_file(newest.item.file)
    if one.candidate.text_mark and one.candidate.text_mark == newest.candidate.text_mark:
        return f"The same text by the same person as {file}."
    if dated:
        return f"An older version: {file} is by the same person and was written later."
    return f"Another version: {file} is by the same person and was given later."


def _borrowed(scored: Iterable[_Scored]) -> dict[str, Flag]:
    """The same words under names of different people."""
    by_text: dict[str, dict[frozenset[str], list[Item]]] = {}
    for one in scored:
        name = _name(one.candidate.contact)
        if name and one.candidate.text_mark:
            by_text.setdefault(one.candidate.text_mark, {}).setdefault(name, []).append(one.item)
    flags: dict[str, Flag] = {}
    for by_name in by_text.values():
        for name, items in by_name.items():
            others = [item for other, theirs in by_name.items() if not _agree(name, other) for item in theirs]
            if others:
                words = f"The same text as {_named(others)}, under another name."
                flags |= {item.id: _flag(words, look=True) for item in items}
    return flags


def _people(scored: Sequence[_Scored]) -> list[list[_Scored]]:
    """The rows of each person: joined by an e-mail address, phone number, profile or text, unless names differ.

    Why the names: an agency sends many people with one address and number.
    """
    joined = list(range(len(scored)))

    def head(place: int) -> int:
        while joined[place] != place:
            joined[place] = joined[joined[place]]
            place = joined[place]
        return place

    holders: dict[str, dict[frozenset[str], int]] = {}
    for place, one in enumerate(scored):
        for mark in _marks(one):
            known = holders.setdefault(mark, {}).setdefault(_name(one.candidate.contact), place)
            joined[head(place)] = head(known)
    for by_name in holders.values():
        for one_name, other_name in combinations(by_name, 2) if len(by_name) <= _MOST_NAMES else ():
            if _agree(one_name, other_name) and (len(by_name) == 2 or (one_name and other_name)):
                joined[head(by_name[one_name])] = head(by_name[other_name])
    groups: dict[int, list[_Scored]] = {}
    for place, one in enumerate(scored):
        groups.setdefault(head(place), []).append(one)
    return list(groups.values())


def _marks(one: _Scored) -> set[str]:
    """What belongs to one person only; and the content, since equal files are one person's in any case."""
    contact = one.candidate.contact
    marks = {f"file {one.item.sha256}"}
    if one.candidate.text_mark:
        marks.add(f"text {one.candidate.text_mark}")
    if contact.email:
        marks.add(f"mail {contact.email.casefold()}")
    digits = "".join(filter(str.isdigit, contact.phone or ""))
    if len(digits) >= _PHONE_DIGITS:
        marks.add(f"phone {digits[-_PHONE_DIGITS:]}")
    for link in contact.links:
        parts = urlsplit(link if "//" in link else f"//{link}")
        host, path = (parts.hostname or "").removeprefix("www."), parts.path.strip("/").casefold()
        if path and host.endswith(_PROFILES):
            marks.add(f"link {host}/{path}")
    return marks


def _name(contact: Contact) -> frozenset[str]:
    """The words of a name without case, accents and initials, in any order; empty where it isn't known."""
    plain = unicodedata.normalize("NFKD", contact.name or "")
    words = "".join(char if char.isalpha() else " " for char in plain if not unicodedata.combining(char))
    return frozenset(word for word in words.casefold().split() if len(word) > 1)


def _agree(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether both can be one person's names: a second first name may be left out, or the name not be found."""
    return one <= other or other <= one


def _without(item: Item, items: Iterable[Item]) -> list[Item]:
    return [one for one in items if one.id != item.id]


def _named(items: Sequence[Item]) -> str:
    more = f" and {len(items) - 1} more" if len(items) > 1 else ""
    return f"{shown_file(items[0].file)}{more}"


def _flag(detail: str, *, look: bool = False) -> Flag:
    return Flag(kind="duplicate", detail=detail, look=look)
