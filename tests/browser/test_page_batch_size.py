"""The screens on the batch size in a browser: the law and its dots, pin and compare, coverage, models, planner."""

import re

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from mbviz.stats.intervals import trustworthy_from
from mbviz.stats.planner import required_batch_size
from mbviz.stats.population import simulate_population
from mbviz.stats.summary import summarize
from tests.browser.law import PLACES, SIZES, estimates, loneliest, of_size, open_law
from tests.browser.stage import expect_stage
from tests.browser.view import ERRORS, open_at

HEIGHT = """
(y) => {
  const canvas = document.querySelector(".st-key-chart_law [data-testid=stBidiComponentIsolated]").shadowRoot.querySelector("canvas");
  const { top, height, low, high } = JSON.parse(canvas.dataset.axes).y;
  const loss = (at) => high - ((at - canvas.getBoundingClientRect().top - top) / height) * (high - low);
  return [loss(y), loss(y) - loss(y + 1)];
}"""  # the loss at a height of the page by the chart's own axis, and how much a pixel is
SECONDS = 120_000  # ms for what is measured in the background on a busy machine


@pytest.fixture
def law_page(page, server) -> Page:
    open_law(page, f"{server.url}/batch-size?network=10-epochs")
    return page


def named(page: Page) -> list[str]:
    """What is written in the chart, as it stands in the file that it is saved to."""
    with page.expect_download() as download:
        page.locator(".st-key-chart_law").get_by_role("button", name="Save this chart as SVG").click()
    return re.findall(r"<text[^>]*>([^<]*)", download.value.path().read_text(encoding="utf-8"))


def test_about_as_many_dots_lie_within_the_bands_as_the_law_says(law_page):
    told = law_page.locator(".mbviz-beside", has_text="lie within the 95% band").inner_text()
    shares = re.search(r"([\d.]+)% lie within the 95% band and ([\d.]+)% within", told).groups()
    draws = len(SIZES) * 200
    for share, chance in zip(map(float, shares), (95, 50)):
        assert share == pytest.approx(chance, abs=5 * 100 * np.sqrt(chance / 100 * (1 - chance / 100) / draws))


def test_a_dot_stands_at_its_loss_and_opens_its_batch_on_the_stage(law_page, oracle):
    losses = estimates(oracle, "10-epochs")
    found = law_page.evaluate(PLACES, [SIZES, losses.tolist()])
    i, k = loneliest(np.array(found["dots"]), of_size(20)(losses, found["top"]))
    x, y = found["dots"][i][k]
    law_page.mouse.move(x, y)
    expect(law_page.locator(".st-key-chart_law canvas")).to_have_css("cursor", "pointer")
    height, pixel = law_page.evaluate(HEIGHT, y)
    law_page.mouse.click(x, y)
    expect(law_page).to_have_url(re.compile(r"/\?(?!.*batch-size)"))
    opened = oracle.batch(20, draw=k, network="10-epochs")
    expect_stage(law_page, opened)  # its size, its draw and its loss are on the page
    assert opened.loss == pytest.approx(height, abs=pixel)


def test_a_pinned_curve_stays_while_the_network_changes_and_both_see_the_same_batches(law_page, oracle):
    law_page.get_by_role("button", name="Pin this curve").click()
    expect(law_page.get_by_role("button", name="Unpin")).to_be_visible(timeout=SECONDS)
    assert "pinned: 95%" in named(law_page)
    law_page.get_by_role("slider", name="network").press("ArrowRight")
    expect(law_page).to_have_url(re.compile("network=40-epochs"))
    compared = law_page.locator(".mbviz-behind")
    expect(compared).to_have_attribute(
        "data-html", re.compile("<table"), timeout=SECONDS
    )  # the answer is there, and folded
    law_page.get_by_text("Compare", exact=True).click()
    expect(compared).to_contain_text("Pinned: 10 epochs, with replacement, seed 0.")
    row = compared.get_by_role("row", name="B = 100", exact=False).filter(has_text="B = 100").first
    a, b = (
        np.array([oracle.batch(100, draw=k, network=name).loss for k in range(200)])
        for name in ("40-epochs", "10-epochs")
    )
    expect(row).to_contain_text(f"{(a - b).mean():+.4f}".replace("-", "−"))
    expect(row).to_contain_text(f"{(a - b).std(ddof=1):.4f}")
    law_page.keyboard.press("Escape")
    assert "pinned: 95%" in named(law_page)
    law_page.get_by_role("button", name="Unpin").press("Enter")
    expect(law_page.get_by_role("button", name="Unpin")).to_have_count(0, timeout=SECONDS)
    expect(law_page.get_by_role("button", name="Pin this curve")).to_be_focused(timeout=SECONDS)
    assert "pinned: 95%" not in named(law_page)


