"""A QR code says the address: read back by a reader of our own, from the picture."""

import re
from urllib.parse import unquote

import numpy as np
import pytest

from mbviz.ui.qr import QUIET, qr_picture

ADDRESS = "http://192.168.1.5:8501/class?code=BCDFGH"  # 41 bytes: version 3-M, whose 44 bytes lie in one block
# The eight masks of ISO/IEC 18004, table 10: which modules (i down, j across) are inverted
MASKS = [
    lambda i, j: (i + j) % 2, lambda i, j: i % 2, lambda i, j: j % 3, lambda i, j: (i + j) % 3,
    lambda i, j: (i // 2 + j // 3) % 2, lambda i, j: i * j % 2 + i * j % 3,
    lambda i, j: (i * j % 2 + i * j % 3) % 2, lambda i, j: ((i + j) % 2 + i * j % 3) % 2,
]  # fmt: skip


def modules(picture: str) -> np.ndarray:
    """The modules of the picture with its quiet zone, 1 where it is black: its path is drawn line by line."""
    svg = unquote(picture)
    width = int(re.search(r"viewBox='0 0 (\d+)", svg)[1])
    found = np.zeros((width, width), dtype=int)
    x, y = 0.0, 0.0
    for command, numbers in re.findall(r"([Mmh])([^Mmhz]*)", re.search(r"stroke='#000' .*?d='([^']*)'", svg)[1]):
        values = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        if command == "h":
            found[int(y), int(x) : int(x + values[0])] = 1
            x += values[0]
        else:
            x, y = (values[0], values[1]) if command == "M" else (x + values[0], y + values[1])
    return found


def read(code: np.ndarray) -> str:
    """The text of a code of version 3 whose data lie in one block, without correcting errors."""
    size = len(code)
    mask = MASKS[int("".join(map(str, code[8, 2:5])), 2) ^ 0b101]  # format bits 12 to 10, themselves masked by 101…
    fixed = np.zeros_like(code, dtype=bool)
    fixed[:9, :9] = fixed[:9, -8:] = fixed[-8:, :9] = fixed[6] = fixed[:, 6] = True
    fixed[20:25, 20:25] = True  # the alignment pattern of version 3, around (22, 22)
    bits = []
    columns = [*range(size - 1, 6, -2), 5, 3, 1]
    for k, right in enumerate(columns):
        for i in range(size) if k % 2 else range(size - 1, -1, -1):
            bits += [code[i, j] ^ (not mask(i, j)) for j in (right, right - 1) if not fixed[i, j]]
    number = lambda start, count: int("".join(str(int(bit)) for bit in bits[start : start + count]), 2)  # noqa: E731
    assert number(0, 4) == 0b0100  # bytes
    return bytes(number(12 + 8 * k, 8) for k in range(number(4, 8))).decode()


def test_the_picture_holds_the_address_with_a_quiet_zone_around_it():
    found = modules(qr_picture(ADDRESS))
    assert found.shape == (29 + 2 * QUIET,) * 2
    inner = found[QUIET:-QUIET, QUIET:-QUIET]
    assert inner.sum() == found.sum()
    assert read(inner) == ADDRESS


def test_another_address_is_another_picture():
    assert read(modules(qr_picture(ADDRESS.replace("BCDFGH", "BCDFGJ")))[QUIET:-QUIET, QUIET:-QUIET]).endswith("GJ")


@pytest.mark.parametrize("text", ["", "x" * 2001])
def test_what_no_code_can_hold_is_refused(text):
    with pytest.raises(ValueError, match="1 to 2,000 characters"):
        qr_picture(text)
