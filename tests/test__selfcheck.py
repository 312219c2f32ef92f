"""A fast way is compared once, and left with one warning where it differs or breaks."""

import logging
import threading

import pytest

from mbviz._selfcheck import SelfCheck

LOGGER = "mbviz._selfcheck"


def test_a_fast_way_that_agrees_is_compared_once_and_taken_without_a_word(caplog):
    asked = []
    check = SelfCheck(lambda: asked.append(1) is None, "It is done slowly.")
    with caplog.at_level(logging.DEBUG, LOGGER):
        assert [check() for _ in range(3)] == [True] * 3
    assert (len(asked), caplog.records) == (1, [])


def differs() -> bool:
    return False


def breaks() -> bool:
    raise TypeError("no such argument")


@pytest.mark.parametrize(
    ("compare", "reason"), [(differs, "its results differ"), (breaks, r"it failed with TypeError('no such argument')")]
)
def test_one_that_differs_or_breaks_is_left_with_one_warning(caplog, compare, reason):
    check = SelfCheck(compare, "It is done slowly.")
    assert [check() for _ in range(3)] == [False] * 3
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert record.getMessage() == f"A fast way is not taken, since {reason}. It is done slowly."


def test_threads_that_ask_at_once_share_one_comparison(caplog):
    started, go = threading.Barrier(5), threading.Event()
    asked = []

    def compare() -> bool:
        asked.append(1)
        go.wait(10)
        return False

    check = SelfCheck(compare, "It is done slowly.")
    found = []
    threads = [threading.Thread(target=lambda: (started.wait(10), found.append(check()))) for _ in range(4)]
    for thread in threads:
        thread.start()
    started.wait(10)
    go.set()
    for thread in threads:
        thread.join(10)
    assert (found, len(asked), len(caplog.records)) == ([False] * 4, 1, 1)
