"""Pictures of the page: ``python -m tests.screenshots FOLDER``, and with ``--readme`` the README's as well.

The server starts with a cache in FOLDER and without a network, so the pictures show the offline sample unless
``--mnist`` names a file; a second run finds the network trained.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.app_server import CHROMIUM, AppServer
from tests.browser.view import open_page

README = Path(__file__).with_name("screenshot.png")
QUERY = "?batch_size=20&network=1+epoch&draw=3&n=4"  # a batch with wrong digits among the right ones
MARK = "B=20 seed=0 draw=3 with 1-epoch"
TRAINING_SECONDS = 600


def open_whole(browser: Browser, url: str, width: int, scheme: str) -> Page:
    """A page as high as all it holds, so that one picture shows it."""
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    open_page(page, f"{url}/{QUERY}")
    page.locator(f'.st-key-chart_estimates [data-painted="{MARK}"]').wait_for(
        state="attached", timeout=1000 * TRAINING_SECONDS
    )
    height = page.locator("[data-testid=stMain]").evaluate("(main) => main.scrollHeight")
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_function("document.fonts.status === 'loaded'")
    page.locator(".st-key-chart_estimates .main-svg").first.wait_for()
    return page


def main() -> None:
    """Make all pictures."""
    parser = argparse.ArgumentParser(prog="python -m tests.screenshots", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the pictures go, and the cache")
    parser.add_argument("--readme", action="store_true", help=f"write {README.name} beside this file as well")
    parser.add_argument("--mnist", type=Path, help="an .npz in the layout of Keras's; the offline sample otherwise")
    options = parser.parse_args()
    environment = {"MBVIZ_MNIST": str(options.mnist.resolve())} if options.mnist else {}
    options.folder.mkdir(parents=True, exist_ok=True)
    with AppServer(options.folder / "cache", **environment) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**CHROMIUM)
        for width in (1280, 390):
            for scheme in ("light", "dark"):
                page = open_whole(browser, server.url, width, scheme)
                page.screenshot(path=options.folder / f"page-{width}-{scheme}.png")
                if options.readme and (width, scheme) == (1280, "light"):
                    page.screenshot(path=README)
                page.close()
        browser.close()


if __name__ == "__main__":
    main()
