"""Measures learning against the bare arithmetic, as ratios within one run: ``python -m tests.bench.learning``.

Reads the digits as the app does (``MBVIZ_MNIST``), or 60,000 made-up ones. Every pair is measured in turns, and the
median of the ratios is told. TensorFlow runs in a process of its own (``--keras`` is that process); as it can not take
turns with ours, the least of seven times is told of both.
"""

from __future__ import annotations

import os
import sys

THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS")
os.environ.update(dict.fromkeys(THREADS, "1"))  # as the race's children have it; before NumPy is loaded

import json  # noqa: E402
import statistics  # noqa: E402
import subprocess  # noqa: E402
import tempfile  # noqa: E402
import time  # noqa: E402
from collections.abc import Callable  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

import numpy as np  # noqa: E402
import psutil  # noqa: E402
from numpy.typing import NDArray  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

import mbviz  # noqa: E402
from mbviz.model.race import Races  # noqa: E402
from mbviz.model.sgd import _Learner  # noqa: E402
from mbviz.ui.races import Plan  # noqa: E402
from tests.app_server import CHROMIUM, AppServer  # noqa: E402
from tests.bench.stage import wait_for_networks  # noqa: E402

LAYERS = (784, 50, 100, 10)
SIZES = (10, 100, 1_000, 10_000)
# Resolves with the milliseconds from the next press to the first curve, which stands in a list as well.
FIRST_CURVE = """() => ({ done: new Promise((resolve) => {
  let start = null;
  addEventListener("pointerdown", () => { start = performance.now(); }, { once: true, capture: true });
  const look = () => {
    if (start !== null && document.querySelector(".st-key-screen .mbviz-ranking small")) resolve(performance.now() - start);
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}) })"""
STEPS = {10: 300, 100: 100, 1_000: 20, 10_000: 4}


def digits() -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Pixels (60000, 784) and labels (60000,)."""
    if os.environ.get("MBVIZ_MNIST"):
        data = mbviz.load_mnist()
        return mbviz.flatten(data.images), data.labels
    rng = np.random.default_rng(0)
    return rng.integers(0, 256, (60_000, 784), dtype=np.uint8), rng.integers(0, 10, 60_000)


def slopes(h: NDArray[Any], t: NDArray[Any], weights: list[NDArray[Any]]) -> list[NDArray[Any]]:
    """The gradient as one writes it plainly in NumPy."""
    w1, b1, w2, b2, w3, b3 = weights
    h1 = 1 / (1 + np.exp(-(h @ w1 + b1)))
    h2 = 1 / (1 + np.exp(-(h1 @ w2 + b2)))
    z = h2 @ w3 + b3
    e = np.exp(z - z.max(axis=1, keepdims=True))
    d3 = e / e.sum(axis=1, keepdims=True)
    d3[np.arange(len(t)), t] -= 1
    d3 /= len(t)
    d2 = d3 @ w3.T * h2 * (1 - h2)
    d1 = d2 @ w2.T * h1 * (1 - h1)
    return [h.T @ d1, d1.sum(axis=0), h1.T @ d2, d2.sum(axis=0), h2.T @ d3, d3.sum(axis=0)]


def plain_pass(x: NDArray[Any], t: NDArray[Any], weights: list[NDArray[Any]], chunk: int) -> list[NDArray[Any]]:
    """One forward and backward pass over all, so many at a time."""
    parts = [
        slopes(x[k : k + chunk].astype(np.float32) / np.float32(255), t[k : k + chunk], weights)
        for k in range(0, len(t), chunk)
    ]
    return [sum(part) for part in zip(*parts)]


def bare_steps(x: NDArray[Any], t: NDArray[Any], size: int, count: int) -> None:
    """Steps of SGD as one writes them plainly."""
    weights = [w.copy() for w in mbviz.initial_weights(LAYERS, 0)]
    for k in range(count):
        mask = np.random.default_rng([0, size, k]).choice(len(t), size)
        gradient = slopes(x[mask].astype(np.float32) / np.float32(255), t[mask], weights)
        for w, g in zip(weights, gradient):
            w -= np.float32(1.0) * g


def our_steps(x: NDArray[Any], t: NDArray[Any], size: int, count: int) -> None:
    learner = _Learner(mbviz.SgdRecipe(size, count, layers=LAYERS), x, t, None)
    for k in range(count):
        learner.step(k)


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def ratio(one: Callable[[], object], other: Callable[[], object], repeats: int = 7) -> tuple[float, float, float]:
    """Medians of both, measured in turns, and of their ratios."""
    pairs = [(seconds(one), seconds(other)) for _ in range(repeats)]
    return (
        statistics.median(a for a, _ in pairs),
        statistics.median(b for _, b in pairs),
        statistics.median(a / b for a, b in pairs),
    )


def keras_steps() -> None:
    """Print the seconds of a step of Keras's ``train_on_batch`` at each size, the least of seven, as JSON."""
    os.environ["CUDA_VISIBLE_DEVICES"], os.environ["TF_CPP_MIN_LOG_LEVEL"] = "-1", "3"
    import keras

    x, t = digits()
    layers = [keras.layers.Dense(width, activation="sigmoid") for width in LAYERS[1:-1]]
    layers.append(keras.layers.Dense(LAYERS[-1], activation="softmax"))
    model = keras.Sequential([keras.Input((784,)), *layers])
    model.compile(keras.optimizers.SGD(1.0), loss="sparse_categorical_crossentropy")
    found = {}
    for size in SIZES:

        def steps(count: int, size: int = size) -> None:
            for k in range(count):
                mask = mbviz.draw_batch(len(t), size, draw=k)
                model.train_on_batch(x[mask].astype(np.float32) / np.float32(255), t[mask])

        steps(3)  # traces the graph
        found[size] = min(seconds(lambda count=STEPS[size]: steps(count)) for _ in range(7)) / STEPS[size]
    print(json.dumps(found))


