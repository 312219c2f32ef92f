"""The group Shapes in a browser: one digit's way through the arrays, and Keras's value beside ours."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from mbviz.model.keras_losses import as_keras_does
from tests.browser.view import ERRORS, open_at

KERAS_SECONDS = 90  # TensorFlow's start on a busy machine


def test_a_pixel_is_found_again_in_the_row_of_784(page, server, oracle):
    open_at(page, f"{server.url}/pictures?batch_size=7&n=4", "flat")
    canvas = page.locator(".st-key-flat canvas")
    picture = oracle.dataset.images[oracle.batch(7).batch_mask[4]]
    canvas.scroll_into_view_if_needed()
    cell = 164 / 28  # sizes as in flat.js
    canvas.hover(position={"x": 4 + cell * 10.5, "y": 22 + cell * 8.5})
    expect(canvas).to_have_attribute(
        "aria-label", re.compile(rf"pixel \[8, 10\] is place 28 · 8 \+ 10 = 234; its value is {picture[8, 10]}$")
    )
    canvas.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    expect(canvas).to_have_attribute(
        "aria-label", re.compile(rf"pixel \[9, 11\] .+ = 263; its value is {picture[9, 11]}$")
    )


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("integers", "sparse_categorical_crossentropy"),
        ("one-hot", "categorical_crossentropy"),
        ("two-classes", "binary_crossentropy"),
    ],
)
def test_kerass_own_value_stands_beside_ours(page, server, oracle, form, name):
    batch = oracle.batch(10)
    open_at(page, f"{server.url}/which-loss?form={form}&class=5", "bar")
    row = page.get_by_role("row").filter(has_text=f"keras.losses.{name}")
    value = row.get_by_role("cell").first
    expect(value).to_have_text(re.compile(r"^\d+\.\d{9}$"), timeout=1000 * KERAS_SECONDS)
    t, y = {
        "integers": (batch.t, batch.y),
        "one-hot": (np.eye(10)[batch.t], batch.y),
        "two-classes": ((batch.t == 5)[:, None].astype(int), batch.y[:, [5]]),
    }[form]
    assert float(value.inner_text()) == pytest.approx(as_keras_does(name, t, y), abs=1e-6)
    expect(page.locator(ERRORS)).to_have_count(0)


@pytest.mark.parametrize("form", ["integers", "one-hot", "two-classes"])
def test_kerass_difference_is_seen_on_a_phone(page, server, form):
    page.set_viewport_size({"width": 390, "height": 800})
    open_at(page, f"{server.url}/which-loss?form={form}", "bar")
    row = page.get_by_role("row").filter(has_text="keras.losses.")
    expect(row.get_by_role("cell").last).to_have_text(re.compile("10"), timeout=1000 * KERAS_SECONDS)
    box = row.get_by_role("cell").last.bounding_box()
    assert box["x"] + box["width"] <= 390


def test_on_a_phone_a_shape_stays_in_one_line(page, server):
    page.set_viewport_size({"width": 390, "height": 800})
    open_at(page, f"{server.url}/which-loss?batch_size=5000&form=one-hot&lang=ko", "bar")
    shapes = page.locator(".mbviz-halves .mbviz-whole")
    expect(shapes.last).to_have_text("y.shape = (5000, 10)")
    lines = shapes.evaluate_all("found => found.map((shape) => shape.getClientRects().length)")
    assert lines == [1] * 5
    assert page.locator(".mbviz-scroll").first.evaluate("box => box.scrollWidth <= box.clientWidth")


def test_the_digits_and_their_losses_share_one_selection(page, server):
    open_at(page, f"{server.url}/shapes", "hundred", "hundred_losses")
    gallery, losses = (
        page.locator(".st-key-hundred [tabindex='0']").first,
        page.locator(".st-key-hundred_losses canvas"),
    )
    gallery.press("ArrowRight")
    expect(page.locator(".st-key-hundred [aria-live]")).to_contain_text("n = 1:")
    expect(losses).to_have_attribute("data-selected", "1")
    losses.press("ArrowDown")
    expect(gallery).to_have_attribute("data-selected", "2")
