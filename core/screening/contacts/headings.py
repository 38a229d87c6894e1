"""The titles of a résumé's sections, told from every other line."""

import re

from core.screening.contacts.word_lists import words

_CORE = words("section titles")
_COMPANIONS = words("beside section titles")
_CONTACT = words("contact titles")
_REFEREES = words("referees titles")
_NO_LETTERS = re.compile(r"[\W_]+")
_MAX_LENGTH = 80
_MOST_WORDS = 6
_TITLES = _CORE | _CONTACT
_BARE = re.compile(r"[^\W_](?:.*[^\W_])?", re.DOTALL)
_WORDS = re.compile(r"[^\W\d_]+['’]?|&")


def squash(line: str) -> str:
    """Letters only, folded: "P R O F I L E:" and "Profile" are one."""
    return _NO_LETTERS.sub("", line.casefold())


def is_heading(line: str) -> bool:
    """Whether a line is a section's title: few words, all of the trade, however spaced or adorned."""
    if not 2 <= len(line) <= _MAX_LENGTH:
        return False
    found = _BARE.search(line)
    if found is None:
        return False
    bare = found.group()
    if squash(bare) in _TITLES:
        return True
    words = _WORDS.findall(bare)
    if not 1 <= len(words) <= _MOST_WORDS or any(map(str.isdigit, bare)):
        return False
    words = [word.casefold() for word in words]
    known = all(word in _CORE or word in _COMPANIONS for word in words)
    # "Skills: Python" begins a section, too, but is no title; "in Experience" is the end of a sentence.
    return known and any(word in _CORE for word in words) and (bare[0].isupper() or not bare[0].isascii())


def is_contact_heading(line: str) -> bool:
    """Whether the title announces contact details."""
    return squash(line) in _CONTACT


def is_referees_heading(line: str) -> bool:
    """Whether the title announces other people: their names and numbers are not the candidate's."""
    return squash(line) in _REFEREES


def is_heading_word(word: str) -> bool:
    """Whether a word belongs to section titles."""
    folded = squash(word)
    return folded in _CORE or folded in _COMPANIONS
