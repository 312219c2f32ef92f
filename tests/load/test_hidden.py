"""What the sender of a link has hidden is in no message of the server, and what is sent of it is not heard."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Iterator
from urllib.parse import urlencode

import numpy as np
import pytest

from mbviz._numbers import nats, short
from mbviz.data.datasets import load_file
from mbviz.losses import per_example_loss
from mbviz.model.snapshots import Recipe, load_snapshot
from mbviz.sampling import draw_batch
from mbviz.ui.deck import FIRST, SCREENS
from tests.load.client import Visitor
from tests.load.site import Site, prepare, serve
from tests.ui.stage.work import unpacked

N = 300


class Listener(Visitor):
    """Keeps every message as it came."""

    def __init__(self, url: str, page: str = "", query: str = "") -> None:
        super().__init__(url, page, query)
        self.heard = b""

    def _take(self, message, size: int) -> None:
        text = message.SerializeToString()
        self.heard += text if b"mbviz_library" not in text else b""  # the scripts, which are the same for everybody
        super()._take(message, size)


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("hidden")
    prepare(folder, N)
    with serve(folder) as served:
        served.folder = folder
        yield served


@pytest.fixture
def batch(site, monkeypatch):
    """The losses and picks of the stage's first batch, by NumPy."""
    monkeypatch.setenv("MBVIZ_CACHE", str(site.folder / "mbviz"))
    dataset = load_file(site.folder / "digits.npz")
    mask = draw_batch(N, 10, seed=0, draw=0)
    y, t = load_snapshot(dataset, Recipe(), "1-epoch").y[mask], dataset.labels[mask]
    return per_example_loss(y, t), y[np.arange(10), t]


async def _heard(site: Site, query: str, *acts: tuple[str, str, object], page: str = "") -> Listener:
    async with Listener(site.url, page, query) as visitor:
        await visitor.settled(lambda _: visitor.has("stage") or visitor.has("bar"))
        for component, event, value in acts:
            before = visitor.shown.runs
            await visitor.run(visitor.tell(component, event, value), fragment=visitor.fragment(component))
            await visitor.ended(before)
    return visitor


def heard(site: Site, query: str, *acts: tuple[str, str, object], page: str = "") -> Listener:
    return asyncio.run(asyncio.wait_for(_heard(site, query, *acts, page=page), 120))


def told(visitor: Listener, key: str) -> tuple[dict, dict]:
    return unpacked(visitor.component(key).bytes)


@pytest.mark.parametrize("guess", ["none", "picks", "loss", "off"])
def test_no_message_holds_a_hidden_answer_of_the_stage(site, batch, guess):
    losses, picks = batch
    secrets = [losses.astype("<f4").tobytes(), picks.astype("<f4").tobytes(), repr(float(losses.mean())).encode()]
    question = {
        "number": 1,
        "settings": {"draw": 0, "guess": guess, "order": "largest-loss-first", "cloud": True},
        "have": [],
        "block": 0,
    }
    act = "stage", "question", question
    openly, hiding = heard(site, "", act), heard(site, f"hide=answers&guess={guess}", act)
    header, _ = told(openly, "stage")
    assert header["loss"] == pytest.approx(losses.mean())
    assert secrets[2] in openly.heard and b'"estimates"' in openly.heard
    assert not any(secret in hiding.heard for secret in secrets)
    assert not any(
        name in hiding.heard for name in (b'"loss":', b'"total":', b'"losses"', b'"picks", "float', b'estimates"')
    )
    header, arrays = told(hiding, "stage")
    assert header["number"] == 1 and arrays["rows"].tolist() == list(range(10))


ASKED = {"batch_size": 10, "draw": 4, "seed": 5, "n": 4, "arrays": "this-batch", "order": "largest-loss-first"}
# What is awaited on a screen besides its bar, and where what is taken along tells no answer.
AWAITED = {"mini-batch": "stage", "one-step": "plane", "large-batch": "chart_scales", "trust": "chart_coverage"}
HARMLESS = {"indexing", "versions", "large-batch"}
OPEN = (
    "mini-batch",
    "example",
    "indexing",
    "versions",
    "shapes",
    "batch-size",
    "trust",
)  # and others that run too long


@pytest.fixture
def secrets(site, monkeypatch) -> list[bytes]:
    """The picks and losses of the batch of `ASKED`, and of a hundred of its draw, by NumPy: as bytes, and however they are written."""
    monkeypatch.setenv("MBVIZ_CACHE", str(site.folder / "mbviz"))
    dataset = load_file(site.folder / "digits.npz")
    y = load_snapshot(dataset, Recipe(), "1-epoch").y
    found = [b'"estimates"']  # of any draws
    for size in (10, 100):
        mask = draw_batch(N, size, seed=5, draw=4)
        picks, losses = y[mask, dataset.labels[mask]], per_example_loss(y[mask], dataset.labels[mask])
        arrays = [values.astype(kind).tobytes() for values in (picks, losses) for kind in ("<f4", "<f8")]
        numbers = [losses.mean(), losses.sum(), *(picks.tolist() + losses.tolist() if size == 10 else ())]
        written = {
            form.format(float(number))
            for number in numbers
            for form in ("{!r}", "{:.4f}", "{:.4g}", "{:,.4f}", "{:.9f}")
        }
        found += [*arrays, *map(base64.b64encode, arrays)]
        found += [text.encode() for text in written if len(text.replace(".", "").strip("0")) >= 4]
        found += [f"{short(losses.mean())} ±".encode(), f"<b>{nats(losses.mean())} ".encode()]
    return found


