"""A child process, by default of `mbviz.model.train`: how it is started, its standard input, its last words."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

__all__ = ["last_line", "start_child", "take_stdin"]

Stream = int | IO[bytes] | None


def start_child(
    arguments: Sequence[str],
    *,
    stdout: Stream,
    stderr: Stream = None,
    module: str = "mbviz.model.train",
    environment: Mapping[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    """Start ``python -m module`` with a pipe as its standard input.

    The pipe closes with this process, however it ends; the child watches it and ends as well.

    Parameters
    ----------
    arguments : sequence of str
        What the module's ``main`` reads.
    stdout, stderr
        As for ``subprocess.Popen``.
    module : str
        One of this package.
    environment : mapping of str to str, optional
        Variables over those of this process.

    Returns
    -------
    subprocess.Popen

    Raises
    ------
    OSError
        When no process can be started.

    Examples
    --------
    >>> with start_child(["--help"], stdout=subprocess.PIPE) as child:
    ...     b"usage: python -m mbviz.model.train" in child.stdout.read()
    True
    """
    ours = str(Path(__file__).resolve().parents[2])  # the folder that holds this package
    import_path = os.pathsep.join(filter(None, [ours, os.environ.get("PYTHONPATH")]))
    return subprocess.Popen(
        [sys.executable, "-P", "-m", module, *arguments],  # -P: no module from where we are
        stdin=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": import_path} | dict(environment or {}),
        creationflags=getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),  # Windows's os.nice
        stdout=stdout,
        stderr=stderr,
    )


def take_stdin() -> int:
    """Return standard input under a number of its own, and leave an empty one in its place.

    On Windows a pending read blocks every other look at the same handle, and libraries look at
    handle 0 while they load: they get the empty one, our reading thread keeps the pipe to itself.
    """
    stdin = os.dup(0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    return stdin


def last_line(log: bytes) -> str:
    r"""The last line of a log that is not blank; empty when there is none.

    Examples
    --------
    >>> last_line(b"Traceback ...\nMemoryError: too much\n\n")
    'MemoryError: too much'
    """
    return next((line.strip() for line in reversed(log.decode(errors="replace").splitlines()) if line.strip()), "")
