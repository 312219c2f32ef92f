"""One meaning, one colour, in both themes: from Okabe and Ito's set for colour-blind readers.

Source: Okabe and Ito, *Color Universal Design*, 2008. The prediction's blue is also the app's
primary colour in ``.streamlit/config.toml``; nowhere else is a colour written down.
"""

PICK = "#009E73"  # the true class, and the pick y[n, t_n]; outlined as well
PREDICTION = "#0072B2"  # the class with the largest softmax output
WRONG = "#D55E00"  # a prediction that is not the true class; marked with a cross as well
BATCH = "#E69F00"  # this batch
DATA = "#CC79A7"  # all the data

RUNNERS = "#56B4E9", "#6E93D6", "#7D6FC9", "#8A4FC4"  # batches of other sizes, from small to large: from light to dark
TEXT = "#6B7280"  # readable on white and on black; the page lets text take its own colour instead
FAINT = "#9AA0AC"  # axis lines
ON_TEXT = "#FFFFFF"  # words on a ground of TEXT


def faded(colour: str, alpha: float) -> str:
    """A colour through which the ground shows.

    Parameters
    ----------
    colour : str
        ``#RRGGBB``, one of this file.
    alpha : float
        From 0 (only the ground) to 1 (only the colour).

    Returns
    -------
    str

    Examples
    --------
    >>> faded(DATA, 0.18)
    'rgba(204, 121, 167, 0.18)'
    """
    red, green, blue = (int(colour[k : k + 2], 16) for k in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, {alpha:g})"


HEAT = [[0, faded(PREDICTION, 0)], [1, faded(PREDICTION, 1)]]  # from the page's own ground to PREDICTION
