"""Keras in a process of its own, ``python -m mbviz.model.train``: the network's training, and Keras's losses.

The only module that imports TensorFlow, and only inside functions: the child has the untrained
snapshot written before that import, which takes seconds, begins. `mbviz.model.trainer` starts it, and
`mbviz.model.keras_losses` starts another one with ``--losses``.
"""

from __future__ import annotations

import argparse
import os
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import ArrayLike, NDArray

from mbviz.data.dataset import MNIST, Dataset, Schema, flatten
from mbviz.data.datasets import SOURCES
from mbviz.data.npz import load_file
from mbviz.model.child import take_stdin
from mbviz.model.keras_child import NAMES, Compute, answer_requests
from mbviz.model.network import Weights, initial_weights, scale
from mbviz.model.snapshots import (
    Milestone,
    Recipe,
    load_snapshot,
    milestones,
    run_dir,
    run_key,
    save_snapshot,
    take_snapshot,
)
from mbviz.model.trainer import BUSY, LOCK, Progress, unwritable, write_progress

if TYPE_CHECKING:
    import keras

__all__ = ["build_model", "main", "train"]

REPORT_SECONDS = 0.3  # between two progress reports inside an epoch


def build_model(recipe: Recipe, weights: Sequence[ArrayLike]) -> keras.Model:
    """The network in Keras, compiled.

    Parameters
    ----------
    recipe : Recipe
        Gives the layers and the learning rate.
    weights : sequence of array_like, shapes as in `weight_shapes`
        W1, b1, W2, b2, … to start from.

    Returns
    -------
    keras.Model
        From inputs 0 … 1, shape (N, inputs), to softmax outputs (N, classes).

    Raises
    ------
    ValueError
        If the weights do not fit the layers.

    Examples
    --------
    >>> model = build_model(Recipe(), initial_weights(Recipe().layers, seed=0))     # doctest: +SKIP
    >>> model.count_params()                                                        # doctest: +SKIP
    45360
    """
    keras = _import_keras()
    inputs, *hidden, classes = recipe.layers
    model = keras.Sequential([keras.Input((inputs,))])
    for width in hidden:
        model.add(keras.layers.Dense(width, activation="sigmoid"))
    model.add(keras.layers.Dense(classes, activation="softmax"))
    model.compile(optimizer=keras.optimizers.Adam(recipe.learning_rate), loss="sparse_categorical_crossentropy")
    model.set_weights(list(weights))
    return model


def train(dataset: Dataset, recipe: Recipe, on_step: Callable[[int, float, Callable[[], Weights]], None]) -> Weights:
    """Train the network from `initial_weights` for the recipe's epochs.

    Parameters
    ----------
    dataset : Dataset
        The digits and their labels.
    recipe : Recipe
        How to train. The same data and recipe give the same weights on one machine.
    on_step : callable
        Called after each step with the number of steps taken, the mean loss of the epoch so far
        (nats), and a function that returns the weights of this moment.

    Returns
    -------
    tuple of ndarray of float32
        The weights at the end.

    Examples
    --------
    >>> train(dataset, Recipe(epochs=1), lambda step, loss, weights: print(step, loss))   # doctest: +SKIP
    """
    keras = _import_keras()
    keras.utils.set_random_seed(recipe.seed)
    model = build_model(recipe, initial_weights(recipe.layers, recipe.seed))
    steps = count(1)

    def after_batch(batch: int, logs: dict[str, float]) -> None:
        on_step(next(steps), logs["loss"], lambda: tuple(model.get_weights()))

    model.fit(
        scale(flatten(dataset.images)),
        dataset.labels,
        batch_size=recipe.batch_size,
        epochs=recipe.epochs,
        verbose=0,
        callbacks=[keras.callbacks.LambdaCallback(on_train_batch_end=after_batch)],
    )
    return tuple(model.get_weights())


