"""The catalogue of translations: collect the texts of the code, and bring the catalogues up to date.

python -m tests.catalogue
"""

from __future__ import annotations

import ast

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from mbviz.ui.language import FOLDER
from mbviz.ui.state import LANGUAGES
from tests.app_server import ROOT

CALLS = {"_", "N_", "Message", "translate"}  # their first argument is a text for the catalogue


def collect() -> Catalog:
    """All texts of the app, each with the files where it stands.

    Read from the syntax tree: Babel's own extractor passes over calls within f-strings.
    """
    catalog = Catalog(charset="utf-8")
    for path in (ROOT / "app.py", *sorted((ROOT / "mbviz").rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_call = (
                isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS and node.args
            )
            if is_call and isinstance(node.args[0], ast.Constant):
                catalog.add(node.args[0].value, locations=[(path.relative_to(ROOT).as_posix(), 0)])
    return catalog


def load(language: str) -> Catalog:
    """The catalogue of a language, empty when it has no file yet."""
    path = FOLDER / language / "LC_MESSAGES" / "mbviz.po"
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, language)


def main() -> None:
    """Write every catalogue anew, with what is new left empty and what is gone dropped."""
    texts = collect()
    for language in LANGUAGES:
        if language == "en":
            continue
        catalog = load(language)
        catalog.update(texts, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        path = FOLDER / language / "LC_MESSAGES" / "mbviz.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalog, width=0, include_lineno=False, sort_by_file=True, omit_header=True)
        empty = [message.id for message in catalog if message.id and not message.string]
        print(f"{path.relative_to(ROOT)}: {len(catalog)} texts, {len(empty)} without translation")


if __name__ == "__main__":
    main()
