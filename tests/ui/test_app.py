"""A screen through Streamlit's own test runner: what each setting gives, and a sentence for whatever is wrong."""

import shutil
import threading

import numpy as np
import pytest
from streamlit.navigation.page import calc_hash

from mbviz._numbers import in_code, nats
from mbviz.data.datasets import load_file
from mbviz.model.snapshots import Recipe, load_snapshot, run_dir
from mbviz.model.trainer import Progress, Training
from mbviz.ui import data, session
from mbviz.ui.state import SETTINGS
from tests.ui.bar import shown, tell, wish
from tests.ui.conftest import N
from tests.ui.page import gallery_bytes, page_text


@pytest.fixture
def app(app):
    """The app, not run yet, at the screen on which every setting of a batch acts."""
    app._page_hash = calc_hash("example")
    return app


def by_loss(losses: np.ndarray) -> np.ndarray:
    """The examples, the largest loss first."""
    return np.argsort(-losses, kind="stable")


def check(
    app, folder, batch_size=10, *, seed=0, draw=0, replace=True, network="1-epoch", n=0, order=None, wanted=None
) -> None:
    """Compare everything that is shown with plain NumPy; `wanted` is the network chosen, where it is not there yet."""
    assert not app.exception
    dataset = load_file(folder / "digits.npz")
    batch_mask = np.random.default_rng([seed, batch_size, draw]).choice(N, batch_size, replace=replace)
    t = dataset.labels[batch_mask]
    y = load_snapshot(dataset, Recipe(), network).y[batch_mask]
    picks = y[np.arange(batch_size), t].astype(float)
    losses = -np.log(picks + 1e-7)
    chosen = {"size": batch_size, "seed": seed, "draw": draw, "replace": replace, "n": n, "network": wanted or network}
    assert {key: shown(app)["wish"][key] for key in chosen} == chosen
    header, arrays = gallery_bytes(app, "one_digit")
    assert (header["rows"], header["t"], header["predicted"]) == ([n], [t[n]], [y[n].argmax()])
    assert arrays == y[n].astype("<f4").tobytes() + dataset.images[batch_mask[n]].tobytes()
    text = page_text(app)
    assert f"x_train[{batch_mask[n]}] is example {n} of {batch_size:,}." in text
    assert f"y[{n}, {t[n]}] = {in_code(picks[n])}" in text
    assert f"{nats(losses[n])} / {nats(losses.sum())}" in text
    if order is None:
        assert shown(app)["around"] is None
    else:
        rows = order(losses).tolist()
        place = rows.index(n)
        assert shown(app)["around"] == rows[max(place - 20, 0) : place + 21]
        assert f"By its loss it is number {place + 1}." in text


def components(app) -> set[str]:
    """The keys of all components that are shown."""
    return {element.proto.id.rpartition("-")[2] for element in app.get("bidi_component")}


def test_without_an_address_of_its_own_it_is_draw_0_of_10(app, folder):
    check(app.run(), folder)


@pytest.mark.parametrize("size", [1, 37, N])
@pytest.mark.parametrize("replace", [True, False])
def test_every_batch_size_works_with_and_without_replacement(app, folder, size, replace):
    app.run()
    wish(app, replace=replace, batch_size=size)
    check(app, folder, size, replace=replace)


def test_the_slider_sets_the_size_and_follows_the_typed_one(app, folder):
    app.run()
    wish(app, batch_size=50)
    check(app, folder, 50)
    wish(app, batch_size=37)
    check(app, folder, 37)
    assert shown(app)["wish"]["size"] == 37
    assert shown(app)["sizes"] == [1, 2, 5, 10, 20, 50, 100, 200, 300]  # the browser puts 37 among them


def test_seed_draw_and_network_choose_the_batch(app, folder):
    app.run()
    wish(app, seed=7, draw=3, network="40-epochs")
    check(app, folder, seed=7, draw=3, network="40-epochs")


def test_the_buttons_step_through_the_draws(app, folder):
    app.run()
    for draw in (1, 2, 1):
        wish(app, draw=draw)
        check(app, folder, draw=draw)
        assert shown(app)["wish"]["draw"] == draw


def test_back_to_defaults_forgets_every_setting(app, folder):
    app.query_params.update(
        batch_size="37", seed="7", draw="5", replace="false", network="40 epochs", n="3", order="largest loss first"
    )
    app.run()
    tell(app, "reset", 1)
    check(app, folder)


def test_the_largest_losses_come_first_when_asked_for(app, folder):
    app.run()
    wish(app, order="largest-loss-first")
    check(app, folder, order=by_loss)
    wish(app, batch_size=100, n=50)
    check(app, folder, 100, n=50, order=by_loss)


def test_the_bar_leaves_alone_what_it_has_no_control_for(app, open_page):
    open_page(app, "draw")
    first = shown(app)
    tell(app, "question", {"number": 1, "settings": {"draw": 1, "network": "40-epochs", "n": 3}, "rests": True})
    wish = shown(app)["wish"]
    assert (wish["draw"], wish["network"], wish["n"]) == (1, "1-epoch", 0)
    assert first["number"] < shown(app)["number"]


def test_another_example_is_shown_with_its_own_numbers(app, folder):
    app.run()
    wish(app, n=4)
    check(app, folder, n=4)


