"""Follows the imports of a JavaScript module, and makes one script of it and all that it needs.

Streamlit takes a component's script as one text, and the browser reads it from an address of its own: there is nothing
that a module in it could import from. (Streamlit also serves modules as files, but only those of an installed package.)

    import { ticks, line as stroke } from "../drawing/axes.js";

Each module keeps a scope of its own and runs once, after those that it imports. What our modules need is supported and
nothing more: named imports and exports, and the default export of the entry.
"""

from __future__ import annotations

import base64
import gzip
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from posixpath import normpath

FOLDER = Path(__file__).parent
_NAME = r"[A-Za-z_$][\w$]*"
_IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.[^"]*)";$', re.MULTILINE)
_EXPORT = re.compile(rf"^export (?=(?:async function|function|class|const) ({_NAME}))", re.MULTILINE)
_DEFAULT = re.compile(r"^export default ", re.MULTILINE)
_UNKNOWN = re.compile(r"^(?:import|export)\b.*|\bimport\s*[(.].*", re.MULTILINE)
_COMMENT = re.compile(r"/\*\*.*?\*/|^[ \t]*//[^\n]*$", re.MULTILINE | re.DOTALL)  # JSDoc, and comments of whole lines


_UNPACK = """\
const bytes = Uint8Array.from(atob("{data}"), (c) => c.charCodeAt(0));
const script = new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")));
const url = URL.createObjectURL(new Blob([await script.text()], { type: "text/javascript" }));
"""
_DEFAULT_EXPORT = "export default (await import(url)).default;\n"


@dataclass(frozen=True)
class _Module:
    """A module as it was read.

    Attributes
    ----------
    path : str
        Below the folder, such as "drawing/axes.js".
    imports : tuple of (str, tuple of (str, str))
        Of each import the path, and its names with those that they get here.
    exports : tuple of str
        The names that others can import.
    body : str
        The code without its imports.
    """

    path: str
    imports: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    exports: tuple[str, ...]
    body: str


def link(entry: str, folder: Path = FOLDER) -> str:
    """The script that does what a module does, without importing anything.

    Parameters
    ----------
    entry : str
        The module's path below `folder`, such as "charts/losses.js". It alone may have a default export.
    folder : Path
        No module outside of it is read.

    Returns
    -------
    str
        A module. What the entry exports it exports.

    Raises
    ------
    ValueError
        If a file or an export is missing, if modules import each other in a circle, or if something is imported or
        exported in a form that is not supported.
    """
    done: dict[str, _Module] = {}
    _visit(entry, folder, done, ())
    *inner, last = done.values()
    return "\n".join([*(_scope(module) for module in inner), *_imports(last), last.body])


def packed(script: str, last: str = _DEFAULT_EXPORT) -> str:
    """A short module that unpacks `script` and exports its default, or does with it what `last` says.

    In every run of the page Streamlit sends the script of each component anew, and nobody needs it again: the browser
    runs a text once. Packed it has a third of its size.
    """
    data = base64.b64encode(gzip.compress(script.encode(), mtime=0)).decode()
    return _UNPACK.replace("{data}", data) + last


def _visit(path: str, folder: Path, done: dict[str, _Module], trail: tuple[str, ...]) -> None:
    """Put a module into `done`, after all that it imports; `trail` are those that wait for it."""
    if path in trail:
        raise ValueError(f"Modules import each other in a circle: {' → '.join((*trail[trail.index(path) :], path))}.")
    if path in done:
        return
    module = _read(path, folder, trail)
    for target, names in module.imports:
        _visit(target, folder, done, (*trail, path))
        missing = [name for name, _ in names if name not in done[target].exports]
        if missing:
            raise ValueError(f"{path} imports {missing[0]} from {target}, which does not export it.")
    done[path] = module


def _read(path: str, folder: Path, trail: tuple[str, ...]) -> _Module:
    wanted = f", which {trail[-1]} imports," if trail else ""
    if path.startswith("..") or not (folder / path).is_file():
        raise ValueError(f"The module {path}{wanted} is no file of the folder {folder.name}.")
    code = _COMMENT.sub("", (folder / path).read_text(encoding="utf-8"))
    imports = tuple((_resolved(source, path), _names(names, path)) for names, source in _IMPORT.findall(code))
    body = _IMPORT.sub("", code)
    exports = tuple(_EXPORT.findall(body))
    known = _EXPORT.sub("", body)
    if unknown := _UNKNOWN.search(known if trail else _DEFAULT.sub("", known)):
        raise ValueError(f"{path} imports or exports in a form that is not supported: {unknown[0].strip()}")
    if trail:
        body = known
    return _Module(path, imports, exports, re.sub(r"\n\s*\n", "\n", body).strip())


def _resolved(source: str, path: str) -> str:
    """The path that a source means which the module at `path` names."""
    return normpath(str(PurePosixPath(path).parent / source))


def _names(names: str, path: str) -> tuple[tuple[str, str], ...]:
    """The imported names and those that they get: "a, b as c" are (a, a) and (b, c)."""
    parts = [part.split() for part in names.split(",") if part.strip()]
    if any(not re.fullmatch(rf"{_NAME}(?: as {_NAME})?", " ".join(part)) for part in parts):
        raise ValueError(f"{path} imports in a form that is not supported: {{{names}}}")
    return tuple((part[0], part[-1]) for part in parts)


def _variable(path: str) -> str:
    """What holds a module's exports in the script."""
    return "$" + re.sub(r"\W", "_", path.removesuffix(".js"))


def _imports(module: _Module) -> list[str]:
    """Lines that take the imported names from the modules' exports."""
    pairs = [
        (target, ", ".join(name if name == here else f"{name}: {here}" for name, here in names))
        for target, names in module.imports
    ]
    return [f"const {{ {names} }} = {_variable(target)};" for target, names in pairs]


def _scope(module: _Module) -> str:
    """A module as a function that is called at once and returns its exports."""
    lines = [*_imports(module), module.body, f"return {{ {', '.join(module.exports)} }};"]
    return "\n".join([f"const {_variable(module.path)} = (() => {{", *lines, "})();"])
