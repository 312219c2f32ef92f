"""The catalogue of translations: collect the texts of the code, and bring the catalogues up to date.

    python -m tests.catalogue
"""

from __future__ import annotations

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from mbviz.ui.language import FOLDER, LANGUAGES
from tests.app_server import ROOT

KEYWORDS = {"_": None, "N_": None, "Message": None, "translate": None}


def collect() -> Catalog:
    """All texts of the app, each with the places where it stands."""
    catalog = Catalog(charset="utf-8")
    for path in (ROOT / "app.py", *sorted((ROOT / "mbviz").rglob("*.py"))):
        for _, text, _, _ in extract_from_file("python", path, keywords=KEYWORDS):
            catalog.add(text, locations=[(path.relative_to(ROOT).as_posix(), 0)])
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
