"""English and Korean: from the browser, by the control, by the address; and nothing visible stays English."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import watch
from tests.browser.view import expect_batch, expect_painted, field, more, open_at, open_page, slider

# What is the same in both languages: names, and words of the code and of mathematics.
NAMES = {
    "mbviz", "MNIST", "mlxtend", "Keras", "NumPy", "TensorFlow", "Python", "CSV", "SVG", "PNG", "Hall", "Cochran",
    "English", "Language", "nats", "softmax", "log", "delta", "sum", "inf", "nan", "float", "arange", "ndim", "reshape",
    "sel", "network", "Ctrl", "Esc",
}  # fmt: skip
CODE = "code, pre, .code, script, style, canvas, .mbviz-formula, .mbviz-arrays, .mbviz-result, .mbviz-wrong, .mbviz-right, .mbviz-failed, .mbviz-call, .lines, caption, [class*=material-symbols], [data-testid=stIconMaterial]"
VISIBLE = """(code) => {
  const texts = [];
  const visit = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walker.currentNode; node; node = walker.nextNode()) {
      if (node.shadowRoot) visit(node.shadowRoot);
      if (node.nodeType === Node.TEXT_NODE && node.parentElement && !node.parentElement.closest(code)) texts.push(node.textContent);
      if (node.nodeType !== Node.ELEMENT_NODE || node.closest(code) && node.tagName !== "CANVAS") continue;
      for (const name of ["aria-label", "title", "alt", "placeholder"]) if (node.hasAttribute(name)) texts.push(node.getAttribute(name));
    }
  };
  for (const root of document.querySelectorAll("[data-testid=stMain], [data-testid=stTopNav]")) visit(root);
  return [...texts, ...(window.drawnTexts || [])];
}"""
RECORD = """
  window.drawnTexts = new Set();
  const fillText = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) { window.drawnTexts.add(String(text)); return fillText.call(this, text, ...rest); };
"""
STREAMLITS = (  # its own, for which it has no Korean
    "Collapse sidebar", "App pages", "Shortcut", "progress", "Increment", "Decrement", "Copy to clipboard", "Help for",
    "Fullscreen", "Press Enter to apply",
)  # fmt: skip


@pytest.fixture(scope="module")
def korean_tab(browser):
    """A tab of a browser that asks for Korean; it remembers what is drawn on canvases. Every test loads it anew."""
    with browser.new_context(viewport={"width": 1280, "height": 900}, locale="ko-KR") as context:
        context.add_init_script(RECORD)
        yield context.new_page()


@pytest.fixture
def korean(korean_tab):
    yield from watch(korean_tab)


def english(page) -> list[str]:
    """The visible texts with an English word in them; values for the address, calls and cells of arrays are code."""
    code = r"[\w.]+\([^)]*\)|y\[[^\]]*\]|\w+_\w+|\w+-\d+|\d+-\w+|untrained, 1-epoch"
    return [
        text.strip()
        for text in page.evaluate(VISIBLE, CODE)
        if not text.startswith(STREAMLITS) and set(re.findall(r"[A-Za-z]{3,}", re.sub(code, " ", text))) - NAMES
    ]


def test_a_korean_browser_gets_korean_and_nothing_visible_stays_english(korean, server):
    open_page(korean, server.url)
    expect(korean.locator("html")).to_have_attribute("lang", "ko")
    assert english(korean) == []
    with more(korean):
        assert english(korean) == []


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("indexing", ("stepper",)),
        ("versions?beside=article", ("choosing_beside",)),
        ("versions?beside=means", ("choosing_beside",)),
        ("wrong", ("choosing_line",)),
        ("delta", ("bar",)),
        ("predict", ("quiz",)),
        ("indexing?arrays=selection", ("stepper",)),
        ("indexing?arrays=one-example-one-hot&delta=0", ("stepper",)),
        ("batch-size?network=10-epochs", ("chart_law",)),
        ("spread", ()),
        ("trust", ()),
        ("models", ("worst",)),
        ("planner", ()),
        ("shapes", ("hundred",)),
        ("pictures?batch_size=20&n=3", ("flat",)),
        ("which-loss", ("bar",)),
        ("which-loss?form=two-classes", ("bar",)),
        ("draw?batch_size=5000&replace=false", ("drawn",)),
        ("draw?batch_size=1000", ("drawn",)),
        ("draw?batch_size=x&network=y", ("drawn",)),
        ("example?n=3&order=largest-loss-first", ("one_digit",)),
    ],
)
def test_no_page_keeps_an_english_word_in_korean(korean, server, path, parts):
    open_at(korean, f"{server.url}/{path}", *parts)
    expect(korean.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    assert english(korean) == []


def test_bad_input_is_told_in_korean(korean, server):
    open_at(korean, f"{server.url}/indexing", "stepper")
    korean.locator(".st-key-stepper [data-cell='y,0,2']").dblclick()
    korean.keyboard.type("abc")
    korean.keyboard.press("Enter")
    expect(korean.get_by_test_id("stAlert")).to_contain_text(re.compile("[가-힣]"))
    assert [text for text in english(korean) if "abc" not in text] == []


def test_an_english_word_would_be_seen(page, server):
    open_page(page, server.url)
    assert any("How much does the network believe it?" in text for text in english(page))


def test_the_control_changes_the_language_and_nothing_else(page, server, oracle):
    open_page(page, f"{server.url}/?batch_size=37&network=40-epochs&order=largest-loss-first&replace=false&draw=2&n=3")
    page.locator(".st-key-place .language").click()
    expect(page).to_have_url(re.compile("lang=ko"))
    expect(page.get_by_role("button", name="다음 추출")).to_be_visible()
    batch = oracle.batch(37, draw=2, replace=False, network="40-epochs")
    expect_painted(page, batch.settings.name)
    expect(field(page, "n")).to_have_value("3")
    for part in ("batch_size=37", "network=40-epochs", "order=largest-loss-first", "replace=false", "draw=2", "n=3"):
        assert part in page.url
    page.locator(".st-key-place .language").click()
    expect(page).not_to_have_url(re.compile("lang"))
    expect_batch(page, batch)


def test_what_is_drawn_changes_its_language_too(korean, server):
    korean.goto(server.url)
    expect(korean.locator(".stage")).to_have_attribute("data-painted", re.compile("."))
    assert "loss, nats" not in korean.evaluate("[...drawnTexts]")
    korean.locator(".st-key-place .language").click()
    expect(korean.get_by_role("button", name="Next draw")).to_be_visible()
    korean.wait_for_function("drawnTexts.has('loss, nats') && drawnTexts.has('along: batch size B')")


def test_an_address_in_korean_is_korean_for_everybody_and_holds_on_every_page(page, server):
    open_page(page, f"{server.url}/?lang=ko")
    expect(slider(page, "배치 크기")).to_be_visible()
    page.locator(".st-key-place .turn.to-next").click()
    expect(page.locator(".st-key-stepper [data-painted]")).to_be_attached()
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    expect(page).to_have_url(re.compile("lang=ko"))


def test_korean_draws_the_same_batch(page, server, oracle):
    open_page(page, f"{server.url}/?lang=ko&batch_size=50&draw=4")
    expect_painted(page, oracle.batch(50, draw=4).settings.name)
