"""The teacher's desk: a link that hides is built, opened and left again; presenter mode fits every screen, by a clicker."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
import segno
from playwright.sync_api import Page, expect

from mbviz.ui.deck import FIRST, SCREENS
from tests.browser.test_language import NAMES
from tests.browser.test_walk import BOXES, LOOKS, address, settle, violations
from tests.browser.view import field, open_at
from tests.ui.test_qr import modules

LARGE = "() => Number(document.documentElement.style.getPropertyValue('--mbviz-large') || 1)"
PRESENTS = "[data-mbviz-present]"
FITS = f"""() => {{ {BOXES}; const found = boxes(true); return found.length ? "" : "all fits"; }}"""


def share(page: Page):
    """Open the dialog, and wait for its address."""
    page.get_by_role("button", name="Share").click()
    return answered(page)


def answered(page: Page):
    """The dialog, when it shows the address of what is ticked."""
    dialog = page.locator(".sharing")
    page.wait_for_function("""() => {
      const dialog = document.querySelector(".st-key-place [data-testid=stBidiComponentIsolated]").shadowRoot.querySelector(".sharing");
      return dialog.dataset.painted && dialog.dataset.painted === dialog.dataset.asked;
    }""")
    return dialog


def link_of(dialog) -> str:
    return dialog.locator(".address").inner_text()


# --- the link --------------------------------------------------------------------------------------------------------


def test_a_link_is_built_and_what_it_hides_is_gone_for_whoever_opens_it(page, server, fresh):
    open_at(page, f"{server.url}/example?draw=3&seed=7", "bar")
    dialog = share(page)
    assert link_of(dialog) == f"{server.url}/example?draw=3&seed=7"
    dialog.get_by_label("Batch size B").uncheck()
    dialog.get_by_label("Seed").uncheck()
    dialog.get_by_role("button", name="only this screen").click()
    link = link_of(answered(page))
    assert link == f"{server.url}/example?hide=b.seed.screens.not-example&draw=3&seed=7"
    expect(dialog.get_by_label("One example")).to_be_disabled()  # the link opens it

    visitor = fresh(viewport={"width": 1280, "height": 720}, locale="en")
    open_at(visitor, link, "bar")
    expect(field(visitor, "draw")).to_have_value("3")
    for hidden in (".size", ".size-field"):
        expect(visitor.locator(f".st-key-bar {hidden}")).to_be_hidden()
    visitor.locator(".st-key-bar .more").click()
    expect(visitor.locator(".st-key-bar .menu .replace")).to_be_visible()
    expect(visitor.locator(".st-key-bar .menu .seed")).to_be_hidden()
    expect(visitor.get_by_test_id("stTopNavSection")).to_have_count(0)  # one screen needs no menu
    for link in visitor.locator(".st-key-place .turn").all():
        expect(link).to_be_hidden()
    expect(visitor.locator(".sender")).to_contain_text("Whoever sent this link has hidden")
    assert violations(visitor) == []
    visitor.locator(".everything").click()
    expect(visitor.locator(".st-key-bar .size-field")).to_be_visible()
    expect(visitor.locator(".sender")).to_be_hidden()
    expect(visitor).to_have_url(f"{server.url}/example?draw=3&seed=7")


def test_controls_of_other_screens_are_chosen_too_and_go_with_their_screens(screen, server):
    open_at(screen, f"{server.url}/example", "bar")
    dialog = share(screen)
    folded, momentum = dialog.locator(".elsewhere summary"), dialog.get_by_label("momentum")
    expect(momentum).to_be_hidden()
    folded.press("Enter")
    momentum.press("Space")
    assert link_of(answered(screen)) == f"{server.url}/example?hide=momentum"
    expect(momentum).to_be_focused()
    expect(dialog.locator(".answers")).to_be_in_viewport(ratio=0.99)  # however much is unfolded above it
    lists = dialog.locator(".lists").evaluate(
        "(one) => [one.scrollHeight > one.clientHeight, getComputedStyle(one).backgroundAttachment]"
    )
    assert lists == [True, "local, local, scroll, scroll, scroll"]  # shadows at its edges, over which the ends lie
    count = int(folded.inner_text().split()[-1])
    expect(folded).to_have_text(f"On other screens: {count - 1} of {count}")
    dialog.get_by_label("The race").uncheck()  # the only one that has it
    expect(momentum).to_have_count(0)
    assert link_of(answered(screen)) == f"{server.url}/example?hide=race"
    dialog.get_by_label("The race").check()
    expect(momentum).not_to_be_checked()  # as it was left
    over = dialog.evaluate("(dialog) => dialog.scrollHeight - dialog.clientHeight")
    assert over <= 0 and dialog.locator(".code").is_visible()
    screen.set_viewport_size({"width": 390, "height": 844})
    expect(dialog.locator(".answers")).to_be_in_viewport(ratio=0.99)  # before the lists, which fill the window
    screen.set_viewport_size({"width": 1280, "height": 720})
    dialog.get_by_role("button", name="only this screen").click()
    expect(folded).to_be_hidden()


def test_the_code_is_that_of_the_address_black_on_white_and_can_fill_the_window(screen, server):
    screen.emulate_media(color_scheme="dark", reduced_motion="reduce")
    open_at(screen, f"{server.url}/draw", "bar")
    dialog = share(screen)
    code = dialog.locator("img.code")
    picture = unquote(code.get_attribute("src"))
    drawn = modules(picture)[4:-4, 4:-4]
    assert drawn.tolist() == [list(row) for row in segno.make(link_of(dialog), error="m", micro=False).matrix]
    assert (
        re.search(r"<path fill='#fff(fff)?' d='M0 0h37v37h-37z'/>|<rect[^>]*fill='#fff", picture)
        and "stroke='#000'" in picture
    )
    dialog.get_by_role("button", name="Show large").click()
    assert code.bounding_box()["height"] > 0.75 * 720
    screen.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_on_this_machine_the_dialog_says_that_nobody_else_opens_the_address(screen, server):
    open_at(screen, f"{server.url}/draw", "bar")
    here = share(screen).locator(".here")
    expect(here.locator("> span")).to_contain_text("Ask whoever runs mbviz")
    expect(here.locator("p")).to_be_hidden()
    here.locator("summary").click()
    expect(here.locator("p")).to_contain_text("--server.address")


def test_a_screen_without_controls_says_so(screen, server):
    screen.goto(f"{server.url}/lessons")
    settle(screen, "lessons")
    expect(share(screen).locator(".controls")).to_contain_text("Nothing on this screen can be changed.")


def test_keys_in_the_dialog_are_not_the_pages(screen, server):
    open_at(screen, f"{server.url}/draw", "bar")
    dialog = share(screen)
    dialog.get_by_label("Batch size B").focus()
    for key in ("n", "PageDown", "f", "b"):
        screen.keyboard.press(key)
    screen.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(field(screen, "draw")).to_have_value("0")
    expect(screen).to_have_url(f"{server.url}/draw")
    expect(screen.locator(PRESENTS)).to_have_count(0)


@pytest.mark.parametrize(("size", "scheme", "lang"), LOOKS, ids=str)
def test_the_dialog_fits_the_window(page, server, size, scheme, lang):
    page.set_viewport_size(dict(zip(("width", "height"), size)))
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"{server.url}/?lang={lang}")
    settle(page, FIRST)
    page.locator(".st-key-place .share").click()
    over = answered(page).evaluate(
        "(dialog) => [dialog.scrollWidth - dialog.clientWidth, dialog.scrollHeight - dialog.clientHeight]"
    )
    assert over[0] <= 0 and (size[0] < 641 or over[1] <= 0)
    expect(page.locator(".sharing .guess")).to_be_visible()
    said = " ".join(
        page.locator(".sharing :is(h2, legend, b, small, button, span, .lesson, .nocode)").all_inner_texts()
    )
    assert size[0] != 1280 or violations(page) == []
    assert lang == "en" or set(re.findall(r"[A-Za-z]{3,}", said)) <= NAMES


@pytest.mark.parametrize("path", ["planner", "", "mini-batch"])
def test_an_address_of_a_hidden_screen_opens_the_first_of_the_others_and_says_so(page, server, path):
    page.goto(f"{server.url}/{path}?hide=mini-batch.draw.planner&seed=3")
    settle(page, "example")
    expect(page.get_by_test_id("stAlert")).to_contain_text("has hidden the screen")
    expect(page).to_have_url(re.compile(r"/example\?hide=mini-batch\.draw\.planner&seed=3$"))
    expect(page.locator(".st-key-place .place")).to_have_text(f"1 / {len(SCREENS) - 3}")
    page.keyboard.press("PageUp")
    page.keyboard.press("PageDown")
    settle(page, "indexing")
    page.reload()
    settle(page, "indexing")


def test_the_note_of_what_is_hidden_comes_and_goes_with_the_screen(screen, server):
    open_at(screen, f"{server.url}/which-loss?hide=form", "bar")
    note = screen.locator(".sender")
    expect(note).to_contain_text("Whoever sent this link has hidden controls of this screen.")
    screen.keyboard.press("PageUp")  # to a screen that has no such control
    expect(screen).to_have_url(re.compile(r"/pictures\?"))
    expect(note).to_be_hidden()
    screen.keyboard.press("PageDown")
    expect(note).to_be_visible()


def test_on_the_stage_hidden_controls_are_gone_and_nothing_moves_them(screen, server):
    screen.goto(f"{server.url}/?hide=d.net&draw=2")
    settle(screen, FIRST)
    for place in (".draws", ".play", ".pace", ".hundred", ".clear", ".network"):
        expect(screen.locator(f".stage {place}").first).to_be_hidden()
    before = screen.locator(".stage").get_attribute("data-painted")
    for key in ("n", "p", " "):
        screen.keyboard.press(key)
    box = screen.locator(".stage .lower canvas").bounding_box()
    screen.mouse.click(box["x"] + 0.5 * box["width"], box["y"] + 0.6 * box["height"])
    screen.locator(".stage .size-field").fill("20")
    screen.locator(".stage .size-field").press("Enter")
    expect(screen.locator('.stage[data-painted$=" 20 2"]')).to_be_attached()
    assert before.endswith(" 10 2")


def test_answers_that_are_hidden_are_nowhere_on_the_stage(screen, server):
    screen.goto(f"{server.url}/?hide=answers&guess=off")
    settle(screen, FIRST)
    for place in (".this b", ".off b"):
        expect(screen.locator(f".stage .head {place}")).to_have_text("?")
    expect(screen.locator(".stage .guessing .ask")).to_be_visible()
    expect(screen.locator(".stage .reveal")).to_be_hidden()
    screen.locator(".stage .next").click()
    expect(screen.locator('.stage[data-painted$=" 10 1"]')).to_be_attached()
    expect(screen.locator(".stage .head .this b")).to_have_text("?")
    expect(screen.locator(".stage .parts .code").nth(1)).to_have_text(".mean()  →  ?")


def test_a_guess_is_in_the_address_and_comes_through_a_reload(screen, server):
    screen.goto(f"{server.url}/?guess=picks")
    settle(screen, FIRST)
    expect(screen.locator(".stage .guessing .ask")).to_contain_text("Which cells")
    screen.locator(".stage .more").click()
    screen.locator(".stage .menu .guess select").select_option("loss")
    expect(screen).to_have_url(f"{server.url}/?guess=loss")
    screen.reload()
    settle(screen, FIRST)
    expect(screen.locator(".stage .guessing .ask")).to_contain_text("How large is the mean loss")


# --- presenter mode --------------------------------------------------------------------------------------------------


# The page's clock runs four times as fast, and so do its waits of up to two seconds: so long each screen has to come
# before its type is fitted, and twice twenty-one of them are a minute and a half.
HURRY = """
  const [now, wait] = [performance.now.bind(performance), window.setTimeout.bind(window)];
  performance.now = () => 4 * now();
  window.setTimeout = (act, delay, ...more) => wait(act, delay <= 2000 ? delay / 4 : delay, ...more);
