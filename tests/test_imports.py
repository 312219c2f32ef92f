"""Imports go downwards only; proven in fresh processes by what they loaded, not by reading import lines."""

import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import pytest

from tests import house

MODULES = sorted(house.module(path) for path in house.PYTHON if path.name != "app.py")
HEAVY = {"tensorflow", "keras", "torch"}


class Room(NamedTuple):
    """What the modules of a folder may load besides Python, NumPy and the modules on top."""

    below: set[str]
    libraries: set[str]
    within: frozenset[str] | set[str] = (
        frozenset()
    )  # libraries that they import inside functions, when they come to that


ROOMS = {
    "figures": Room({"stats", "article", "model", "data"}, {"plotly"}),
    "takeaway": Room({"stats", "article", "model", "data"}, {"platformdirs"}, ("nbformat",)),
    "model": Room({"data"}, {"platformdirs", "filelock"}, ("keras",)),
    "stats": Room(set(), {"scipy"}),
    "article": Room(set(), set()),
    "lessons": Room(set(), set()),
    "data": Room(set(), {"platformdirs"}, ("requests", "pooch", "mlxtend")),
}
ON_TOP = {name for name in MODULES if name.count(".") == 1} - {f"mbviz.{room}" for room in (*ROOMS, "ui")}


@cache
def loaded_by(code: str) -> frozenset[str]:
    """The modules that a fresh interpreter holds after running `code`."""
    printed = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"],
        cwd=house.ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return frozenset(printed.split())


def libraries(modules: Iterable[str]) -> set[str]:
    """The packages they belong to, but for Python's own, NumPy and our own."""
    known = sys.stdlib_module_names | {"numpy", "cython_runtime", "mbviz"}
    return {name for name in (module.split(".")[0] for module in modules) if name not in known and name[0] != "_"}


def room_of(module: str) -> str:
    return module.split(".")[1] if module.count(".") else ""


def alone(module: str) -> str:
    """Code that imports a module without what `mbviz` itself offers from many rooms: here `mbviz` is an empty package."""
    bare = "import sys, types; bare = types.ModuleType('mbviz'); bare.__path__ = ['mbviz']; sys.modules['mbviz'] = bare"
    return f"{bare}; import {module}"


def test_modules_are_found():
    assert {"mbviz.losses", "mbviz.stats.law", "mbviz.ui.screens.mini_batch.draw"} <= set(MODULES)
    assert {room_of(name) for name in MODULES if name.count(".") > 1} == {*ROOMS, "ui"}


@pytest.mark.parametrize("module", [name for name in MODULES if room_of(name) in ROOMS])
def test_a_module_loads_only_what_its_room_allows(module):
    room = ROOMS[room_of(module)]
    loaded = loaded_by(alone(module))
    below = [ROOMS[name].libraries for name in room.below]
    assert libraries(loaded) <= room.libraries.union(*below)
    assert {room_of(name) for name in loaded} & {*ROOMS, "ui"} <= {room_of(module), *room.below}


@pytest.mark.parametrize("name", ROOMS)
def test_what_a_room_imports_within_functions_is_allowed_too(name):
    room = ROOMS[name]
    assert house.room_imports()[f"mbviz.{name}"] <= {f"mbviz.{below}" for below in room.below} | ON_TOP
    paths = [path for path in house.PYTHON if room_of(house.module(path)) == name]
    assert libraries(set().union(*map(house.imported, paths))) <= room.libraries.union(room.within)


@pytest.mark.parametrize("module", sorted(ON_TOP))
def test_the_modules_on_top_are_below_all_rooms(module):
    loaded = loaded_by(alone(module))
    assert libraries(loaded) <= ({"platformdirs"} if module == "mbviz._files" else set())
    assert not {room_of(name) for name in loaded} & {*ROOMS, "ui"}
    assert house.room_imports()[module] <= ON_TOP


def test_nothing_but_the_children_imports_tensorflow():
    """The children import Keras in their functions, when they run; everything together loads none of it."""
    loaded = libraries(loaded_by("import " + ", ".join(MODULES)))
    assert "streamlit" in loaded
    assert not loaded & HEAVY


def test_the_public_names_need_numpy_alone():
    assert libraries(loaded_by("import mbviz; [getattr(mbviz, name) for name in mbviz.__all__]")) <= {"platformdirs"}


def test_no_chart_needs_pandas():
    """60 MB, which Plotly would take along if a figure were checked or Streamlit drew it."""
    drawn = "as_sent(figures.loss_histogram([0.1, 1, 10], [3, 1], [0.2, 0.8], 0.7, 0.2))"
    code = f"import mbviz.ui.frame; from mbviz import figures; from mbviz.ui.components.chart import as_sent; {drawn}"
    loaded = loaded_by(code)
    assert "plotly.graph_objs" in loaded and "pandas" not in loaded
