"""Take it with you: what is copied and downloaded gives the numbers of the page, in an empty folder with NumPy alone."""

import csv
import io
import json
import re
import subprocess
import sys

import numpy as np
import pytest
from playwright.sync_api import expect

from mbviz.article.versions import VERSIONS, source
from mbviz.stats.planner import required_batch_size
from mbviz.stats.summary import summarize
from tests.browser.view import open_at


def run_alone(code: str, folder) -> str:
    """What a script prints in a folder of its own, without this repository."""
    done = subprocess.run([sys.executable, "-I", "-c", code], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def copied(page) -> str:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy as NumPy").click()
    expect(page.locator(".st-key-take [role=status]")).to_contain_text("Copied")
    return page.evaluate("navigator.clipboard.readText()")


def downloaded(page, button: str) -> tuple[str, bytes]:
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    return download.value.suggested_filename, download.value.path().read_bytes()


def script(notebook: bytes) -> str:
    return "\n".join("".join(cell["source"]) for cell in json.loads(notebook)["cells"] if cell["cell_type"] == "code")


@pytest.mark.parametrize("query", ["batch_size=10&draw=3", "batch_size=1000&replace=false"])
def test_the_copied_code_and_the_notebook_give_the_batchs_loss_to_the_last_digit(page, server, oracle, tmp_path, query):
    open_at(page, f"{server.url}/draw?{query}", "drawn")
    batch = oracle.batch(10, draw=3) if "draw" in query else oracle.batch(1000, replace=False)
    assert repr(float(batch.loss)) in run_alone(copied(page), tmp_path)
    name, notebook = downloaded(page, "Download notebook")
    assert name == "mbviz-mini-batch.ipynb"
    printed = run_alone(script(notebook), tmp_path)
    assert repr(float(batch.loss)) in printed
    assert repr(float(oracle.snapshot("1-epoch").losses.mean())) in printed


def test_the_csv_holds_every_example_to_the_last_digit(page, server, oracle):
    open_at(page, f"{server.url}/draw?batch_size=37", "drawn")
    batch = oracle.batch(37)
    name, table = downloaded(page, "Download the batch as CSV")
    rows = list(csv.DictReader(io.StringIO(table.decode())))
    assert name == "mbviz-mini-batch.csv"
    assert [int(row["index"]) for row in rows] == batch.batch_mask.tolist()
    np.testing.assert_array_equal([float(row["pick"]) for row in rows], batch.picks)
    np.testing.assert_array_equal([float(row["loss"]) for row in rows], batch.losses)


@pytest.mark.parametrize("arrays", ["five-rows", "selection", "one-example", "one-example-one-hot", "this-batch"])
def test_the_code_of_the_versions_gives_their_result(page, server, tmp_path, arrays):
    open_at(page, f"{server.url}/versions?arrays={arrays}", "choosing_beside")
    (shown,) = {float(text) for text in re.findall(r"E = ([\d.e-]+)", page.locator(".mbviz-narrow").first.inner_text())}
    printed = run_alone(copied(page), tmp_path)
    assert repr(shown) in printed
    assert repr(shown) in run_alone(script(downloaded(page, "Download notebook")[1]), tmp_path)


def test_the_code_of_the_stepper_gives_its_mean(page, server, tmp_path):
    open_at(page, f"{server.url}/indexing?arrays=this-batch&batch_size=7", "stepper")
    mean = page.locator(".st-key-stepper .mean").get_attribute("title")
    assert mean and mean in run_alone(copied(page), tmp_path)


def test_the_pictures_notebook_prints_its_shapes(page, server, tmp_path):
    open_at(page, f"{server.url}/pictures?batch_size=20", "flat")
    name, notebook = downloaded(page, "Download notebook")
    printed = run_alone(script(notebook), tmp_path)
    assert name == "mbviz-shapes.ipynb"
    for shape in ("(5000, 28, 28)", "(5000, 784)", "(5000, 10)", "(20, 784)", "(20, 10)"):
        assert shape in printed


def test_the_batch_size_pages_code_gives_the_planners_number(page, server, oracle, tmp_path):
    page.goto(f"{server.url}/planner")
    needed = required_batch_size(summarize(oracle.snapshot("1-epoch").losses), 0.01, population=10**9)
    expect(page.locator("dd", has_text=f"{needed:,}")).to_be_visible()
    assert f"within 1%: {needed:,} of 1,000,000,000" in run_alone(copied(page), tmp_path)


def test_a_screen_that_is_turned_to_offers_what_it_offers_when_it_is_opened(page, server):
    page.goto(f"{server.url}/batch-size")
    offers = page.locator(".st-key-take").get_by_role("button")
    expect(offers).to_have_text(["Copy as NumPy", "Download notebook", "Download the batch as CSV"])
    copied(page)
    page.keyboard.press("PageDown")
    expect(page).to_have_url(re.compile("/spread"))
    expect(offers).to_have_text(["Copy as NumPy", "Download notebook"])
    expect(page.locator(".st-key-take [role=status]")).to_have_text("")


def test_on_a_phone_a_long_line_of_code_goes_on_farther_in_and_is_selected_as_it_was_written(page, server):
    page.set_viewport_size({"width": 390, "height": 844})
    open_at(page, f"{server.url}/versions", "choosing_beside")
    code = page.locator(".mbviz-code").first
    code.click()
    assert page.evaluate("getSelection().toString()").splitlines() == source(VERSIONS[0]).splitlines()
    boxes = (
        code.locator("span")
        .nth(2)
        .evaluate(
            """(line) => {
          const range = document.createRange();
          range.selectNodeContents(line);
          return [...range.getClientRects()].filter(({ width }) => width).map(({ top, left }) => [Math.round(top), left]);
        }"""
        )
    )
    begins = {top: min(left for other, left in boxes if other == top) for top, _ in boxes}  # of each row
    first, second = (begins[top] for top in sorted(begins))
    assert second > first  # which begins with the line's own four spaces
