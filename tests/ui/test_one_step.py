"""The screen "one step": its numbers against others', its cloud, the step, and what is kept for the next start."""

import base64
import json
import re
import time

import numpy as np
import pytest

import mbviz
from mbviz.data.datasets import load_file
from mbviz.model.snapshots import Recipe, load_snapshot
from mbviz.model.study import study_path
from mbviz.ui import data, studies
from tests.ui.bar import wish
from tests.ui.test_app import page_text


def sent(app):
    """What the plane was sent, once it is there."""
    deadline = time.monotonic() + 60
    while True:
        assert not app.exception
        found = [one for one in app.get("bidi_component") if one.proto.id.endswith("-plane")]
        if found:
            return json.loads(found[0].proto.json)[0]
        assert time.monotonic() < deadline
        app.run()


def gradients_of(folder, network="1-epoch"):
    dataset = load_file(folder / "digits.npz")
    weights = load_snapshot(dataset, Recipe(), network).weights
    return (
        dataset,
        lambda mask: mbviz.gradients(mbviz.flatten(dataset.images[mask]), dataset.labels[mask], weights),
        weights,
    )


def test_a_batch_lies_where_its_gradient_points_and_the_cloud_is_that_of_real_batches(app, open_page, folder):
    shown = sent(open_page(app, "one-step"))
    _dataset, gradients, _weights = gradients_of(folder)
    full, this = gradients(np.arange(300)), gradients(mbviz.draw_batch(300, 10))
    assert shown["batch"]["cosine"] == pytest.approx(mbviz.cosine(this, full), abs=1e-5)
    length = np.sqrt(sum(float((part**2).sum()) for part in full))
    assert shown["length"] == pytest.approx(length, rel=1e-5)
    cloud = np.frombuffer(base64.b64decode(shown["clouds"]), "<f4").reshape(len(shown["sizes"]), shown["draws"], 2)
    at = shown["sizes"].index(50)
    along = sum(float((a * b).sum()) for a, b in zip(gradients(mbviz.draw_batch(300, 50, draw=7)), full)) / length
    assert cloud[at, 7, 0] == pytest.approx(along, rel=1e-4)
    assert [shown["batch"]["x"], shown["batch"]["y"]] == pytest.approx(cloud[shown["sizes"].index(10), 0], rel=1e-4)


def test_a_size_that_is_not_round_brings_its_own_cloud(app, open_page):
    app = open_page(app, "one-step")
    assert 37 not in sent(app)["sizes"]
    shown = sent(wish(app, batch_size=37, draw=3))
    assert shown["sizes"][-1] == 37 and (shown["size"], shown["draw"]) == (37, 3)
    assert len(base64.b64decode(shown["clouds"])) == 4 * 2 * 200 * len(shown["sizes"]) and len(shown["low"]) == len(
        shown["sizes"]
    )
    assert "Which way does a batch of 37 point?" in page_text(app)


def test_the_cosine_of_a_large_batch_is_computed_apart_when_the_hand_rests(app, open_page, folder):
    app = open_page(app, "one-step")
    sent(app)
    _dataset, gradients, _weights = gradients_of(folder)
    shown = sent(wish(app, batch_size=300, draw=2))
    wanted = mbviz.cosine(gradients(mbviz.draw_batch(300, 300, draw=2)), gradients(np.arange(300)))
    assert shown["batch"]["cosine"] == pytest.approx(wanted, abs=1e-5)


def test_the_step_is_taken_when_it_is_asked_for_and_told_of_this_batch_alone(app, open_page, folder):
    app = open_page(app, "one-step")
    sent(app)
    assert "Guess first" in page_text(app)
    app.button(key="take_step").click().run()
    dataset, gradients, weights = gradients_of(folder)
    losses = []
    for mask in (mbviz.draw_batch(300, 10), np.arange(300)):
        moved = [w - g for w, g in zip(weights, gradients(mask))]
        losses.append(
            mbviz.sparse_cross_entropy_error(mbviz.forward(mbviz.flatten(dataset.images), moved), dataset.labels)
        )
    found = re.findall(r"<b>(\d\.\d{4}) [↓↑=]</b>", "".join(html.proto.body for html in app.get("html")))
    assert [float(number) for number in found] == pytest.approx(losses, abs=2e-4)
    assert "Guess first" in page_text(wish(app, draw=1))


def test_a_second_start_finds_the_study_on_disk(app, open_page, folder, monkeypatch):
    sent(open_page(app, "one-step"))
    dataset, _gradients, weights = gradients_of(folder)
    assert study_path(dataset.fingerprint, weights).exists()
    data.HEAVY.reset()
    monkeypatch.setattr(studies, "apart", lambda *_, **__: pytest.fail("it was computed again"))
    sent(open_page(app, "one-step"))


def test_what_cannot_be_written_is_computed_all_the_same(tmp_path):
    def refuse(*_):
        raise OSError("disk full")

    assert studies.kept(lambda: tmp_path / "x", lambda path: None, lambda: 7, refuse) == 7
    assert studies.kept(refuse, lambda path: None, lambda: 7, refuse) == 7
    assert studies.kept(lambda: tmp_path / "x", lambda path: 8, lambda: 7, refuse) == 8
