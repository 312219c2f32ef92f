"""What TensorFlow and Keras give for gradients and for SGD; run in a process of its own by test_keras_route.py.

Reads inputs.npz in the folder that is named, and leaves outputs.npz there.
"""

import os
import sys
from pathlib import Path

os.environ["CUDA_VISIBLE_DEVICES"], os.environ["TF_CPP_MIN_LOG_LEVEL"] = "-1", "3"

import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402


def main(folder):
    given = np.load(folder / "inputs.npz")
    x, t, masks, delta = given["x"] / 255.0, given["t"], given["masks"], float(given["delta"])
    weights = [given[f"w{i}"] for i in range(6)]
    found = {}
    for name, rows in (("one", slice(0, 1)), ("ten", slice(0, 10)), ("all", slice(None))):
        for i, part in enumerate(tape(x[rows], t[rows], weights, delta)):
            found[f"{name}{i}"] = part
    each = [np.concatenate([p.ravel() for p in tape(x[i : i + 1], t[i : i + 1], weights, delta)]) for i in range(500)]
    found["each"] = np.array(each)
    for momentum in (0.0, 0.9):
        found[f"path {momentum:g}"] = path(x, t, masks, weights, float(given["rate"]), momentum)
    np.savez(folder / "outputs.npz", **found)


def tape(x, t, weights, delta):
    """The gradient of the mean of −log(y_t + delta), in double precision."""
    variables = [tf.Variable(w.astype(np.float64)) for w in weights]
    with tf.GradientTape() as recorded:
        h = tf.constant(x, tf.float64)
        for w, b in zip(variables[:-2:2], variables[1:-2:2]):
            h = tf.sigmoid(h @ w + b)
        y = tf.nn.softmax(h @ variables[-2] + variables[-1])
        loss = -tf.reduce_mean(tf.math.log(tf.gather(y, t, batch_dims=1) + delta))
    return [part.numpy() for part in recorded.gradient(loss, variables)]


def path(x, t, masks, weights, rate, momentum):
    """The weights after each step of Keras's own SGD with these batches, in rows."""
    model = keras.Sequential([keras.Input((784,))])
    for width, kind in ((50, "sigmoid"), (100, "sigmoid"), (10, "softmax")):
        model.add(keras.layers.Dense(width, activation=kind))
    model.compile(keras.optimizers.SGD(rate, momentum), loss="sparse_categorical_crossentropy")
    model.set_weights(weights)
    rows = []
    for mask in masks:
        model.train_on_batch(x[mask].astype(np.float32), t[mask])
        rows.append(np.concatenate([w.ravel() for w in model.get_weights()]))
    return np.array(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
