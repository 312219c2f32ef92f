"""What our JavaScript relies on of Plotly and Streamlit though nobody promises it, looked for on a real chart.

A test here fails when an upgrade changes one of them; all of them stand in mbviz/ui/components/page/internals.js.
(Those of the Python code are in tests/ui/test_internals.py.)
"""

import pytest
from playwright.sync_api import expect

from mbviz.ui.components.linker import link
from tests.browser.view import open_at

KEY = "chart_law"
# Runs `code` with internals.js as `internals` and the chart as `chart`.
ASK = """async ([script, key, code]) => {
  const internals = await import(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
  return new Function("internals", "chart", `return ${code}`)(internals, internals.chartOf(key));
}"""


@pytest.fixture
def ask(page, server):
    """Asks internals.js about the chart of the law."""
    open_at(page, f"{server.url}/batch-size", KEY)
    return lambda code: page.evaluate(ASK, [link("page/internals.js"), KEY, code])


def test_a_chart_is_found_by_its_key(ask):
    """Streamlit's class st-key-…, Plotly's class js-plotly-plot and property _fullLayout."""
    assert ask("chart instanceof HTMLElement")
    assert ask("internals.chartOf('chart_that_is_not_there')") is None


def test_the_element_of_a_chart_carries_its_key(ask):
    """Streamlit's class stElementContainer, around the chart and nothing else."""
    assert ask(f"internals.elementOf(chart).classList.contains('st-key-{KEY}')")
    assert ask("internals.elementOf(chart).querySelectorAll('.js-plotly-plot').length") == 1


def test_the_holder_is_as_large_as_the_chart_and_things_can_be_laid_over_it(ask):
    """Plotly's class svg-container, and the width and height in _fullLayout."""
    holder = ask("(({ clientWidth, clientHeight }) => [clientWidth, clientHeight])(internals.holderOf(chart))")
    size = ask("internals.sizeOf(chart)")
    assert holder == [int(size["width"]), int(size["height"])]  # an element’s are rounded
    assert ask("getComputedStyle(internals.holderOf(chart)).position") == "relative"
    assert ask("internals.holderOf(chart).dataset.painted")  # by the dots, which look after it


def test_all_that_plotly_draws_is_in_the_layers(ask):
    """Plotly's class main-svg."""
    assert ask("internals.layersOf(chart).every((layer) => layer.localName === 'svg')")
    assert ask("internals.layersOf(chart).some((layer) => layer.textContent.includes('batch size B'))")
    drawn = "[...chart.querySelectorAll('svg path')].filter((path) => path.getBBox().width)"
    assert ask(f"{drawn}.length") > 10
    assert ask(f"{drawn}.every((path) => internals.layersOf(chart).some((layer) => layer.contains(path)))")


def test_what_shows_under_the_pointer_only_is_told_apart(ask):
    """Plotly's class hoverlayer; style.css hides it as well."""
    parts = "internals.layersOf(chart).flatMap((layer) => [...layer.children])"
    assert ask(f"{parts}.filter(internals.isHover).length") == 1


def test_the_text_alternative_is_found(ask):
    """Streamlit's role=figure, with the chart's alt as its label."""
    assert "The mean loss of mini-batches" in ask("internals.altOf(chart)")


def test_axes_begin_where_plotly_draws_them(ask):
    """Plotly's _fullLayout.xaxis and yaxis, with _offset and _length: its background has the same place and size."""
    box = ask("internals.axesOf(chart).box")
    drawn = ask(
        "(() => { const plot = chart.querySelector('.nsewdrag').getBoundingClientRect();"
        "const holder = internals.holderOf(chart).getBoundingClientRect();"
        "return { left: plot.left - holder.left, top: plot.top - holder.top, width: plot.width, height: plot.height } })()"
    )
    assert box == pytest.approx(drawn, abs=0.01)


def test_values_lie_where_the_ticks_say(ask):
    """Plotly's d2p, on an axis of logarithms and on a plain one."""
    ticks = ask(
        "[...chart.querySelectorAll('.xtick text')].map((tick) => { const { left, width } = tick.getBoundingClientRect();"
        "return [tick.textContent, left + width / 2 - internals.holderOf(chart).getBoundingClientRect().left] })"
    )
    sizes = {"1": 1, "10": 10, "100": 100, "1k": 1000}
    found = {text: place for text, place in ticks if text in sizes}
    assert len(found) >= 3
    for text, place in found.items():
        assert ask(f"internals.axesOf(chart).x({sizes[text]})") == pytest.approx(place, abs=1.5)
    top, bottom = ask("[chart._fullLayout.yaxis.range[1], 0].map((loss) => internals.axesOf(chart).y(loss))")
    box = ask("internals.axesOf(chart).box")
    assert (top, bottom) == pytest.approx((box["top"], box["top"] + box["height"]), abs=1)


def test_plotly_tells_when_it_has_drawn(ask):
    """Its event plotly_afterplot, and removeListener."""
    told = ask(
        "(async () => { let told = 0; const stop = internals.onPlotted(chart, () => told++);"
        "chart.emit('plotly_afterplot'); stop(); chart.emit('plotly_afterplot'); return told })()"
    )
    assert told == 1


def test_the_dots_are_drawn_again_when_plotly_has_drawn(page, server):
    open_at(page, f"{server.url}/batch-size", KEY)
    holder = page.locator(f".st-key-{KEY} .svg-container")
    holder.evaluate("(holder) => delete holder.dataset.painted")
    page.locator(f".st-key-{KEY} .js-plotly-plot").evaluate("(chart) => chart.emit('plotly_afterplot')")
    expect(holder).to_have_attribute("data-painted", "B=10 seed=0 draw=0 with 1-epoch")


def test_a_link_to_a_page_is_known_and_the_connection_is_named(page, ask):
    """Streamlit's test ids stTopNavLink and stApp, and its attribute data-test-connection-state."""
    links = "[...document.querySelectorAll('a')].map((target) => internals.isPageLink({ target })).filter(Boolean)"
    assert {"/spread", "/which-loss"} <= set(
        ask(f"{links}.map((link) => link.pathname)")
    )  # those to the next and the last screen
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-connection-state", "CONNECTED")


def test_an_entry_is_replaced_on_the_same_page_added_for_another_and_left_alone_while_away(page, ask):
    """What Streamlit does for each change of the address is history.pushState: see `keepEntries`."""
    assert ask("history.pushState.name") != "pushState"  # ours is there already
    count = ask("history.length")
    assert ask("(history.pushState({}, '', '?draw=9'), [history.length, location.search])") == [count, "?draw=9"]
    away = "(internals.keepEntries(() => true), history.pushState({}, '', '/elsewhere'), location.pathname)"
    assert ask(away) != "/elsewhere"
