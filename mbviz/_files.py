"""The folder mbviz keeps its files in, and how a file there is replaced whole."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import platformdirs

__all__ = ["atomic_path", "cache_dir", "cache_path"]


def cache_dir() -> Path:
    """The folder of mbviz's own files, created when it does not exist yet.

    Returns
    -------
    pathlib.Path
        The folder named by the environment variable ``MBVIZ_CACHE`` if that is set
        and not empty, else the user's cache folder for "mbviz" as platformdirs knows
        it for this operating system.

    Raises
    ------
    OSError
        When the folder can not be created.

    Examples
    --------
    >>> import tempfile
    >>> from unittest import mock
    >>> with tempfile.TemporaryDirectory() as folder, mock.patch.dict(os.environ, MBVIZ_CACHE=folder):
    ...     cache_dir() == Path(folder)
    True
    """
    folder = cache_path()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def cache_path() -> Path:
    """Where that folder is, or would be.

    Examples
    --------
    >>> cache_path().is_absolute()
    True
    """
    chosen = os.environ.get("MBVIZ_CACHE")
    return Path(chosen or platformdirs.user_cache_dir("mbviz", appauthor=False)).expanduser().absolute()


@contextmanager
def atomic_path(target: Path) -> Iterator[Path]:
    """A temporary path that takes `target`'s place when the block ends well.

    The temporary file lies in `target`'s own folder, because only within one file
    system does ``os.replace`` swap a file in a single step. Readers therefore see the
    old file or the new one, never half of one. When the block raises, the temporary
    file is removed and `target` stays as it was.

    Parameters
    ----------
    target : pathlib.Path
        The file to create or replace. Its folder is created when needed.

    Yields
    ------
    pathlib.Path
        An unused path with `target`'s suffix. Write a file there and close it before
        the block ends.

    Raises
    ------
    OSError
        When the folder or the file can not be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     target = Path(folder) / "note.txt"
    ...     with atomic_path(target) as temporary:
    ...         _ = temporary.write_text("whole", encoding="utf-8")
    ...     target.read_text(encoding="utf-8"), len(os.listdir(folder))
    ('whole', 1)
    """
    target = Path(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    # Not tempfile.mkstemp: its files can be read by their owner alone, whatever the umask says.
    temporary = target.with_name(f".{target.stem}-{uuid.uuid4().hex}{target.suffix}")
    try:
        yield temporary
        os.replace(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)
