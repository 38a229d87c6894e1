"""Logs that may be shown to anybody: lines for a terminal or JSON, with run and item, without a person's data.

Our own messages are written to hold none. What other libraries say, and what an error says of itself, is not ours to
trust: of an error its kind and the places it passed through are kept, and of a foreign message what looks like a
word, a name in a program or a number.
"""

import json
import logging
import re
import sys
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Literal

from core.screening.caller import CALLER

OURS = ("core", "pages", "app", "__main__")
"""Told from INFO on; everybody else from WARNING on."""

_HARMLESS = re.compile(r"[\w.:/<>()\[\]-]{1,80}")
_LONGEST_FOREIGN = 200
_NOISY = ("streamlit", "uvicorn", "websockets", "celery")
"""Whose own handlers are replaced: the screen's framework, the server, the workers."""


def set_up(form: Literal["text", "json"], *, level: int = logging.INFO) -> None:
    """All logs of this process to standard error. Again after a library has set up its own, which is undone."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if form == "json" else Lines())
    root = logging.getLogger()
    for old in root.handlers[:]:
        if isinstance(old.formatter, JsonLines | Lines):
            root.removeHandler(old)
    for name, logger in logging.root.manager.loggerDict.items():
        if isinstance(logger, logging.Logger) and logger.handlers and name.partition(".")[0] in _NOISY:
            logger.handlers.clear()
            logger.propagate = True
            logger.setLevel(logging.NOTSET)
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(level)


class JsonLines(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, message; run and item where it is about one; error, with its
    type and the places it passed through."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
            **_whose(),
        }
        if record.exc_info and record.exc_info[0]:
            told["error"] = {"type": record.exc_info[0].__name__, "at": _places(record)}
        return json.dumps(told, ensure_ascii=False)


class Lines(logging.Formatter):
    """For people: 10:02:11 WARNING core.adapters.files: … (run r1a2, item 9f)"""

    def format(self, record: logging.LogRecord) -> str:
        when = datetime.fromtimestamp(record.created).strftime("%H:%M:%S")
        line = f"{when} {record.levelname} {record.name}: {_message(record)}"
        if whose := ", ".join(f"{name} {value}" for name, value in _whose().items()):
            line += f" ({whose})"
        if record.exc_info and record.exc_info[0]:
            line += f"\n  {record.exc_info[0].__name__}"
            line += "".join(f"\n    at {place}" for place in _places(record))
        return line


def _whose() -> dict[str, str]:
    """Whose résumé is being judged in the task that speaks."""
    caller = CALLER.get()
    return {} if caller is None else {"run": caller.lane, "item": caller.item}


def _message(record: logging.LogRecord) -> str:
    """Of another library's message its own words; what it put into them only where that can't be a person's."""
    if record.name.partition(".")[0] in OURS:
        return record.getMessage()
    args: Any = record.args
    if isinstance(args, Mapping):
        args = {name: _harmless(value) for name, value in args.items()}
    elif args:
        args = tuple(map(_harmless, args))
    try:
        message = str(record.msg) % args if args else str(record.msg)
    except (TypeError, ValueError, KeyError):  # a format that wants a number where a word was left out
        message = str(record.msg)
    return message.strip().partition("\n")[0][:_LONGEST_FOREIGN]


def _harmless(value: object) -> object:
    if value is None or isinstance(value, int | float):
        return value
    if isinstance(value, str) and _HARMLESS.fullmatch(value):
        return value
    return f"<{type(value).__name__}>"


def _places(record: logging.LogRecord) -> list[str]:
    """Innermost last; without the error's own words, which may quote a résumé."""
    assert record.exc_info
    frames = traceback.extract_tb(record.exc_info[2])[-12:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
