"""Claims about the cache folder and about replacing a file whole."""

import threading
from pathlib import Path

import pytest

from mbviz._files import atomic_path, cache_dir


def test_cache_dir_is_the_folder_that_the_environment_names_and_is_created(tmp_path, monkeypatch):
    wanted = tmp_path / "deep" / "cache"
    monkeypatch.setenv("MBVIZ_CACHE", str(wanted))
    assert cache_dir() == wanted
    assert wanted.is_dir()


@pytest.mark.parametrize("unset", ["", None])
def test_without_that_variable_cache_dir_is_the_users_cache_folder_for_mbviz(tmp_path, monkeypatch, unset):
    monkeypatch.setattr("platformdirs.user_cache_dir", lambda name, appauthor: str(tmp_path / name))
    monkeypatch.setenv("MBVIZ_CACHE", "") if unset == "" else monkeypatch.delenv("MBVIZ_CACHE", raising=False)
    assert cache_dir() == tmp_path / "mbviz"


def test_a_tilde_in_the_environment_means_the_home_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("MBVIZ_CACHE", str(Path("~") / "kept"))
    assert cache_dir() == tmp_path / "kept"


def test_a_block_that_ends_well_puts_the_file_in_place_and_leaves_nothing_else(tmp_path):
    target = tmp_path / "new" / "data.npz"
    with atomic_path(target) as temporary:
        assert temporary.parent == target.parent
        assert temporary.suffix == ".npz"
        temporary.write_bytes(b"whole")
        assert not target.exists()
    assert target.read_bytes() == b"whole"
    assert list(target.parent.iterdir()) == [target]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_block_that_raises_leaves_the_old_file_and_nothing_else(tmp_path, error):
    target = tmp_path / "data.txt"
    target.write_text("old")
    with pytest.raises(error), atomic_path(target) as temporary:
        temporary.write_text("half")
        raise error
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_the_file_is_moved_into_place_in_one_step_and_not_copied(tmp_path):
    target = tmp_path / "data.txt"
    target.write_text("old")
    with atomic_path(target) as temporary:
        temporary.write_text("new")
        written = temporary.stat().st_ino
    assert target.stat().st_ino == written


def test_writers_at_the_same_time_leave_one_whole_file(tmp_path):
    target = tmp_path / "data.txt"
    all_wrote = threading.Barrier(4, timeout=60)

    def write(letter):
        with atomic_path(target) as temporary:
            temporary.write_text(letter * 1000)
            all_wrote.wait()  # so that all four temporary files exist at once

    writers = [threading.Thread(target=write, args=(letter,)) for letter in "abcd"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert target.read_text() in {letter * 1000 for letter in "abcd"}
    assert list(tmp_path.iterdir()) == [target]
