"""The house in figures: modules per folder, circles, the longest function and file, what is typed and documented.

python -m tests.house
"""

from __future__ import annotations

import ast
import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import NamedTuple

from mbviz.ui.state import SETTINGS
from tests.app_server import ROOT

PACKAGE = ROOT / "mbviz"
PYTHON = (ROOT / "app.py", *sorted(PACKAGE.rglob("*.py")))
JAVASCRIPT = tuple(sorted(PACKAGE.rglob("*.js")))
TESTS = tuple(path for end in ("*.py", "*.js", "*.mjs") for path in sorted((ROOT / "tests").rglob(end)))
TABLE = PACKAGE / "ui" / "state.py"  # where each setting has its default
SESSION = PACKAGE / "ui" / "session.py"  # what alone knows by which key a session is kept
Node = ast.FunctionDef | ast.AsyncFunctionDef


class Function(NamedTuple):
    """A function, and how many lines it takes without its docstring."""

    name: str
    path: Path
    line: int
    length: int

    def __str__(self) -> str:
        return f"{self.length} lines: {self.name} ({place(self.path)}:{self.line})"


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


# --- imports ---


def imported(path: Path) -> set[str]:
    """What a file imports, in functions and for types alone as well: modules, and names in modules."""
    named: set[str] = set()
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Import):
            named |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            named |= {f"{node.module}.{alias.name}" for alias in node.names}
    return named


def python_imports() -> dict[str, set[str]]:
    """For each module those that it imports, or imports names from."""
    paths = {module(path): path for path in PYTHON}
    named = {name: imported(path) for name, path in paths.items()}
    return {
        name: {other if other in paths else other.rpartition(".")[0] for other in others} & set(paths)
        for name, others in named.items()
    }


def room_imports() -> dict[str, set[str]]:
    """The same between rooms: the folders of the package, and the modules on top."""

    def room(name: str) -> str:
        return ".".join(name.split(".")[:2])

    graph: dict[str, set[str]] = {}
    for name, others in python_imports().items():
        graph.setdefault(room(name), set()).update({room(other) for other in others} - {room(name)})
    return graph


def javascript_imports() -> dict[str, set[str]]:
    """For each file of JavaScript those that its `import` and `export … from` name."""
    named = re.compile(r"""^(?:import\s*|(?:import|export)\b[^;'"]*\bfrom\s*)["'](\.[^"']+)["']""", re.MULTILINE)
    return {
        place(path): {
            place((path.parent / other).resolve()) for other in named.findall(blanked(path, but_strings=True))
        }
        for path in JAVASCRIPT
    }


def circle(graph: Mapping[str, set[str]]) -> list[str]:
    """One circle of imports, or nothing."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


# --- Python ---


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def nodes(path: Path) -> Iterator[Node]:
    return (node for node in ast.walk(parse(path)) if isinstance(node, Node))


def python_functions(path: Path) -> list[Function]:
    """The functions and methods of a file, inner ones counted in the outer one and by themselves."""
    found = []
    for node in nodes(path):
        length = _extent(node)
        if ast.get_docstring(node):
            length -= _extent(node.body[0])
        found.append(Function(node.name, path, node.lineno, length))
    return found


def _extent(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _arguments(node: Node) -> list[ast.arg]:
    given = node.args
    extra = [one for one in (given.vararg, given.kwarg) if one]
    return [*given.posonlyargs, *given.args, *given.kwonlyargs, *extra]


def is_typed(node: Node) -> bool:
    """Whether each argument has a type, and what is returned has one."""
    own = {"self", "cls"}
    return node.returns is not None and all(one.annotation or one.arg in own for one in _arguments(node))


def public_functions(path: Path) -> Iterator[Node]:
    """The functions of a file, and the methods of its classes, that have no underscore."""
    bodies = [parse(path).body]
    bodies += [one.body for one in bodies[0] if isinstance(one, ast.ClassDef) and not one.name.startswith("_")]
    return (one for body in bodies for one in body if isinstance(one, Node) and not one.name.startswith("_"))


SHAPE = re.compile(  # (B, C), (N,), (..., C), "shapes kept", "As in `compare`."
    r"shape|scalar|\((?:\.\.\.|[\w ·+−]+),[^()]*\)|\bas in `|those of `", re.IGNORECASE
)
ARRAY = re.compile(r"ArrayLike|NDArray|ndarray")


def _is_array(annotation: ast.expr | None) -> bool:
    return annotation is not None and bool(ARRAY.search(ast.unparse(annotation)))


def takes_arrays(node: Node) -> bool:
    return _is_array(node.returns) or any(_is_array(one.annotation) for one in _arguments(node))


def states_shapes(node: Node) -> bool:
    """Whether the docstring gives the shape of each array: in the entry of each, or in its few lines."""
    told = ast.get_docstring(node) or ""
    sections = dict(re.findall(r"^(\w+)\n-{3,}\n(.*?)(?=^\w+\n-{3,}\n|\Z)", told, re.MULTILINE | re.DOTALL))
    if "Parameters" not in sections and "Returns" not in sections:
        return bool(SHAPE.search(told))
    arrays = [one.arg for one in _arguments(node) if _is_array(one.annotation)]
    entries = [_entry(sections.get("Parameters", ""), name) for name in arrays]
    if _is_array(node.returns):
        entries.append(sections.get("Returns", told))
    return all(SHAPE.search(entry) for entry in entries)


def _entry(section: str, name: str) -> str:
    """The lines that a parameter has in a section: ``x, y : array_like …`` and what is indented below."""
    found = re.search(rf"^(?:.*, )?\*{{0,2}}{name}\b.*\n?(?:[ ].*\n?|\n)*", section, re.MULTILINE)
    return found[0] if found else ""


def session_keys(path: Path) -> list[str]:
    """The keys of `st.session_state` that a file writes out: ``["n"]``, ``.n``, ``.get("n")``, ``"n" in …``."""
    found = []
    for node in ast.walk(parse(path)):
        match node:
            case ast.Subscript(ast.Attribute(attr="session_state"), ast.Constant(str(key))):
                found.append(key)
            case ast.Compare(ast.Constant(str(key)), [_], [ast.Attribute(attr="session_state")]):
                found.append(key)
            case ast.Call(ast.Attribute(ast.Attribute(attr="session_state")), [ast.Constant(str(key)), *_]):
                found.append(key)
            case ast.Attribute(ast.Attribute(attr="session_state"), key) if key not in dir(dict):
                found.append(key)
    return found


# --- JavaScript ---

ASIDE = re.compile(  # a comment, a regular expression, a string
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)
    |(?:(?<=[=(,:\[!&|?{};])|(?<=return))\s*/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n])+/[a-z]*
    |(?P<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)""",
    re.DOTALL | re.VERBOSE,
)


