"""Linter, formatter and type checker have nothing to say. Their rules are in pyproject.toml."""

import subprocess
import sys

import pytest

from tests.app_server import ROOT


@pytest.mark.parametrize("command", ["ruff check", "ruff format --check", "mypy"])
def test_a_tool_finds_nothing(command):
    run = subprocess.run([sys.executable, "-m", *command.split()], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
