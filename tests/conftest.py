"""What holds for every test: where its worker meets it, and the same examples however busy the machine."""

from pathlib import Path

import pytest
from hypothesis import settings

# Tests of running servers and a browser, which share the machine with whatever else it does: one that fails is tried once
# more, and holds only if it then does.
SHARED = {"browser", "load"}

settings.register_profile("mbviz", derandomize=True, deadline=None, database=None)
settings.load_profile("mbviz")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Two, each with a server and a Chromium of its own; where single files are asked for, no worker but this process."""
    return 0 if all(".py" in argument for argument in config.args) else 2


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest comes first, so that the workers end together; no test needs this order.

    The first start has seconds to keep: the other worker's part is calmest beside it. The way back and forth is pressed
    without a pause, on a server that does not compute ahead yet for screens that other tests have opened.
    """
    places = (
        "browser/test_first_start.py",
        "test_requirements.py",
        "browser/test_history.py",
        "browser",
        "test_tools.py",
    )
    ranks = {Path(__file__).parent / place: rank for rank, place in enumerate(places)}
    for item in items:
        if SHARED & set(item.path.parts):
            item.add_marker(pytest.mark.flaky(reruns=1))  # the summary counts what was tried again
    items.sort(key=lambda item: min(ranks.get(place, len(ranks)) for place in (item.path, item.path.parent)))
