"""Every chart can be saved as SVG and as PNG, and the file shows what the page shows."""

import base64
import io
import re
from xml.etree import ElementTree

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import expect

from mbviz.figures import palette
from tests.browser.view import open_at

SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"
# Each chart on a canvas, and the screen that it is on.
SCREENS = {"drawn": "draw", "one_digit": "example", "hundred": "shapes", "hundred_losses": "shapes", "flat": "pictures",
           "delta": "delta", "chart_law": "batch-size"}  # fmt: skip
FILES = {"chart_law": "law", "one_digit": "digits", "hundred": "digits", "hundred_losses": "losses"}
PICTURE = {part: f".st-key-{part} canvas[role]" for part in SCREENS}
QUERIES = {"drawn": "batch_size=20&draw=3", "one_digit": "batch_size=20&draw=3&n=4", "flat": "batch_size=20&draw=3&n=4",
           "delta": "p=1e-4"}  # fmt: skip


def open_view(page, server, part: str) -> None:
    """Open the screen that a chart is on."""
    open_at(page, f"{server.url}/{SCREENS[part]}?{QUERIES.get(part, 'draw=3')}", part)


def button(page, part, kind):
    return page.locator(f".st-key-{part}").get_by_role("button", name=f"Save this chart as {kind}")


def save(page, part: str, kind: str) -> bytes:
    """Press a chart's button; returns the file."""
    with page.expect_download() as download:
        button(page, part, kind).click()
    assert download.value.suggested_filename == f"mbviz-{FILES.get(part, part)}.{kind.lower()}"
    return download.value.path().read_bytes()


def save_svg(page, part: str) -> ElementTree.Element:
    return ElementTree.fromstring(save(page, part, "SVG"))


def texts(svg: ElementTree.Element) -> list[str]:
    return ["".join(text.itertext()) for text in svg.iter(f"{SVG}text")]


def painted(svg: ElementTree.Element, name: str, color: str) -> list[ElementTree.Element]:
    """All elements of a kind that are filled with a colour of the palette."""
    return [element for element in svg.iter(f"{SVG}{name}") if element.get("fill") == color.lower()]


def numbers(elements, name: str) -> np.ndarray:
    return np.array([float(element.get(name)) for element in elements])


def page_color(page, name: str) -> str:
    """A colour of the page as #rrggbb."""
    color = page.locator(".stApp").evaluate("(app, name) => getComputedStyle(app)[name]", name)
    return "#" + "".join(f"{int(part):02x}" for part in re.findall(r"\d+", color)[:3])


def labels(part: str, oracle) -> list[str]:
    """Titles and labels that a chart carries, of each kind at least one."""
    classes, drawn = [*"0123456789"], oracle.batch(20, draw=3)
    return {
        "drawn": [
            "per bar",
            "index in the data (≈ 17 to a bar)",
            "4,999",
            "share, %",
            "class",
            "this batch",
            "all the data",
            *classes,
        ],
        "one_digit": [f"{drawn.t[4]}", *classes],
        "hundred": ["✗"],
        "hundred_losses": ["loss −log(y[n, t] + delta), nats", f"mean = {oracle.batch(100, draw=3).loss:.4f}"],
        "chart_law": [
            "batch size B",
            "mean loss of the batch, nats",
            "95% of all batches",
            "μ ± 2σ/√B",
            "10",
            "1k",
            "0.5",
        ],
        "delta": ["without delta", "with delta", "p = 1.0·10⁻⁴", "loss, nats", "slope in the logit", "10⁻¹⁴", "1"],
        "flat": ["picture, 28 × 28", "flattened: a row of 784", "one-hot: a row of 10", *classes],
    }[part]


