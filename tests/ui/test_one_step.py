"""The screen "one step": its numbers against others', its cloud, the step, and what is kept for the next start."""

import dataclasses
import re
import time

import numpy as np
import pytest

import mbviz
from mbviz.data.datasets import load_file
from mbviz.model.snapshots import Recipe, load_snapshot
from mbviz.model.study import study_path
from mbviz.sampling import round_sizes
from mbviz.stats.contour_table import contour_table
from mbviz.ui import data, studies
from mbviz.ui.kept_contours import contours_path, load_contours, save_contours
from tests.stats.polygons import inside
from tests.ui.bar import act, wish
from tests.ui.stage.work import unpacked
from tests.ui.test_app import page_text
from tests.ui.work import Work


def read(packed):
    """What was sent, with the points of all clouds, (sizes, draws, 2), and those of each line, (k, 2)."""
    shown, arrays = unpacked(packed)
    clouds = arrays["clouds"].reshape(len(shown["sizes"]), shown["draws"], 2)
    steps = arrays["steps"].reshape(-1, 1, 2)
    counts = [count for _size, _region, count in shown["contours"]["lines"]]
    lines = np.split(arrays["lines"].reshape(-1, 2), np.cumsum(counts)[:-1])
    lines = [line * step for line, step in zip(lines, arrays["line_steps"].reshape(-1, 2))]
    return {**shown, "clouds": clouds * steps, "points": lines, "bytes": len(packed)}


def sent(app):
    """What the plane was sent, once it is there with its contours."""
    deadline = time.monotonic() + 60
    while True:
        assert not app.exception
        found = [one for one in app.get("bidi_component") if one.proto.id.endswith("-plane")]
        if found and (shown := read(found[0].proto.bytes))["contours"]["lines"]:
            return shown
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
    cloud = shown["clouds"]
    at = shown["sizes"].index(50)
    along = sum(float((a * b).sum()) for a, b in zip(gradients(mbviz.draw_batch(300, 50, draw=7)), full)) / length
    assert cloud[at, 7, 0] == pytest.approx(along, rel=1e-4)
    assert [shown["batch"]["x"], shown["batch"]["y"]] == pytest.approx(cloud[shown["sizes"].index(10), 0], rel=1e-4)


def test_the_contours_are_those_of_the_law_and_hold_as_many_of_the_cloud(app, open_page):
    shown = sent(open_page(app, "one-step"))
    sizes, contours = shown["sizes"], shown["contours"]
    assert len(contours["shares"]) == len(sizes) == len({size for size, _region, _count in contours["lines"]})
    at = sizes.index(100)
    cloud = shown["clouds"][at]
    for region, chance in enumerate((0.5, 0.95)):
        own = [line for line, of in zip(shown["points"], contours["lines"]) if of[:2] == [at, region]]
        error = np.sqrt(chance * (1 - chance) / len(cloud))
        assert contours["shares"][at][region] == pytest.approx(chance, abs=0.01)
        assert inside(own, cloud).mean() == pytest.approx(chance, abs=5 * error)


def test_a_size_that_is_not_round_brings_its_own_cloud(app, open_page):
    app = open_page(app, "one-step")
    assert 37 not in sent(app)["sizes"]
    shown = sent(wish(app, batch_size=37, draw=3))
    assert shown["sizes"][-1] == 37 and (shown["size"], shown["draw"]) == (37, 3)
    assert shown["clouds"].shape == (len(shown["low"]), 200, 2)
    assert len(shown["contours"]["shares"]) == len(shown["sizes"])
    assert {size for size, *_ in shown["contours"]["lines"]} == set(range(len(shown["sizes"])))
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
    act(app, "take_step")
    dataset, gradients, weights = gradients_of(folder)
    losses = []
    for mask in (mbviz.draw_batch(300, 10), np.arange(300)):
        moved = [w - g for w, g in zip(weights, gradients(mask))]
        losses.append(
            mbviz.sparse_cross_entropy_error(mbviz.forward(mbviz.flatten(dataset.images), moved), dataset.labels)
        )
    found = re.findall(r"<b>(\d\.\d{4})\s[↓↑=]</b>", "".join(html.proto.body for html in app.get("html")))
    assert [float(number) for number in found] == pytest.approx(losses, abs=2e-4)
    assert "Guess first" in page_text(wish(app, draw=1))


def test_a_second_start_finds_study_and_contours_on_disk(app, open_page, folder, monkeypatch):
    sent(open_page(app, "one-step"))
    dataset, _gradients, weights = gradients_of(folder)
    assert study_path(dataset.fingerprint, weights).exists()
    for jobs in (studies.AHEAD, data.HEAVY):
        jobs.reset()
    monkeypatch.setattr(studies, "apart", lambda *_, **__: pytest.fail("it was computed again"))
    sent(open_page(app, "one-step"))


def test_the_planes_of_the_other_networks_are_computed_while_one_is_looked_at(app, open_page, folder):
    sent(open_page(app, "one-step"))
    dataset = load_file(folder / "digits.npz")
    job = studies.AHEAD.look((dataset.fingerprint, 0))
    assert job.wait(60) and job.state == "done"
    for network in ("untrained", "40-epochs"):
        snapshot = load_snapshot(dataset, Recipe(), network)
        assert studies.study(dataset, snapshot).state == "done"
        assert load_contours(contours_path(dataset.fingerprint, snapshot.weights), dataset.n)
        assert sent(wish(app, network=network))["network"] == network


def test_contours_are_read_back_as_they_were_written_and_nothing_else_is(tmp_path):
    table = contour_table(np.random.default_rng(0).normal(size=(60, 2)), round_sizes(60))
    save_contours(tmp_path / "x.npz", table)
    found = load_contours(tmp_path / "x.npz", 60)
    for name in ("batch_sizes", "shares", "lines", "points"):
        assert np.array_equal(getattr(found, name), getattr(table, name))
    assert load_contours(tmp_path / "x.npz", 61) is None
    lines = table.lines.copy()
    lines[0] = -1, 0, lines[0, 2]
    for wrong in ({"points": table.points[1:]}, {"points": table.points[:, :1]}, {"lines": lines}):
        save_contours(tmp_path / "x.npz", dataclasses.replace(table, **wrong))
        assert load_contours(tmp_path / "x.npz", 60) is None


def test_what_cannot_be_written_is_computed_all_the_same(tmp_path):
    def refuse(*_):
        raise OSError("disk full")

    assert studies.kept(lambda: tmp_path / "x", lambda path: None, lambda: 7, refuse) == 7
    assert studies.kept(refuse, lambda path: None, lambda: 7, refuse) == 7
    assert studies.kept(lambda: tmp_path / "x", lambda path: 8, lambda: 7, refuse) == 8


def test_while_the_contours_are_computed_all_else_stands_where_it_will(app, open_page, monkeypatch):
    work = Work()
    monkeypatch.setattr(studies, "_contours", lambda *args: work(args[-1]))
    open_page(app, "one-step")
    deadline = time.monotonic() + 60
    while not any("where half of all batches" in bar.proto.text for bar in app.main.get("progress")):
        assert time.monotonic() < deadline
        app.run()
    kinds = [element.type for element in app.main]
    last = max(k for k, kind in enumerate(kinds) if kind in ("html", "button"))
    assert "progress" in kinds[last:] and "progress" not in kinds[:last]
    work.go.set()
