"""What the tests do with the stage and read from it, in one place, and where things lie on its canvases."""

from __future__ import annotations

import math
import re
from typing import Any, NamedTuple

import numpy as np
from playwright.sync_api import Locator, Page, expect

from mbviz.ui.stage.scene import CHANCES, _rounded_up, quantiles_of
from tests.browser.oracle import Expected, Oracle
from tests.browser.view import ERRORS, SECONDS

SIZES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)  # the round ones of the sample
PANELS = (".head", ".digits", ".picks", ".lower", ".worked", ".controls")
BLOCK = 200  # draws whose estimates the browser has

READ = """(stage) => {
  const text = (place) => stage.querySelector(place).textContent;
  return {
    wish: stage.dataset.wish, painted: stage.dataset.painted, question: text(".question"), this: text(".this b"),
    all: text(".all b"), off: text(".off b"), unusual: text(".unusual"), code: text(".digits .codes"),
    mean: text(".parts .code:nth-child(2)"), pile: text(".parts .code:nth-child(3)"), worked: text(".worked"),
    size: stage.querySelector(".size-field").value, draw: stage.querySelector(".draw-field").value,
  };
}"""

# Writes down what every frame shows, from now on.
RECORD = f"""(stage) => {{
  const read = {READ};
  const box = (place) => {{
    const {{ x, y, width, height }} = stage.querySelector(place).getBoundingClientRect();
    return [x, y, width, height].join();
  }};
  window.framesOfStage = [];
  const look = () => {{
    window.framesOfStage.push({{ ...read(stage), boxes: {list(PANELS)}.map(box).join(" "), at: performance.now() }});
    window.lookAtStage = requestAnimationFrame(look);
  }};
  look();
}}"""
RECORDED = "() => { cancelAnimationFrame(window.lookAtStage); return window.framesOfStage; }"

SCROLLS = """() => [document.scrollingElement, document.querySelector("[data-testid=stMain]")]
  .flatMap((element) => [element.scrollWidth - element.clientWidth, element.scrollHeight - element.clientHeight])"""


class Box(NamedTuple):
    """A rectangle on a canvas, CSS pixels."""

    left: float
    top: float
    width: float
    height: float


def nats(loss: float) -> str:
    """A loss as the stage writes it."""
    small = 0 < abs(loss) < 0.01
    text = f"{loss:.{min(8, 2 - math.floor(math.log10(abs(loss)))) if small else 4}f}"
    return text.replace("-", "−") if text.strip("-0.") else text.strip("-")


def percent(off: float, mean: float) -> str:
    """A deviation as the stage writes it."""
    share = 100 * off / mean
    text = f"{share:.{0 if abs(share) >= 9.95 else 1 if abs(share) >= 0.095 else 2}f}"
    if not text.strip("-0."):
        return f"{text.strip('-')}%"
    return f"{'+' if share > 0 else ''}{text.replace('-', '−')}%"


def numbers(text: str) -> list[str]:
    """The whole numbers in a sentence, in its order."""
    return re.findall(r"\d[\d,]*", text)


def name_of(expected: Expected) -> str:
    """The mark of a stage that is painted for this batch."""
    s = expected.settings
    return f"{s.snapshot.name} {s.seed} {'with' if s.replace else 'without'} {s.batch_size} {s.draw}"


def stage(page: Page) -> Locator:
    return page.locator(".stage")


def read(page: Page) -> dict[str, Any]:
    """All numbers and texts at one moment."""
    return stage(page).evaluate(READ)


def open_stage(page: Page, address: str) -> None:
    """Go to an address and wait until the stage is painted."""
    page.goto(address)
    expect(page.locator('.stage[data-painted]:not([data-painted=""])')).to_be_attached()


def expect_stage(page: Page, expected: Expected, seconds: float = SECONDS) -> None:
    """Wait until all panels are painted for a batch, and compare every number with NumPy's."""
    expect(page.locator(f'.stage[data-painted="{name_of(expected)}"]')).to_be_attached(timeout=1000 * seconds)
    shown, settings = read(page), expected.settings
    size, mean = settings.batch_size, settings.snapshot.losses.mean()
    assert shown["painted"] == shown["wish"] == name_of(expected)
    assert shown["this"] == nats(expected.loss)
    assert shown["all"] == nats(mean)
    assert shown["off"] == percent(expected.loss - mean, mean)
    assert shown["mean"].endswith(nats(expected.loss))
    assert numbers(shown["question"]) == [f"{settings.dataset.n:,}", f"{size:,}"]
    assert f"choice({settings.dataset.n}, {size}{'' if settings.replace else ', replace=False'})" in shown["code"]
    assert (shown["size"], shown["draw"]) == (str(size), str(settings.draw))
    expect(page.locator(ERRORS)).to_have_count(0)


