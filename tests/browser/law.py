"""What the tests do with the screen "The law" and read from it, in one place."""

from __future__ import annotations

import numpy as np
from playwright.sync_api import Page, expect

from mbviz._numbers import nats
from tests.browser.oracle import Expected, Oracle
from tests.browser.view import ERRORS, open_at

SIZES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000]
DRAWS = 200
# Where the chart's own axes put sizes and losses; dots above the axis lie on its end. Draws are spread
# a little to both sides, as dots.js does.
PLACES = """
([sizes, losses]) => {
  const canvas = document.querySelector(".st-key-chart_law [data-testid=stBidiComponentIsolated]").shadowRoot.querySelector("canvas");
  canvas.scrollIntoView({ block: "center" });
  const box = canvas.getBoundingClientRect();
  const { x, y } = JSON.parse(canvas.dataset.axes);
  const reach = Math.min(14, x.width / 45);
  const spread = (k) => (((k * 0.6180339887) % 1) - 0.5) * reach;
  const dot = (size, loss, k) => [
    box.left + x.left + ((Math.log10(size) - x.low) / (x.high - x.low)) * x.width + spread(k),
    box.top + y.top + (1 - (Math.min(loss, y.high) - y.low) / (y.high - y.low)) * y.height,
  ];
  return { dots: losses.map((row, i) => row.map((loss, k) => dot(sizes[i], loss, k))), top: y.high, reach };
}"""


def open_law(page: Page, address: str) -> None:
    """Go to the screen at an address of it."""
    open_at(page, address, "chart_law")


def expect_law(page: Page, expected: Expected) -> None:
    """Wait until the screen shows a batch, and compare its loss with NumPy's."""
    expect(page.locator(f'.st-key-chart_law [data-painted="{expected.settings.name}"]')).to_be_attached()
    expect(page.locator(".mbviz-beside dd b")).to_have_text(nats(expected.loss))
    expect(page.locator(".st-key-screen[data-awaited]")).to_have_count(0)
    expect(page.locator(ERRORS)).to_have_count(0)


def estimates(oracle: Oracle, network: str, seed: int = 0, replace: bool = True) -> np.ndarray:
    """The losses of all dots, by NumPy, shape (12, 200)."""
    losses, n = oracle.snapshot(network).losses, oracle.dataset.n
    means = [
        [losses[np.random.default_rng([seed, b, k]).choice(n, b, replace=replace)].mean() for k in range(DRAWS)]
        for b in SIZES
    ]
    return np.array(means)


def loneliest(places: np.ndarray, wanted: np.ndarray) -> tuple[int, int]:
    """The wanted dot that is farthest from every other one."""
    flat = places.reshape(-1, 2)
    apart = [np.sort(np.hypot(*(flat - dot).T))[1] if want else 0 for dot, want in zip(flat, wanted.ravel())]
    assert max(apart) > 3, "no dot stands apart by 3 pixels"
    i, k = np.unravel_index(np.argmax(apart), wanted.shape)
    return int(i), int(k)


def of_size(size: int):
    """Chooses the dots of a size that are not above the axis."""
    return lambda losses, top: np.broadcast_to(np.array(SIZES)[:, None] == size, losses.shape) & (losses < top)


def click_dot(page: Page, losses: np.ndarray, choose) -> tuple[int, int]:
    """Click the loneliest dot among those that `choose(losses, top)` allows; returns its size and draw."""
    found = page.evaluate(PLACES, [SIZES, losses.tolist()])
    places = np.array(found["dots"])
    i, k = loneliest(places, choose(losses, found["top"]))
    page.mouse.click(*places[i, k])
    return SIZES[i], k
