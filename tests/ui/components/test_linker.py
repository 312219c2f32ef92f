"""The linker: one script of modules, each with its own scope, each run once, those first that others need."""

import re
from pathlib import Path

import pytest

from mbviz.ui import components
from mbviz.ui.components import PARTS, component
from mbviz.ui.components.linker import FOLDER, link, packed
from tests.ui.components.javascript import node

MODULES = {path.relative_to(FOLDER).as_posix(): path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.js")}


def files(folder: Path, **modules: str) -> Path:
    for name, code in modules.items():
        path = folder / f"{name.replace('__', '/')}.js"
        path.parent.mkdir(exist_ok=True)
        path.write_text(code, encoding="utf-8")
    return folder


def printed(folder: Path, script: str) -> str:
    """What a script prints and then its default export, called with nothing."""
    (folder / "linked.mjs").write_text(f"{script}\n", encoding="utf-8")
    return node("--input-type=module", "--eval", f'console.log((await import("{folder}/linked.mjs")).default());')


def test_what_is_exported_arrives_where_it_is_imported(tmp_path):
    folder = files(
        tmp_path,
        drawing__axes="export const ticks = (n) => n + 1;\nexport function line() { return 'line'; }\n"
        "export async function later() {}\nexport class Box { side = 3; }\n",
        charts__picks='import { ticks, line as stroke } from "../drawing/axes.js";\n'
        'import {\n  Box,\n} from "../drawing/axes.js";\n'
        "export default () => [ticks(4), stroke(), new Box().side].join();\n",
    )
    assert printed(folder, link("charts/picks.js", folder)) == "5,line,3\n"


def test_modules_run_once_and_in_order(tmp_path):
    folder = files(
        tmp_path,
        base="console.log('base');\nexport const list = [];\n",
        left="import { list } from \"./base.js\";\nconsole.log('left');\nlist.push('left');\nexport const left = list;\n",
        right="import { list } from \"./base.js\";\nconsole.log('right');\nlist.push('right');\nexport const right = list;\n",
        main='import { right } from "./right.js";\nimport { left } from "./left.js";\nexport default () => left === right && left.join();\n',
    )
    assert printed(folder, link("main.js", folder)).splitlines() == ["base", "right", "left", "right,left"]


def test_modules_do_not_see_each_others_names(tmp_path):
    folder = files(
        tmp_path,
        one="const states = 'one';\nexport const first = () => states;\n",
        two="const states = 'two';\nexport const second = () => states;\n",
        main='import { first } from "./one.js";\nimport { second } from "./two.js";\nconst states = 3;\n'
        "export default () => [states, first(), second()].join();\n",
    )
    assert printed(folder, link("main.js", folder)) == "3,one,two\n"


def test_names_that_are_not_imported_are_unknown(tmp_path):
    folder = files(
        tmp_path,
        one="const hidden = 1;\nexport const seen = 2;\n",
        main='import { seen } from "./one.js";\nexport default () => [seen, typeof hidden].join();\n',
    )
    assert printed(folder, link("main.js", folder)) == "2,undefined\n"


def test_comments_are_left_out_and_strings_are_not(tmp_path):
    code = "/**\n * Says.\n * @returns {string}\n */\n// why\nexport default () => /** @type {string} */ ('// a /* b') // here\n"
    script = link("main.js", files(tmp_path, main=code))
    assert "@" not in script and "why" not in script
    assert printed(tmp_path, script) == "// a /* b\n"


def test_an_entry_may_export_more_than_its_default(tmp_path):
    script = link("main.js", files(tmp_path, main="export const two = 2;\nexport default () => two;\n"))
    (tmp_path / "linked.mjs").write_text(script)
    told = node("--input-type=module", "--eval", f'console.log((await import("{tmp_path}/linked.mjs")).two);')
    assert told == "2\n"


WRONG = {
    "circle": (
        {"main": 'import { a } from "./a.js";', "a": 'import { b } from "./b.js";\nexport const a = 1;',
         "b": 'import { a } from "./a.js";\nexport const b = 2;'},
        "Modules import each other in a circle: a.js → b.js → a.js.",
    ),
    "itself": ({"main": 'import { a } from "./main.js";\nexport const a = 1;'}, "circle: main.js → main.js."),
    "no file": ({"main": 'import { a } from "./a.js";'}, "The module a.js, which main.js imports, is no file"),
    "outside": ({"main": 'import { a } from "../../a.js";'}, "The module ../../a.js, which main.js imports, is no file"),
    "no export": (
        {"main": 'import { b } from "./a.js";', "a": "export const a = 1;\nconst b = 2;"},
        "main.js imports b from a.js, which does not export it.",
    ),
    "default": ({"main": 'import a from "./a.js";'}, 'not supported: import a from "./a.js";'),
    "all": ({"main": 'import * as a from "./a.js";'}, "not supported: import * as a"),
    "effects": ({"main": 'import "./a.js";'}, 'not supported: import "./a.js";'),
    "package": ({"main": 'import { a } from "plotly";'}, 'not supported: import { a } from "plotly";'),
    "later": ({"main": 'const a = await import("./a.js");'}, 'not supported: import("./a.js");'),
    "names": ({"main": 'import { a as b as c } from "./a.js";'}, "not supported: { a as b as c }"),
    "re-export": ({"main": 'export { a } from "./a.js";'}, "not supported: export { a }"),
    "variable": ({"main": "export let a = 1;"}, "not supported: export let a"),
    "inner default": (
        {"main": 'import { a } from "./a.js";', "a": "export const a = 1;\nexport default a;"},
        "a.js imports or exports in a form that is not supported: export default a;",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("modules", "sentence"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_linked_is_refused_with_a_sentence(modules, sentence, tmp_path):
    with pytest.raises(ValueError, match=re.escape(sentence)):
        link("main.js", files(tmp_path, **modules))


def test_an_entry_that_is_no_file_is_refused(tmp_path):
    with pytest.raises(ValueError, match=re.escape("The module main.js is no file of the folder")):
        link("main.js", tmp_path)


def test_every_component_has_a_script_and_each_script_a_component():
    runs = re.search(r"const RUNS = \{([^}]*)\}", MODULES["library.js"])
    assert runs and set(re.findall(r"(\w+): run", runs[1])) == set(PARTS)


def test_the_library_is_one_script_with_one_default(tmp_path):
    script = link("library.js")
    assert script.count("export default") == 1
    (tmp_path / "linked.mjs").write_text(script, encoding="utf-8")
    node("--check", str(tmp_path / "linked.mjs"))


def test_no_module_is_left_over():
    """What no component needs is deleted."""
    linked = link("library.js")
    inner = [path.removesuffix(".js") for path in MODULES if path != "library.js"]
    assert [path for path in inner if f"const ${path.replace('/', '_')} = " not in linked] == []


def test_an_unknown_component_is_refused():
    with pytest.raises(ValueError, match="There is no component 'way'; there are bar, "):
        component("way")


CALL = """
const { default: call } = await import(`data:text/javascript,${encodeURIComponent(process.env.MBVIZ_CALL)}`);
const later = call({ data: 1 });
globalThis.mbvizLibrary.run = (name, { data }) => `${name} ${data}`;
globalThis.mbvizLibrary.waiting.splice(0).forEach((run) => run());
console.log(await later, "then", call({ data: 2 }));
"""


def test_a_component_that_is_there_before_the_library_runs_when_it_comes():
    call = components._CALL.replace("{name}", "bar")
    assert node("--input-type=module", "--eval", CALL, MBVIZ_CALL=call) == "bar 1 then bar 2\n"


def test_a_packed_script_is_short_and_the_same_in_every_run():
    script = link("library.js")
    assert packed(script) == packed(script)
    assert len(packed(script)) < len(script) / 2