@pytest.mark.parametrize("part", SCREENS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_saved_svg_stands_on_its_own_and_is_labelled_as_the_chart(page, server, oracle, theme, part):
    page.emulate_media(color_scheme=theme)
    open_view(page, server, part)
    raw = save(page, part, "SVG")
    svg = ElementTree.fromstring(raw)
    size = page.locator(PICTURE[part]).evaluate("(e) => [e.clientWidth, e.clientHeight].map(String)")
    assert [svg.get("width"), svg.get("height")] == size and svg.get("viewBox") == f"0 0 {' '.join(size)}"
    assert [svg[0].get(name) for name in ("width", "height", "fill")] == [*size, page_color(page, "backgroundColor")]
    assert set(labels(part, oracle)) <= set(texts(svg))
    assert not re.findall(rb"currentColor|var\(|NaN|undefined|class=|href=\"(?!data:)", raw)
    inks = {text.get("fill") for text in svg.iter(f"{SVG}text")} - {palette.WRONG.lower(), "none"}
    assert inks <= {page_color(page, "color")}


def assert_looks_alike(page, selector: str, png: bytes) -> None:
    """The picture has twice the size of a part of the page, and but for the edges of shapes and letters its pixels."""
    page.mouse.move(0, 0)
    width, height = page.locator(selector).evaluate("(e) => [e.clientWidth, e.clientHeight]")
    shown = Image.open(io.BytesIO(page.locator(selector).screenshot())).convert("RGB")
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    assert picture.size == (2 * width, 2 * height)
    small = np.asarray(picture.reduce(2), dtype=float)
    # a part may begin between two pixels of the page
    crops = [np.asarray(shown.crop((x, y, x + width, y + height))) for x in (0, 1) for y in (0, 1)]
    apart = min((np.abs(small - crop) for crop in crops), key=np.mean)
    assert small.std() > 10, selector  # not blank
    assert (apart > 128).mean() < 0.004, selector  # thousands of dots have many edges
    # edges are smoothed otherwise, which a square of some pixels evens out, however many edges there are
    smooth = [np.abs(blocks(small) - blocks(crop)) for crop in crops]
    assert min(map(np.mean, smooth)) < 2, selector


def blocks(pixels: np.ndarray, side: int = 4) -> np.ndarray:
    """The means of squares of a picture (height, width, 3), `side` pixels wide."""
    height, width = (length - length % side for length in pixels.shape[:2])
    squares = pixels[:height, :width].reshape(height // side, side, width // side, side, 3)
    return squares.mean(axis=(1, 3), dtype=float)


@pytest.mark.parametrize("part", SCREENS)
@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
def test_a_saved_png_looks_as_the_page_at_twice_the_size(page, server, width, theme, part):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=theme)
    open_view(page, server, part)
    page.add_style_tag(content=".st-key-bar { visibility: hidden }")  # it may lie over the picture
    assert_looks_alike(page, PICTURE[part], save(page, part, "PNG"))


def test_the_saved_draw_has_a_bar_for_each_share_of_the_batch(page, server, oracle):
    open_view(page, server, "drawn")
    batch = oracle.batch(20, draw=3)
    bars = painted(save_svg(page, "drawn"), "rect", palette.BATCH)
    places, legend, classes = bars[:-11], bars[-11], bars[-10:]
    assert len(places) == len(np.unique(batch.batch_mask * 300 // oracle.dataset.n))
    assert float(legend.get("height")) == 12
    heights = numbers(classes, "height")
    np.testing.assert_allclose(heights / heights.sum(), np.bincount(batch.t, minlength=10) / 20, atol=1e-3)


def test_the_saved_gallery_holds_all_hundred_digits(page, server, oracle):
    open_view(page, server, "hundred")
    images = list(save_svg(page, "hundred").iter(f"{SVG}image"))
    assert len(images) == 100
    for image, n in zip(images, oracle.batch(100, draw=3).batch_mask):
        digit = Image.open(io.BytesIO(base64.b64decode(image.get(HREF).split(",")[1])))
        assert (np.asarray(digit)[:, :, 3] == oracle.dataset.images[n]).all()


def test_the_saved_losses_have_a_bar_for_each_loss(page, server, oracle):
    open_view(page, server, "hundred_losses")
    batch = oracle.batch(100, draw=3)
    svg = save_svg(page, "hundred_losses")
    wrong = batch.y.argmax(axis=1) != batch.t
    bars = painted(svg, "rect", palette.FAINT) + painted(svg, "rect", palette.WRONG)
    assert len(bars) == 100 and len(painted(svg, "rect", palette.WRONG)) == wrong.sum()
    lengths = numbers(sorted(bars, key=lambda bar: float(bar.get("y"))), "width")
    np.testing.assert_allclose(lengths / lengths.max(), batch.losses / batch.losses.max(), atol=1e-4)


@pytest.mark.parametrize("part", SCREENS)
def test_the_keyboard_alone_saves(page, server, part):
    open_view(page, server, part)
    svg = button(page, part, "SVG")
    expect(svg.locator("..")).to_have_css("opacity", "0")
    svg.focus()
    page.keyboard.press("Shift+Tab")
    expect(svg).not_to_be_focused()
    page.keyboard.press("Tab")
    expect(svg).to_be_focused()
    expect(svg.locator("..")).to_have_css("opacity", "1")
    with page.expect_download() as vectors:
        page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    with page.expect_download() as pixels:
        page.keyboard.press("Space")
    assert vectors.value.path().read_bytes()[:4] == b"<svg"
    assert pixels.value.path().read_bytes()[1:4] == b"PNG"


def test_what_shows_under_the_pointer_only_is_not_saved(page, server):
    open_view(page, server, "hundred_losses")
    plain = save(page, "hundred_losses", "SVG")
    picture = page.locator(PICTURE["hundred_losses"])
    still = picture.screenshot()
    picture.hover(position={"x": 60, "y": 200})
    button(page, "hundred_losses", "SVG").focus()
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert picture.screenshot() != still
    assert download.value.path().read_bytes() == plain


def test_the_next_draw_is_saved_as_it_is_and_saving_disturbs_no_selection(page, server, oracle):
    open_view(page, server, "hundred_losses")
    page.locator(PICTURE["hundred_losses"]).press("ArrowDown")
    expect(page.locator(PICTURE["hundred_losses"])).to_have_attribute("data-selected", "1")
    page.get_by_role("button", name="Next draw").click()
    expect(page.locator('.st-key-hundred_losses [data-painted*="draw=4 "]')).to_be_attached()
    assert f"mean = {oracle.batch(100, draw=4).loss:.4f}" in texts(save_svg(page, "hundred_losses"))
    expect(page.locator(PICTURE["hundred_losses"])).to_have_attribute("data-selected", "1")
    expect(page.locator(".st-key-hundred_losses").get_by_role("button")).to_have_count(2)


@pytest.fixture(scope="module")
def phone(browser):
    """A tab of a phone, loaded anew by every test."""
    with browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True) as context:
        yield context.new_page()


@pytest.mark.parametrize("part", SCREENS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_on_a_phone_the_buttons_are_in_sight_and_large_enough(phone, server, theme, part):
    phone.emulate_media(color_scheme=theme)
    open_view(phone, server, part)
    expect(button(phone, part, "PNG").locator("..")).to_have_css("opacity", "1")
    found = Axe().run(phone, options={"resultTypes": ["violations"]}).response["violations"]
    assert [rule["id"] for rule in found for node in rule["nodes"] if "Save this chart" in node["html"]] == []
    for kind in ("SVG", "PNG"):
        box = button(phone, part, kind).bounding_box()
        assert box["width"] >= 24 and box["height"] >= 24
