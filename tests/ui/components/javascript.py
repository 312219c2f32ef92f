"""Runs the page's JavaScript outside of a browser, and its type checker."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from mbviz.ui.components.linker import FOLDER

TESTS = Path(__file__).parent


def tool(name: str, package: str) -> str:
    """The path of a program; without it the test is skipped, but not in CI."""
    found = shutil.which(name)
    if not found:
        missing = f"There is no {name}; on Debian it is in the package {package}."
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    return found


def run(command: list[str], **environment: str) -> str:
    """What a command prints, run in the components' folder; the test fails with it when the command does."""
    done = subprocess.run(
        command, cwd=FOLDER, env={**os.environ, **environment}, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


def node(*arguments: str, **environment: str) -> str:
    """What Node prints; imports are relative to the components' folder."""
    return run([tool("node", "nodejs"), *arguments], **environment)