"""

# The sizes of the type that were taken since `took` was emptied.
TAKES = """
  window.took = [];
  const keep = () => {
    const size = document.documentElement.style.getPropertyValue("--mbviz-large");
    if (size && size !== took.at(-1)) took.push(size);
  };
  new MutationObserver(keep).observe(document, { attributes: true, attributeFilter: ["style"], subtree: true });
"""


@pytest.mark.parametrize(("size", "scheme", "lang"), [((1280, 720), "light", "en"), ((1024, 768), "dark", "ko")])
def test_a_presenters_screens_all_fit_and_some_are_larger_without_a_flicker(fresh, server, size, scheme, lang):
    window = dict(zip(("width", "height"), size))
    page = fresh(HURRY + TAKES, viewport=window, color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"{server.url}/?lang={lang}&present=true")
    sizes = []
    for number, path in enumerate(SCREENS, 1):
        settle(page, path)
        page.wait_for_function(
            "(screen) => document.documentElement.dataset.mbvizFitted === screen", arg=f"{number} / {len(SCREENS)}"
        )
        page.wait_for_function(FITS)
        sizes.append(page.evaluate(LARGE))
        took = page.evaluate("took.splice(0)")
        assert len(took) <= 8, f"{path}: {took}"
        page.keyboard.press("PageDown")
    assert min(sizes) >= 1 and sum(size >= 1.1 for size in sizes) > len(sizes) / 3, sizes


def test_f_begins_and_escape_ends_it_and_the_whole_screen_with_it(screen, server):
    open_at(screen, f"{server.url}/draw", "bar")
    screen.keyboard.press("f")
    expect(screen).to_have_url(f"{server.url}/draw?present=true")
    screen.wait_for_function("document.fullscreenElement !== null")
    assert screen.locator(".st-key-place").evaluate("(deck) => getComputedStyle(deck).opacity") == "0"
    expect(screen.locator(".st-key-take")).to_be_hidden()
    screen.wait_for_function(f"({LARGE})() > 1.1")
    screen.keyboard.press("PageDown")
    settle(screen, "example")
    assert screen.locator(PRESENTS).count() == 1
    screen.keyboard.press("Escape")
    expect(screen).to_have_url(f"{server.url}/example")
    expect(screen.locator(PRESENTS)).to_have_count(0)
    screen.wait_for_function("document.fullscreenElement === null")
    assert screen.evaluate(LARGE) == 1


def test_b_and_a_full_stop_make_the_screen_dark_until_the_next_key(screen, server):
    open_at(screen, f"{server.url}/draw?present=true", "bar")
    dark = screen.locator(".mbviz-curtain")
    for begin, end in (("b", "b"), (".", "."), ("b", "Escape"), ("b", "n")):
        screen.keyboard.press(begin)
        expect(dark).to_be_visible()
        screen.keyboard.press(end)
        expect(dark).to_have_count(0)
    expect(field(screen, "draw")).to_have_value("0")
    screen.keyboard.press("b")
    screen.keyboard.press("PageDown")
    settle(screen, "example")
    expect(dark).to_have_count(0)
    assert screen.locator(PRESENTS).count() == 1


def test_keys_that_are_typed_are_no_presenters(screen, server):
    open_at(screen, f"{server.url}/draw", "bar")
    screen.keyboard.press("b")  # means something to a presenter alone
    expect(screen.locator(".mbviz-curtain")).to_have_count(0)
    field(screen, "draw").focus()
    screen.keyboard.type("f.b")
    expect(screen.locator(PRESENTS)).to_have_count(0)


def test_a_canvas_that_is_shown_larger_is_pressed_where_it_is_seen(screen, server):
    screen.goto(f"{server.url}/?present=true")
    settle(screen, FIRST)
    screen.wait_for_function(f"({LARGE})() > 1")
    canvas = screen.locator(".stage .picks canvas")
    box = canvas.bounding_box()
    rows = canvas.evaluate(
        "(canvas) => [2, canvas.clientHeight - 22]"
    )  # the heatmap's upper edge and height, in its own pixels
    zoom = box["height"] / (rows[1] + 22)
    screen.mouse.click(box["x"] + box["width"] / 2, box["y"] + zoom * (rows[0] + 0.85 * rows[1]))
    expect(screen.locator(".stage .worked")).to_contain_text("y[8, ")
    assert address(FIRST) == ""