def expect_example(page: Page, expected: Expected, n: int) -> None:
    """Wait until the worked line is that of example n."""
    pick, loss = nats(np.float32(expected.picks[n])), nats(np.float32(expected.losses[n]))
    expect(page.locator(".worked")).to_contain_text(
        f"y[{n}, {expected.t[n]}] = {pick} → −log({pick} + 1e-7) = {loss} nats"
    )


def type_into(page: Page, place: str, text: str) -> None:
    """Type a value as a person does, press Enter, and leave the field."""
    page.locator(place).click(click_count=3)
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.locator(place).blur()


def choose(page: Page, row: str, value: str | bool) -> None:
    """Set something behind "…", and close it again."""
    page.locator(".more").click()
    control = page.locator(f".menu label.{row} :is(select, input)")
    if isinstance(value, bool):
        control.set_checked(value)
    else:
        control.select_option(value)
    if page.locator(".menu").is_visible():  # some choices close it
        page.locator(".more").click()
    expect(page.locator(".menu")).to_be_hidden()


def thumb(page: Page, index: int, count: int) -> tuple[float, float]:
    """Where the size slider's thumb lies at one of its steps, on the page."""
    box = page.locator(".size-slider").bounding_box()
    return box["x"] + 8 + (box["width"] - 16) * index / (count - 1), box["y"] + box["height"] / 2


def drag(page: Page, first: int, last: int, moves: int = 60) -> None:
    """Drag the slider over the round sizes from one step to another, in many small moves; the button stays down."""
    (x0, y0), (x1, y1) = (thumb(page, index, len(SIZES)) for index in (first, last))
    page.mouse.move(x0, y0)
    page.mouse.down()
    page.mouse.move(x1, y1, steps=moves)


def pile_count(page: Page) -> int:
    """How many draws the pile says it holds."""
    return int(read(page)["pile"].rsplit(" ", 1)[1].replace(",", ""))


def expect_pile(page: Page, count: int) -> None:
    expect(page.locator(".parts .code").nth(2)).to_have_text(re.compile(rf"\D{count:,}$"))


def lower_boxes(page: Page) -> dict[str, Box]:
    """Losses, cloud and pile on the lower canvas (layout.js), moved to where they lie on the page."""
    canvas = page.locator(".lower canvas").bounding_box()
    room, top, height = canvas["width"] - 54 - 10 - 2 * 22, canvas["y"] + 12, canvas["height"] - 36
    bars = Box(canvas["x"] + 54, top, 0.34 * room, height)
    cloud = Box(bars.left + bars.width + 22, top, 0.44 * room, height)
    return {"bars": bars, "cloud": cloud, "pile": Box(cloud.left + cloud.width + 22, top, 0.22 * room, height)}


def heat_cell(page: Page, rows: int, row: int, column: int) -> tuple[float, float]:
    """The middle of a cell of the heatmap (upper.js), on the page."""
    canvas = page.locator(".picks canvas").bounding_box()
    height = (canvas["height"] - 22) / max(rows, 5)
    return canvas["x"] + 62 + (canvas["width"] - 64) * (column + 0.5) / 10, canvas["y"] + 2 + height * (row + 0.5)


def top_of(oracle: Oracle, network: str = "1-epoch") -> float:
    """Where the loss axis ends."""
    widest = quantiles_of(oracle.snapshot(network).losses, (2,), True)[0, -1 - CHANCES.index(0.95)]
    return _rounded_up(float(widest))


def height_of(box: Box, loss: float, top: float) -> float:
    """Where a loss lies on the page."""
    return box.top + box.height * (1 - loss / top)


def pile_height(box: Box, oracle: Oracle, size: int, loss: float, network: str = "1-epoch") -> float:
    """Where a loss lies in the pile, which is magnified where its law is narrow (pile.js), to half a dot."""
    losses, top = oracle.snapshot(network).losses, top_of(oracle, network)
    edge, mean = CHANCES.index(0.95), float(losses.mean())
    row = quantiles_of(losses, (size,), True)[0]
    low, high = float(row[edge]), float(row[-1 - edge])
    if (high - low) / top * box.height >= 26:
        return height_of(box, loss, top)
    reach = 1.6 * max(high - mean, mean - low)
    first = max(0.0, mean - reach)
    return box.top + box.height * (1 - (loss - first) / (2 * reach))


def cloud_dots(page: Page, oracle: Oracle, top: float) -> dict[tuple[int, int], tuple[float, float]]:
    """Where the dots of the cloud lie on the page, by size and draw, those above the axis left out."""
    box, n = lower_boxes(page)["cloud"], oracle.dataset.n
    dots = {}
    for size in SIZES:
        middle = box.left + 14 + (box.width - 28) * math.log(size) / math.log(n)
        for draw in range(BLOCK):
            loss = oracle.batch(size, draw=draw).loss
            side = ((draw * 0.6180339887) % 1 - 0.5) * min(14, box.width / 45)
            if loss < top:
                dots[size, draw] = (middle + side, height_of(box, loss, top))
    return dots
