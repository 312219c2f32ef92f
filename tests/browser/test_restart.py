"""A server that is killed in mid-class and started anew: pages connect again, show what they showed, and go on."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.app_server import AppServer
from tests.browser.stage import expect_stage, open_stage
from tests.browser.view import expect_batch, open_page


@pytest.fixture
def tabs(context: BrowserContext) -> Iterator[tuple[Page, Page]]:
    """Two tabs in whose consoles errors may stand: Streamlit writes there that its server is gone."""
    first, second = context.new_page(), context.new_page()
    yield first, second
    first.close()
    second.close()


def expect_connected(page: Page) -> None:
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-connection-state", "CONNECTED", timeout=60_000)


def test_after_a_crash_of_the_server_each_page_shows_what_it_showed_and_goes_on(tabs, server, cache, oracle):
    stage, example = tabs
    with AppServer(cache) as second:
        open_stage(stage, f"{second.url}/?batch_size=20&seed=4")
        open_page(example, f"{second.url}/?batch_size=50")
        for page in tabs:
            page.keyboard.press("n")
            page.keyboard.press("n")
        expect_stage(stage, oracle.batch(batch_size=20, seed=4, draw=2))
        expect_batch(example, oracle.batch(batch_size=50, draw=2))
        second.process.kill()
        second.process.wait()
        for page in tabs:
            expect(page.get_by_test_id("stApp")).not_to_have_attribute("data-test-connection-state", "CONNECTED")
        with second:
            for page in tabs:
                expect_connected(page)
            expect_stage(stage, oracle.batch(batch_size=20, seed=4, draw=2))
            expect_batch(example, oracle.batch(batch_size=50, draw=2))
            for page in tabs:
                page.keyboard.press("n")
            expect_stage(stage, oracle.batch(batch_size=20, seed=4, draw=3))
            expect_batch(example, oracle.batch(batch_size=50, draw=3))
