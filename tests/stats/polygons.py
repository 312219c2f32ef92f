"""Polygons for tests: what lies within, and how large they are."""

import numpy as np


def inside(lines, points):
    """Which of the points (n, 2) lie within an odd number of closed lines, (k, 2) each."""
    x, y = np.asarray(points, float).T
    found = np.zeros(len(x), bool)
    for line in lines:
        for (x0, y0), (x1, y1) in zip(line, np.roll(line, -1, axis=0)):
            if y0 != y1:
                found ^= ((y0 > y) != (y1 > y)) & (x < (x1 - x0) * (y - y0) / (y1 - y0) + x0)
    return found


def area(line):
    """Of a closed line, without its sign."""
    x, y = line.T
    return abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2
