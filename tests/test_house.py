"""What the house promises: no circles, small functions and files, everything typed, every array with its shape."""

import ast

import pytest

from tests import house


@pytest.mark.parametrize("imports", [house.python_imports, house.room_imports, house.javascript_imports])
def test_imports_make_no_circle(imports):
    graph = imports()
    assert any(graph.values())
    assert house.circle(graph) == []


@pytest.mark.parametrize("paths", [house.PYTHON, house.JAVASCRIPT, house.TESTS], ids=["Python", "JavaScript", "tests"])
def test_no_function_is_longer_than_forty_lines(paths):
    found = house.functions(paths)
    assert len(found) > 100
    assert [str(one) for one in found if one.length > 40] == []


@pytest.mark.parametrize("path", [*house.PYTHON, *house.JAVASCRIPT, *house.TESTS], ids=house.place)
def test_no_file_is_longer_than_350_lines(path):
    assert house.lines(path) <= 350


def test_every_function_is_typed():
    assert house.untyped() == []


def test_every_public_function_with_arrays_states_their_shapes():
    assert house.without_shapes() == []


def test_one_module_alone_knows_the_keys_of_the_session():
    assert house.session_keys(house.SESSION)
    assert house.bare_keys() == {}


def test_no_default_stands_outside_the_table():
    assert house.repeated_defaults() == []


def test_a_circle_is_found():
    assert set(house.circle({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}})) == {"a", "b", "c"}


@pytest.mark.parametrize(
    ("code", "is_typed"),
    [
        ("def f(a: int, *b: int) -> None: ...", True),
        ("def f(self, cls) -> None: ...", True),
        ("def f(a: int, *b) -> None: ...", False),
        ("def f(a: int, *, b) -> None: ...", False),
        ("async def f(a: int): ...", False),
    ],
)
def test_a_missing_type_is_seen(code, is_typed):
    assert house.is_typed(ast.parse(code).body[0]) is is_typed


@pytest.mark.parametrize(
    ("told", "states"),
    [
        ("Return the rows of `y`: (B, C).", True),
        ("Return the rows of `y`.", False),
        ("Do it.\n\nParameters\n----------\ny, x : array_like of float, shape (B, C)\n\nReturns\n-------\n(B,)", True),
        (
            "Do it.\n\nParameters\n----------\nx : float\ny : array_like\n    Of shape (B,).\n\nReturns\n-------\n(B,)",
            True,
        ),
        ("Do it.\n\nParameters\n----------\ny : array_like\nx : shape (B,)\n\nReturns\n-------\n(B,)", False),
        ("Do it.\n\nParameters\n----------\ny : shape (B, C)\n\nReturns\n-------\nndarray", False),
    ],
)
def test_a_missing_shape_is_seen(told, states):
    code = f"def f(y: ArrayLike, x: float) -> NDArray[np.float64]:\n    {told!r}"
    function = ast.parse(code).body[0]
    assert house.takes_arrays(function)
    assert house.states_shapes(function) is states


def test_docstrings_do_not_count_and_inner_functions_do(tmp_path):
    path = tmp_path / "f.py"
    path.write_text('def f():\n    """One.\n\n    Two.\n    """\n    def g():\n        return 1\n    return g\n')
    assert {one.name: one.length for one in house.python_functions(path)} == {"f": 4, "g": 2}


def test_functions_of_javascript_are_measured(tmp_path):
    path = tmp_path / "f.js"
    path.write_text(
        "export function f(a, { b }) {\n  // } a comment\n  if (a) {\n    return `}${b}`;\n  }\n}\n"
        "const g = (a) =>\n  a.map((b) => {\n    return /[}]/.test(b);\n  });\n"
        "class H {\n  draw() {\n  }\n}\nconst i = async x => {\n};\n"
    )
    found = [(one.name, one.line, one.length) for one in house.javascript_functions(path)]
    assert found == [("f", 1, 6), ("=>", 8, 3), ("draw", 12, 2), ("i", 15, 2)]


def test_keys_of_the_session_are_found(tmp_path):
    path = tmp_path / "f.py"
    path.write_text(
        'st.session_state["a"] = st.session_state.b\nst.session_state.get("c", 1)\n"d" in st.session_state\n'
        "st.session_state[key]\nst.session_state.update(e)\n"
    )
    assert sorted(house.session_keys(path)) == ["a", "b", "c", "d"]
