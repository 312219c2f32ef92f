"""What holds for every test: where its worker meets it, and the same examples however busy the machine."""

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("mbviz", derandomize=True, deadline=None, database=None)
settings.load_profile("mbviz")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Two, each with a server and a Chromium of its own; where single files are asked for, no worker but this process."""
    return 0 if all(".py" in argument for argument in config.args) else 2


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest comes first, so that the workers (pyproject.toml) end together; no test needs this order."""
    here = Path(__file__).parent
    ranks = {here / "test_requirements.py": 0, here / "browser": 1, here / "test_tools.py": 2}
    items.sort(key=lambda item: min(ranks.get(place, len(ranks)) for place in (item.path, item.path.parent)))
