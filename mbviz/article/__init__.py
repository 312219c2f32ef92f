"""The article taken apart: its arrays, its line ``y[np.arange(batch_size), t]``, its functions, and what goes wrong in them.

- `arrays`: `y` and `t` checked, and those of the article
- `pasted`: arrays of numbers from pasted text; `transcript` takes off what surrounds them, `cells` splits the rest
- `indexing`: the steps of ``y[np.arange(batch_size), t]`` and their numbers
- `label_forms`: which loss fits which form of the labels
- `versions`: the article's functions, mended and timed; `timing`: how long they take on this machine
- `slips`: the lines that go wrong, each run
- `as_printed`: the article's functions as they stand there, called
- `batch_means`: the mean of batch means, and the mean of all
"""
