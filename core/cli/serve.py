"""Open the app in a browser (the same as: streamlit run app.py)."""

import argparse
import os
import sys

from core.settings import HERE


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8501)


def work(options: argparse.Namespace) -> int:
    """Never returns: the process becomes the server."""
    os.chdir(HERE)
    os.execv(
        sys.executable,
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(options.port)],
    )