def test_a_smaller_batch_keeps_the_selection_inside(app, folder):
    app.query_params["n"] = "9"
    app.run()
    tell(app, "question", {"number": 1, "settings": {"batch_size": 5}, "rests": True})
    check(app, folder, 5, n=4)


def test_an_example_that_the_batch_does_not_have_changes_nothing(app, folder):
    app.run()
    wish(app, batch_size=5, n=7)
    check(app, folder)


def test_the_address_sets_everything(app, folder):
    app.query_params.update(batch_size="37", seed="7", draw="5", replace="false", network="40 epochs", n="3")
    app.run()
    check(app, folder, 37, seed=7, draw=5, replace=False, network="40-epochs", n=3)
    assert not app.warning


@pytest.mark.parametrize(
    "key, value",
    [
        ("batch_size", "abc"),
        ("batch_size", "0"),
        ("batch_size", "301"),
        ("batch_size", "-5"),
        ("batch_size", ""),
        ("batch_size", "١"),
        ("seed", "-1"),
        ("seed", "9" * 20),
        ("draw", "x"),
        ("replace", "maybe"),
        ("network", "nonsense"),
        ("n", "10"),
        ("order", "x"),
    ],
)
def test_a_bad_value_in_the_address_gets_one_sentence(app, folder, key, value):
    app.query_params[key] = value
    app.run()
    if key == "batch_size" and value == "١" and not app.warning:
        return check(app, folder, 1)  # an Arabic one may be taken for a one
    check(app, folder)
    (warning,) = app.warning
    assert key in warning.value
    wish(app, draw=1)
    assert not app.warning


def test_until_the_wanted_snapshot_is_there_the_furthest_before_it_is_shown(app, folder):
    runs = run_dir(load_file(folder / "digits.npz"), Recipe())
    for name in ("10-epochs", "40-epochs"):
        (runs / f"{name}.npz").unlink()
    app.query_params["network"] = "40 epochs"
    check(app.run(), folder, network="100-steps", wanted="40-epochs")
    assert any("40 epochs" in caption.value and "100 steps" in caption.value for caption in app.caption)


def test_the_untrained_network_is_there_at_once_and_named(app, folder):
    shutil.rmtree(run_dir(load_file(folder / "digits.npz"), Recipe()))
    check(app.run(), folder, network="untrained", wanted="1-epoch")
    assert any("1 epoch" in caption.value and "untrained" in caption.value for caption in app.caption)


def test_without_any_snapshot_the_page_says_what_it_waits_for(app, folder, monkeypatch):
    monkeypatch.setattr(Training, "snapshot", lambda self, name: None)
    app.run()
    assert not app.exception and components(app) == {"overlay_library", "place"}
    assert "untrained" in app.info[0].value


def test_a_failed_training_is_told_and_can_be_tried_again(app, folder, monkeypatch):
    retried = []
    monkeypatch.setattr(Training, "progress", lambda self: Progress("failed", 0, 40, 0, 1, message="No keras today."))
    monkeypatch.setattr(Training, "retry", lambda self: retried.append(True))
    app.run()
    check(app, folder)
    assert "No keras today." in app.error[0].value
    (button,) = [button for button in app.button if button.label == "Train again"]
    button.click().run()
    assert retried == [True]


def test_a_cache_that_cannot_be_written_costs_the_training_only(app, folder, monkeypatch):
    monkeypatch.setenv("MBVIZ_CACHE", str(folder / "digits.npz" / "no-folder"))
    app.run()
    assert "MBVIZ_CACHE" in app.error[0].value
    monkeypatch.setenv("MBVIZ_CACHE", str(folder / "mbviz"))  # where the expected numbers lie
    check(app, folder, network="untrained", wanted="1-epoch")


def test_while_the_digits_come_in_the_page_waits_in_words(app, folder, monkeypatch):
    come = threading.Event()
    load = data.load_mnist

    def slow(progress):
        assert come.wait(20)
        return load()

    monkeypatch.setattr(data, "load_mnist", slow)
    app.run()
    assert not app.exception and components(app) == {"overlay_library", "place"}
    come.set()
    assert data.loading().wait(20)
    check(app.run(), folder)


def test_without_any_digits_there_is_a_sentence_and_another_try(app, folder, monkeypatch):
    def fail(**_):
        raise OSError("the disk is full.")

    load = data.load_mnist
    monkeypatch.setattr(data, "load_mnist", fail)
    app.run()
    assert not app.exception
    assert "the disk is full" in app.error[0].value
    monkeypatch.setattr(data, "load_mnist", load)
    (button,) = [button for button in app.button if button.label == "Try again"]
    button.click().run()
    check(app, folder)


@pytest.mark.parametrize(
    ("key", "meant"),
    [("replacement", "replace"), ("batchsize", "batch_size"), ("B", "batch_size"), ("Batch-Size", "batch_size")],
)
def test_a_key_of_the_address_that_is_nearly_one_of_ours_is_told(app, key, meant):
    app.query_params[key] = "1"
    (told,) = (warning.value for warning in app.run().warning)
    assert told == f"The address names “`{key}`”, which mbviz does not know; did you mean “{meant}”?"


def test_keys_of_others_in_the_address_are_none_of_our_business():
    foreign = (
        "utm_source",
        "utm_campaign",
        "fbclid",
        "gclid",
        "ref",
        "source",
        "date",
        "id",
        "sesskey",
        "embed",
        "theme",
    )
    assert session.near_misses(foreign) == []
    assert session.near_misses(SETTINGS) == []