def blanked(path: Path, *, but_strings: bool = False) -> str:
    """The text of a file with blanks for comments, regular expressions and strings; every line stays where it is."""

    def blank(found: re.Match[str]) -> str:
        return found[0] if but_strings and found["string"] else re.sub(r"[^\n]", " ", found[0])

    return ASIDE.sub(blank, path.read_text(encoding="utf-8"))


def javascript_functions(path: Path) -> list[Function]:
    """The functions with a body in braces, inner ones counted in the outer one and by themselves."""
    code = blanked(path)
    starts = [found.start() for found in re.finditer("\n", code)]
    found, open_braces, open_rounds, round_before = [], [], [], 0
    for at, sign in enumerate(code):
        if sign == "(":
            open_rounds.append(at)
        elif sign == ")" and open_rounds:
            round_before = open_rounds.pop()
        elif sign == "{":
            open_braces.append(_head(code, at, round_before))
        elif sign == "}" and open_braces and (head := open_braces.pop()):
            name, start = head
            first, last = bisect(starts, start), bisect(starts, at)
            found.append(Function(name, path, first + 1, last - first + 1))
    return found


def _head(code: str, brace: int, round_before: int) -> tuple[str, int] | None:
    """The name of the function that a brace opens, and where it begins; None for a block, a class, an object."""
    before = code[:brace].rstrip()
    if before.endswith(")") or re.search(r"\)\s*=>$", before):
        start = round_before
    elif bare := re.search(r"[\w$]+\s*=>$", before):  # x => {
        start = bare.start()
    else:
        return None
    name = re.search(r"([\w$#]+)\s*(?:[=:]\s*)?(?:async\s*)?$", code[:start])
    if before.endswith(")") and name and name[1] in {"if", "for", "while", "switch", "catch", "with"}:
        return None
    return (name[1] if name else "=>"), start


# --- together ---


def functions(paths: tuple[Path, ...]) -> list[Function]:
    return [one for path in paths for one in (python_functions if path.suffix == ".py" else javascript_functions)(path)]


def untyped() -> list[str]:
    return [f"{place(path)}:{node.lineno} {node.name}" for path in PYTHON for node in nodes(path) if not is_typed(node)]


def without_shapes() -> list[str]:
    return [
        f"{place(path)}:{node.lineno} {node.name}"
        for path in PYTHON
        for node in public_functions(path)
        if takes_arrays(node) and not states_shapes(node)
    ]


def bare_keys() -> dict[str, list[str]]:
    """For each file the keys of Streamlit's session that it should ask the module `SESSION` for."""
    found = {place(path): session_keys(path) for path in PYTHON if path != SESSION}
    return {path: keys for path, keys in found.items() if keys}


def repeated_defaults() -> list[str]:
    """Where the page writes out a setting's default once more (those that are words or long enough to be told apart)."""
    defaults = {one.default for one in SETTINGS.values() if isinstance(one.default, str) and len(one.default) > 3}
    return [
        f"{place(path)}:{node.lineno} {node.value}"
        for path in PYTHON
        if path.is_relative_to(TABLE.parent) and path != TABLE
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Constant) and node.value in defaults
    ]


def main() -> None:
    folders = Counter(place(path.parent) for path in (*PYTHON, *JAVASCRIPT) if path.name != "__init__.py")
    print("modules per folder: " + ", ".join(f"{folder} {count}" for folder, count in folders.items()))
    for what, graph in (
        ("rooms", room_imports()),
        ("modules of Python", python_imports()),
        ("modules of JavaScript", javascript_imports()),
    ):
        print(f"{len(graph)} {what}, {sum(map(len, graph.values()))} imports, circles: {circle(graph) or 'none'}")
    for title, paths in (("Python", PYTHON), ("JavaScript", JAVASCRIPT), ("tests", TESTS)):
        longest = max(paths, key=lines)
        print(f"{title}: longest file {lines(longest)} lines: {place(longest)}")
        print(f"{title}: longest function {max(functions(paths), key=lambda one: one.length)}")
    every = [node for path in PYTHON for node in nodes(path)]
    arrays = [node for path in PYTHON for node in public_functions(path) if takes_arrays(node)]
    print(f"typed: {1 - len(untyped()) / len(every):.1%} of {len(every)} functions")
    print(f"shapes stated: {1 - len(without_shapes()) / len(arrays):.1%} of {len(arrays)} public functions with arrays")
    print(f"keys of the session outside {place(SESSION)}: {sum(map(len, bare_keys().values()))}")
    print(f"defaults repeated outside {place(TABLE)}: {len(repeated_defaults())}")


if __name__ == "__main__":
    main()
