"""What is in a résumé, and the keys of the installation, come into no log, no metric and no key of the cache."""

import logging
import os
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

import httpx2
import pytest
import redis

from core.domain.job import Job
from core.intake import Kept, open_run
from core.operations import logs
from core.operations.metrics import RunsUnderWay, exposition
from core.settings import Settings
from core.wiring import build
from tests.fakes.openai_endpoint import FakeEndpoint, bad_json, html, rate_limited, refusal, server_error
from tests.fakes.redis_server import RedisServer, free_port
from tests.operations.test_probes import RUBRIC

ROOT = Path(__file__).resolve().parents[2]
KEY = "sk-canary-4711-secret"
CANARIES = (
    "Zuleika",
    "Quartermain",
    "zuleika.q",
    "canary.example",
    "555 0142",
    "walrus choir",
    KEY,
    "sl_",
    "cv-z",
)
RESUME = (
    "Zuleika Quartermain\nzuleika.q@canary.example\n+1 555 0142\n\nExperience\n"
    "Led the walrus choir of Upper Quartermain and answered {n} tickets a day in Zendesk.\n"
)


def test_a_run_full_of_trouble_tells_nobody_of_whom_it_is(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    logs.set_up("json", level=logging.DEBUG)
    behaviours = [
        bad_json(),
        server_error(503),
        rate_limited("0.05"),
        html(),
        refusal(),
        bad_json(),
        bad_json(),
    ]
    with RedisServer(tmp_path) as redis_server, FakeEndpoint(script=behaviours) as endpoint:
        settings = Settings.model_validate(
            {
                "data_dir": tmp_path / "data",
                "openai_base_url": endpoint.url,
                "openai_api_key": KEY,
                "redis_url": redis_server.url,
            }
        )
        services = build(settings)
        texts = [RESUME.format(n=n) for n in range(6)]
        given = [
            Kept(f"cv-zuleika-{n}.txt", services.files.put(text.encode())) for n, text in enumerate(texts)
        ]
        given.append(Kept("cv-z.pdf", services.files.put(b"%PDF-1.4 Zuleika Quartermain")))
        run = open_run(
            Job.from_text("Support lead\n- Zendesk"),
            RUBRIC,
            given,
            store=services.store,
            engine="openai",
            model="m",
        )
        services.runner.start(run.id)
        services.runner.wait(run.id, 60)
        metrics = exposition(RunsUnderWay(lambda: services.store)).decode()
        services.close()
        assert len(endpoint.calls) > 6
        with closing(redis.Redis.from_url(redis_server.url, decode_responses=True)) as cache:
            keys = list(map(str, cache.keys("*")))
    assert keys
    written = capfd.readouterr().err
    for canary in CANARIES:
        for where, text in (("logs", written), ("metrics", metrics), ("keys", "\n".join(keys))):
            assert canary.casefold() not in text.casefold(), f"{canary} stands in the {where}"
    logging.getLogger().handlers[:] = []


def test_a_server_tells_nobody_of_whom_it_was_asked(tmp_path: Path) -> None:
    """The app as people start it, with files, names and tokens in what it is sent."""
    env = {
        **os.environ,
        "DATA_DIR": str(tmp_path / "data"),
        "LOG_FORMAT": "json",
        "OPENAI_BASE_URL": "http://127.0.0.1:9",
        "OPENAI_API_KEY": KEY,
    }
    made = subprocess.run(
        [sys.executable, "-m", "core", "token"], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    headers = {"Authorization": f"Bearer {made.stdout.strip()}"}
    log = tmp_path / "log"
    address = f"http://127.0.0.1:{(port := free_port())}"
    command = ("-m", "streamlit", "run", "app.py", "--server.headless=true", f"--server.port={port}")
    with log.open("wb") as err:
        server = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=env, stdout=err, stderr=err)
    try:
        until = time.monotonic() + 60
        while True:
            with suppress(httpx2.TransportError):
                httpx2.get(f"{address}/healthz", timeout=5, trust_env=False)
                break
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.1)
        with httpx2.Client(base_url=address, headers=headers, trust_env=False, timeout=30) as client:
            files = [
                ("resumes", ("cv-zuleika.txt", RESUME.format(n=1).encode())),
                ("resumes", ("cv-zuleika.pdf", b"%PDF-1.4 Zuleika")),
            ]
            data = {
                "job": "Support lead\n\nRequirements\n- Zendesk experience is required.",
                "engine": "local",
            }
            begun = client.post("/api/runs", data=data, files=files)
            assert begun.status_code == 202, begun.text
            client.get("/api/runs/zuleika.q")
            client.get("/Zuleika")
            client.get("/api/runs", headers={"Authorization": "Bearer sl_zuleika"})
            metrics = client.get("/metrics").text
            assert client.get("/readyz").status_code == 200
    finally:
        server.terminate()
        server.wait(30)
    written = log.read_text()
    assert "shortlist_outcomes_total" in metrics
    for canary in CANARIES:
        assert canary.casefold() not in metrics.casefold(), canary
        assert canary.casefold() not in written.casefold(), canary
    assert made.stdout.strip() not in written
