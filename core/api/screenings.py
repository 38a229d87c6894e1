"""What is done for a request, in words that know no HTTP: a screening begun, told of, exported and removed."""

from typing import NamedTuple

from core.access import only_who_begins
from core.api.answers import Refusal, RunAnswer, again_in, run_answer
from core.api.incoming import Sent, Wish
from core.domain.job import Job
from core.domain.run import EngineName, Run
from core.errors import UserError
from core.given_criteria import given_rubric
from core.intake import given_in, keep, make_items, read_content
from core.shortlist import shown_ranked, to_csv
from core.wiring import Services

UNDER_WAY = ("running", "paused")


class Begun(NamedTuple):
    """A screening, and whether this request began it."""

    answer: RunAnswer
    new: bool


def begin(wish: Wish, services: Services, *, run_id: str | None) -> Begun:
    """A new screening, under way; or the one that `run_id` names, if it is the one asked for.

    Raises `UserError` and `OperatorError` as the pages' start does, `Refusal` where another one has that id.
    """
    only_who_begins(services.person)
    job = _job(wish.job, services)
    engine = _engine(wish.engine, services)
    rubric = given_rubric(wish.criteria) if wish.criteria is not None else None
    limit = services.settings.max_file_mb * 2**20
    kept = [
        keep(given, files=services.files)
        for sent in wish.resumes
        for given in given_in(sent.name, sent.stream, limit=limit)
    ]
    known = services.store.run(run_id) if run_id else None
    if known is None:
        budget = wish.budget or (services.settings.run_budget if engine == "openai" else None)
        try:
            run = services.starts.begin(
                job,
                rubric or services.suggest(job, engine),
                kept,
                engine=engine,
                model=services.model(engine),
                second_look=wish.second_look,
                withheld=wish.withheld,
                budget=budget,
                run_id=run_id,
            )
        except UserError:
            known = services.store.run(run_id) if run_id else None
            if known is None:  # else it was begun by the same request, sent twice at once
                raise
        else:
            return Begun(told(run.id, services), new=True)
    asked = (job.id, engine, wish.second_look, wish.withheld)
    same = asked == (known.job_id, known.engine, known.second_look, known.withheld)
    if rubric is not None:
        same = same and rubric.weights_version == known.began_with.weights_version
    if not (same and _items_of(known, services) == {item.id for item in make_items(kept)}):
        raise Refusal(
            422,
            "invalid",
            "This Idempotency-Key stands for another screening. Send a new key with a new request.",
        )
    return Begun(told(known.id, services), new=False)


def told(run_id: str, services: Services) -> RunAnswer:
    """A screening and how far it is. Raises `Refusal` where it isn't there, or isn't theirs."""
    run = existing(run_id, services)
    snapshot = services.runner.snapshot(run_id)
    if snapshot is None:
        raise gone()
    rows = None if snapshot.state in UNDER_WAY else services.store.rows(run_id)
    return run_answer(run, snapshot, rows, url=f"/api/runs/{run_id}")


def shortlist_csv(run_id: str, services: Services) -> bytes:
    """Everybody with a score in rank order, as the page's file has it."""
    run = existing(run_id, services)
    if run.state in UNDER_WAY:
        raise Refusal(
            409,
            "under_way",
            "This screening isn't finished, and half a list would mislead.",
            headers=again_in(5),
        )
    ranked = shown_ranked(run, services.store.rows(run_id), services.store.decisions(run.job_id))
    return to_csv(run, ranked)


def remove(run_id: str, services: Services) -> None:
    """Removes a screening that has ended; one that is under way is told to stop."""
    only_who_begins(services.person)
    run = existing(run_id, services)
    if run.state == "running":
        services.runner.stop(run_id)
        raise Refusal(
            409, "under_way", "This screening is being stopped. Ask again to remove it.", headers=again_in(2)
        )
    if not services.store.remove_runs([run_id]):
        raise gone()


def existing(run_id: str, services: Services) -> Run:
    run = services.store.run(run_id)
    if run is None:
        raise gone()
    return run


def gone() -> Refusal:
    return Refusal(404, "not_found", "There is no such screening.")


def _items_of(run: Run, services: Services) -> set[str]:
    """Of the files it began with."""
    return {row.item.id for row in services.store.rows(run.id) if row.item.batch == 1}


def _job(given: str | Sent, services: Services) -> Job:
    if isinstance(given, str):
        text = given
    else:
        limit = services.settings.max_file_mb * 2**20
        content = given.stream.read(limit + 1)
        if len(content) > limit:
            raise Refusal(413, "too_large", f"The job's file has more than {limit // 2**20} MB.")
        outcome = read_content(content, services.readers)
        if outcome.status == "failed":
            raise UserError(f"job_file: {outcome.message}")
        text = outcome.text
    if not text.strip():
        raise UserError("Send the job description: the text is empty.")
    return services.job(text)


def _engine(asked: EngineName | None, services: Services) -> EngineName:
    if asked == "openai" and not services.settings.has_model:
        raise UserError("No AI is set up here. Send engine=local, or leave engine out.")
    return asked or services.engines()[0]