def peak(work: Callable[[], object]) -> float:
    """By how many megabytes this process grows at most while it works."""
    import threading

    process, done = psutil.Process(), threading.Event()
    before = most = process.memory_info().rss

    def watch() -> None:
        nonlocal most
        while not done.wait(0.002):
            most = max(most, process.memory_info().rss)

    watcher = threading.Thread(target=watch)
    watcher.start()
    work()
    done.set()
    watcher.join()
    return (most - before) / 1e6


def first_curves() -> tuple[float, float]:
    """Seconds from starting a race to the first point of a curve: with children that are ready, as on the page, and without."""
    dataset, found = mbviz.load_mnist(), []
    before = os.environ.get("MBVIZ_CACHE")
    with tempfile.TemporaryDirectory() as cache:
        os.environ["MBVIZ_CACHE"] = cache
        for seed, is_ready in ((1, True), (2, False)):
            place, plan = Races(dataset), Plan(10, 1.0, False, 0.0, seed)
            recipes = [plan.recipe(dataset, size) for size in plan.sizes(dataset.n)]
            if is_ready:
                place.ready(recipes[0])
                time.sleep(8)  # a visitor reads, and guesses
            start = time.perf_counter()
            runs = [place.start(recipe) for recipe in recipes]
            while not any(len(run.curve().steps) > 1 for run in runs):
                time.sleep(0.005)
            found.append(time.perf_counter() - start)
            place.close()
            time.sleep(1)  # the children write no more
    del os.environ["MBVIZ_CACHE"]
    if before:
        os.environ["MBVIZ_CACHE"] = before
    return found[0], found[1]


def seen_curve() -> float:
    """Seconds from the press on "Start" to the first curve in the browser; the seed is new, so that nobody ran this race."""
    environment = {name: os.environ[name] for name in ("MBVIZ_CACHE", "MBVIZ_MNIST") if name in os.environ}
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        AppServer(Path(folder), **environment) as server,
    ):
        browser = playwright.chromium.launch(**CHROMIUM)
        wait_for_networks(browser, server.url)
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.goto(f"{server.url}/race?seed={int(time.time())}")
        page.get_by_role("button", name="Start").wait_for(timeout=120_000)
        page.wait_for_timeout(8000)  # a visitor reads, and guesses
        looking = page.evaluate_handle(FIRST_CURVE)
        page.get_by_role("button", name="Start").click()
        took = float(looking.evaluate("(looking) => looking.done"))
        browser.close()
    return took / 1e3


def row(what: str, found: tuple[float, float, float], wanted: str, unit: float = 1.0, name: str = "s") -> None:
    """Print a line of the table: measured, against what, and their ratio."""
    print(
        f"| {what} | {found[0] * unit:.3g} {name} | {found[1] * unit:.3g} {name} | {found[2]:.2f} | {wanted} |",
        flush=True,
    )


def bench_passes(x: NDArray[Any], t: NDArray[Any]) -> None:
    """What looks at all the data, against a plain pass over them."""
    weights = list(mbviz.initial_weights(LAYERS, 0))
    for what, work in (
        ("noise", lambda: mbviz.gradient_noise(x, t, weights)),
        ("a step of all", lambda: our_steps(x, t, len(t), 1)),
    ):
        print(f"| memory above the data, {what} | {peak(work):.0f} MB | | | at most 200 MB |")
    for chunk in (len(t), 512):
        found = ratio(lambda: mbviz.gradient_noise(x, t, weights), lambda c=chunk: plain_pass(x, t, weights, c))
        row(f"noise of {len(t):,}, against a pass, {chunk:,} at a time", found, "at most 1.5")
    direction = mbviz.gradients(x, t, weights)
    for count in (1, 2):
        found = ratio(
            lambda d=[direction] * count: mbviz.gradient_shadows(x, t, weights, d),
            lambda: plain_pass(x, t, weights, len(t)),
        )
        row(f"shadows on {count}, against a pass", found, "at most 1.5")


def bench_steps(x: NDArray[Any], t: NDArray[Any]) -> None:
    """Steps of the race, against bare NumPy and against Keras."""
    command = [sys.executable, "-m", "tests.bench.learning", "--keras"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    keras = json.loads(done.stdout.splitlines()[-1])
    for size in SIZES:
        count = STEPS[size]
        found = ratio(lambda s=size, c=count: our_steps(x, t, s, c), lambda s=size, c=count: bare_steps(x, t, s, c))
        row(f"a step at B = {size:,}, against bare NumPy", found, "at most 1.3", 1e3 / count, "ms")
        own = min(seconds(lambda s=size, c=count: our_steps(x, t, s, c)) for _ in range(7)) / count
        theirs = keras[str(size)]
        row(f"a step at B = {size:,}, against train_on_batch", (own, theirs, own / theirs), "below 1", 1e3, "ms")


def main() -> None:
    """Run all and print the table."""
    if "--keras" in sys.argv:
        keras_steps()
        return
    x, t = digits()
    print("| what | measured | against | ratio | wanted |\n|---|---|---|---|---|")
    bench_passes(x, t)
    bench_steps(x, t)
    for what, took in zip(("the page open before", "nobody here before"), first_curves(), strict=True):
        row(
            f"from the start of a race to its first curve, {what}",
            (took, 1.0, took),
            "at most 1 where the page was open",
        )
    row("from the press on Start to the first curve in the browser", (took := seen_curve(), 1.0, took), "at most 1")


if __name__ == "__main__":
    main()