class _Recorder:
    """Makes snapshots and progress reports of the steps that `train` tells it about."""

    def __init__(self, dataset: Dataset, recipe: Recipe, wanted: Sequence[Milestone]) -> None:
        self._dataset, self._recipe, self._wanted = dataset, recipe, wanted
        self._folder = run_dir(dataset, recipe)
        self._an_epoch = recipe.steps_per_epoch(dataset.n)
        self._next_report = 0.0

    def __call__(self, step: int, loss: float, weights: Callable[[], Weights]) -> None:
        now = time.monotonic()
        if now >= self._next_report or step % self._an_epoch == 0:
            self._next_report = now + REPORT_SECONDS
            epochs = self._recipe.epochs
            epoch = -(-step // self._an_epoch)
            write_progress(self._folder, Progress("training", epoch, epochs, step, epochs * self._an_epoch, loss))
        for milestone in self._wanted:
            if milestone.step == step:
                save_snapshot(self._dataset, self._recipe, take_snapshot(self._dataset, milestone, weights()))


def _record(dataset: Dataset, recipe: Recipe) -> None:
    """Make the run's missing snapshots; those that are there stay as they are."""
    marks = milestones(recipe, dataset.n)
    missing = [m for m in marks if load_snapshot(dataset, recipe, m.name) is None]
    if not missing:
        return
    print(f"Training on {dataset.n} digits ({dataset.source}).", file=sys.stderr, flush=True)
    weights = initial_weights(recipe.layers, recipe.seed)
    for milestone in missing:
        if milestone.step == 0:
            save_snapshot(dataset, recipe, take_snapshot(dataset, milestone, weights))
    if missing[-1].step == 0:
        return
    _be_nice()  # only now, because the page was waiting for the untrained snapshot
    epochs = -(-missing[-1].step // recipe.steps_per_epoch(dataset.n))
    train(dataset, replace(recipe, epochs=epochs), _Recorder(dataset, recipe, missing))


def _load_losses() -> Compute:
    """Import Keras; return the function that computes one of its losses, the mean over the batch in nats."""
    _be_nice()
    # a pool of threads gains nothing on batches; it costs memory, and the page's share of the processor
    os.environ |= {"TF_NUM_INTRAOP_THREADS": "1", "TF_NUM_INTEROP_THREADS": "1", "OMP_NUM_THREADS": "1"}
    keras = _import_keras()

    def compute(name: str, t: NDArray[Any], y: NDArray[np.float32]) -> float:
        return float(keras.ops.mean(getattr(keras.losses, name)(t, y)))

    for name in NAMES:  # the first call of each takes ten times as long
        compute(
            name, np.array([0]) if name.startswith("sparse") else np.array([[1, 0]]), np.array([[0.5, 0.5]], np.float32)
        )
    return compute


def main(argv: Sequence[str] | None = None) -> int:
    """Make the snapshots of one run, unless another process is at it; or, with ``--losses``, answer requests.

    Parameters
    ----------
    argv : sequence of str, optional
        Arguments; the command line's by default.

    Returns
    -------
    int
        Exit code: 0 when every snapshot is there, 1 when the data have changed or the cache folder
        can not be used, 3 when another process trains this run.

    Raises
    ------
    SystemExit
        With code 2, after a sentence on standard error, for arguments that make no sense.
    """
    parser = _parser()
    options = parser.parse_args(argv)
    if options.losses:
        answer_requests(_load_losses)
    dataset = _load(parser, options)
    if options.follow_stdin:
        _end_with_stdin()
    if options.key not in (None, run_key(dataset, options.recipe)):
        print(f"{options.data} does not hold the digits any more that it held before.", file=sys.stderr)
        return 1
    try:
        folder = run_dir(dataset, options.recipe)
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / LOCK, timeout=2):  # a server that only looks whether it is free holds it for a moment
            _record(dataset, options.recipe)
    except Timeout:
        print("Another process trains this run.", file=sys.stderr)
        return BUSY
    except OSError as error:
        print(unwritable(error), file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m mbviz.model.train", description="Train the network on one data set."
    )
    parser.add_argument(
        "--losses", action="store_true", help="train nothing; compute Keras's losses for the parent process"
    )
    parser.add_argument("--data", help="an .npz file with x_train and y_train")
    parser.add_argument("--source", choices=SOURCES, default="file", help="where the file came from, for the log")
    parser.add_argument(
        "--schema", type=_read(Schema.from_json), default=MNIST, help="as Schema.to_json writes it; MNIST's by default"
    )
    parser.add_argument("--recipe", type=_read(Recipe.from_json), default=Recipe(), help="as Recipe.to_json writes it")
    parser.add_argument("--key", help="end with an error unless data and recipe make this run")
    parser.add_argument("--follow-stdin", action="store_true", help="end when standard input ends")
    return parser


def _load(parser: argparse.ArgumentParser, options: argparse.Namespace) -> Dataset:
    """The data that the command line names."""
    if options.data is None:
        parser.error("the following arguments are required: --data")
    try:
        return replace(load_file(options.data, options.schema), source=options.source)
    except (OSError, ValueError) as error:
        parser.error(f"argument --data: {error}")


def _read(from_json: Callable[[str], object]) -> Callable[[str], object]:
    """`from_json` as argparse wants it: its sentence comes on a line of its own."""

    def read(text: str) -> object:
        try:
            return from_json(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from None

    return read


def _end_with_stdin() -> None:
    """End this process as soon as its standard input does, that is with the server that started it."""
    stdin = take_stdin()

    def wait() -> None:
        while os.read(stdin, 1024):
            pass
        os._exit(1)  # at once, from whatever the training is doing; the lock goes with the process

    threading.Thread(target=wait, daemon=True).start()


def _be_nice() -> None:
    """Let the page come first."""
    if hasattr(os, "nice"):
        os.nice(10)


def _import_keras() -> ModuleType:
    """Import Keras on TensorFlow, on the CPU and without its greetings."""
    os.environ["KERAS_BACKEND"] = "tensorflow"
    os.environ["CUDA_VISIBLE_DEVICES"] = (
        "-1"  # so small a network is no faster elsewhere, and the results stay the same
    )
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    import keras

    return keras


if __name__ == "__main__":
    sys.exit(main())
