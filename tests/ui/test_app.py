"""The page through Streamlit's own test runner: what each setting gives, and a sentence for whatever is wrong."""

import base64
import json
import re
import shutil
import threading

import numpy as np
import pytest
from streamlit.navigation.page import calc_hash

from mbviz.data.datasets import load_file
from mbviz.model.snapshots import Recipe, load_snapshot, run_dir
from mbviz.model.trainer import Progress, Training
from mbviz.ui import data
from tests.ui.bar import shown, tell, wish
from tests.ui.conftest import N


@pytest.fixture
def app(app):
    """The app, not run yet, at the page that shows all parts of a batch."""
    app._page_hash = calc_hash("parts")
    return app


def page_text(app) -> str:
    """All that the page says in HTML of its own, the tags left out."""
    return re.sub(r"<[^>]*>", "", " ".join(element.proto.body for element in app.main.get("html")))


def drawn_by(app, key: str) -> dict:
    """The data that a canvas is given."""
    (component,) = [element for element in app.get("bidi_component") if element.proto.id.endswith(f"-{key}")]
    return json.loads(component.proto.json)[0]


def gallery_bytes(app) -> tuple[dict, bytes]:
    """The gallery's header, and its arrays as bytes."""
    (component,) = [element for element in app.get("bidi_component") if element.proto.id.endswith("-gallery")]
    packed = component.proto.bytes
    length = int.from_bytes(packed[:4], "little")
    return json.loads(packed[4 : 4 + length]), packed[4 + length :]


def floats(text: str) -> np.ndarray:
    return np.frombuffer(base64.b64decode(text), "<f4")


def check(app, folder, batch_size=10, *, seed=0, draw=0, replace=True, network="1-epoch", order=None) -> None:
    """Compare everything that is shown with plain NumPy."""
    assert not app.exception
    dataset = load_file(folder / "digits.npz")
    batch_mask = np.random.default_rng([seed, batch_size, draw]).choice(N, batch_size, replace=replace)
    t = dataset.labels[batch_mask]
    y = load_snapshot(dataset, Recipe(), network).y[batch_mask]
    losses = -np.log(y[np.arange(batch_size), t].astype(float) + 1e-7)
    rows = np.arange(batch_size) if order is None else order(losses)
    header, arrays = gallery_bytes(app)
    assert header["rows"] == drawn_by(app, "picks")["rows"] == drawn_by(app, "losses")["rows"] == rows.tolist()
    assert header["t"] == drawn_by(app, "picks")["t"] == t[rows].tolist()
    assert arrays == y[rows].astype("<f4").tobytes() + dataset.images[batch_mask[rows]].tobytes()
    np.testing.assert_array_equal(floats(drawn_by(app, "picks")["y"]), y[rows].ravel())
    np.testing.assert_allclose(floats(drawn_by(app, "losses")["losses"]), losses[rows], rtol=1e-6)
    assert drawn_by(app, "losses")["mean"] == pytest.approx(losses.mean())
    assert drawn_by(app, "overlay_dots")["batch"]["loss"] == pytest.approx(losses.mean())
    assert f"= {losses.sum():,.4f} / {batch_size:,} = {losses.mean():.4f} nats" in page_text(app)


def test_the_first_page_shows_draw_0_of_10(app, folder):
    check(app.run(), folder)
    assert f"From {N} digits" in page_text(app)


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
    assert app.number_input(key="n").value == 0


def test_the_largest_losses_come_first_when_asked_for(app, folder):
    app.run()
    app.button_group(key="order").set_value("largest loss first").run()
    check(app, folder, order=lambda losses: np.argsort(-losses, kind="stable"))


def test_the_bar_leaves_alone_what_it_has_no_control_for(app, folder):
    app.run()
    app.button_group(key="order").set_value("largest loss first").run()
    first = shown(app)
    tell(
        app, "question", {"number": 1, "settings": {"draw": 1, "order": "as-drawn"}, "rests": True}
    )  # as it was sent once
    check(app, folder, draw=1, order=lambda losses: np.argsort(-losses, kind="stable"))
    assert first["number"] < shown(app)["number"]


def test_the_selected_example_is_the_same_in_all_views(app, folder):
    app.run()
    app.number_input(key="n").set_value(4).run()
    assert (
        gallery_bytes(app)[0]["selected"]
        == drawn_by(app, "picks")["selected"]
        == drawn_by(app, "losses")["selected"]
        == 4
    )
    value = floats(drawn_by(app, "picks")["y"]).reshape(-1, 10)[4, drawn_by(app, "picks")["t"][4]]
    assert f"y[4, {drawn_by(app, 'picks')['t'][4]}] = {value:.4g}" in page_text(app)


def test_a_smaller_batch_keeps_the_selection_inside(app, folder):
    app.run()
    app.number_input(key="n").set_value(9).run()
    wish(app, batch_size=5)
    check(app, folder, 5)
    assert app.number_input(key="n").value == 4


def test_the_address_sets_everything(app, folder):
    app.query_params.update(batch_size="37", seed="7", draw="5", replace="false", network="40 epochs", n="3")
    app.run()
    check(app, folder, 37, seed=7, draw=5, replace=False, network="40-epochs")
    assert app.number_input(key="n").value == 3
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


def test_the_dots_are_the_estimates_of_numpy(app, folder):
    app.run()
    dots = drawn_by(app, "overlay_dots")
    losses = load_snapshot(load_file(folder / "digits.npz"), Recipe(), "1-epoch").losses
    expected = [
        [losses[np.random.default_rng([0, b, k]).choice(N, b)].mean() for k in range(200)] for b in dots["sizes"]
    ]
    np.testing.assert_allclose(floats(dots["estimates"]).reshape(len(dots["sizes"]), -1), expected, rtol=1e-6)


def test_until_the_wanted_snapshot_is_there_the_furthest_before_it_is_shown(app, folder):
    runs = run_dir(load_file(folder / "digits.npz"), Recipe())
    for name in ("10-epochs", "40-epochs"):
        (runs / f"{name}.npz").unlink()
    app.query_params["network"] = "40 epochs"
    check(app.run(), folder, network="100-steps")
    assert any("40 epochs" in caption.value and "100 steps" in caption.value for caption in app.caption)


def test_the_untrained_network_is_there_at_once_and_named(app, folder):
    shutil.rmtree(run_dir(load_file(folder / "digits.npz"), Recipe()))
    check(app.run(), folder, network="untrained")
    assert any("1 epoch" in caption.value and "untrained" in caption.value for caption in app.caption)


def test_without_any_snapshot_the_page_says_what_it_waits_for(app, folder, monkeypatch):
    monkeypatch.setattr(Training, "snapshot", lambda self, name: None)
    app.run()
    assert not app.exception and all(element.proto.id.endswith("-bar") for element in app.get("bidi_component"))
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
    check(app, folder, network="untrained")


def test_while_the_digits_come_in_the_page_waits_in_words(app, folder, monkeypatch):
    come = threading.Event()
    load = data.load_mnist

    def slow(progress):
        assert come.wait(20)
        return load()

    monkeypatch.setattr(data, "load_mnist", slow)
    app.run()
    assert not app.exception and not app.get("bidi_component")
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
