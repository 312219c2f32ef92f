"""The bytes that the gallery sends are those its JavaScript reads."""

import json

import numpy as np
import pytest

from mbviz.ui.components.gallery import pack


@pytest.mark.parametrize("text", ["", "a", "ab", "abc", "한글"])
def test_header_outputs_and_pixels_come_back_at_their_places(text):
    rng = np.random.default_rng(0)
    y, images = rng.random((3, 10)), rng.integers(0, 256, (3, 28, 28)).astype(np.uint8)
    data = pack({"summary": text}, y, images)
    length = int.from_bytes(data[:4], "little")
    start = 4 + length
    assert start % 4 == 0  # a Float32Array must begin at a multiple of four
    assert json.loads(data[4:start]) == {"summary": text}
    np.testing.assert_array_equal(np.frombuffer(data[start : start + 120], "<f4").reshape(3, 10), y.astype("<f4"))
    np.testing.assert_array_equal(np.frombuffer(data[start + 120 :], np.uint8).reshape(3, 28, 28), images)
