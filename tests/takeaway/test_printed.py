"""What the code prints is said in the visitor's language, and with the same numbers."""

import ast
import re
from gettext import GNUTranslations
from io import BytesIO

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from mbviz.takeaway import as_code, batch_size_cells
from mbviz.takeaway.printed import COMMENTS, PRINTED, in_language
from tests.house import ROOT
from tests.takeaway.test_cells import Case

SOURCES = sorted((ROOT / "mbviz" / "takeaway").glob("*.py"))
PRINTS = re.compile(r"""(?<!>>> )(?<!['])\bprint\(f?"((?:[^"\\]|\\.)*)\"""")
WORDS = re.compile(r"[A-Za-z]{3}")
NAMES = ("batch_mask:",)  # variables of the code
CODE = "y[n]", "batch_size, steps, learning_rate, momentum, seed"  # comments that are code


@pytest.fixture(scope="module")
def look():
    """A text in Korean."""
    file = ROOT / "mbviz" / "ui" / "locale" / "ko" / "LC_MESSAGES" / "mbviz.po"
    compiled = BytesIO()
    write_mo(compiled, read_po(file.open("rb"), "ko"))
    compiled.seek(0)
    return GNUTranslations(compiled).gettext


def test_every_text_with_words_that_is_printed_is_in_the_table_and_in_some_code():
    found = set()
    for source in SOURCES:
        for text in PRINTS.findall(source.read_text(encoding="utf-8")):
            plain = text.replace("{{", "{").replace("}}", "}")
            outside = re.sub(r"\{[^}]*\}", "", plain)
            if WORDS.search(outside.replace("log", "").replace("nats", "")) and plain not in NAMES:
                found.add(plain)
    assert found == set(PRINTED)


def test_every_comment_is_in_the_table_and_in_some_code():
    found = set()
    for source in SOURCES:
        if source.name == "printed.py":
            continue
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.update(re.findall(r"(?<=\S  )# (.+)", node.value))
    assert found - set(CODE) == set(COMMENTS)


def test_every_comment_stays_one_line_in_korean_and_keeps_the_names_of_the_code(look):
    for text in COMMENTS:
        said = look(text)
        assert said != text and "\n" not in said
        names = r"y|t|k|TensorFlow|Goodfellow|log 0|-1e-7|\|g_i\|\^2|\(1,\)"
        assert set(re.findall(rf"(?<!\w)(?:{names})(?!\w)", text)) == set(
            re.findall(rf"(?<![a-zA-Z])(?:{names})(?![a-zA-Z])", said)
        )


def test_a_comment_that_is_no_text_of_ours_stays_as_it_is(look):
    assert in_language("x = y[n]  # y[n]\ns = '# step k learns from draw k'", look).count("#") == 2
    assert in_language("x = 1  # of the mean loss", look) == f"x = 1  # {look('of the mean loss')}"


def test_every_text_has_the_same_fields_in_korean(look):
    for text in PRINTED:
        said = look(text)
        assert said != text
        assert sorted(re.findall(r"\{[^}]*\}", said)) == sorted(re.findall(r"\{[^}]*\}", text))
        assert not WORDS.search(re.sub(r"\{[^}]*\}|nats|skewness|dtype|Cochran", "", said)), said


@pytest.mark.parametrize("whole", [True, False])
def test_in_korean_the_code_prints_the_same_numbers_and_no_english(run, look, whole, tmp_path):
    case = Case(50, 5)
    cells = case.cells(whole=whole)
    assert as_code(cells) == as_code(cells, str, str)
    code = as_code(cells, str, look)
    printed, _ = run(code)
    assert f"손실: {case.batch.loss:.4f} nats ({case.batch.loss})" in printed
    assert f"틀린 예측: 5개 중 {case.batch.wrong.sum()}개" in printed
    assert not WORDS.search(
        printed.replace("batch_mask", "").replace("nats", "").replace("False", "").replace("True", "")
    )


def test_the_other_screens_code_is_in_korean_too(look):
    case = Case(50, 5)
    wanted = {"population": 10**6, "precision": 0.01, "confidence": 0.95}
    for cells in (
        case.example(0),
        case.shapes(),
        batch_size_cells(case.dataset, case.snapshot, batch_size=5, seed=0, replace=True, **wanted),
    ):
        code = in_language(as_code(cells), look)
        assert code != as_code(cells)
        compile(code, "code", "exec")
