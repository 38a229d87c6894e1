"""How close a run comes to what its endpoint allows, and what the same run costs again.

Repeat with `make bench`, or `python -m bench.screening --resumes 500 --latency 1 --in-flight 20` for the sizes of the
product's figures (the default, some 45 s on two quiet cores). The endpoint is the tests' own, on this machine.

Three things are measured in one go on the same made-up résumés:
- the command line in a process of its own against the endpoint, criteria given: from the first call's begin to the
  last one's end, as a share of the bound ⌈résumés / in flight⌉ · latency. Reading happens meanwhile and is in it;
- the same run again, with its answers in the SQLite reply cache, texts in the store;
- the local engine on the same texts.
"""

import argparse
import json
import math
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from core.domain.job import Criterion, Job, Rubric
from core.domain.run import EngineName
from core.intake import Kept, open_run
from core.settings import Settings
from core.wiring import Services, build
from tests.fakes.openai_endpoint import FakeEndpoint

ROOT = Path(__file__).resolve().parents[1]
JOB = "Support lead\n\nRequirements\n- At least 3 years in customer support.\n- Zendesk is required.\n- German is a plus.\n"
CRITERIA = (
    Criterion(id="c1", text="At least 3 years in customer support", kind="must", weight=5),
    Criterion(id="c2", text="Zendesk", kind="must", weight=5),
    Criterion(id="c3", text="German", kind="nice", weight=1),
)
TOOLS = ("Zendesk", "Excel", "Salesforce", "Jira", "SAP", "Freshdesk", "Power BI", "SQL")
DUTIES = ("Answered tickets with", "Trained colleagues in", "Moved the team to", "Wrote the handbook for")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--resumes", type=int, default=500)
    parser.add_argument("--latency", type=float, default=1.0, help="seconds a call takes")
    parser.add_argument("--in-flight", type=int, default=20)
    sizes = parser.parse_args()
    bound = math.ceil(sizes.resumes / sizes.in_flight) * sizes.latency
    with tempfile.TemporaryDirectory() as name, FakeEndpoint(latency=sizes.latency) as endpoint:
        folder = Path(name)
        texts = list(_write(folder, sizes.resumes))
        environment = os.environ | {
            "OPENAI_BASE_URL": endpoint.url,
            "MAX_IN_FLIGHT": str(sizes.in_flight),
            "DATA_DIR": str(folder / "data"),
        }
        _screen(folder, environment)
        first, last = min(c.began for c in endpoint.calls), max(c.ended or c.began for c in endpoint.calls)
        asked = len(endpoint.calls)
        print(f"{asked} calls for {sizes.resumes} résumés, at most {endpoint.max_in_flight} in flight")
        print(
            f"first to last call   {last - first:6.2f} s = {(last - first) / bound:.3f} of the bound {bound:g} s"
        )
        settings = Settings(
            data_dir=folder / "data", openai_base_url=endpoint.url, max_in_flight=sizes.in_flight
        )
        again = _again(settings, texts, "openai")
        print(
            f"the same again       {again:6.2f} s = {sizes.resumes / again:.0f} résumés a second, "
            f"{(last - first) / again:.1f} times as fast, {len(endpoint.calls) - asked} calls"
        )
        local = _again(settings, texts, "local")
        print(
            f"local engine         {local:6.2f} s = {sizes.resumes / local:.0f} résumés a second, "
            f"{(last - first) / local:.1f} times as fast"
        )
    return 0


def _write(folder: Path, count: int) -> list[str]:
    """Résumés of half a page, all different, and the job and criteria beside them."""
    chance = random.Random(1)
    (folder / "pile").mkdir()
    (folder / "job.txt").write_text(JOB)
    (folder / "criteria.json").write_text(
        json.dumps([c.model_dump(include={"text", "kind", "weight"}) for c in CRITERIA])
    )
    texts = []
    for number in range(count):
        year = chance.randint(2005, 2018)
        duties = "\n".join(
            f"- {chance.choice(DUTIES)} {chance.choice(TOOLS)} for {chance.randint(2, 900)} customers a day."
            for _ in range(8)
        )
        texts.append(
            f"{_name(number)}\nrobin{number}@example.com · +49 30 {5550000 + number}\n\nExperience\n"
            f"Customer support agent, {year} - {year + chance.randint(1, 7)}\n{duties}\n\n"
            f"Skills\n{', '.join(chance.sample(TOOLS, 4))}\n\nLanguages\nEnglish, {chance.choice(('German', 'Polish'))}\n"
        )
        (folder / "pile" / f"{number:05}.txt").write_text(texts[-1])
    return texts


def _name(number: int) -> str:
    """Names are looked for, so they must look like some."""
    return f"Robin {'ABCDEFGHJKLMNPRSTVWZ'[number % 20]}{'aeiou'[number // 20 % 5]}{'lmnrst'[number // 100 % 6]}ker"


def _screen(folder: Path, environment: dict[str, str]) -> None:
    command = ["screen", "--job", "job.txt", "--criteria", "criteria.json", "--out", "out.json", "pile"]
    subprocess.run(
        [sys.executable, "-m", "core", *command],
        cwd=folder,
        env=environment | {"PYTHONPATH": str(ROOT)},
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _again(settings: Settings, texts: list[str], engine: EngineName) -> float:
    """Seconds of a new run over the same files, once everything is loaded."""
    services = build(settings)
    try:
        services.warm_up()
        _run(services, ["Robin Warm\n\nExperience\nZendesk in German support for 4 years.\n"], "local")
        _run(services, texts[:1], engine)
        return _run(services, texts, engine)
    finally:
        services.close()


def _run(services: Services, texts: list[str], engine: EngineName) -> float:
    run = open_run(
        Job.from_text(JOB.strip()),
        Rubric(criteria=CRITERIA),
        [Kept(f"{n}.txt", services.files.put(text.encode())) for n, text in enumerate(texts)],
        store=services.store,
        engine=engine,
        model=services.model(engine),
    )
    began = time.monotonic()
    services.runner.start(run.id)
    ended = services.runner.wait(run.id)
    seconds = time.monotonic() - began
    if ended is None or ended.done != len(texts) or ended.failed:
        raise SystemExit(f"the run didn't end well: {ended}")
    return seconds


if __name__ == "__main__":
    sys.exit(main())
