"""Every dot of the estimates chart is a batch, and a click opens it."""

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.browser.oracle import Oracle
from tests.browser.view import expect_batch, open_page

# Where the chart's own axes put sizes and losses; dots above the axis lie on its end. Draws are spread
# a little to both sides, as dots.js does.
PLACES = """
([sizes, losses]) => {
  const chart = document.querySelector(".st-key-chart_estimates .js-plotly-plot");
  chart.scrollIntoView({ block: "center" });
  const box = chart.querySelector(".svg-container").getBoundingClientRect();
  const { xaxis, yaxis } = chart._fullLayout;
  const spread = (k) => (((k * 0.6180339887) % 1) - 0.5) * 14;
  const dot = (size, loss, k) => [
    box.left + xaxis._offset + xaxis.d2p(size) + spread(k),
    box.top + yaxis._offset + yaxis.d2p(Math.min(loss, yaxis.range[1])),
  ];
  return { dots: losses.map((row, i) => row.map((loss, k) => dot(sizes[i], loss, k))), top: yaxis.range[1] };
}"""
SIZES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000]
DRAWS = 200


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


def click_dot(page: Page, losses: np.ndarray, choose) -> tuple[int, int]:
    """Click the loneliest dot among those that `choose(losses, top)` allows; returns its size and draw."""
    found = page.evaluate(PLACES, [SIZES, losses.tolist()])
    places = np.array(found["dots"])
    i, k = loneliest(places, choose(losses, found["top"]))
    page.mouse.click(*places[i, k])
    return SIZES[i], k


def of_size(size: int):
    return lambda losses, top: np.broadcast_to(np.array(SIZES)[:, None] == size, losses.shape) & (losses < top)


@pytest.mark.parametrize("size", [1, 50, 1000])
def test_a_click_on_a_dot_opens_its_batch_everywhere(page, server, oracle, size):
    open_page(page, f"{server.url}/?network=40+epochs&batch_size=7")
    size, draw = click_dot(page, estimates(oracle, "40-epochs"), of_size(size))
    expect_batch(page, oracle.batch(size, draw=draw, network="40-epochs"))


def test_a_click_on_a_dot_above_the_axis_opens_its_batch(page, server, oracle):
    open_page(page, f"{server.url}/?network=40+epochs")
    size, draw = click_dot(page, estimates(oracle, "40-epochs"), lambda losses, top: losses > top)
    expect_batch(page, oracle.batch(size, draw=draw, network="40-epochs"))


def test_dots_are_those_of_the_seed_and_the_way_of_drawing(page, server, oracle):
    open_page(page, f"{server.url}/?seed=3&replace=false")
    size, draw = click_dot(page, estimates(oracle, "1-epoch", seed=3, replace=False), of_size(2))
    expect_batch(page, oracle.batch(size, seed=3, draw=draw, replace=False))


def test_a_click_beside_the_dots_changes_nothing(page, server, oracle):
    open_page(page, f"{server.url}/?batch_size=50&network=40+epochs")
    found = page.evaluate(PLACES, [[5000], [[0.0] * 1]])
    x, y = found["dots"][0][0]
    page.mouse.click(x, y - 250)  # far above the band of the largest batches
    page.get_by_role("button", name="Next draw").click()
    expect_batch(page, oracle.batch(50, draw=1, network="40-epochs"))


def test_this_batch_is_the_bright_dot(page, server, oracle):
    expected = oracle.batch(50, draw=2)
    open_page(page, f"{server.url}/?batch_size=50&draw=2")
    expect_batch(page, expected)
    found = page.evaluate(PLACES, [[50], [[expected.loss]]])
    colour = page.evaluate(
        """([x, y]) => {
          const canvas = document.querySelector(".st-key-chart_estimates canvas");
          const box = canvas.getBoundingClientRect();
          const ratio = canvas.width / box.width;
          return [...canvas.getContext("2d").getImageData((x - box.left) * ratio, (y - box.top) * ratio, 1, 1).data];
        }""",
        [found["dots"][0][0][0] + 7, found["dots"][0][0][1]],  # + 7: the first draw's spread is taken back
    )
    assert tuple(colour) == (230, 159, 0, 255)


def test_a_dot_names_itself_under_the_pointer(page, server, oracle):
    open_page(page, f"{server.url}/?network=40+epochs")
    losses = estimates(oracle, "40-epochs")
    found = page.evaluate(PLACES, [SIZES, losses.tolist()])
    i, k = loneliest(np.array(found["dots"]), of_size(5)(losses, found["top"]))
    page.mouse.move(*found["dots"][i][k])
    holder = page.locator(".st-key-chart_estimates .svg-container")
    expect(holder).to_have_css("cursor", "pointer")
    page.mouse.move(5, 5)
    expect(holder).not_to_have_css("cursor", "pointer")
