"""One meaning, one colour, in both themes: from Okabe and Ito's set for colour-blind readers.

Source: Okabe and Ito, *Color Universal Design*, 2008. The prediction's blue is also the app's
primary colour in ``.streamlit/config.toml``; nowhere else is a colour written down.
"""

PICK = "#009E73"  # the true class, and the pick y[n, t_n]; outlined as well
PREDICTION = "#0072B2"  # the class with the largest softmax output
WRONG = "#D55E00"  # a prediction that is not the true class; marked with a cross as well
BATCH = "#E69F00"  # this batch
DATA = "#CC79A7"  # all the data

TEXT = "#6B7280"  # readable on white and on black; the page lets text take its own colour instead
FAINT = "#9AA0AC"  # axis lines, single draws
HEAT = [[0, "rgba(0, 114, 178, 0)"], [1, "rgba(0, 114, 178, 1)"]]  # from the page's own ground to PREDICTION
