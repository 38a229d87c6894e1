"""What a program gets that screens through the API."""

import asyncio
import csv
import io
import json
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
import pytest
from starlette.responses import Response

from core.domain.person import Person
from core.errors import PartUnavailable
from core.shortlist import run_document
from tests.api.conftest import CRITERIA, JOB, Office
from tests.fakes.openai_endpoint import Context, answers

File = tuple[str, tuple[str, bytes]]
ADA = Person(id="ada@example.com", role="manager")
BOB = Person(id="bob@example.com", role="manager")
DORA = Person(id="dora@example.com", role="reviewer")
LOGIN = {
    "oidc_client_id": "shortlist",
    "oidc_client_secret": "secret",
    "oidc_metadata_url": "https://login.example.com/.well-known/openid-configuration",
}


def resumes(*texts: str) -> list[File]:
    return [("resumes", (f"r{n}.txt", text.encode())) for n, text in enumerate(texts)]


TWO = resumes(
    "Robin Person\nrobin@example.com\n\nExperience\nAnswered 40 tickets a day in Zendesk.",
    "Kim Other\nkim@example.com\n\nExperience\nDrove a van.",
)


def post(client: httpx2.Client, files: list[File] = TWO, *, key: str = "", **fields: str) -> httpx2.Response:
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(
        "/runs", data={"job": JOB, "criteria": CRITERIA, **fields}, files=files, headers=headers
    )


def ended(client: httpx2.Client, run_id: str) -> dict[str, Any]:
    until = time.monotonic() + 60
    while True:
        told: dict[str, Any] = client.get(f"/runs/{run_id}").json()
        if told["state"] in ("success", "failure"):
            return told
        assert time.monotonic() < until, told
        time.sleep(0.05)


def error(answer: httpx2.Response, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    told: dict[str, Any] = answer.json()["error"]
    return told


def test_a_screening_is_begun_followed_exported_and_removed(office: Office) -> None:
    client = office.client()
    begun = post(client)
    assert begun.status_code == 202
    assert begun.json()["state"] in ("pending", "progress")
    assert begun.headers["location"] == begun.json()["url"] == f"/api/runs/{begun.json()['id']}"
    run_id = begun.json()["id"]
    told = ended(client, run_id)
    assert (told["state"], told["error"]) == ("success", None)
    assert told["counts"] == {"total": 2, "done": 2, "scored": 2, "failed": 0, "cached": 0}
    run = office.services.store.run(run_id)
    assert run is not None
    expected = run_document(run, office.services.store.rows(run_id))
    assert told["results"]["outcomes"] == json.loads(json.dumps(expected))["outcomes"]
    sheet = client.get(f"/runs/{run_id}/shortlist.csv")
    assert sheet.headers["content-type"].startswith("text/csv")
    assert sheet.content.startswith(b"\xef\xbb\xbf")
    names = [row["Name"] for row in csv.DictReader(io.StringIO(sheet.content.decode("utf-8-sig")))]
    assert sorted(names) == ["Kim Other", "Robin Person"]
    assert client.delete(f"/runs/{run_id}").status_code == 204
    for gone in (
        client.get(f"/runs/{run_id}"),
        client.get(f"/runs/{run_id}/shortlist.csv"),
        client.delete(f"/runs/{run_id}"),
    ):
        assert error(gone, 404)["code"] == "not_found"


def test_the_job_may_come_as_a_file_the_resumes_as_an_archive_and_no_file_is_lost(office: Office) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("a.txt", "Robin Person\n\nAnswered tickets in Zendesk for six years.")
        packed.writestr("b.pdf", b"%PDF-1.4 broken")
    client = office.client()
    files = [("job_file", ("job.txt", JOB.encode())), ("resumes", ("pile.zip", archive.getvalue()))]
    begun = client.post("/runs", files=files, data={"engine": "local"})
    told = ended(client, begun.json()["id"])
    assert told["engine"] == "local"
    by_file = {one["file"]: one["status"] for one in told["results"]["outcomes"]}
    assert by_file == {"pile.zip/a.txt": "scored", "pile.zip/b.pdf": "failed"}


def test_a_request_sent_again_with_its_key_begins_nothing_new(office: Office) -> None:
    client = office.client()
    first = post(client, key="monday")
    again = post(client, key="monday")
    assert (first.status_code, again.status_code) == (202, 200)
    assert first.json()["id"] == again.json()["id"]
    ended(client, first.json()["id"])
    assert post(client, key="monday").json()["state"] == "success"
    assert post(client, key="tuesday").json()["id"] != first.json()["id"]


def test_a_request_sent_many_times_at_once_with_one_key_begins_one_screening(office: Office) -> None:
    client = office.client()
    start = threading.Barrier(5)

    def send(_: int) -> httpx2.Response:
        start.wait()
        return post(client, key="at once")

    with ThreadPoolExecutor(5) as senders:
        answers = list(senders.map(send, range(5)))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 200, 202]
    assert len({answer.json()["id"] for answer in answers}) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"files": TWO[:1]},
        {"job": JOB + "- German."},
        {"criteria": '[{"text": "German", "kind": "must", "weight": 5}]'},
        {"engine": "local"},
        {"second_look": "none"},
        {"hide_schools": "true"},
    ],
)
def test_a_key_stands_for_one_request_only(office: Office, other: dict[str, Any]) -> None:
    client = office.client()
    post(client, key="one request")
    assert "key" in error(post(client, key="one request", **other), 422)["message"].casefold()


