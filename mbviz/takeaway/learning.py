"""The cells of the screens of "Learning": one step, the race, and how large a batch pays; in NumPy and in Keras.

Unlike the others they read the digits from a file, since a gradient needs the pixels.
"""

from __future__ import annotations

from collections.abc import Sequence

from mbviz._messages import Message
from mbviz.data.dataset import Dataset
from mbviz.model.network import Weights
from mbviz.model.sgd_recipe import SgdRecipe
from mbviz.model.snapshots import Snapshot
from mbviz.takeaway._shared import importing
from mbviz.takeaway.cells import Cell
from mbviz.takeaway.literals import packed

__all__ = ["noise_scale_cells", "one_step_cells", "race_cells"]

DATA = """\
path = {path!r}
with np.load(path) as file:
    x_train = file["x_train"].reshape(-1, {pixels}).astype(np.float32) / np.float32(255)
    t_train = file["y_train"].astype(np.int64)
train_size = len(t_train)"""

WAYS = {
    "numpy": """\
def predict(x, weights):
    h = [x]  # what each layer gets
    for w, b in zip(weights[:-2:2], weights[1:-2:2]):
        h.append(1 / (1 + np.exp(-(h[-1] @ w + b))))
    z = h[-1] @ weights[-2] + weights[-1]
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return h, e / e.sum(axis=1, keepdims=True)


def mean_loss(x, t, weights):
    _, y = predict(x, weights)
    return -np.log(y[np.arange(len(t)), t].astype(np.float64) + 1e-7).mean()


def backward(x, t, weights):  # what each layer gets, and the delta that comes back to it, for each example
    h, y = predict(x, weights)
    picks = y[np.arange(len(t)), t]
    y[np.arange(len(t)), t] -= 1
    deltas = [y * (picks / (picks + 1e-7))[:, None]]
    for w, values in zip(weights[-2:0:-2], h[:0:-1]):
        deltas.append(deltas[-1] @ w.T * values * (1 - values))
    return h, deltas[::-1]


def gradients(x, t, weights):  # of the mean loss
    found = []
    for h, delta in zip(*backward(x, t, weights)):
        found += [h.T @ delta / np.float32(len(t)), delta.mean(axis=0)]
    return found""",
    "keras": """\
model = keras.Sequential([keras.Input(({pixels},))])
for width in {hidden}:
    model.add(keras.layers.Dense(width, activation="sigmoid"))
model.add(keras.layers.Dense({classes}, activation="softmax"))


def losses(x, t):
    return -tf.math.log(tf.gather(model(x), t, batch_dims=1) + 1e-7)


def mean_loss(x, t, weights):
    model.set_weights(weights)
    return float(tf.reduce_mean(losses(x, t)))


def gradients(x, t, weights):  # of the mean loss
    model.set_weights(weights)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(losses(x, t))
    return [part.numpy() for part in tape.gradient(loss, model.trainable_variables)]""",
}

STEP = """\
batch_size, seed, draw, learning_rate = {batch_size}, {seed}, {draw}, {rate!r}
batch_mask = np.random.default_rng([seed, batch_size, draw]).choice(train_size, batch_size)
g = gradients(x_train[batch_mask], t_train[batch_mask], weights)
G = gradients(x_train, t_train, weights)
flat_g, flat_G = (np.concatenate([part.ravel() for part in one]).astype(np.float64) for one in (g, G))
cosine = flat_g @ flat_G / np.sqrt((flat_g @ flat_g) * (flat_G @ flat_G))
before = mean_loss(x_train, t_train, weights)
after_batch, after_full = (
    mean_loss(x_train, t_train, [w - learning_rate * part for w, part in zip(weights, one)]) for one in (g, G)
)
print(f"cosine with the full gradient: {{cosine:.4f}}")
print(f"loss of all: {{before:.4f}} nats, {{after_batch:.4f}} after a step along the batch, {{after_full:.4f}} along all")"""

