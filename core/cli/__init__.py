"""The commands of `python -m core`, one module a command. Their words, fields and exit codes are a contract."""

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from typing import Literal

from core.cli import (
    backup,
    brief,
    credits,
    disclose,
    doctor,
    erase,
    eval,
    export,
    migrate,
    read,
    restore,
    retention,
    rubric,
    runs,
    screen,
    serve,
    settle,
    token,
)
from core.errors import ConfigurationError, OperatorError, UserError
from core.operations import logs
from core.settings import load

COMMANDS = (
    *(screen, settle, read, rubric, export, brief, runs, eval, credits, token, migrate, doctor, serve),
    *(backup, restore, retention, erase, disclose),
)

FINE, STUCK, USAGE, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str]) -> int:
    """Runs one command. 0: done; 1: an installation or account problem; 2: bad usage; 130/143: interrupted."""
    logs.set_up(_log_format(), level=logging.WARNING)
    parser = argparse.ArgumentParser(
        prog="python -m core", description="Résumé screening without the browser."
    )
    chosen = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        name = command.__name__.rpartition(".")[2]
        words = (command.__doc__ or "").strip().splitlines()[0]
        one = chosen.add_parser(name, help=words, description=words)
        command.add_arguments(one)
        one.set_defaults(work=command.work)
    options = parser.parse_args(arguments)
    try:
        code: int = options.work(options)
    except (UserError, ConfigurationError) as error:
        sys.stderr.write(f"{error}\n")
        return USAGE
    except OperatorError as error:
        sys.stderr.write(f"{error}\n")
        return STUCK
    except BrokenPipeError:  # whoever read our answer has left, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return STUCK
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def _log_format() -> Literal["text", "json"]:
    try:
        return load().log_format
    except ConfigurationError:
        return "text"  # the command itself will say what is wrong
