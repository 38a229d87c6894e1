"""The command line with a probe on its loop: `python -m bench.load.probed LAG.json screen …`.

At its end LAG.json has by how many seconds the loop was late, each time.
"""

import json
import sys
from pathlib import Path

from bench.load.lag import note_lag
from core import wiring
from core.adapters.loop import LoopThread
from core.cli import main

late: list[float] = []


class ProbedLoop(LoopThread):
    """The product's loop, from its beginning to its end."""

    def __init__(self) -> None:
        super().__init__()
        self.submit(note_lag(late))


if __name__ == "__main__":
    wiring.__dict__["LoopThread"] = ProbedLoop
    place, *words = sys.argv[1:]
    try:
        code = main(words)
    finally:
        Path(place).write_text(json.dumps(late))
    sys.exit(code)
