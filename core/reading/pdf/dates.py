"""Dates as a PDF has them: "D:20240501123000+02'00'", with everything behind the year left to the writer."""

import re
from datetime import datetime, timedelta, timezone

_DATE = re.compile(
    r"\s*(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?\s*(?:Z|([+-])(\d\d)'?(\d\d)?)?", re.ASCII
)


def from_pdf(text: str) -> datetime | None:
    """The moment, without a zone where the file has none; None where it's malformed."""
    found = _DATE.match(text)
    if not found:
        return None
    year, month, day, hour, minute, second = (int(part) if part else None for part in found.groups()[:6])
    sign, hours, minutes = found.groups()[6:]
    try:
        moment = datetime(int(year or 0), month or 1, day or 1, hour or 0, minute or 0, second or 0)
        if sign is None:
            return moment
        offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
        return moment.replace(tzinfo=timezone(-offset if sign == "-" else offset))
    except ValueError:
        return None
