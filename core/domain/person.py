"""Who uses the app, and what they may do and see."""

from typing import Literal

from core.domain.value import Value

Role = Literal["admin", "manager", "reviewer"]
"""runs the installation · screens and decides · reviews without names, and begins nothing"""

LOCAL_USER = "local"
"""The one user of an installation without login."""


class Person(Value):
    """Somebody who is logged in; or, without login, the one user there is."""

    id: str
    """Whose credits are taken, whose limits count: the e-mail address in small letters, or `LOCAL_USER`."""
    role: Role
    team: str = ""

    @property
    def owner(self) -> str:
        """Whose things they share: their team's, or their own."""
        return f"team:{self.team}" if self.team else self.id

    @property
    def only_reviews(self) -> bool:
        """Whether they see no names, begin nothing and change nothing but decisions."""
        return self.role == "reviewer"


LOCAL_PERSON = Person(id=LOCAL_USER, role="admin")
