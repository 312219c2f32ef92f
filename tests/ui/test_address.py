"""What the address asked for is compared with what the page shows."""

import pytest

from mbviz.ui.address import _same


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("10", 10), ("010", 10), ("+3", 3), ("true", True), ("False", False), ("1e1", 10), ("1 epoch", "1 epoch")],
)
def test_values_that_mean_the_same_are_the_same(asked, shown):
    assert _same(asked, shown)


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("abc", 10),
        ("", 10),
        ("11", 10),
        ("-10", 10),
        ("1e2", 10),
        ("nan", 10),
        ("maybe", True),
        ("²", 2),
        ("--2", 2),
        ("99", "1 epoch"),
    ],
)
def test_values_that_differ_or_are_no_numbers_are_not(asked, shown):
    assert not _same(asked, shown)