@pytest.mark.parametrize("path", OPEN)
def test_a_screen_tells_answers_where_none_is_hidden(site, secrets, path):
    visitor = seen(site, path)
    assert any(secret in visitor.heard for secret in secrets)


@pytest.mark.parametrize("path", SCREENS)
def test_no_screen_tells_an_answer_in_anything_that_is_sent(site, secrets, path):
    visitor = seen(site, path, hide="answers")
    assert not [secret for secret in secrets if secret in visitor.heard]
    assert visitor.has("take") == (path in HARMLESS)
    assert not any("keras" in child for child in site.children())


def seen(site: Site, path: str, **more: str) -> Listener:
    """All that a screen sends until it is there, asked for the settings of `ASKED` that it has."""
    query = urlencode(more | {key: value for key, value in ASKED.items() if key in SCREENS[path].settings})

    async def run() -> Listener:
        async with Listener(site.url, "" if path == FIRST else path, query) as visitor:
            await visitor.settled(lambda _: visitor.has(AWAITED.get(path, "bar")))
        return visitor

    return asyncio.run(asyncio.wait_for(run(), 120))


def test_no_message_names_a_hidden_screen_or_holds_the_state_of_a_hidden_control(site):
    visitor = heard(site, "hide=b.seed.planner.race&batch_size=237&seed=91919", page="draw")
    assert b"planner" not in visitor.heard.replace(b"b.seed.planner.race", b"")
    assert b"The race" not in visitor.heard
    bar = json.loads(visitor.component("bar").json)[
        0
    ]  # what is on the screen is what the sender set; the bar does not know it
    assert bar["wish"].keys() == {"draw", "replace", "network", "order", "n", "others"} and bar["sizes"] == []
    del bar["session"]  # its random digits may be any
    assert "91919" not in json.dumps(bar) and "237" not in json.dumps(bar)
    openly = heard(site, "batch_size=237&seed=91919", page="draw")
    assert b"The race" in openly.heard and b"planner" in openly.heard
    wish = json.loads(openly.component("bar").json)[0]["wish"]
    assert (wish["size"], wish["seed"]) == (237, 91919)


def test_wishes_for_hidden_controls_are_not_heard_and_the_others_are(site):
    question = {
        "number": 1,
        "settings": {"batch_size": 11, "draw": 4, "seed": 3, "hide": [], "present": True, "lang": "ko"},
    }
    visitor = heard(site, "hide=b.seed&batch_size=7", ("stage", "question", question))
    header, _ = told(visitor, "stage")
    assert (header["size"], header["draw"], header["seed"], header["number"]) == (7, 4, 0, 1)
    assert header["address"]["hide"] == "b.seed" and "present" not in header["address"]


@pytest.mark.parametrize("value", [None, 1, "b", {}, {"id": 1}, {"id": 1, "hide": ["x"], "guess": "loss"}, {"id": -1, "hide": [], "guess": "loss"},
                                   {"id": 1, "hide": "b", "guess": "loss"}, {"id": 1, "hide": [["b"]], "guess": "loss"},
                                   {"id": 1, "hide": [], "guess": "lass"}, {"id": 1, "hide": ["mini-batch"], "guess": "loss"}])  # fmt: skip
def test_what_no_dialog_asks_gets_no_link(site, value):
    visitor = heard(site, "", ("place", "share", value))
    assert not visitor.shown.all("exception")
    assert b"data:image/svg" not in visitor.heard


def test_what_a_dialog_asks_gets_its_link(site):
    visitor = heard(site, "draw=3", ("place", "share", {"id": 1, "hide": ["b"], "guess": "loss"}))
    assert b"hide=b&draw=3&guess=loss" in visitor.heard and b"data:image/svg" in visitor.heard


def test_a_link_can_hide_what_stands_on_another_screen_and_there_it_is_neither_sent_nor_heard(site):
    visitor = heard(site, "", ("place", "share", {"id": 1, "hide": ["precision"], "guess": "none"}), page="draw")
    link = json.loads(visitor.component("place").json)[0]["share"]
    offered = {name: screens for name, _, _, screens in link["controls"]}
    assert offered["precision"] == ["planner"] and "draw" in offered["seed"]
    assert link["address"].endswith("/draw?hide=precision")
    question = {"number": 1, "settings": {"precision": "0.05", "confidence": "0.8"}}
    visitor = heard(site, "hide=precision&precision=0.02", ("bar", "question", question), page="planner")
    bar = json.loads(visitor.component("bar").json)[0]
    assert "precision" not in json.dumps([bar["choices"], bar["wish"]]) and bar["wish"]["others"]["confidence"] == "0.8"
    assert b"precision=0.02&confidence=0.8" in visitor.heard and b"precision=0.05" not in visitor.heard