NOISE = {
    "numpy": """\
squares = 0  # |g_i|^2 of each example, without forming a single gradient (Goodfellow, 2015)
for h, delta in zip(*backward(x_train, t_train, weights)):
    squares = squares + ((h**2).sum(axis=1) + 1.0) * (delta**2).sum(axis=1)""",
    "keras": """\
squares = np.zeros(train_size)  # |g_i|^2 of each example; TensorFlow forms the gradients, some at a time
model.set_weights(weights)
for start in range(0, train_size, 100):
    x, t = x_train[start : start + 100], t_train[start : start + 100]
    with tf.GradientTape() as tape:
        each = losses(x, t)
    for part in tape.jacobian(each, model.trainable_variables):
        squares[start : start + 100] += (part.numpy().astype(np.float64) ** 2).reshape(len(t), -1).sum(axis=1)""",
}

SCALE = """\
G = np.concatenate([part.ravel() for part in gradients(x_train, t_train, weights)]).astype(np.float64)
signal = G @ G
noise = squares.mean() - signal
noise_scale = noise / signal
print(f"signal {signal:.4g}, noise {noise:.4g}, simple noise scale {noise_scale:,.1f}")"""

START = """\
def initial_weights():
    rng, weights = np.random.default_rng({seed}), []
    for inputs, outputs in zip({widths}[:-1], {widths}[1:]):
        limit = np.sqrt(6 / (inputs + outputs))
        weights += [rng.uniform(-limit, limit, (inputs, outputs)).astype(np.float32), np.zeros(outputs, np.float32)]
    return weights"""

RACE = {
    "numpy": """\
final = {}
for batch_size, steps, learning_rate, momentum, seed in RUNS:
    weights = initial_weights()
    velocity = [np.zeros_like(w) for w in weights]
    for k in range(steps):  # step k learns from draw k
        batch_mask = np.random.default_rng([seed, batch_size, k]).choice(train_size, batch_size)
        slopes = gradients(x_train[batch_mask], t_train[batch_mask], weights)
        velocity = [np.float32(momentum) * v - np.float32(learning_rate) * g for v, g in zip(velocity, slopes)]
        weights = [w + v for w, v in zip(weights, velocity)]
    final[batch_size] = mean_loss(x_train, t_train, weights)
    print(f"B = {batch_size:,}: {steps:,} steps, loss of all {final[batch_size]:.4f} nats")""",
    "keras": """\
def batches(batch_size, steps, seed):
    for k in range(steps):  # step k learns from draw k
        batch_mask = np.random.default_rng([seed, batch_size, k]).choice(train_size, batch_size)
        yield x_train[batch_mask], t_train[batch_mask]


final = {}
for batch_size, steps, learning_rate, momentum, seed in RUNS:
    model.set_weights(initial_weights())
    model.compile(keras.optimizers.SGD(learning_rate, momentum), loss="sparse_categorical_crossentropy")
    model.fit(batches(batch_size, steps, seed), steps_per_epoch=steps, epochs=1, verbose=0)
    final[batch_size] = mean_loss(x_train, t_train, model.get_weights())
    print(f"B = {batch_size:,}: {steps:,} steps, loss of all {final[batch_size]:.4f} nats")""",
}


def one_step_cells(
    dataset: Dataset,
    snapshot: Snapshot,
    *,
    batch_size: int,
    seed: int,
    draw: int,
    learning_rate: float,
    way: str = "numpy",
) -> list[Cell]:
    """Write one step from a snapshot's weights as code: its direction, and the loss of all before and after it.

    Parameters
    ----------
    dataset : Dataset
        The digits; the code reads them from a file with the name of ``dataset.path``.
    snapshot : Snapshot
        Its weights go along packed.
    batch_size, seed, draw : int
        Of the batch (see `draw_batch`).
    learning_rate : float
        η.
    way : {"numpy", "keras"}

    Returns
    -------
    list of Cell

    Raises
    ------
    ValueError
        If there is no such way.

    Examples
    --------
    >>> from pathlib import Path
    >>> import numpy as np
    >>> digits = Dataset(np.zeros((2, 28, 28), np.uint8), np.array([1, 0]), "file", Path("two.npz"))
    >>> network = Snapshot("untrained", 0, np.zeros((2, 2)), np.zeros(2), (np.zeros((784, 10)), np.zeros(10)))
    >>> cells = one_step_cells(digits, network, batch_size=1, seed=0, draw=0, learning_rate=1.0)
    >>> [cell.kind for cell in cells]
    ['markdown', 'code', 'code', 'code', 'code']
    """
    step = STEP.format(batch_size=batch_size, seed=seed, draw=draw, rate=float(learning_rate))
    title = Message("# Which way does a batch of {n:,} point?", n=batch_size)
    opening = _opening(dataset, title, _widths(snapshot.weights), way)
    return importing([*opening, Cell("code", _weights(snapshot.weights)), Cell("code", step)])


