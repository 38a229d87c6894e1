"""Credits of a user: how many there are, what became of them; and more of them."""

import argparse
import sys

from core.cli.output import write_json
from core.domain.person import LOCAL_USER
from core.settings import load
from core.wiring import build


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--user", default=LOCAL_USER, help="default: the one user of this installation")
    parser.add_argument(
        "--grant", type=int, metavar="N", help="gives so many; takes free ones away below nought"
    )
    parser.add_argument("--note", default="", help="why, for the ledger")
    parser.add_argument("--json", action="store_true")


def work(options: argparse.Namespace) -> int:
    services = build(load())
    try:
        if options.grant:
            services.store.grant(options.user, options.grant, options.note)
        balance = services.store.balance(options.user)
        entries = services.store.ledger(options.user)
    finally:
        services.close()
    if options.json:
        listed = [entry.model_dump(mode="json") for entry in entries]
        write_json(None, {**balance.model_dump(mode="json"), "ledger": listed})
        return 0
    sys.stdout.write(
        f"{balance.user}: {balance.free:,} free, {balance.reserved:,} held by screenings under way\n"
    )
    for entry in entries[:20]:
        told = f"{entry.run_id} {entry.note}".strip()
        sys.stdout.write(f"{entry.at}  {entry.kind:8}  {entry.amount:+,}  {told}\n")
    if not services.settings.credits_enabled:
        sys.stderr.write("Credits are off: nothing is charged. CREDITS_ENABLED=true switches them on.\n")
    return 0
