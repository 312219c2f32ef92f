"""Firefox opens every screen and plays ten draws on the stage; without one the tests are skipped, but not in CI."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from mbviz.ui.deck import FIRST, SCREENS
from tests.browser.firefox import FIREFOX, PAGE_DOWN, Firefox
from tests.browser.stage import READ, name_of, nats, numbers, percent
from tests.browser.view import ERRORS

# The first element of a selector, in shadows as well.
FIND = """(selector) => {
  const find = (root) => {
    for (const element of [root.querySelector(selector), ...root.querySelectorAll("*")]) {
      const found = element?.matches(selector) ? element : element?.shadowRoot && find(element.shadowRoot);
      if (found) return found;
    }
    return null;
  };
  return find(document);
}"""
READY = '[data-testid="stApp"][data-test-script-state="notRunning"]'


@pytest.fixture(scope="module")
def firefox(server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """One Firefox; in the end no script of the page may have failed in it."""
    if not FIREFOX:
        missing = "No Firefox was found; set MBVIZ_FIREFOX to one."
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    with Firefox(tmp_path_factory.mktemp("firefox")) as started:
        yield started
        assert not started.errors


def find(selector: str) -> str:
    """JavaScript that gives the first element of a selector."""
    return f"({FIND})({selector!r})"


def settle(firefox: Firefox, path: str) -> None:
    """Wait until a screen is there and all of it is painted."""
    painted = '.stage[data-painted]:not([data-painted=""])' if path == FIRST else f".bar[data-page={path}]"
    firefox.wait(f"location.pathname === '/{'' if path == FIRST else path}'")
    firefox.wait(f"!!document.querySelector({READY!r}) && !!{find('h1, .question')} && !!{find(painted)}")


def test_firefox_opens_every_screen(firefox, server):
    firefox.open(f"{server.url}/?lang=en")
    titles = []
    for path in SCREENS:
        settle(firefox, path)
        titles.append(firefox.evaluate("document.title"))
        assert firefox.evaluate(f"document.querySelectorAll({ERRORS!r}).length") == 0
        sideways = "(main => main.scrollWidth - main.clientWidth)(document.querySelector('[data-testid=stMain]'))"
        assert firefox.evaluate(sideways) == 0, path
        firefox.press(PAGE_DOWN)
    assert len(set(titles)) == len(SCREENS)
    assert not firefox.errors


def test_firefox_plays_ten_draws_on_the_stage_and_loses_none(firefox, server, oracle):
    firefox.open(f"{server.url}/?lang=en&batch_size=50")
    settle(firefox, FIRST)
    read = f"({READ})({find('.stage')})"
    firefox.press(" ")
    firefox.wait(f"Number({find('.draw-field')}.value) >= 10")
    firefox.press(" ")
    rests = f"{find('.play')}.textContent.includes('Play')"
    draw = int(
        firefox.wait(f"{rests} && (shown => shown.painted.split(' ').at(-1) === shown.draw && shown.draw)({read})")
    )
    expected, shown = oracle.batch(50, draw=draw), firefox.evaluate(read)
    mean = expected.settings.snapshot.losses.mean()
    assert shown["painted"] == name_of(expected)
    assert (shown["this"], shown["all"]) == (nats(expected.loss), nats(mean))
    assert shown["off"] == percent(expected.loss - mean, mean)
    assert numbers(shown["pile"])[-1] == str(draw + 1)
    firefox.click(*firefox.evaluate(f"(box => [box.x + box.width / 2, box.y + box.height / 2])({find('.next')}.getBoundingClientRect())"))  # fmt: skip
    firefox.wait(f"({read}).painted === {name_of(oracle.batch(50, draw=draw + 1))!r}")
    assert not firefox.errors
