"""Fast ways that lean on another library's inner workings are compared with the plain way before they are used."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

__all__ = ["SelfCheck"]

log = logging.getLogger(__name__)


class SelfCheck:
    """Whether a fast way gives what the plain one gives; found out at the first question, once in each process.

    Where it does not, or breaks, one warning goes to the log. The caller then takes the plain way: slower, but right.

    Parameters
    ----------
    agrees : callable
        Tries both ways and says whether they give the same.
    otherwise : str
        What is done where they differ, for the log.

    Examples
    --------
    >>> quick = SelfCheck(lambda: 2 + 2 == 4, "Sums are added by hand.")
    >>> quick(), quick()
    (True, True)
    """

    def __init__(self, agrees: Callable[[], bool], otherwise: str) -> None:
        self._agrees, self._otherwise = agrees, otherwise
        self._found: bool | None = None
        self._lock = threading.Lock()

    def __call__(self) -> bool:
        """Whether the fast way may be taken."""
        if self._found is None:
            with self._lock:  # many threads draw at once, and one of them asks first
                if self._found is None:
                    self._found = self._compare()
        return self._found

    def _compare(self) -> bool:
        try:
            if self._agrees():
                return True
            reason = "its results differ"
        except Exception as error:  # whatever another version of a library may raise
            reason = f"it failed with {error!r}"
        log.warning("A fast way is not taken, since %s. %s", reason, self._otherwise)
        return False
