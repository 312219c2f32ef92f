"""Imports go downwards only; proven in fresh processes by what they loaded, not by reading import lines."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CORE = (
    "_checks _child _convolution _dataset _download _files _keras_child _messages _seeds arrays bands batch coverage datasets estimates independent indexing intervals "
    "keras_losses label_forms law losses network planner population sampling slips snapshots spread summary takeaway training versions"
)


def loaded_by(code: str) -> set[str]:
    """The top-level packages that a fresh interpreter holds after running `code`."""
    printed = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return {name.split(".")[0] for name in printed.split()}


@pytest.mark.parametrize("module", CORE.split())
def test_the_core_draws_nothing_and_trains_nothing(module):
    loaded = loaded_by(f"import mbviz.{module}")
    assert "numpy" in loaded or module in ("_files", "_messages")
    assert not loaded & {"streamlit", "plotly", "pandas", "tensorflow", "keras", "torch", "mlxtend", "sklearn", "requests"}


def test_the_public_names_need_numpy_alone():
    assert not loaded_by("import mbviz; mbviz.__all__") & {"streamlit", "plotly", "tensorflow", "keras", "scipy"}


def test_figures_know_nothing_of_the_page_and_the_network():
    loaded = loaded_by("import mbviz.figures")
    assert "plotly" in loaded
    assert not loaded & {"streamlit", "tensorflow", "keras"}


def test_the_page_loads_no_tensorflow():
    loaded = loaded_by("import mbviz.ui.pages, mbviz.ui.status, mbviz.ui.data")
    assert "streamlit" in loaded
    assert not loaded & {"tensorflow", "keras"}


def test_the_page_loads_pandas_before_two_visitors_can_meet_it_half_loaded():
    """Plotly looks for it in its first figure, and Python gives a second thread the module as far as it is."""
    assert "pandas" in loaded_by("import mbviz.ui.data")


def test_a_module_that_did_import_streamlit_would_be_seen():
    assert "streamlit" in loaded_by("import streamlit")
