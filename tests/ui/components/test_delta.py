"""The numbers of delta, which the browser computes while the hand moves, are Python's at every delta and p."""

import json

import pytest

from mbviz._numbers import fixed, short
from mbviz.article.indexing import logit_gradient, loss_gradient
from mbviz.losses import per_example_loss
from mbviz.ui.state import DELTAS, PROBABILITIES
from tests.ui.components.javascript import node

ROWS = """\
import { rowsOf } from "./charts/delta_panel.js";
import { short } from "./page/numbers.js";
const [probabilities, deltas, numbers] = JSON.parse(process.env.ASKED);
console.log(JSON.stringify([probabilities.map((p) => deltas.map((delta) => rowsOf(Number(p), Number(delta)))), numbers.map((n) => short(n))]));
"""
RAISED = str.maketrans("−0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
NUMBERS = [0.0, 1e-15, 2.34e-5, -0.000999, 0.001, 0.0784, 0.09996, -0.5, 12.345, 999.5, 1234.6, 1e8, 1.26e9, -1e12]


def plain(html: str) -> str:
    """HTML with raised digits as the browser's canvases write them."""
    before, _, power = html.partition("<sup>")
    return before + power.removesuffix("</sup>").translate(RAISED)


@pytest.fixture(scope="module")
def told() -> list:
    """The rows of every p and delta, and some numbers, as JavaScript writes them."""
    asked = json.dumps([PROBABILITIES, DELTAS, NUMBERS])
    return json.loads(node("--input-type=module", "-e", ROWS, ASKED=asked))


def test_losses_and_slopes_are_pythons(told):
    def loss(p: float, added: float) -> str:
        return f"{fixed(float(per_example_loss([[p]], [0], added)[0]), 3)} nats"

    for p, rows in zip(map(float, PROBABILITIES), told[0], strict=True):
        for delta, shown in zip(map(float, DELTAS), rows, strict=True):
            slopes = [[plain(short(float(f(p, d)), 4)) for d in (0.0, delta)] for f in (loss_gradient, logit_gradient)]
            expected = [[loss(p, 0.0), loss(p, delta)], *slopes, ["∞", loss(0.0, delta)]]
            assert [values for _name, *values in shown] == expected, (p, delta)


def test_numbers_are_written_as_python_writes_them(told):
    assert told[1] == [plain(short(number)) for number in NUMBERS]