@pytest.mark.parametrize("authorization", ["", "Basic YTpi", "Bearer", "Bearer sl_guessed", "Bearer guessed"])
def test_without_a_token_nothing_is_answered_but_how_to_get_one(office: Office, authorization: str) -> None:
    stranger = office.client_with(authorization)
    for answer in (
        post(stranger),
        stranger.get("/runs/r1"),
        stranger.get("/runs/r1/shortlist.csv"),
        stranger.delete("/runs/r1"),
    ):
        assert error(answer, 401)["code"] == "unauthorized"
        assert answer.headers["www-authenticate"].startswith("Bearer")
    assert stranger.get("/openapi.json").status_code == 200


def test_a_revoked_token_lets_nobody_in_and_a_used_one_says_when(office: Office) -> None:
    client = office.client()
    assert client.get("/runs/r1").status_code == 404
    token = office.services.store.tokens()[-1]
    assert token.used
    assert office.services.store.remove_token(token.id)
    assert error(client.get("/runs/r1"), 401)


def test_a_key_of_a_login_does_not_work_without_one_and_the_other_way_round(
    office: Office, another_office: Callable[..., Office]
) -> None:
    assert error(office.client(ADA).get("/runs/r1"), 401)
    with_login = another_office(**LOGIN, oidc_allowed_domains="example.com")
    assert error(with_login.client().get("/runs/r1"), 401)
    assert error(with_login.client(Person(id="eve@elsewhere.com", role="admin")).get("/runs/r1"), 401)
    assert with_login.client(ADA).get("/runs/r1").status_code == 404


def test_what_is_somebody_elses_is_not_found_and_a_reviewer_begins_nothing(
    another_office: Callable[..., Office],
) -> None:
    office = another_office(**LOGIN)
    ada, bob, dora = office.client(ADA), office.client(BOB), office.client(DORA)
    run_id = post(ada).json()["id"]
    ended(ada, run_id)
    for answer in (
        bob.get(f"/runs/{run_id}"),
        bob.get(f"/runs/{run_id}/shortlist.csv"),
        bob.delete(f"/runs/{run_id}"),
    ):
        assert answer.json() == bob.get("/runs/r0").json()
        assert answer.status_code == 404
    told = [(event.kind, event.user) for event in office.services.store.events(run_id)]
    assert told == [("denied", BOB.id)] * 3
    assert post(ada, key="k").json()["id"] != post(bob, key="k").json()["id"]
    assert error(post(dora), 403)["code"] == "not_allowed"
    assert error(dora.delete(f"/runs/{run_id}"), 403)


def test_what_is_under_way_is_neither_exported_nor_removed_before_it_has_stopped(
    another_office: Callable[..., Office],
) -> None:
    office = another_office()
    released = threading.Event()

    async def answer_when_released(context: Context) -> Response:
        await asyncio.to_thread(released.wait, 30)
        return await answers()(context)

    office.endpoint.behave = lambda n, body: answer_when_released
    client = office.client()
    run_id = post(client).json()["id"]
    refused = client.get(f"/runs/{run_id}/shortlist.csv")
    assert error(refused, 409)["code"] == "under_way"
    assert int(refused.headers["retry-after"]) >= 1
    assert error(client.delete(f"/runs/{run_id}"), 409)
    released.set()
    until = time.monotonic() + 30
    while (answer := client.delete(f"/runs/{run_id}")).status_code == 409:
        assert time.monotonic() < until
        time.sleep(0.1)
    assert answer.status_code == 204


def test_credits_that_do_not_reach_begin_nothing(another_office: Callable[..., Office]) -> None:
    office = another_office(credits_enabled=True)
    client = office.client()
    office.services.store.grant("local", 1)
    told = error(post(client), 402)
    assert (told["code"], told["missing"]) == ("no_credits", 1)
    assert office.services.store.runs() == ()


