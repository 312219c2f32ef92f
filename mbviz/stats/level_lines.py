"""Lines of equal height on a grid, as closed polygons: marching squares."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["level_lines", "simplified"]


def level_lines(height: NDArray[np.float64], level: float) -> list[NDArray[np.float64]]:
    """The polygons that part the grid points higher than `level` from the others.

    A line crosses each edge of the grid that has ends on both sides, where the height would be `level` on a straight line
    between them; in a square with two high corners across from each other the mean of its corners decides which two belong
    together (W. Lorensen and H. Cline, *Marching cubes*, Computer Graphics 21, 1987, in two dimensions).

    Parameters
    ----------
    height : ndarray of float64, shape (rows, columns)
        What lies beyond its edge counts as lower.
    level : float

    Returns
    -------
    list of ndarray of float64, each of shape (k, 2)
        Column and row, counted in grid points; the last point of a polygon is not its first again. A hole is a polygon
        of its own.

    Examples
    --------
    >>> hill = np.zeros((3, 3))
    >>> hill[1, 1] = 4.0
    >>> [line.tolist() for line in level_lines(hill, 1.0)]
    [[[1.0, 0.25], [1.75, 1.0], [1.0, 1.75], [0.25, 1.0]]]
    """
    padded = np.pad(height, 1, constant_values=min(float(height.min()), level) - 1.0)
    padded[1:-1, 1:-1] = height
    following, columns = _following(padded, level), padded.shape[1]
    lines, left = [], set(following)
    while left:
        edge = start = min(left)
        line = []
        while edge in left:
            left.remove(edge)
            line.append(edge)
            edge = following[edge]
        assert edge == start, "each crossing has one line that comes and one that goes"
        lines.append(_points(np.array(line), padded, level, columns) - 1.0)
    return lines


def _following(height: NDArray[np.float64], level: float) -> dict[int, int]:
    """From each crossed edge the next one on its line. An edge is 2 · (row · columns + column), + 1 where it goes down.

    Around a square one goes from corner to corner; where that leads down a line begins, and it ends where one goes up. In
    the square on the edge's other side it is the other way about: so each edge has one line to it and one from it.
    """
    columns, high = height.shape[1], height > level
    around = np.stack([high[:-1, :-1], high[:-1, 1:], high[1:, 1:], high[1:, :-1]])
    mixed = np.argwhere(around.any(axis=0) & ~around.all(axis=0))
    following: dict[int, int] = {}
    for row, column in mixed.tolist():
        corners = around[:, row, column].tolist()
        first = 2 * (row * columns + column)
        edges = (first, first + 3, first + 2 * columns, first + 1)  # top, right, bottom, left
        crossed = [k for k in range(4) if corners[k] != corners[(k + 1) % 4]]
        together = height[row : row + 2, column : column + 2].mean() > level
        for place, k in enumerate(crossed):
            if corners[k]:  # one goes down here
                other = crossed[(place + (1 if together else -1)) % len(crossed)]
                following[edges[k]] = edges[other]
    return following


def _points(line: NDArray[np.int64], height: NDArray[np.float64], level: float, columns: int) -> NDArray[np.float64]:
    """Where a line crosses its edges, (k, 2)."""
    row, column = np.divmod(line // 2, columns)
    down = line % 2
    near, far = height[row, column], height[row + down, column + 1 - down]
    share = (level - near) / (far - near)
    return np.column_stack([column + (1 - down) * share, row + down * share])


def simplified(line: NDArray[np.float64], tolerance: float) -> NDArray[np.float64]:
    """A polygon without the points that lie within `tolerance` of the line without them.

    D. Douglas and T. Peucker, *Algorithms for the reduction of the number of points required to represent a digitized line*,
    Cartographica 10, 1973.

    Parameters
    ----------
    line : ndarray of float64, shape (k, 2)
        Closed: the last point is followed by the first.
    tolerance : float

    Returns
    -------
    ndarray of float64, shape (m, 2)

    Examples
    --------
    >>> simplified(np.array([[0.0, 0], [1, 0], [2, 0], [2, 2]]), 0.1).tolist()
    [[0.0, 0.0], [2.0, 0.0], [2.0, 2.0]]
    """
    far = int(np.argmax(np.hypot(*(line - line[0]).T)))
    closed = np.concatenate([line, line[:1]])
    kept, waiting = {0, far}, [(0, far), (far, len(line))]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        away, between = closed[last] - closed[first], closed[first + 1 : last] - closed[first]
        length = float(np.hypot(*away))
        off = np.abs(between @ (np.array([-away[1], away[0]]) / length)) if length else np.hypot(*between.T)
        k = int(np.argmax(off))
        if off[k] > tolerance:
            kept.add(first + 1 + k)
            waiting += [(first, first + 1 + k), (first + 1 + k, last)]
    return line[sorted(kept)]
