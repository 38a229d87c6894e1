"""The results of a run that could not even begin: every file is in them, as not started."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from core.cli.inputs import job_in, rubric_in
from core.cli.output import write_json
from core.cli.paths import given_by
from core.cli.switches import second_look_in, withheld_in
from core.domain.run import EngineName, Row, Run
from core.errors import OperatorError
from core.intake import Kept, check_run_id, make_items, new_run_id
from core.ports import Store
from core.reading.readers import readers_of
from core.screening.rubric import suggest_rubric
from core.settings import Settings
from core.shortlist import run_document
from core.wiring import model_of


def write_unstarted(
    options: argparse.Namespace,
    named: list[tuple[str, Path]],
    trouble: OperatorError,
    *,
    settings: Settings,
    store: Store | None,
) -> None:
    """Writes `--out`. What a readable store has of the run stays in it.

    Raises `UserError` where the run would not have begun with a sound store either.
    """
    run, rows = _known(options.run, store)
    if run is None:
        run = _run(options, settings)
    items = make_items(
        [
            Kept(given.file, given.sha256)  # not started like the others, even where it can't be opened
            for given in given_by(named, limit=settings.max_file_mb * 2**20)
        ]
    )
    have = {row.item.id for row in rows}
    rows = (*rows, *(Row(item=item) for item in items if item.id not in have))
    halted = run.model_copy(update={"state": "halted", "message": str(trouble)})
    write_json(options.out, run_document(halted, rows))


def _known(run_id: str | None, store: Store | None) -> tuple[Run | None, tuple[Row, ...]]:
    if run_id is None or store is None:
        return None, ()
    try:
        return store.run(run_id), store.rows(run_id)
    except OperatorError:  # that it can't be read is what is being reported
        return None, ()


def _run(options: argparse.Namespace, settings: Settings) -> Run:
    readers = readers_of(settings)
    try:
        job = job_in(options.job, readers)
    finally:
        readers.close()
    engine: EngineName = options.engine or ("openai" if settings.has_model else "local")
    return Run(
        id=check_run_id(options.run) if options.run is not None else new_run_id(),
        job_id=job.id,
        job_title=job.title,
        rubric=rubric_in(options.criteria) if options.criteria else suggest_rubric(job),
        engine=engine,
        model=model_of(engine, settings),
        second_look=second_look_in(options),
        withheld=withheld_in(options),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
    )
