"""Runs code as a visitor does who took it along."""

import re
import subprocess
import sys

import numpy as np
import pytest


@pytest.fixture
def run(tmp_path):
    """Run code in an empty folder with NumPy alone; gives what it printed, and the arrays that are asked for."""

    def run(code, *names):
        assert set(re.findall(r"^ *(?:import|from) (\w+)", code, re.MULTILINE)) <= {"base64", "numpy"}
        asked = ", ".join(f"{name}={name}" for name in names)
        script, folder = tmp_path / "script.py", tmp_path / "empty"
        folder.mkdir()
        script.write_text(f"{code}\nnp.savez({str(tmp_path / 'seen.npz')!r}, {asked})\nimport mbviz", encoding="utf-8")
        done = subprocess.run([sys.executable, "-I", script], cwd=folder, capture_output=True, text=True)
        assert done.stderr.endswith("ModuleNotFoundError: No module named 'mbviz'\n"), done.stderr
        assert not list(folder.iterdir())
        with np.load(tmp_path / "seen.npz") as seen:
            return done.stdout, {name: seen[name] for name in names}

    return run
