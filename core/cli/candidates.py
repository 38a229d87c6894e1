"""Which candidate a command is about: by a file in a screening, its content, a file at hand or an e-mail address."""

import argparse
import re
from pathlib import Path

from core.errors import UserError
from core.operations.backup import sha256_of
from core.operations.erasure import content_of, contents_of_address
from core.ports import Store

_SHA256 = re.compile(r"[0-9a-f]{64}")


def add_candidate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--run", metavar="ID", help="with --item: this file of this screening")
    parser.add_argument("--item", metavar="ID")
    parser.add_argument("--sha256", metavar="HASH", help="the file with this content")
    parser.add_argument("--file", type=Path, metavar="FILE", help="the file that is equal to this one")
    parser.add_argument("--email", metavar="ADDRESS", help="every résumé whose contact is this address")


def contents_in(options: argparse.Namespace, store: Store) -> tuple[str, ...]:
    """The contents meant, whether or not anything is kept of them. Raises `UserError`."""
    ways = [bool(options.run or options.item), bool(options.sha256), bool(options.file), bool(options.email)]
    if sum(ways) != 1 or bool(options.run) != bool(options.item):
        raise UserError("Say who is meant by one of: --run with --item, --sha256, --file, --email.")
    if options.run:
        return (content_of(store, options.run, options.item),)
    if options.sha256:
        if not _SHA256.fullmatch(options.sha256.lower()):
            raise UserError("--sha256 takes 64 digits from 0 to f.")
        return (options.sha256.lower(),)
    if options.file:
        try:
            return (sha256_of(options.file),)
        except OSError as error:
            raise UserError(f"{options.file} can't be read ({error.strerror}).") from None
    found = contents_of_address(store, options.email)
    if not found:
        raise UserError("No résumé here has this address as its contact. Try --file, or --run with --item.")
    return found
