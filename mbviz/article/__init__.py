"""The article taken apart: its arrays, its line ``y[np.arange(batch_size), t]``, its functions, and what goes wrong in them.

- `arrays`: `y` and `t` read from text and checked
- `indexing`: the steps of ``y[np.arange(batch_size), t]`` and their numbers
- `label_forms`: which loss fits which form of the labels
- `versions`: the article's functions, mended and timed
- `slips`: the lines that go wrong, each run
"""
