"""A screening as a request brings it: read while it streams, bounded, and checked before anything is begun."""

import hashlib
import hmac
import logging
import math
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, BinaryIO, NamedTuple, get_args

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from core.api.answers import LATER, Refusal, again_in
from core.domain.run import EngineName, SecondLooks, Withheld

log = logging.getLogger(__name__)

MOST_FILES = 5_000
LONGEST_TEXT = 2 * 2**20
"""Bytes of a field that isn't a file."""
FIELDS = ("job", "criteria", "engine", "second_look", "budget", "hide_schools", "keep_ages")
FILES = ("job_file", "resumes")
LONGEST_KEY = 255


class Sent(NamedTuple):
    """A file that was sent: its name as given, and where its bytes wait."""

    name: str
    stream: BinaryIO


class Wish(NamedTuple):
    """What a request asks for, before anything of it is looked into."""

    job: str | Sent
    resumes: Sequence[Sent]
    criteria: str | None
    engine: EngineName | None
    second_look: SecondLooks
    budget: float | None
    withheld: Withheld


@asynccontextmanager
async def wish_in(request: Request, *, most_bytes: int) -> AsyncIterator[Wish]:
    """The parts of a multipart request, files on disk until it ends. Raises `Refusal`."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().casefold()
    if kind != "multipart/form-data":
        raise Refusal(415, "unsupported", "Send multipart/form-data: a job and one or more résumés.")
    form = await _form(request, most_bytes)
    try:
        yield _wish(form)
    finally:
        await form.close()


def run_id_for(key: str | None, user: str, *, secret: bytes) -> str | None:
    """The id of the run that a user's idempotency key stands for: the same key always names the same run.

    Raises `Refusal` for a key that can't be one.
    """
    if key is None:
        return None
    if not 0 < len(key) <= LONGEST_KEY:
        raise Refusal(422, "invalid", f"Idempotency-Key: 1 to {LONGEST_KEY} characters.")
    told = f"{user}\0{key}".encode("utf-8", "surrogatepass")
    return "r" + hmac.new(secret, told, hashlib.sha256).hexdigest()[:32]


async def _form(request: Request, most_bytes: int) -> FormData:
    """Counts what comes, whatever the request says of its length."""
    too_large = Refusal(
        413,
        "too_large",
        f"A request may bring {most_bytes // 2**20:,} MB at most. Send the résumés in parts.",
    )
    said = request.headers.get("content-length", "")
    if said.isdecimal() and int(said) > most_bytes:
        raise too_large

    async def counted() -> Any:
        came = 0
        async for chunk in request.stream():
            came += len(chunk)
            if came > most_bytes:
                raise too_large
            yield chunk

    parser = MultiPartParser(
        request.headers,
        counted(),
        max_files=MOST_FILES + 1,
        max_fields=len(FIELDS) + 1,
        max_part_size=LONGEST_TEXT,
    )
    try:
        return await parser.parse()
    except MultiPartException as fault:
        if "maximum" in fault.message.casefold():
            raise Refusal(
                413,
                "too_large",
                f"At most {MOST_FILES:,} files and {len(FIELDS)} fields of {LONGEST_TEXT // 2**20} MB each.",
            ) from None
        raise Refusal(422, "invalid", "This isn't a multipart/form-data body that can be read.") from None
    except OSError:
        log.exception("an upload couldn't be put down")
        raise Refusal(
            503, "unavailable", "There is no room for this upload just now.", headers=again_in(LATER)
        ) from None


def _wish(form: FormData) -> Wish:
    for name, value in form.multi_items():
        if name not in FIELDS + FILES:
            raise Refusal(
                422, "invalid", f"There is no field of this name; there are: {', '.join(FIELDS + FILES)}."
            )
        if isinstance(value, UploadFile) != (name in FILES):
            kind = "a file, with a file name" if name in FILES else "text, without a file name"
            raise Refusal(422, "invalid", f"{name} must be {kind}.")
    texts = {name: _only(form, name) for name in FIELDS}
    job_text, job_file = texts["job"], _only(form, "job_file")
    if (job_text is None) == (job_file is None):
        raise Refusal(422, "invalid", "Send the job either as job (text) or as job_file.")
    resumes = [_sent(one) for one in form.getlist("resumes")]
    if not resumes:
        raise Refusal(422, "invalid", "Add at least one résumé: a file in the field resumes.")
    return Wish(
        job=job_text if job_text is not None else _sent(job_file),
        resumes=resumes,
        criteria=texts["criteria"],
        engine=_one_of("engine", texts["engine"], get_args(EngineName)),
        second_look=_one_of("second_look", texts["second_look"], get_args(SecondLooks)) or "flagged",
        budget=_dollars(texts["budget"]),
        withheld=Withheld(
            schools=_yes("hide_schools", texts["hide_schools"]),
            ages=not _yes("keep_ages", texts["keep_ages"]),
        ),
    )


def _sent(given: Any) -> Sent:
    return Sent(given.filename or "unnamed", given.file)


def _only(form: FormData, name: str) -> Any:
    """The field, if it was sent. Raises `Refusal` where it came twice."""
    given = form.getlist(name)
    if len(given) > 1:
        raise Refusal(422, "invalid", f"{name} may be sent once only.")
    return given[0] if given else None


def _one_of(name: str, given: str | None, known: tuple[Any, ...]) -> Any:
    if given is not None and given not in known:
        raise Refusal(422, "invalid", f"{name} is one of: {', '.join(known)}.")
    return given


def _dollars(given: str | None) -> float | None:
    if given is None:
        return None
    try:
        amount = float(given)
    except ValueError:
        amount = math.nan
    if not 0 < amount < math.inf:
        raise Refusal(422, "invalid", "budget is an amount of US dollars above 0, such as 2.50.")
    return amount


def _yes(name: str, given: str | None) -> bool:
    if given not in (None, "true", "false"):
        raise Refusal(422, "invalid", f"{name} is true or false.")
    return given == "true"
