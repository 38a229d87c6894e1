"""When a file says it was last changed, from whatever way its format says it."""

import struct
from datetime import UTC, datetime, timedelta

_FIRST_YEAR, _LAST_YEAR = 1990, 2100
"""Clocks that were never set say earlier ones."""
_OF_A_TEMPLATE = "2013-12-23T23:15:00Z"
"""What every document says that python-docx made: when its template was saved."""
_FILE_TIME = datetime(1601, 1, 1, tzinfo=UTC)
_LAST_SAVED, _CREATED = 0x0D, 0x0C
_IS_FILE_TIME = 0x40
_MOST_PROPERTIES = 100


def first_of(*moments: datetime | None) -> str | None:
    """The first moment that is there and believable, UTC in ISO 8601 ("2025-03-01T10:00:00Z").

    One without a zone counts as UTC: files don't say more, and versions of a résumé are seldom hours apart.
    """
    for moment in moments:
        if moment is not None and _FIRST_YEAR <= moment.year < _LAST_YEAR:
            moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
            said = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
            if said != _OF_A_TEMPLATE:
                return said
    return None


def from_iso(text: str | None) -> datetime | None:
    """ "2025-03-01T10:00:00Z", with or without zone, fractions and time; None where it's malformed."""
    try:
        return datetime.fromisoformat((text or "").strip()[:40])
    except ValueError:
        return None


def from_parts(
    year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0
) -> datetime | None:
    """A date written as numbers, None where there is no such date."""
    try:
        return datetime(year, month or 1, day or 1, hour, minute, second)
    except (ValueError, OverflowError):
        return None


def from_summary(stream: bytes | None) -> str | None:
    """From the summary of an old Office file: when it was last saved, else created."""
    if not stream:
        return None
    try:
        (section,) = struct.unpack_from("<I", stream, 44)
        (count,) = struct.unpack_from("<I", stream, section + 4)
        moments: dict[int, datetime] = {}
        for at in range(min(count, _MOST_PROPERTIES)):
            name, offset = struct.unpack_from("<II", stream, section + 8 + 8 * at)
            if name in (_LAST_SAVED, _CREATED):
                kind, ticks = struct.unpack_from("<IQ", stream, section + offset)
                if kind == _IS_FILE_TIME:
                    moments[name] = _FILE_TIME + timedelta(microseconds=ticks // 10)
    except (struct.error, OverflowError):
        return None
    return first_of(moments.get(_LAST_SAVED), moments.get(_CREATED))
