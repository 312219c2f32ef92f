"""The table of screens: each listed once, each there, each with settings that there are."""

import pytest

from mbviz.ui.deck import FIRST, SCREENS, in_address, meant, named_in_address
from mbviz.ui.state import EVERYWHERE, SETTINGS
from tests.house import ROOT

FOLDER = ROOT / "mbviz" / "ui" / "screens"


@pytest.mark.parametrize("path", SCREENS)
def test_every_screen_can_be_shown(path):
    assert callable(SCREENS[path].show)


def test_every_module_with_a_screen_is_in_the_table():
    found = {
        ".".join(file.relative_to(FOLDER).with_suffix("").parts)
        for file in FOLDER.rglob("*.py")
        if "\ndef show(settings: Settings) -> None:" in file.read_text(encoding="utf-8")
    }
    assert found == {screen.module for screen in SCREENS.values()}


@pytest.mark.parametrize("path", SCREENS)
def test_a_screen_names_settings_that_there_are(path):
    screen = SCREENS[path]
    assert set(screen.settings) <= SETTINGS.keys() - set(EVERYWHERE)
    assert set(screen.only_while) <= set(screen.settings)
    assert {other for pairs in screen.only_while.values() for other, _ in pairs} <= {*screen.settings, *EVERYWHERE}


def test_every_setting_acts_somewhere():
    assert set().union(*(screen.settings for screen in SCREENS.values())) == SETTINGS.keys() - set(EVERYWHERE)


@pytest.mark.parametrize("path", SCREENS)
def test_an_address_names_each_screen_and_the_first_one_by_its_bare_path(path):
    assert named_in_address(in_address(path)) == path
    assert (in_address(path) == "") == (path == FIRST)


@pytest.mark.parametrize("path", SCREENS)
def test_an_address_that_the_app_wrote_means_its_own_screen(path):
    assert meant(path, SCREENS[path].settings) == path
    assert meant(path, [*SCREENS[path].settings, "lang"]) == path


@pytest.mark.parametrize(
    ("path", "asked", "screen"),
    [
        ("indexing", ["delta", "p"], "delta"), ("indexing", ["arrays", "batch_size"], "indexing"),
        ("shapes", ["form", "class"], "which-loss"), ("shapes", ["n", "batch_size"], "pictures"),
        ("batch-size", ["population"], "planner"), ("batch-size", ["pin", "batch_size"], "batch-size"),
        ("mini-batch", ["n", "order"], "mini-batch"),
    ],
)  # fmt: skip
def test_an_address_of_the_first_version_opens_the_screen_that_its_settings_act_on(path, asked, screen):
    assert meant(path, asked) == screen
