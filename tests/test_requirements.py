"""A fresh machine gets versions that the tests ran with: requirements.txt leaves no other open.

The tests run with the newest of all that it allows, and what computes runs with the oldest NumPy and SciPy as well.
"""

import os
import re
import subprocess
import sys
from importlib.metadata import version

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from tests.app_server import ROOT

LINES = [line for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines() if line[0] != "#"]
ALLOWED = {
    requirement.name: requirement.specifier
    for requirement in map(Requirement, LINES)
    if requirement.marker is None or requirement.marker.evaluate()
}
RANGES = ("numpy", "scipy")  # the others come as they are
OLDEST = {name: re.search(r">=([\d.]+)", str(ALLOWED[name]))[1] for name in RANGES}
# The doctests are in `mbviz`. Pages and children need much more than these two, and test little of them.
NUMERIC = (
    "mbviz tests/article tests/stats tests/takeaway tests/test_batch.py tests/test_losses.py tests/test_sampling.py"
)


@pytest.mark.parametrize("name", ALLOWED)
def test_what_is_allowed_is_what_the_tests_run_with(name):
    here = Version(version(name))
    assert here in ALLOWED[name]
    assert f"{here.major + 1}.0" not in ALLOWED[name]


@pytest.mark.parametrize("name", RANGES)
def test_no_feature_release_is_allowed_that_is_newer_than_the_one_here(name):
    here = Version(version(name))
    assert f"{here.major}.{here.minor + 1}" not in ALLOWED[name]


@pytest.mark.timeout(600)
def test_what_computes_works_with_the_oldest_numpy_and_scipy(tmp_path):
    """Laid before the newest ones on the path of modules, they spare a second environment."""
    run(
        "-m",
        "pip",
        "install",
        "-q",
        "--no-deps",
        "--target",
        str(tmp_path),
        *(f"{name}=={OLDEST[name]}" for name in RANGES),
    )
    print_versions = "import numpy, scipy; print(numpy.__version__, scipy.__version__)"
    assert run("-c", print_versions, before=tmp_path).split() == [OLDEST[name] for name in RANGES]
    assert " passed" in run(
        "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", *NUMERIC.split(), before=tmp_path
    )


def run(*arguments: str, before: os.PathLike = "") -> str:
    """What Python prints, started with these arguments and with a folder before others on its path of modules."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(before)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-5000:]
    return done.stdout
