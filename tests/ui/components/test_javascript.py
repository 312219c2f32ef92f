"""The page's JavaScript: its unit tests run in Node, and TypeScript's compiler checks the types that its comments say."""

import re

import pytest

from mbviz.ui.components.linker import FOLDER
from tests.ui.components.javascript import TESTS, node, run, tool

SUITES = sorted(path.relative_to(TESTS).as_posix() for path in TESTS.rglob("*.test.mjs"))
MODULES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.js"))


@pytest.mark.parametrize("suite", SUITES)
def test_unit_tests_pass(suite):
    told = node("--test", str(TESTS / suite))
    assert int(re.search(r"pass (\d+)", told)[1]) > 0


def test_types_are_as_the_comments_say():
    run([tool("tsc", "node-typescript"), "--project", "jsconfig.json"])


@pytest.mark.parametrize("module", MODULES)
def test_a_module_is_checked_and_says_what_it_is(module):
    first, second, *_ = (FOLDER / module).read_text(encoding="utf-8").splitlines()
    assert first == "// @ts-check" and second.startswith("// ")


def test_a_type_that_does_not_fit_would_be_seen(tmp_path):
    """The compiler reads jsconfig.json, looks into comments, and is strict."""
    (tmp_path / "wrong.js").write_text(
        "/** @param {string} text */\nexport const f = (text) => text.trim();\nf(null);\n"
    )
    settings = (FOLDER / "jsconfig.json").read_text(encoding="utf-8")
    (tmp_path / "jsconfig.json").write_text(settings)
    with pytest.raises(AssertionError, match="not assignable"):
        run([tool("tsc", "node-typescript"), "--project", str(tmp_path / "jsconfig.json")])
