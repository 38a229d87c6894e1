"""Put a backup in place of what the data folder holds."""

import argparse
import sys
from pathlib import Path

from core.operations.restore import restore
from core.settings import load


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--from", required=True, type=Path, metavar="FOLDER", dest="backup", help="one backup's folder"
    )
    parser.add_argument("--force", action="store_true", help="replace screenings that are there")


def work(options: argparse.Namespace) -> int:
    """0 when it is in place; 2 where the backup isn't sound or the data folder doesn't allow it, and nothing changed."""
    told = restore(options.backup, load(), force=options.force)
    sys.stdout.write(f"Restored {told.runs:,} screenings and {told.files:,} files.\n")
    if told.erased:
        sys.stdout.write(f"{told.erased:,} files of candidates erased since the backup were erased again.\n")
    return 0
