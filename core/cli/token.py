"""Make, list and revoke the tokens by which programs use the HTTP API (docs/api.md)."""

import argparse
import sys
from datetime import UTC, datetime
from typing import get_args

from core.access import Refused, known_as, new_token, rules_of
from core.cli.output import write_json
from core.domain.person import LOCAL_PERSON, LOCAL_USER, Person, Role
from core.errors import UserError
from core.ports import Store
from core.settings import Settings, load
from core.shortlist.words import plain
from core.wiring import build


def add_arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--list", action="store_true", help="those there are, without their secrets")
    what.add_argument("--revoke", metavar="ID", help="ends the token that the list calls so")
    parser.add_argument("--user", metavar="ADDRESS", help="for whom; without a login: the one local user")
    parser.add_argument(
        "--role", choices=get_args(Role), help="default: as OIDC_ADMINS and OIDC_REVIEWERS say"
    )
    parser.add_argument("--team", help="default: as OIDC_TEAMS says")
    parser.add_argument("--label", default="", help="what it is for")
    parser.add_argument("--json", action="store_true", help="with --list")


def work(options: argparse.Namespace) -> int:
    """Prints a new token, which is shown this once; 0 when done, 2 for a person or token that isn't known."""
    settings = load()
    services = build(settings)
    try:
        if options.list:
            return _list(services.store, as_json=options.json)
        if options.revoke:
            if not services.store.remove_token(options.revoke):
                raise UserError(
                    f"There is no token {options.revoke}. List them with: python -m core token --list"
                )
            sys.stderr.write("Revoked. Nobody comes in with it any more.\n")
            return 0
        person = _person(options, settings)
        secret, kept = new_token(person, label=options.label, now=datetime.now(UTC))
        services.store.add_token(kept)
    finally:
        services.close()
    sys.stdout.write(f"{secret}\n")
    sys.stderr.write(
        f"Token {kept.id} for {person.id} ({person.role}). It is shown this once: keep it like a password. "
        f"End it with: python -m core token --revoke {kept.id}\n"
    )
    return 0


def _person(options: argparse.Namespace, settings: Settings) -> Person:
    """Raises `UserError` where nobody would be let in with the token."""
    rules = rules_of(settings)
    if rules is None:
        if options.user not in (None, LOCAL_USER) or options.role or options.team:
            raise UserError(
                "Without a login there is one user: leave --user, --role and --team out, or set up a login "
                "(docs/login.md)."
            )
        return LOCAL_PERSON
    if not options.user:
        raise UserError("Say for whom: --user ada@example.com")
    person = known_as(options.user, rules)
    if isinstance(person, Refused):
        raise UserError(person.message)
    given = {"role": options.role, "team": options.team and options.team.strip().casefold()}
    return person.model_copy(update={name: value for name, value in given.items() if value})


def _list(store: Store, *, as_json: bool) -> int:
    tokens = store.tokens()
    if as_json:
        write_json(None, [token.model_dump(mode="json", exclude={"sha256"}) for token in tokens])
        return 0
    for token in tokens:
        used = f"used {token.used}" if token.used else "never used"
        sys.stdout.write(
            f"{token.id}  {token.person.id}  {token.person.role}  made {token.created}  {used}  {plain(token.label)}\n"
        )
    return 0
