"""Measures the engine against what it replaces, as ratios within one run: ``python -m tests.bench.engine``.

Prints one table. The fused compiled loop needs numba (``pip install numba``), which nothing else here does; without it
that row is left out. Takes about two minutes and 1 GB.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

import mbviz
from mbviz.stats.independent import independent_estimates
from mbviz.stats.law import sampling_law
from mbviz.stats.summary import summarize

N, N_DRAWS = 60_000, 1_000
LARGE = 10**8


def seconds(work: Callable[[], object], repeats: int = 5) -> float:
    """Median time of `work`."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def notebook(y: NDArray[np.floating[Any]], rows: NDArray[np.float32], sizes: Sequence[int], n_draws: int) -> None:
    """The way of a notebook: np.random.choice and the one-hot loss for each batch."""
    for size in sizes:
        for _ in range(n_draws):
            batch_mask = np.random.choice(len(y), size)  # noqa: NPY002  as the article has it
            -np.sum(rows[batch_mask] * np.log(y[batch_mask] + 1e-7)) / size


def fused(losses: NDArray[np.float64], sizes: Sequence[int]) -> Callable[[], object] | None:
    """A compiled loop that draws and adds in one go, with xorshift numbers; None without numba."""
    try:
        from numba import njit
    except ImportError:
        return None

    @njit
    def run(losses: NDArray[np.float64], sizes: NDArray[np.int64], n_draws: int) -> NDArray[np.float64]:
        means = np.empty((len(sizes), n_draws))
        state = np.uint64(88172645463325252)
        for i in range(len(sizes)):
            for k in range(n_draws):
                total = 0.0
                for _ in range(sizes[i]):
                    state ^= state << np.uint64(13)
                    state ^= state >> np.uint64(7)
                    state ^= state << np.uint64(17)
                    total += losses[((state >> np.uint64(32)) * np.uint64(len(losses))) >> np.uint64(32)]
                means[i, k] = total / sizes[i]
        return means

    array = np.array(sizes)
    run(losses, array[:2], 2)  # compiles
    return lambda: run(losses, array, N_DRAWS)


def rows() -> Iterator[tuple[str, float, float, str]]:
    """What, seconds, seconds of the yardstick, and how many times faster or slower is wanted."""
    rng = np.random.default_rng(0)
    y = mbviz.softmax(rng.normal(scale=3, size=(N, 10)).astype(np.float32))
    t = rng.integers(0, 10, N)
    one_hot, losses, sizes = mbviz.one_hot(t), mbviz.per_example_loss(y, t), mbviz.round_sizes(N)
    slow = seconds(lambda: notebook(y, one_hot, sizes, N_DRAWS), 1)
    law = seconds(lambda: sampling_law(losses, sizes))
    estimates = seconds(lambda: mbviz.loss_estimates(losses, sizes, N_DRAWS))
    independent = seconds(lambda: independent_estimates(losses, sizes, N_DRAWS))
    yield "exact law, 16 sizes, against a notebook", law, slow, "at least 400 times faster"
    yield "`loss_estimates`, 16 × 1,000, against a notebook", estimates, slow, "at least 30 times faster"
    yield "`independent_estimates`, 16 × 1,000, against a notebook", independent, slow, "at least 150 times faster"
    if loop := fused(losses, sizes):
        what = "`independent_estimates` against a fused compiled loop"
        yield what, independent, seconds(loop), "at most 3.5 times its time"
    large = rng.random(LARGE, dtype=np.float32)
    one_pass, plain_sum = seconds(lambda: summarize(large), 3), seconds(lambda: np.sum(large))
    yield "`summarize` of 10⁸ float32 against np.sum", one_pass, plain_sum, "at most 2.5 times its time"


def main() -> None:
    """Run all and print the table."""
    print("| what | measured | against | ratio | wanted |\n|---|---|---|---|---|")
    for what, measured, against, wanted in rows():
        ratio = (
            f"{against / measured:,.0f} times faster"
            if "faster" in wanted
            else f"{measured / against:.2f} times its time"
        )
        print(f"| {what} | {measured:.3f} s | {against:.3f} s | {ratio} | {wanted} |")


if __name__ == "__main__":
    main()
