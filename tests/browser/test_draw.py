"""Previous and next draw, by button and by key, and another seed; code, indices and chart are always of one draw."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.view import ERRORS, expect_batch, field, more, open_at, open_page, toggle_replacement, type_number

READ = """(drawn) => {
  const text = (place) => drawn.querySelector(place).textContent;
  return { title: text("h1"), line: text(".line"), indices: text(".indices"), told: text(".told"),
           painted: drawn.querySelector(".chart canvas").dataset.painted ?? "",
           places: [...drawn.querySelectorAll("h1, pre, .halves canvas[role]")].map((part) => part.getBoundingClientRect().top) };
}"""
RECORD = f"""(drawn) => {{
  const read = {READ};
  window.drawnFrames = [];
  const look = () => {{
    window.drawnFrames.push(read(drawn));
    window.drawnLook = requestAnimationFrame(look);
  }};
  look();
}}"""
RECORDED = "() => { cancelAnimationFrame(window.drawnLook); return window.drawnFrames; }"


def drawn(page):
    return page.locator(".st-key-drawn .drawn")


def open_draw(page, address: str) -> None:
    open_at(page, address, "drawn")


def agrees(shown: dict, expected) -> bool:
    """Whether everything that is said and drawn is of one batch, by NumPy."""
    size, settings = len(expected.t), expected.settings
    way = "" if settings.replace else ", replace=False"
    line = f"default_rng([{settings.seed}, {size}, {settings.draw}]).choice({settings.dataset.n}, {size}{way})"
    printed = [int(number) for number in re.findall(r"\d+", shown["indices"].partition("]")[0])]
    mask = expected.batch_mask.tolist()
    return (
        shown["painted"] == settings.name
        and line in shown["line"]
        and printed == (mask if size <= 12 else mask[:3] + mask[-3:])
        and shown["title"] == f"Which {size:,} of {settings.dataset.n:,} digits?"
    )


def expect_draw(page, expected) -> None:
    """Wait until the screen of the draw shows a batch, and compare with NumPy."""
    name = expected.settings.name
    expect(page.locator(f'.st-key-drawn [data-painted="{name}"]')).to_be_attached()
    assert agrees(drawn(page).evaluate(READ), expected)
    expect(page.locator(ERRORS)).to_have_count(0)


def test_buttons_step_through_the_draws(page, server, oracle):
    open_draw(page, f"{server.url}/draw")
    previous, following = (page.get_by_role("button", name=f"{which} draw") for which in ("Previous", "Next"))
    expect(previous).to_be_disabled()
    following.click()
    expect_draw(page, oracle.batch(draw=1))
    following.click()
    expect_draw(page, oracle.batch(draw=2))
    previous.click()
    expect_draw(page, oracle.batch(draw=1))
    expect(field(page, "draw")).to_have_value("1")


def test_the_keys_p_and_n_step_through_the_draws(page, server, oracle):
    open_draw(page, f"{server.url}/draw?draw=4")
    page.keyboard.press("n")
    expect_draw(page, oracle.batch(draw=5))
    page.keyboard.press("p")
    expect_draw(page, oracle.batch(draw=4))
    page.keyboard.press("p")
    expect_draw(page, oracle.batch(draw=3))


def test_the_key_p_stops_at_the_first_draw(page, server, oracle):
    open_draw(page, f"{server.url}/draw?draw=1")
    page.keyboard.press("p")
    expect_draw(page, oracle.batch(draw=0))
    page.keyboard.press("p")
    page.keyboard.press("n")
    expect_draw(page, oracle.batch(draw=1))


def test_another_seed_is_another_series(page, server, oracle):
    open_draw(page, f"{server.url}/draw")
    type_number(page, "seed", "7")
    expect_draw(page, oracle.batch(seed=7))
    type_number(page, "draw", "12")
    expect_draw(page, oracle.batch(seed=7, draw=12))


def test_in_every_frame_code_indices_and_chart_are_of_one_draw_and_nothing_shifts(page, server, oracle):
    open_draw(page, f"{server.url}/draw")
    expect_draw(page, oracle.batch())
    drawn(page).evaluate(RECORD)
    for draw in range(1, 8):
        page.keyboard.press("n")
        if draw % 3 == 0:  # some faster than the server answers, some not
            expect_draw(page, oracle.batch(draw=draw))
    expect_draw(page, oracle.batch(draw=7))
    frames = page.evaluate(RECORDED)
    batches = {(batch := oracle.batch(draw=draw)).settings.name: batch for draw in range(8)}
    assert all(agrees(frame, batches[frame["painted"]]) for frame in frames)
    assert len({frame["painted"] for frame in frames}) >= 4
    assert len({tuple(frame["places"]) for frame in frames}) == 1


def test_moves_leave_no_nodes_behind(page, server, oracle):
    open_draw(page, f"{server.url}/draw?batch_size=1000")  # with digits that came twice
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")

    def nodes() -> int:
        session.send("HeapProfiler.collectGarbage")
        return next(one["value"] for one in session.send("Performance.getMetrics")["metrics"] if one["name"] == "Nodes")

    counts = []
    for draw in range(30):
        page.keyboard.press("n")
        expect(page.locator(f'.st-key-drawn [data-painted^="B=1000 seed=0 draw={draw + 1} "]')).to_be_attached()
        if draw in (9, 29):
            counts.append(nodes())
    assert counts[1] - counts[0] < 20  # less than one for each move
    session.detach()


def test_a_letter_typed_into_a_field_is_no_shortcut(page, server, oracle):
    open_draw(page, f"{server.url}/draw?draw=4")
    with more(page):
        field(page, "seed").click()
        page.keyboard.type("n")
        page.keyboard.press("Backspace")
        page.keyboard.type("3")
        page.keyboard.press("Enter")
        seed = int(field(page, "seed").input_value())
    assert seed
    expect_draw(page, oracle.batch(seed=seed, draw=4))


def test_a_draw_does_not_undo_the_order_that_was_chosen(page, server, oracle):
    open_page(page, server.url)
    order = page.locator(".st-key-bar").get_by_role("button", name="largest loss first")
    order.click()
    expect(page).to_have_url(re.compile("order=largest-loss-first"))
    page.get_by_role("button", name="Next draw").click()
    expect_batch(page, oracle.batch(draw=1))
    expect(order).to_have_attribute("aria-pressed", "true")
    expect(page).to_have_url(re.compile("order=largest-loss-first"))


def test_what_came_twice_is_shown_and_not_without_replacement(page, server, oracle):
    open_draw(page, f"{server.url}/draw?batch_size=500")
    mask = oracle.batch(500).batch_mask
    values, counts = np.unique(mask, return_counts=True)
    assert (counts > 1).any(), "the test needs a batch in which a digit comes twice"
    expect(drawn(page).locator(".told")).to_contain_text(f"{len(values)} different digits")
    shown = [f"{i}: {k}×" for i, k in zip(values, counts) if k > 1][:6]
    expect(drawn(page).locator(".again li")).to_have_text(shown)
    inked = (
        "(canvas) => canvas.getContext('2d').getImageData(0, 0, 28, 28).data.filter((v, i) => i % 4 === 3 && v).length"
    )
    digit = oracle.dataset.images[values[counts > 1][0]]
    assert drawn(page).locator(".again canvas").first.evaluate(inked) == (digit > 0).sum()
    toggle_replacement(page)
    expect_draw(page, oracle.batch(500, replace=False))
    expect(drawn(page).locator(".again li")).to_have_count(0)


@pytest.mark.parametrize("size", [50, 500])
def test_all_indices_unfold_and_fold_in_place(page, server, oracle, size):
    page.set_viewport_size({"width": 1280, "height": 720})
    open_draw(page, f"{server.url}/draw?batch_size={size}")
    indices = drawn(page).locator(".indices")
    drawn(page).get_by_role("button", name=f"All {size} indices").click()
    expect(indices).not_to_contain_text("...")
    shown = [int(number) for number in re.findall(r"\d+", indices.inner_text())]
    assert shown == oracle.batch(size).batch_mask.tolist()
    main = page.get_by_test_id("stMain")
    assert main.evaluate("(main) => main.scrollHeight - main.clientHeight") == 0
    drawn(page).get_by_role("button", name="Fewer indices").click()
    expect(indices).to_contain_text("...")
