"""The command line: the same core without the browser. Run `python -m core --help`."""

import sys

from core.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
