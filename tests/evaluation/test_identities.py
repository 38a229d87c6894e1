"""One résumé, four people."""

import pytest

from core.evaluation.identities import IDENTITIES, name_swap, under

TEXT = """CURRICULUM VITAE

Name: Jonas Lindqvist
E-mail: jonas.lindqvist@example.com
Telephone: +44 20 7946 0345

Work history
Nurse, 2015 – 2017, 12 beds
"""


def test_somebody_else_stands_in_the_head_and_the_rest_stays() -> None:
    for identity in IDENTITIES:
        text = under(identity, TEXT)
        assert text.startswith(identity.name)
        assert identity.email in text
        assert "Lindqvist" not in text
        assert "jonas" not in text
        assert "Nurse, 2015 – 2017, 12 beds" in text


def test_a_résumé_without_contact_loses_its_first_line() -> None:
    assert "Jonas" not in under(IDENTITIES[0], "Jonas Lindqvist\nNurse")


def test_the_four_differ_in_everything_that_names_them() -> None:
    assert len({one.name for one in IDENTITIES}) == len({one.email for one in IDENTITIES}) == 4
    assert len({one.phone for one in IDENTITIES}) == 4
    assert {one.them for one in IDENTITIES} == {"her", "him"}


def test_an_engine_that_minds_the_name_is_found_out() -> None:
    fair = [(5.0, ("text",))] * 4
    unfair = [(5.0, ("text",)), (5.0, ("text",)), (7.5, ("other text",)), (5.0, ("text",))]
    found = name_swap([fair, unfair], failed=0)
    assert (found.same_text, found.most_difference) == (0.5, 2.5)


@pytest.mark.parametrize("failed", [0, 3])
def test_without_groups_nothing_is_claimed(failed: int) -> None:
    found = name_swap([], failed=failed)
    assert (found.groups, found.failed, found.same_text, found.most_difference) == (0, failed, None, None)
