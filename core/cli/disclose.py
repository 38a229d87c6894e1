"""Write all that is kept of a candidate as a ZIP archive: JSON and the original files."""

import argparse
from pathlib import Path

from core.cli.candidates import add_candidate, contents_in
from core.cli.output import check_writable, write_bytes
from core.operations.disclosure import disclose
from core.settings import load
from core.wiring import build


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_candidate(parser)
    parser.add_argument("--out", required=True, type=Path, metavar="FILE")


def work(options: argparse.Namespace) -> int:
    """0 when written; 2 where nothing is kept of whoever is meant."""
    check_writable(options.out)
    services = build(load())
    try:
        contents = contents_in(options, services.store)
        packed = disclose(contents, store=services.store, files=services.files)
    finally:
        services.close()
    write_bytes(options.out, packed)
    return 0
