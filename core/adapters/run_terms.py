"""What decides how a content is judged: candidates judged under the same terms can stand in for each other."""

import hashlib
from datetime import date

from core.domain.run import Run
from core.screening import ANALYSIS_VERSION


def terms_of(run: Run, circumstances: str | None) -> str:
    """All of it as one name; empty where nothing is to be reused.

    `circumstances` are what besides run and text decides a judgement; with None nothing judged before is reused.
    """
    if circumstances is None or run.sample:
        return ""
    told = (
        ANALYSIS_VERSION,
        circumstances,
        run.job_id,
        run.rubric.weights_version,
        run.cuts.model_dump_json(),
        run.engine,
        run.model,
        run.second_look,
        run.withheld.model_dump_json(),
        date.today().isoformat() if run.engine == "local" else "",  # its years end today
    )
    return hashlib.sha256("\n".join(map(str, told)).encode()).hexdigest()
