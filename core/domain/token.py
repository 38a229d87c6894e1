"""A secret by which a program comes in for a person."""

from core.domain.person import Person
from core.domain.value import Value


class AccessToken(Value):
    """What is kept of it: never the secret, from which nothing here leads back."""

    id: str
    """Names it where it is listed or revoked; lets nobody in."""
    sha256: str
    """Of the secret, in hex."""
    person: Person
    """Who comes in with it, with the role and the team that they had when it was made."""
    label: str = ""
    """What it is for, in the words of whoever made it."""
    created: str
    """UTC, ISO 8601."""
    used: str = ""
    """When it last let somebody in, to the minute; "" for never."""
