"""The limit of open files is raised; when it is near the log says so once a minute, and it stays short."""

import logging
import subprocess
import sys

import pytest

from mbviz.ui import files
from mbviz.ui.files import FEW, PAUSE, FewOfAKind, Watch
from tests.app_server import ROOT
from tests.ui.work import Clock

RAISE = "import resource; {before}; from mbviz.ui.files import raised; print(raised(), *resource.getrlimit(resource.RLIMIT_NOFILE))"


def limits(before: str) -> list[int]:
    """What `raised` returns in a fresh process, and the limits after it."""
    pytest.importorskip("resource")
    run = [sys.executable, "-c", RAISE.format(before=before)]
    return [int(word) for word in subprocess.run(run, capture_output=True, text=True, check=True).stdout.split()]


def test_the_soft_limit_becomes_the_hard_one():
    assert limits("resource.setrlimit(resource.RLIMIT_NOFILE, (256, 900))") == [900, 900, 900]


def test_a_limit_that_is_high_enough_stays():
    assert limits("resource.setrlimit(resource.RLIMIT_NOFILE, (300, 300))") == [300, 300, 300]


def test_the_log_says_when_the_limit_is_near_but_not_twice_a_minute(clock, caplog):
    count = [79]
    watch = Watch(lambda: 100, lambda: count[0], clock)
    watch.look()
    assert not caplog.records
    count[0] = 80
    watch.look()
    watch.look()
    (record,) = caplog.records
    assert record.getMessage().startswith("80 of at most 100 files and sockets are open")
    clock.now += PAUSE
    watch.look()
    assert len(caplog.records) == 2


def test_where_there_is_no_limit_nothing_is_said(caplog):
    Watch(lambda: 0, lambda: 10**6, Clock()).look()
    assert not caplog.records


def test_of_a_flood_of_records_a_few_are_written_and_the_next_says_how_many_were_not(clock):
    bound = FewOfAKind(clock)

    def record(text="socket.accept() out of system resource", error=None):
        return logging.LogRecord("asyncio", logging.ERROR, "", 0, text, (), (OSError, error, None) if error else None)

    flood = [bound.filter(record(error=OSError(24, "Too many open files"))) for _ in range(1000)]
    assert flood == [True] * FEW + [False] * (1000 - FEW)
    assert bound.filter(record("something else"))
    clock.now += PAUSE + 1
    late = record(error=OSError(24, "Too many open files"))
    assert bound.filter(late) and late.getMessage().startswith(f"({1000 - FEW} of these were left out")


def test_what_finalizers_raise_goes_to_the_log_in_a_bounded_number():
    flood = (
        "import gc, sys\n"
        "from mbviz.ui.files import prepare; prepare()\n"
        "class Broken:\n"
        "    def __del__(self):\n"
        "        self.missing\n"
        "for _ in range(300):\n"
        "    Broken()\n"
    )
    done = subprocess.run([sys.executable, "-c", flood], capture_output=True, text=True, check=True)
    assert done.stderr.count("object has no attribute 'missing'") == FEW


def test_errors_of_the_page_go_to_the_log_in_a_bounded_number():
    flood = (
        "from streamlit import config, error_util\n"
        "from mbviz.ui.files import prepare; prepare()\n"
        "assert not config.get_option('logger.enableRich')\n"
        "for _ in range(50):\n"
        "    error_util._log_uncaught_app_exception(RecursionError('too deep'))\n"
    )
    done = subprocess.run([sys.executable, "-c", flood], capture_output=True, text=True, check=True, cwd=ROOT)
    assert (done.stdout + done.stderr).count("RecursionError: too deep") == FEW


def test_open_files_are_counted(tmp_path):
    if not files.opened():
        pytest.skip("the system does not tell")
    before = files.opened()
    with open(tmp_path / "one", "w"):
        assert files.opened() == before + 1