def noise_scale_cells(dataset: Dataset, snapshot: Snapshot, *, way: str = "numpy") -> list[Cell]:
    """Write the simple noise scale at a snapshot's weights as code; arguments, result and errors as of `one_step_cells`."""
    widths = _widths(snapshot.weights)
    cells = _opening(dataset, Message("# How large a batch pays: the gradient noise scale"), widths, way)
    code = _weights(snapshot.weights), NOISE[way], SCALE
    return importing([*cells, *(Cell("code", part) for part in code)])


def race_cells(dataset: Dataset, recipes: Sequence[SgdRecipe], *, way: str = "numpy") -> list[Cell]:
    """Write runs of SGD as code that takes the same steps from the same batches.

    Parameters
    ----------
    dataset : Dataset
        The digits; the code reads them from a file with the name of ``dataset.path``.
    recipes : sequence of SgdRecipe
        At least one; all of one network and its first weights.
    way : {"numpy", "keras"}

    Returns
    -------
    list of Cell

    Raises
    ------
    ValueError
        If there is no recipe or no such way, or the networks differ.
    """
    if len({(recipe.layers, recipe.weights_seed) for recipe in recipes}) != 1:
        raise ValueError("recipes must hold at least one run, all of one network and its first weights.")
    first = recipes[0]
    runs = "".join(
        f"    ({r.batch_size}, {r.steps}, {float(r.learning_rate)!r}, {float(r.momentum)!r}, {r.seed}),\n"
        for r in recipes
    )
    table = f"RUNS = [  # batch_size, steps, learning_rate, momentum, seed\n{runs}]"
    begin = START.format(seed=first.weights_seed, widths=first.layers)
    title = Message("# The race: the same examples in batches of other sizes")
    code = f"{begin}\n\n\n{table}", RACE[way]
    return importing([*_opening(dataset, title, first.layers, way), *(Cell("code", part) for part in code)])


def _opening(dataset: Dataset, title: Message, widths: Sequence[int], way: str) -> list[Cell]:
    """Title, data and functions."""
    if way not in WAYS:
        raise ValueError(Message("way must be one of {ways}; got {got!r}.", ways=", ".join(WAYS), got=way))
    pixels, *hidden, classes = widths
    functions = WAYS[way]
    if way == "keras":
        functions = functions.format(pixels=pixels, hidden=tuple(hidden), classes=classes)
    text = Message(
        "{title}\n\nPut the file {file} beside this notebook; Keras keeps MNIST as mnist.npz in .keras/datasets.",
        title=title,
        file=dataset.path.name,
    )
    data = ("import keras\nimport tensorflow as tf\n\n" if way == "keras" else "") + DATA
    code = data.format(path=dataset.path.name, pixels=pixels), functions
    return [Cell("markdown", text), *(Cell("code", part) for part in code)]


def _widths(weights: Weights) -> tuple[int, ...]:
    return (*(len(w) for w in weights[::2]), len(weights[-1]))


def _weights(weights: Weights) -> str:
    """The lines that give the weights again."""
    lines = [f"    {packed(w.ravel())}.astype(np.float32).reshape({w.shape})," for w in weights]
    return "weights = [\n" + "\n".join(lines) + "\n]"
