"""Imports go downwards only; proven in fresh processes by what they loaded, not by reading import lines."""

import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in (ROOT / "mbviz").rglob("*.py")
)
HEAVY = {"tensorflow", "keras", "torch"}
FOR_DRAWING = {"streamlit", "plotly", "pandas", "altair", "matplotlib"}


class Room(NamedTuple):
    """What the modules of a folder may load besides Python, NumPy and the modules on top."""

    below: set[str]
    libraries: set[str]


ROOMS = {
    "figures": Room({"stats", "article", "model", "data"}, {"plotly", "pandas", "scipy", "platformdirs"}),
    "takeaway": Room({"stats", "article", "model", "data"}, {"scipy", "platformdirs"}),
    "model": Room({"data"}, {"platformdirs", "filelock"}),
    "stats": Room(set(), {"scipy"}),
    "article": Room(set(), set()),
    "data": Room(set(), {"platformdirs"}),
}
PAGE = {"streamlit", "plotly", "pandas", "scipy", "PIL", "babel", "platformdirs", "filelock"}
WATCHED = (
    HEAVY
    | FOR_DRAWING
    | {"scipy", "PIL", "babel", "platformdirs", "filelock", "requests", "pooch", "mlxtend", "sklearn"}
)


@cache
def loaded_by(code: str) -> frozenset[str]:
    """The modules that a fresh interpreter holds after running `code`."""
    printed = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return frozenset(printed.split())


def packages(modules: frozenset[str]) -> set[str]:
    return {name.split(".")[0] for name in modules}


def room_of(module: str) -> str:
    return module.split(".")[1] if module.count(".") else ""


def alone(module: str) -> str:
    """Code that imports a module without what `mbviz` itself offers from many rooms: here `mbviz` is an empty package."""
    bare = "import sys, types; bare = types.ModuleType('mbviz'); bare.__path__ = ['mbviz']; sys.modules['mbviz'] = bare"
    return f"{bare}; import {module}"


def test_modules_are_found():
    assert {"mbviz.losses", "mbviz.stats.law", "mbviz.ui.pages.mini_batch"} <= set(MODULES)
    assert {room_of(name) for name in MODULES if name.count(".") > 1} == {*ROOMS, "ui"}


@pytest.mark.parametrize("module", [name for name in MODULES if room_of(name) in ROOMS])
def test_a_module_loads_only_what_its_room_allows(module):
    room = ROOMS[room_of(module)]
    loaded = loaded_by(alone(module))
    assert packages(loaded) & WATCHED <= room.libraries
    assert {room_of(name) for name in loaded} & {*ROOMS, "ui"} <= {room_of(module), *room.below}


@pytest.mark.parametrize("module", [name for name in MODULES if "." in name and room_of(name) not in (*ROOMS, "ui")])
def test_the_modules_on_top_are_below_all_rooms(module):
    loaded = loaded_by(alone(module))
    assert packages(loaded) & WATCHED <= ({"platformdirs"} if module == "mbviz._files" else set())
    assert not {room_of(name) for name in loaded} & {*ROOMS, "ui"}


def test_no_module_of_the_page_loads_tensorflow():
    loaded = packages(loaded_by("import " + ", ".join(name for name in MODULES if name.startswith("mbviz.ui"))))
    assert "streamlit" in loaded
    assert loaded & WATCHED <= PAGE


def test_nothing_but_the_child_imports_tensorflow():
    """The training child imports Keras in its functions, when it runs; everything together loads none of it."""
    assert not packages(loaded_by("import " + ", ".join(MODULES))) & HEAVY


def test_the_public_names_need_numpy_alone():
    assert not packages(loaded_by("import mbviz; mbviz.__all__")) & (WATCHED - {"platformdirs"})


def test_the_page_loads_pandas_before_two_visitors_can_meet_it_half_loaded():
    """Plotly looks for it in its first figure, and Python gives a second thread the module as far as it is."""
    assert "pandas" in loaded_by("import mbviz.ui.data")


def test_a_module_that_did_import_streamlit_would_be_seen():
    assert "streamlit" in loaded_by("import streamlit")
