"""The screens of shapes through Streamlit's own test runner. Keras itself answers in tests/browser; here it is played."""

import re

import numpy as np
import pytest

from mbviz import cross_entropy_error, one_hot, sparse_cross_entropy_error
from mbviz._numbers import memory
from mbviz.data.datasets import load_file
from mbviz.model.keras_losses import Answer, KerasLosses
from mbviz.model.snapshots import Recipe, load_snapshot
from mbviz.ui.screens.shapes.which_loss import printed_labels
from tests.ui.bar import tell
from tests.ui.conftest import N
from tests.ui.page import drawn_by, gallery_bytes, page_text


@pytest.fixture
def keras(monkeypatch):
    """Keras's answer for the page, to be changed by a test."""
    answers = [Answer("ready", 1.25)]
    monkeypatch.setattr(KerasLosses, "ask", lambda self, name, t, y, patience=0: answers[-1])
    return answers


@pytest.fixture
def shapes(app, open_page, keras):
    def run(path: str = "which-loss", **address: str):
        app.query_params.update(address)
        return open_page(app, path)

    return run


def batch_of(folder, size, draw=0):
    dataset = load_file(folder / "digits.npz")
    mask = np.random.default_rng([0, size, draw]).choice(N, size)
    return dataset, mask, load_snapshot(dataset, Recipe(), "1-epoch").y[mask].astype(float), dataset.labels[mask]


def test_a_hundred_go_in_and_a_hundred_losses_come_out(shapes, folder):
    app = shapes("shapes")
    dataset, mask, y, t = batch_of(folder, 100)
    losses = -np.log(y[np.arange(100), t] + 1e-7)
    assert "100 digits in, 100 rows of softmax outputs out" in page_text(app)
    assert f"/ 100 = {losses.sum():,.4f} / 100 = {losses.mean():.4f} nats" in page_text(app)
    assert drawn_by(app, "hundred_losses")["mean"] == pytest.approx(losses.mean())
    header, arrays = gallery_bytes(app, "hundred")
    assert header["t"] == t.tolist() and header["whole"]  # all in sight
    assert f"{(y.argmax(axis=1) != t).sum()} of 100 are predicted wrongly" in header["summary"]
    assert arrays == y.astype("<f4").tobytes() + dataset.images[mask].tobytes()


@pytest.mark.parametrize("view", ["hundred", "hundred_losses"])
def test_an_example_picked_among_the_hundred_is_selected_in_both_views(shapes, view):
    app = tell(shapes("shapes"), "pick", 42, key=view)
    assert gallery_bytes(app, "hundred")[0]["selected"] == drawn_by(app, "hundred_losses")["selected"] == 42
    tell(app, "pick", 100, key=view)  # there is none
    assert drawn_by(app, "hundred_losses")["selected"] == 42


@pytest.mark.parametrize("size", [1, 10, N])
def test_every_array_has_its_shape_dtype_and_memory(shapes, size):
    text = page_text(shapes("pictures", batch_size=str(size)))
    for shown in (
        "x_train(300, 28, 28)uint8235 kB",
        "t_train(300,)uint8300 B",
        "x_train(300, 784)uint8235 kB, the same bytes",
        "t_train(300, 10)float3212 kB",
        f"batch_mask({size},)int64{memory(8 * size)}",
        f"x_batch({size}, 784)uint8{memory(784 * size)}",
        f"t_batch({size}, 10)float32{memory(40 * size)}",
    ):
        assert shown in text
    assert f"batch_mask = np.random.default_rng([0, {size}, 0]).choice(train_size, batch_size)" in text


def test_one_digit_runs_through_as_picture_row_and_label(shapes, folder):
    app = shapes("pictures", n="3")
    dataset, mask, _, t = batch_of(folder, 10)
    flat = drawn_by(app, "flat")
    assert flat["pixels"] == dataset.images[mask[3]].reshape(784).tolist()
    assert flat["label"] == [int(k == t[3]) for k in range(10)]
    assert flat["summary"].startswith(f"A {t[3]} as a picture") and f"the 1 at place {t[3]}." in flat["summary"]


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("integers", "sparse_categorical_crossentropy"),
        ("one-hot", "categorical_crossentropy"),
        ("two-classes", "binary_crossentropy"),
    ],
)
def test_the_form_of_the_labels_decides_and_our_value_stands_beside_kerass(shapes, folder, form, name):
    text = page_text(shapes(form=form, **{"class": "3"}))
    _, _, y, t = batch_of(folder, 10)
    p = np.where(t == 3, y[:, 3], 1 - y[:, 3])
    ours = {
        "integers": sparse_cross_entropy_error(y, t),
        "one-hot": cross_entropy_error(y, one_hot(t)),
        "two-classes": -np.log(p + 1e-7).mean(),
    }
    assert f"{name}:" in text
    assert f"▸ {form.replace('two-classes', 'two classes')} " in text and text.count("▸") == 1
    assert float(re.search(r"mbviz\.\w+\([ptyhone_, ]+\)([\d.]+)", text)[1]) == pytest.approx(ours[form], abs=2e-9)
    assert f"keras.losses.{name}(t, y)1.250000000" in text


def test_each_form_stands_beside_the_loss_that_fits_whatever_is_chosen(shapes):
    text = page_text(shapes())
    for form, shape, loss in (
        ("integers", "(10,)", "sparse_categorical_crossentropy"),
        ("one-hot", "(10, 10)", "categorical_crossentropy"),
        ("two classes", "(10, 1)", "binary_crossentropy"),
    ):
        assert re.search(rf"{form} {re.escape(shape)}{loss}", text)


@pytest.mark.parametrize("classes", [2, 10, 50])
@pytest.mark.parametrize("size", [1, 3, 5, 1000])
def test_printed_one_hot_labels_hide_no_1(size, classes):
    labels = np.arange(size) % classes
    text = printed_labels(one_hot(labels, classes))
    rows = [row for row in text.split("\n") if "..." not in row]
    assert all(row.count("1.") == 1 and row.count("0.") == classes - 1 for row in rows)
    shown = range(size) if size <= 4 else (0, 1, size - 1)
    assert [row.strip(" []").split().index("1.") for row in rows] == [labels[i] for i in shown]
    assert ("..." in text) == (size > 4)


def test_while_keras_starts_our_value_is_there_already(shapes, keras, folder):
    keras.append(Answer("starting"))
    app = shapes()
    _, _, y, t = batch_of(folder, 10)
    assert f"{sparse_cross_entropy_error(y, t):.9f}" in page_text(app)


def test_what_tells_that_keras_starts_stands_below_everything_else(shapes, keras):
    keras.append(Answer("starting"))
    kinds = [element.type for element in shapes().main]
    assert "progress" in kinds[max(k for k, kind in enumerate(kinds) if kind == "html") :]


def test_a_keras_that_fails_gets_a_sentence_and_another_try(shapes, keras):
    keras.append(Answer("failed", message="Keras is tired."))
    app = shapes()
    assert "Keras is tired." in app.main.warning[0].value
    assert any(button.label == "Ask Keras again" for button in app.main.button)


@pytest.mark.parametrize(
    ("form", "told", "never"),
    [
        ("integers", "clips each row to 10−7 … 1 − 10−7, then divides it by its sum", "no sum"),
        ("one-hot", "divides each row by its sum, clips it to 10−7 … 1 − 10−7", "no sum"),
        ("two-classes", "It divides by no sum: the one output is a probability already.", "by its sum"),
    ],
)
def test_what_keras_does_otherwise_is_told_of_the_function_at_hand(shapes, form, told, never):
    text = page_text(shapes(form=form))
    assert told in text and never not in text
