"""What is known of a run of SGD so far, as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Curve"]


@dataclass(frozen=True, eq=False)
class Curve:
    """A run as far as it is.

    Attributes
    ----------
    steps : ndarray of int64, shape (p,)
        After how many steps the loss of all the data was taken; 0 first.
    seconds : ndarray of float64, shape (p,)
        Spent on these steps.
    loss, accuracy : ndarray of float64, shape (p,)
        Of all N training examples, in nats and as a share.
    test_loss, test_accuracy : ndarray of float64, shape (p,)
        Of the test examples; NaN where the data have none.
    batch_losses : ndarray of float32, shape (s,)
        Of each step's batch before it was learned from, in nats, up to the last of `steps`.
    live_steps : ndarray of int64, shape (l,)
    live_seconds, live_losses : ndarray of float64, shape (l,)
        After the last of `steps`: the mean loss of the batches since the entry before.
    """

    steps: NDArray[np.int64]
    seconds: NDArray[np.float64]
    loss: NDArray[np.float64]
    accuracy: NDArray[np.float64]
    test_loss: NDArray[np.float64]
    test_accuracy: NDArray[np.float64]
    batch_losses: NDArray[np.float32]
    live_steps: NDArray[np.int64]
    live_seconds: NDArray[np.float64]
    live_losses: NDArray[np.float64]

    def until(self, seconds: float) -> Curve:
        """What was known of it after so many seconds of its steps, its live losses left out."""
        p = int(np.searchsorted(self.seconds, seconds, side="right"))
        taken = int(self.steps[p - 1]) if p else 0
        none = np.zeros(0)
        return Curve(
            self.steps[:p], self.seconds[:p], self.loss[:p], self.accuracy[:p], self.test_loss[:p],
            self.test_accuracy[:p], self.batch_losses[:taken], self.live_steps[:0], none, none,
        )  # fmt: skip
