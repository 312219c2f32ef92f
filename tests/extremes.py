"""What the tests of extreme input share: the input, what is refused, and sums in exact arithmetic."""

import warnings
from contextlib import contextmanager
from decimal import Decimal, localcontext
from fractions import Fraction

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

TINY = 5e-324
EDGES = [0.0, -0.0, TINY, 1e-310, 1e-200, 1e-81, 1e-17, 0.3, 1.0, 1 + 2**-52, 16.1, 3e38, 1e39, 1e69, 1e70]
LOSSES = st.lists(
    st.one_of(st.sampled_from(EDGES + [-x for x in EDGES]), st.floats(-1e70, 1e70), st.floats(0, 20)),
    min_size=1,
    max_size=6,
)
FINITE = st.floats(allow_nan=False, allow_infinity=False)
COUNT = st.one_of(st.integers(1, 12), st.sampled_from([10**6, 10**9, 2**53 + 1, 2**63, 2**64, 10**30, 10**400]))
EXACTLY = settings(max_examples=300, deadline=None)
FEWER = settings(max_examples=60, deadline=None)


@contextmanager
def strictly():
    """Whatever NumPy or Python would warn of is an error here."""
    with warnings.catch_warnings(), np.errstate(all="raise"):
        warnings.simplefilter("error")
        yield


def said(call):
    """What a call gives, or None where it refuses with a sentence."""
    with strictly():
        try:
            return call()
        except ValueError as error:
            assert str(error).endswith(".") and str(error)[0].isalpha(), error
            return None


def root(square, digits=60):
    """√ of a Fraction, correctly rounded."""
    with localcontext() as context:
        context.prec = digits
        context.Emin, context.Emax = -(10**9), 10**9
        return float((Decimal(square.numerator) / Decimal(square.denominator)).sqrt())


def mean_and_std(values):
    exact = [Fraction(value) for value in values]
    mean = sum(exact) / len(exact)
    return float(mean), root(sum((value - mean) ** 2 for value in exact) / len(exact))


def near(values, relative=1e-9):
    """How far off a result may be: a share of the largest number that it was computed from."""
    return relative * max(map(abs, values)) + 4 * TINY


def inside(found, losses):
    """Whether numbers lie between the smallest and the largest loss but for rounding to float32's 1e-6."""
    slack = 1e-6 * (max(losses) - min(losses)) + near(losses, 1e-15)
    return bool(
        np.isfinite(found).all() and (found >= min(losses) - slack).all() and (found <= max(losses) + slack).all()
    )
