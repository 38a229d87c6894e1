"""Who may come in, and as whom: what a login provider says of a person, under this installation's rules."""

import re
from collections.abc import Mapping
from typing import Literal, get_args

from core.domain.person import LOCAL_USER, Person, Role
from core.domain.value import Value
from core.errors import ConfigurationError
from core.settings import Settings

_ADDRESS = re.compile(r"[^\s@:;,<>\"]+@([a-z0-9.-]+\.[a-z]{2,}|localhost)")
_OURS = re.compile(r"^shortlist[.:_-]")
"""Roles may carry the product's name, since a provider has those of other products too."""
_STRONGEST_FIRST: tuple[Role, ...] = get_args(Role)


class Rules(Value):
    """What the settings say of a login."""

    domains: frozenset[str] = frozenset()
    """Empty: everybody whom the provider lets in."""
    admins: frozenset[str] = frozenset()
    reviewers: frozenset[str] = frozenset()
    teams: Mapping[str, str] = {}
    """The team of each address."""
    role_claim: str | None = None
    team_claim: str | None = None


class Refused(Value):
    """Why somebody isn't let in, with the words for them."""

    reason: Literal["login", "ended", "account"]
    """they haven't logged in · their login has run out · this account may not, however often it logs in"""
    message: str


NO_LOGIN = Refused(reason="login", message="Log in to go on.")
ENDED = Refused(reason="ended", message="Your login has ended. Log in again to go on where you were.")


def rules_of(settings: Settings) -> Rules | None:
    """None where there is no login. Raises `ConfigurationError` where only a part of it is set."""
    needed = ("oidc_client_id", "oidc_client_secret", "oidc_metadata_url")
    missing = [name.upper() for name in needed if not getattr(settings, name)]
    given = [name.upper() for name in settings.model_fields_set if name.startswith("oidc_")]
    if missing and given:
        raise ConfigurationError(
            f"The login is set up in part. Set {' and '.join(missing)}, or remove {', '.join(sorted(given))}."
        )
    if missing:
        return None
    if settings.oidc_admins & settings.oidc_reviewers:
        raise ConfigurationError("An address stands in OIDC_ADMINS and in OIDC_REVIEWERS. Leave it in one.")
    return Rules(
        domains=frozenset(domain.removeprefix("@") for domain in settings.oidc_allowed_domains),
        admins=settings.oidc_admins,
        reviewers=settings.oidc_reviewers,
        teams=settings.oidc_teams,
        role_claim=settings.oidc_role_claim,
        team_claim=settings.oidc_team_claim,
    )


def admit(claims: Mapping[str, object], rules: Rules, *, now: float) -> Person | Refused:
    """The person behind the claims of a login, whose signature has been checked; or why they stay outside.

    `now` in seconds since 1970. Claims without an end are refused, since they would never end.
    """
    if claims.get("is_logged_in") is not True:
        return NO_LOGIN
    ends = claims.get("exp")
    if not (isinstance(ends, int | float) and ends > now):
        return ENDED
    address = _address(claims)
    if address is None:
        return _not_this_account("It came without an e-mail address.")
    if claims.get("email_verified", True) not in (True, "true"):
        return _not_this_account(
            "Its e-mail address isn't confirmed yet. Confirm it with your login provider."
        )
    if not _of_ours(address, rules):
        return _not_this_account("It doesn't belong to an organisation that is let in here.")
    return Person(id=address, role=_role(address, claims, rules), team=_team(address, claims, rules))


def known_as(address: str, rules: Rules) -> Person | Refused:
    """The person of an address as the settings' lists know them, for whoever vouches for them without a login."""
    found = _address({"email": address})
    if found is None:
        return Refused(reason="account", message=f"{address!r} is no e-mail address.")
    if not _of_ours(found, rules):
        return Refused(
            reason="account", message=f"{found} doesn't belong to an organisation that is let in here."
        )
    return Person(id=found, role=_role(found, {}, rules), team=_team(found, {}, rules))


def still_let_in(person: Person, rules: Rules | None) -> bool:
    """Whether somebody who was let in once may still come, under the rules of now. Without a login only the one
    local user may, and with a login never."""
    if rules is None or person.id == LOCAL_USER:
        return rules is None and person.id == LOCAL_USER
    return _of_ours(person.id, rules)


def _of_ours(address: str, rules: Rules) -> bool:
    return not rules.domains or address.rpartition("@")[2] in rules.domains


def _not_this_account(why: str) -> Refused:
    return Refused(reason="account", message=why)


def _address(claims: Mapping[str, object]) -> str | None:
    """In small letters. Only `email`: what else looks like an address may be chosen by whoever logs in."""
    given = claims.get("email")
    address = given.strip().casefold() if isinstance(given, str) else ""
    return address if _ADDRESS.fullmatch(address) else None


def _role(address: str, claims: Mapping[str, object], rules: Rules) -> Role:
    """The claim's, the strongest where it names several; else the lists'; else manager."""
    named = {_OURS.sub("", word) for word in _words(claims, rules.role_claim)}
    for role in _STRONGEST_FIRST:
        if role in named:
            return role
    if address in rules.admins:
        return "admin"
    return "reviewer" if address in rules.reviewers else "manager"


def _team(address: str, claims: Mapping[str, object], rules: Rules) -> str:
    """The claim's, the first by the alphabet where it names several; else the list's; else none."""
    named = _words(claims, rules.team_claim)
    return min(named) if named else rules.teams.get(address, "")


def _words(claims: Mapping[str, object], name: str | None) -> frozenset[str]:
    """What a claim says, be it a word or a list of them, in small letters."""
    said = claims.get(name) if name else None
    several = said if isinstance(said, list | tuple) else [said]
    return frozenset(word.strip().casefold() for word in several if isinstance(word, str) and word.strip())
