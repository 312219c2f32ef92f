"""The page "Batch size" in a browser: the law and its dots, pin and compare, coverage, models, planner."""

import re

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from mbviz.stats.intervals import trustworthy_from
from mbviz.stats.planner import required_batch_size
from mbviz.stats.population import simulate_population
from mbviz.stats.summary import summarize
from tests.browser.stage import expect_stage
from tests.browser.test_dots import PLACES, SIZES, estimates, loneliest, of_size
from tests.browser.view import ERRORS, open_at

PARTS = ("chart_law",)
HEIGHT = """
(y) => {
  const chart = document.querySelector(".st-key-chart_law .js-plotly-plot");
  const { yaxis } = chart._fullLayout;
  const loss = (at) => yaxis.p2d(at - chart.querySelector(".svg-container").getBoundingClientRect().top - yaxis._offset);
  return [loss(y), loss(y) - loss(y + 1)];
}"""  # the loss at a height of the page by the chart's own axis, and how much a pixel is
SECONDS = 120_000  # ms for what is measured in the background on a busy machine


@pytest.fixture
def law_page(page, server) -> Page:
    open_at(page, f"{server.url}/batch-size?network=10-epochs", *PARTS)
    return page


def test_about_as_many_dots_lie_within_the_bands_as_the_law_says(law_page):
    shares = [float(text.rstrip("%")) for text in law_page.locator("dd", has_text="%").all_inner_texts()[:2]]
    draws = 3200
    for share, chance in zip(shares, (95, 50)):
        assert share == pytest.approx(chance, abs=5 * 100 * np.sqrt(chance / 100 * (1 - chance / 100) / draws))


def test_a_dot_opens_its_batch_on_the_first_page(law_page, oracle):
    losses = estimates(oracle, "10-epochs")
    found = law_page.evaluate(PLACES.replace("chart_estimates", "chart_law"), [SIZES, losses.tolist()])
    i, k = loneliest(np.array(found["dots"]), of_size(20)(losses, found["top"]))
    x, y = found["dots"][i][k]
    law_page.mouse.move(x, y)
    expect(law_page.locator(".st-key-chart_law .svg-container")).to_have_css("cursor", "pointer")
    height, pixel = law_page.evaluate(HEIGHT, y)
    law_page.mouse.click(x, y)
    expect(law_page).to_have_url(re.compile(r"/\?(?!.*batch-size)"))
    opened = oracle.batch(20, draw=k, network="10-epochs")
    expect_stage(law_page, opened)  # its size, its draw and its loss are on the page
    assert opened.loss == pytest.approx(height, abs=pixel)


def test_a_pinned_curve_stays_while_the_network_changes_and_both_see_the_same_batches(law_page, oracle):
    law_page.get_by_role("button", name="Pin this curve").click()
    expect(law_page.get_by_role("main")).to_contain_text("Pinned: 10 epochs, with replacement, seed 0.")
    law_page.get_by_role("slider", name="network").press("ArrowRight")
    row = law_page.get_by_role("row", name="B = 100", exact=False).filter(has_text="B = 100").first
    a, b = (
        np.array([oracle.batch(100, draw=k, network=name).loss for k in range(200)])
        for name in ("40-epochs", "10-epochs")
    )
    expect(row).to_contain_text(f"{(a - b).mean():+.4f}".replace("-", "−"))
    expect(row).to_contain_text(f"{(a - b).std(ddof=1):.4f}")
    pinned = law_page.locator(".st-key-chart_law", has_text="pinned: 95%")
    expect(pinned).to_have_count(1, timeout=SECONDS)  # an old chart stays beside the new one for a while
    law_page.get_by_role("button", name="Unpin").click()
    expect(pinned).to_have_count(0, timeout=SECONDS)


def test_without_replacement_the_page_says_what_is_exact(page, server):
    open_at(page, f"{server.url}/batch-size?replace=false", *PARTS)
    expect(page.get_by_role("main")).to_contain_text("the bands' shape approximates the law")


def test_the_coverage_is_counted_and_says_from_where_on_to_trust(law_page, oracle):
    expect(law_page.locator(".st-key-chart_coverage .js-plotly-plot")).to_be_attached(timeout=SECONDS)
    trusted = trustworthy_from(summarize(oracle.snapshot("10-epochs").losses))
    counted = law_page.locator("dl", has_text="Hall’s interval")
    expect(counted).to_contain_text(f"Cochran’s rule, 25 γ²{trusted:,}")
    expect(counted).to_contain_text(re.compile(r"t interval, B = 16\d+\.\d%"))


def test_the_planner_answers_with_the_engines_number_and_checks_it_by_draws(law_page, oracle):
    losses = oracle.snapshot("10-epochs").losses
    needed = required_batch_size(summarize(losses), 0.01, population=10**9)
    expect(law_page.locator("dd", has_text=f"{needed:,}")).to_be_visible()
    law_page.locator(".st-key-check_plan button").click()
    draws = simulate_population(losses, 10**9, needed, 50, seed=0, replace=False)
    inside = (np.abs(draws / losses.mean() - 1) <= 0.01).sum()
    expect(law_page.get_by_role("main")).to_contain_text(f"{inside} of 50 batches of {needed:,} were within ±1%")
    law_page.get_by_role("slider", name="wanted precision").press("ArrowLeft")
    needed = required_batch_size(summarize(losses), 0.02, population=10**9)
    expect(law_page.locator("dd", has_text=f"{needed:,}")).to_be_visible()
    expect(law_page).to_have_url(re.compile("precision=0.02"))
    expect(law_page.locator(ERRORS)).to_have_count(0)


@pytest.mark.parametrize(
    "query",
    [
        "network=untrained",
        "network=40-epochs&replace=false&batch_size=5000",
        "batch_size=1",
        "population=x&precision=7",
    ],
)
def test_the_page_stands_whatever_is_chosen(page, server, query):
    open_at(page, f"{server.url}/batch-size?{query}", *PARTS)
    expect(page.locator(".st-key-chart_coverage .js-plotly-plot")).to_be_attached(timeout=SECONDS)
    expect(page.locator(ERRORS)).to_have_count(0)
