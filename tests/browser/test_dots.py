"""Every dot of the law's chart is a batch, and a click opens it on the stage."""

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.law import PLACES, SIZES, click_dot, estimates, expect_law, loneliest, of_size, open_law
from tests.browser.stage import expect_stage


@pytest.mark.parametrize("size", [1, 20, 50])
def test_a_click_on_a_dot_opens_its_batch_on_the_stage(page, server, oracle, size):
    open_law(page, f"{server.url}/batch-size?network=40-epochs&batch_size=7")
    size, draw = click_dot(page, estimates(oracle, "40-epochs"), of_size(size))
    expect_stage(page, oracle.batch(size, draw=draw, network="40-epochs"))


def test_a_click_on_a_dot_above_the_axis_opens_its_batch_and_back_leads_to_what_was_left(page, server, oracle):
    open_law(page, f"{server.url}/batch-size?network=40-epochs")
    size, draw = click_dot(page, estimates(oracle, "40-epochs"), lambda losses, top: losses > top)
    expect_stage(page, oracle.batch(size, draw=draw, network="40-epochs"))
    page.go_back()
    expect_law(page, oracle.batch(network="40-epochs"))
    expect(page).to_have_url(f"{server.url}/batch-size?network=40-epochs")


def test_dots_are_those_of_the_seed_and_the_way_of_drawing(page, server, oracle):
    open_law(page, f"{server.url}/batch-size?seed=3&replace=false")
    size, draw = click_dot(page, estimates(oracle, "1-epoch", seed=3, replace=False), of_size(2))
    expect_stage(page, oracle.batch(size, seed=3, draw=draw, replace=False))


def test_a_click_beside_the_dots_changes_nothing(page, server, oracle):
    open_law(page, f"{server.url}/batch-size?batch_size=50&network=40-epochs")
    found = page.evaluate(PLACES, [[5000], [[0.0] * 1]])
    x, y = found["dots"][0][0]
    page.mouse.click(x, y - 250)  # far above the band of the largest batches
    page.get_by_role("button", name="Next draw").click()
    expect_law(page, oracle.batch(50, draw=1, network="40-epochs"))


def test_this_batch_is_the_bright_dot(page, server, oracle):
    expected = oracle.batch(50, draw=2)
    open_law(page, f"{server.url}/batch-size?batch_size=50&draw=2")
    expect_law(page, expected)
    found = page.evaluate(PLACES, [[50], [[expected.loss]]])
    (x, y), middle = found["dots"][0][0], found["reach"] / 2  # the first draw's spread is taken back
    colour = page.evaluate(
        """([x, y]) => {
          const { shadowRoot } = document.querySelector(".st-key-chart_law [data-testid=stBidiComponentIsolated]");
          const canvas = shadowRoot.querySelector("canvas");
          const box = canvas.getBoundingClientRect();
          const ratio = canvas.width / box.width;
          return [...canvas.getContext("2d").getImageData((x - box.left) * ratio, (y - box.top) * ratio, 1, 1).data];
        }""",
        [x + middle, y],
    )
    assert tuple(colour) == (230, 159, 0, 255)


def test_a_dot_names_itself_under_the_pointer(page, server, oracle):
    open_law(page, f"{server.url}/batch-size?network=40-epochs")
    losses = estimates(oracle, "40-epochs")
    found = page.evaluate(PLACES, [SIZES, losses.tolist()])
    i, k = loneliest(np.array(found["dots"]), of_size(5)(losses, found["top"]))
    page.mouse.move(*found["dots"][i][k])
    holder = page.locator(".st-key-chart_law canvas")
    expect(holder).to_have_css("cursor", "pointer")
    page.mouse.move(5, 5)
    expect(holder).not_to_have_css("cursor", "pointer")
