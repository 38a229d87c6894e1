"""Make a backup: results, texts and original files, while everything goes on."""

import argparse
import sys
from pathlib import Path

from core.cli.output import write_json
from core.operations.backup import back_up, read_manifest, remove_old
from core.settings import load
from core.wiring import build


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--out", required=True, type=Path, metavar="FOLDER", help="made in there, named by the time"
    )
    parser.add_argument("--without-files", action="store_true", help="leave the original files out")
    parser.add_argument(
        "--keep-days", type=int, metavar="N", help="then remove backups in there older than N days"
    )
    parser.add_argument("--json", action="store_true")


def work(options: argparse.Namespace) -> int:
    """0 when it is whole; 1 where some original files were lost before, and aren't in it."""
    services = build(load())
    try:
        made = back_up(services, options.out, with_files=not options.without_files)
    finally:
        services.close()
    removed = remove_old(options.out, options.keep_days) if options.keep_days else ()
    told = read_manifest(made)
    if options.json:
        write_json(
            None,
            {
                "backup": str(made),
                "runs": told.runs,
                "files": len(told.files),
                "lost": list(told.lost),
                "removed": [str(one) for one in removed],
            },
        )
    else:
        sys.stdout.write(f"{made}: {told.runs:,} screenings, {len(told.files):,} files\n")
        for one in removed:
            sys.stdout.write(f"Removed {one}\n")
    if told.lost:
        sys.stderr.write(f"{len(told.lost):,} original files aren't there any more, so not in the backup.\n")
    return 1 if told.lost else 0