def test_without_replacement_the_page_says_what_is_exact(page, server):
    open_law(page, f"{server.url}/batch-size?replace=false")
    expect(page.get_by_role("main")).to_contain_text("the bands' shape approximates the law")


def test_the_coverage_is_counted_and_nothing_moves_when_it_comes(page, server, oracle):
    page.goto(f"{server.url}/trust?network=untrained")  # that no other test asks for
    said = page.locator(".mbviz-said")
    trusted = trustworthy_from(summarize(oracle.snapshot("untrained").losses))
    expect(said).to_have_text(f"It holds from about B = {trusted:,} on (25 γ²).")
    before = [page.locator(place).bounding_box() for place in (".mbviz-said", ".mbviz-note", ".st-key-take")]
    expect(page.locator(".st-key-chart_coverage [data-painted]")).to_be_attached(timeout=SECONDS)
    counted = page.locator("dl", has_text="it holds at B = 16")
    expect(counted).to_contain_text(re.compile(r"it holds at B = 16, the nearest counted\d+\.\d%"))
    after = [page.locator(place).bounding_box() for place in (".mbviz-said", ".mbviz-note", ".st-key-take")]
    assert [box["y"] for box in after] == pytest.approx([box["y"] for box in before], abs=24)  # a line of the sentence


def test_the_table_of_the_coverage_folds_open_in_place(page, server):
    open_at(page, f"{server.url}/trust?network=10-epochs")
    expect(page.locator(".st-key-chart_coverage [data-painted]")).to_be_attached(timeout=SECONDS)
    fold = page.locator(".mbviz-behind")
    inside, summary = fold.locator("> div"), fold.locator("summary")
    for press in (lambda: page.keyboard.press("Escape"), lambda: page.get_by_role("heading", level=1).click()):
        summary.click()
        expect(inside.get_by_role("table")).to_contain_text("t: below it")
        expect(inside).to_contain_text("Cochran")
        inside.locator("p").first.click()  # it stays while it is used
        expect(inside).to_be_visible()
        press()
        expect(inside).to_be_hidden()
    summary.press("Enter")
    expect(inside).to_be_visible()
    page.keyboard.press("Escape")
    expect(summary).to_be_focused()


def test_the_planner_answers_with_the_engines_number_and_checks_it_by_draws(page, server, oracle):
    page.goto(f"{server.url}/planner?network=10-epochs")
    losses = oracle.snapshot("10-epochs").losses
    needed = required_batch_size(summarize(losses), 0.01, population=10**9)
    expect(page.locator("dd", has_text=f"{needed:,}")).to_be_visible()
    trillion = required_batch_size(summarize(losses), 0.01, population=10**12)
    expect(page.get_by_role("main")).to_contain_text(f"{needed:,} of 1 billion, {trillion:,} of 1 trillion.")
    code = page.locator(".mbviz-code").bounding_box()
    page.locator("[data-act=check_plan]").click()
    draws = simulate_population(losses, 10**9, needed, 50, seed=0, replace=False)
    inside = (np.abs(draws / losses.mean() - 1) <= 0.01).sum()
    expect(page.get_by_role("main")).to_contain_text(f"{inside} of 50 batches of {needed:,} were within ±1%")
    assert page.locator(".mbviz-code").bounding_box() == code  # the answer has its room beforehand
    page.get_by_role("slider", name="wanted precision").press("ArrowLeft")
    needed = required_batch_size(summarize(losses), 0.02, population=10**9)
    expect(page.locator("dd", has_text=f"{needed:,}")).to_be_visible()
    expect(page).to_have_url(re.compile("precision=0.02"))
    expect(page.get_by_role("main")).not_to_contain_text("were within")
    expect(page.locator(ERRORS)).to_have_count(0)


def test_the_ten_worst_digits_share_a_row_and_one_that_is_clicked_says_what_it_costs(page, server, oracle):
    open_at(page, f"{server.url}/models?network=10-epochs", "worst")
    losses, canvas = oracle.snapshot("10-epochs").losses, page.locator(".st-key-worst canvas")
    box = canvas.bounding_box()
    assert box["height"] < 200  # one row
    canvas.click(position={"x": 3.5 * box["width"] / 10, "y": box["height"] / 2})
    fourth = int(np.argsort(-losses, kind="stable")[3])
    expect(page.get_by_role("main")).to_contain_text(f"{losses[fourth]:.4g} nats")


@pytest.mark.parametrize("path", ["batch-size", "spread", "trust", "models", "planner"])
@pytest.mark.parametrize(
    "query",
    [
        "network=untrained",
        "network=40-epochs&replace=false&batch_size=5000",
        "batch_size=1",
        "population=x&precision=7",
    ],
)
def test_the_screens_stand_whatever_is_chosen(page, server, path, query):
    page.goto(f"{server.url}/{path}?{query}")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".st-key-bar [data-painted]")).to_be_attached()
    expect(page.locator(ERRORS)).to_have_count(0)
