"""A batch as a table for a spreadsheet."""

from __future__ import annotations

import csv
import io

from mbviz.batch import Batch

__all__ = ["batch_csv"]


def batch_csv(batch: Batch) -> bytes:
    """Write a batch as CSV, one line for each example in the order drawn.

    Parameters
    ----------
    batch : Batch

    Returns
    -------
    bytes
        UTF-8, with the columns n, index (the entry of batch_mask), label, prediction, pick and loss
        (nats). Floats are written by ``repr``, so they read back exactly.

    Examples
    --------
    >>> from mbviz.batch import open_batch
    >>> batch_csv(open_batch([2], [1, 0, 1], [[0.5, 0.5], [0.9, 0.1], [0.25, 0.75]])).decode().splitlines()
    ['n,index,label,prediction,pick,loss', '0,2,1,1,0.75,0.2876819391184566']
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["n", "index", "label", "prediction", "pick", "loss"])
    columns = (batch.batch_mask, batch.t, batch.predicted, batch.picks, batch.losses)
    writer.writerows(zip(range(len(batch)), *(column.tolist() for column in columns), strict=True))
    return text.getvalue().encode()
