"""An archive is read up to a stated size, and what is too much for the memory is said in a sentence."""

import numpy as np
import pytest

from mbviz._messages import Message, without_folders
from mbviz.data import npz
from mbviz.data.npz import load_file


@pytest.fixture
def three(tmp_path):
    path = tmp_path / "three.npz"
    np.savez_compressed(path, x_train=np.zeros((3, 28, 28), np.uint8), y_train=np.uint8([7, 1, 4]))
    return path


def test_what_unpacks_to_more_than_is_allowed_is_refused_unread(three, monkeypatch):
    unpacked = 128 + 3 * 784 + 128 + 3  # the arrays with their headers
    monkeypatch.setattr(npz, "MOST_BYTES", unpacked)
    assert load_file(three).n == 3
    monkeypatch.setattr(npz, "MOST_BYTES", unpacked - 1)
    monkeypatch.setattr(np.lib.npyio.NpzFile, "__getitem__", lambda *_: pytest.fail("it was read"))
    with pytest.raises(ValueError, match="unpacked it has 0 MB; at most 0 MB are allowed"):
        load_file(three)


def test_the_bound_has_room_for_a_million_digits():
    assert 1_000_000 * 784 < npz.MOST_BYTES < 2 * 10**9


def test_without_memory_there_is_a_sentence(three, monkeypatch):
    def fail(*_):
        raise MemoryError

    monkeypatch.setattr(np.lib.npyio.NpzFile, "__getitem__", fail)
    with pytest.raises(ValueError, match="there is not enough memory"):
        load_file(three)


def test_what_the_page_says_of_a_file_has_its_name_and_not_its_folder(tmp_path):
    with pytest.raises(ValueError) as raised:
        load_file(tmp_path / "none.npz")
    said = without_folders(raised.value.args[0])
    assert str(tmp_path) in str(raised.value)
    assert isinstance(said, Message) and "none.npz" in said and str(tmp_path) not in said