def test_who_begins_too_many_hears_when_to_come_again(another_office: Callable[..., Office]) -> None:
    client = another_office(rate_limit_enabled=True, rate_limit_per_minute=1).client()
    assert post(client, engine="local").status_code == 202
    refused = post(client, engine="local")
    assert error(refused, 429)["code"] == "too_many"
    assert 1 <= int(refused.headers["retry-after"]) <= 60


def test_more_than_a_request_may_bring_is_refused_whatever_it_says_of_its_length(
    another_office: Callable[..., Office],
) -> None:
    office = another_office(api_max_request_mb=1)
    client = office.client()
    big = b"x" * (3 * 2**20)
    assert error(post(client, [("resumes", ("big.txt", big))]), 413)["code"] == "too_large"

    def parts() -> Iterator[bytes]:
        yield b'--b\r\nContent-Disposition: form-data; name="resumes"; filename="a.txt"\r\n\r\n'
        yield from (big[n : n + 65536] for n in range(0, len(big), 65536))

    kind = {"Content-Type": "multipart/form-data; boundary=b"}
    try:
        answer = client.post("/runs", content=parts(), headers=kind)
    except httpx2.TransportError:  # the server hung up while we were still sending
        pass
    else:
        assert error(answer, 413)
    assert office.services.store.runs() == ()
    assert error(client.post("/runs", data={"job": "x" * (3 * 2**20)}, files=TWO), 413)


@pytest.mark.parametrize(
    ("fields", "files", "said"),
    [
        ({}, TWO, "job"),
        ({"job": " "}, TWO, "job"),
        ({"job": JOB, "criteria": "{"}, TWO, "JSON"),
        ({"job": JOB, "criteria": '[{"text": "under 30", "kind": "must", "weight": 5}]'}, TWO, "criterion 1"),
        ({"job": JOB, "engine": "magic"}, TWO, "engine"),
        ({"job": JOB, "budget": "nan"}, TWO, "budget"),
        ({"job": JOB, "hide_schools": "perhaps"}, TWO, "hide_schools"),
        ({"job": JOB, "color": "red"}, TWO, "field"),
        ({"job": JOB}, [("resume", ("a.txt", b"x"))], "field"),
        ({"job": JOB, "resumes": "as text"}, [("job_file", ("a.txt", b"x"))], "resumes"),
        ({"job": JOB}, [*TWO, ("job_file", ("job.txt", b"Support lead"))], "either"),
        ({}, [*TWO, ("job_file", ("job.pdf", b"%PDF-1.4 broken"))], "job_file"),
    ],
)
def test_what_is_wrong_with_a_request_is_said_and_nothing_is_begun(
    office: Office, fields: dict[str, str], files: list[File], said: str
) -> None:
    before = office.services.store.runs()
    told = error(office.client().post("/runs", data=fields, files=files), 422)
    assert told["code"] == "invalid"
    assert said.casefold() in told["message"].casefold()
    assert office.services.store.runs() == before


def test_a_body_that_is_no_form_is_refused(office: Office) -> None:
    client = office.client()
    assert error(client.post("/runs", json={"job": JOB}), 415)["code"] == "unsupported"
    assert error(client.post("/runs"), 415)
    for content, kind in (
        (b"--x\r\nrubbish", "multipart/form-data; boundary=y"),
        (b"x", "multipart/form-data"),
        (b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--", "multipart/form-data; boundary=b"),
    ):
        assert error(client.post("/runs", content=content, headers={"Content-Type": kind}), 422)
    assert error(post(client, key="x" * 256), 422)


def test_paths_and_methods_that_are_not_there_are_refused_as_json(office: Office) -> None:
    client = office.client()
    assert error(client.get("/elsewhere"), 404)
    assert error(client.post("/runs/r1/x"), 404)
    assert error(client.get("/runs/no%20id"), 404)
    answer = client.put("/runs/r1")
    assert error(answer, 405)["code"] == "method_not_allowed"
    assert {"GET", "DELETE"} <= set(answer.headers["allow"].split(", "))


def test_a_store_out_of_reach_is_said_without_its_address(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = office.client()

    def away(run_id: str) -> None:
        raise PartUnavailable("Results", "The results file /secret/place can't be used.")

    monkeypatch.setattr(office.services.store, "run", away)
    answer = client.get("/runs/r1")
    assert error(answer, 503)["code"] == "unavailable"
    assert "secret" not in answer.text
    assert int(answer.headers["retry-after"]) >= 1
