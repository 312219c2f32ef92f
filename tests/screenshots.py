"""Pictures of every screen: ``python -m tests.screenshots FOLDER``, and with ``--readme`` the README's as well.

The server starts with a cache in FOLDER and without a network, so the pictures show the offline sample unless
``--mnist`` names a file; a second run finds the network trained. A screen that fits the window is shown as the window
has it, a longer one as a whole.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from mbviz.ui.deck import FIRST, SCREENS
from tests.app_server import CHROMIUM, AppServer

README = Path(__file__).with_name("screenshot.png")
QUERY = "batch_size=20&network=1-epoch&draw=3&n=4"  # a batch with wrong digits among the right ones
MARK = "B=20 seed=0 draw=3 with 1-epoch"
SIZES = ((1280, 720), (1024, 768), (390, 844))
TRAINING_SECONDS = 600
READY = "[data-testid=stApp][data-test-script-state=notRunning]"


def open_whole(page: Page, url: str, path: str, lang: str) -> None:
    """Open a screen in a window as high as all it holds, and wait until it is painted."""
    page.goto(f"{url}/{'' if path == FIRST else path}?{QUERY}&lang={lang}")
    painted = ".st-key-stage [data-painted$=' 20 3']" if path == FIRST else ".st-key-bar [data-painted]"
    page.locator(painted).first.wait_for(state="attached", timeout=60_000)
    page.locator(READY).wait_for()
    page.locator("[data-testid=stProgress]").first.wait_for(state="detached", timeout=60_000)  # what is measured
    page.wait_for_function("document.fonts.status === 'loaded'")
    size = page.viewport_size
    height = page.locator("[data-testid=stMain]").evaluate("(main) => main.scrollHeight")
    if size and height > size["height"]:
        page.set_viewport_size({"width": size["width"], "height": height})
    page.wait_for_timeout(500)  # charts draw themselves after the script has ended


def wait_for_training(browser: Browser, url: str) -> None:
    """Wait until the network of the pictures is trained."""
    page = browser.new_page()
    page.goto(f"{url}/draw?{QUERY}")
    mark = page.locator(f'.st-key-drawn [data-painted="{MARK}"]')
    mark.wait_for(state="attached", timeout=1000 * TRAINING_SECONDS)
    page.locator(".st-key-training").wait_for(state="detached", timeout=1000 * TRAINING_SECONDS)
    page.close()


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
        wait_for_training(browser, server.url)
        for width, height in SIZES:
            for scheme in ("light", "dark"):
                for lang in ("en", "ko"):
                    for path in SCREENS:
                        page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
                        open_whole(page, server.url, path, lang)
                        page.screenshot(path=options.folder / f"{path}-{width}-{scheme}-{lang}.png")
                        page.close()
        if options.readme:
            page = browser.new_page(viewport={"width": 1280, "height": 720}, color_scheme="light")
            open_whole(page, server.url, FIRST, "en")
            page.screenshot(path=README)
        browser.close()


if __name__ == "__main__":
    main()
