"""The sample job and its résumés: made-up people, written for this product by scripts/make_samples.py."""

from pathlib import Path

from core.domain.job import Criterion, Job, Rubric

_HERE = Path(__file__).resolve().parent


def sample_job() -> Job:
    """A Customer Support Team Lead."""
    return Job.from_text((_HERE / "job.txt").read_text(encoding="utf-8"))


def sample_rubric() -> Rubric:
    """The criteria a manager would keep for the sample job."""
    wanted = (
        ("3+ years in customer support", "must", 5, "At least 3 years in customer support."),
        ("Led a team of 5 or more people", "must", 5, "You have led a team of five people or more."),
        (
            "German at B2 or better",
            "must",
            5,
            "German at level B2 or better; a third of our customers write in German.",
        ),
        ("Zendesk or a similar help desk tool", "nice", 3, "You know Zendesk or a similar help desk tool."),
        (
            "Excel and a reporting tool",
            "nice",
            3,
            "You work with Excel and a reporting tool such as Power BI or Tableau.",
        ),
        ("Weekend shifts", "nice", 1, "Weekend shifts twice a month are fine with you."),
        ("Trained new colleagues", "nice", 1, "You have trained new colleagues."),
    )
    return Rubric(
        criteria=tuple(
            Criterion.model_validate(
                {"id": f"c{n}", "text": text, "kind": kind, "weight": weight, "source": source}
            )
            for n, (text, kind, weight, source) in enumerate(wanted, start=1)
        ),
        source="given",
    )


def sample_files() -> tuple[tuple[str, bytes], ...]:
    """Name and content of each sample résumé, sorted by name."""
    return tuple((path.name, path.read_bytes()) for path in sorted((_HERE / "files").iterdir()))
