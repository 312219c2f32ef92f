"""The bytes that Python packs are those that the page's JavaScript reads."""

import json

import numpy as np
import pytest

from mbviz.ui.components.packing import coarse, pack
from tests.ui.components.javascript import node


def arrays(height: int = 28, width: int = 28) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (3, height, width)).astype(np.uint8)
    return {"y": rng.random((3, 10)).astype(np.float32), "pixels": images}


@pytest.mark.parametrize("text", ["", "a", "ab", "abc", "한글"])
def test_header_and_arrays_lie_at_multiples_of_four(text):
    packed = arrays()
    data = pack({"summary": text}, **packed)
    start = 4 + int.from_bytes(data[:4], "little")
    assert start % 4 == 0
    contents = [["y", "float32", 30], ["pixels", "uint8", 3 * 28 * 28]]
    assert json.loads(data[4:start]) == {"summary": text, "contents": contents}
    np.testing.assert_array_equal(np.frombuffer(data[start : start + 120], "<f4").reshape(3, 10), packed["y"])
    np.testing.assert_array_equal(np.frombuffer(data[start + 120 :], np.uint8).reshape(3, 28, 28), packed["pixels"])


def test_an_array_of_another_type_is_refused():
    with pytest.raises(ValueError, match="y must be an array of float32, int32, int16 or uint8, not of float64."):
        pack({}, y=np.zeros(3))


READ = """
import { readFileSync } from "node:fs";
import { unpack } from "./page/bytes.js";
const file = readFileSync(process.env.MBVIZ_PACKED);
const within = new Uint8Array(file.length + 3); // Streamlit's bytes begin anywhere in their buffer
within.set(file, 3);
const { header, arrays } = unpack(within.subarray(3));
const plain = Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, [...array]]));
console.log(JSON.stringify({ header, arrays: plain }));
"""


@pytest.mark.parametrize("size", [(28, 28), (5, 3), (1, 1)])
def test_javascript_unpacks_what_python_packed(size, tmp_path):
    packed = arrays(*size)
    (tmp_path / "packed").write_bytes(pack({"summary": "한글"}, odd=packed["pixels"], **packed))
    read = json.loads(node("--input-type=module", "--eval", READ, MBVIZ_PACKED=str(tmp_path / "packed")))
    assert read["header"] == {"summary": "한글"}
    assert read["arrays"]["pixels"] == read["arrays"]["odd"] == packed["pixels"].ravel().tolist()
    assert read["arrays"]["y"] == packed["y"].ravel().tolist()


FINE = """
import { readFileSync } from "node:fs";
import { fine, unpack } from "./page/bytes.js";
const { header, arrays } = unpack(new Uint8Array(readFileSync(process.env.MBVIZ_PACKED)));
console.log(JSON.stringify([...fine(arrays.numbers, arrays.steps, header.counts)]));
"""


def test_coarse_points_come_back_to_within_half_a_step(tmp_path):
    """Half of 1/32,767 of the farthest of their part, and what float32 rounds of it (half a unit in 2²⁴, twice)."""
    rng = np.random.default_rng(0)
    parts = [rng.standard_t(2, (k, 2)) * [scale, 3 * scale] for k, scale in ((200, 1e3), (1, 1), (0, 1), (7, 1e-9))]
    parts.append(np.array([[0.0, 1.0], [0.0, -2.0]]))
    numbers, steps = coarse(parts)
    data = pack({"counts": [len(part) for part in parts]}, numbers=numbers, steps=steps)
    (tmp_path / "packed").write_bytes(data)
    read = json.loads(node("--input-type=module", "--eval", FINE, MBVIZ_PACKED=str(tmp_path / "packed")))
    start = 0
    for part in parts:
        found = np.array(read[start : start + part.size]).reshape(-1, 2)
        start += part.size
        farthest = np.abs(part).max(axis=0, initial=0.0)
        assert (np.abs(found - part) <= farthest * (1 / 65_534 + 2**-23)).all()
    assert start == len(read)
