"""Numbers as people read them: one notation for the whole app.

- A real minus sign, −, and none before what is rounded to 0.
- Commas between thousands. No exponent as computers write it: 0.000023, or 2.3·10⁻⁵ where zeros would be counted.
- What is not 1 is not written as 1 where it is counted with, and what is not all is not 100%.
- Per cent without a space. ∞ for what has no bound, – for what is no number, such as the mean of nothing.
- What people say in words (a million, 95만) is said in their language, "en" or "ko".

Code, and what NumPy and Python print, keep the notation of Python.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import ROUND_FLOOR, Decimal

__all__ = ["at_least", "fill", "fixed", "in_code", "memory", "milliseconds", "named", "nats", "percent", "plain"]
__all__ += ["power_of_ten", "short", "times"]

SMALL, LARGE = -3, 9  # powers of ten; `short` writes what is smaller or as large with one
ENGLISH = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
KOREAN = ((10**16, "경"), (10**12, "조"), (10**8, "억"), (10**4, "만"), (1, ""))


def fixed(value: float, decimals: int, *, signed: bool = False) -> str:
    """A number with so many digits after the point.

    Parameters
    ----------
    value : float
    decimals : int
    signed : bool
        With a plus sign where there is no minus.

    Returns
    -------
    str

    Examples
    --------
    >>> fixed(-0.00741, 4), fixed(-0.00001, 4), fixed(0.00741, 4, signed=True), fixed(1234.5, 1)
    ('−0.0074', '0.0000', '+0.0074', '1,234.5')
    """
    return _with_sign(value, f"{abs(value):,.{decimals}f}", signed)


def nats(loss: float) -> str:
    """A loss with four digits after the point, or with three digits where it is small (eight after the point at most).

    Examples
    --------
    >>> nats(2.34567), nats(0.00004234), nats(-1e-7), nats(0.0)
    ('2.3457', '0.0000423', '−0.00000010', '0.0000')
    """
    small = 0 < abs(loss) < 0.01
    return fixed(loss, min(8, 2 - math.floor(math.log10(abs(loss)))) if small else 4)


def in_code(value: float, digits: int = 4) -> str:
    """A number in Python's notation; a probability near 1 in as many digits as 1 − p and −log p need for `digits` of theirs.

    Examples
    --------
    >>> in_code(0.7), in_code(0.00001234567), in_code(0.99995776), in_code(1.0), in_code(2**-24 * (2**24 - 1))
    ('0.7', '1.235e-05', '0.99995776', '1', '0.9999999404')
    """
    if not 0.5 < value < 1:
        return f"{value:.{digits}g}"
    return f"{value:.{min(max(digits, digits - 1 - math.floor(math.log10(1 - value))), 17)}f}".rstrip("0")


def plain(value: float, digits: int = 2, *, signed: bool = False) -> str:
    """A number in so many digits, or in as many as stand before its point; never with an exponent.

    Parameters
    ----------
    value : float
    digits : int
        At least 1; zeros at the end are left out.
    signed : bool
        With a plus sign where there is no minus.

    Returns
    -------
    str

    Examples
    --------
    >>> plain(0.0997), plain(99.7), plain(1234.5), plain(2.34e-5), plain(-0.0), plain(1.234, digits=3)
    ('0.1', '100', '1,234', '0.000023', '0', '1.23')
    """
    size = abs(value)
    if size >= 10 ** (digits - 1) or not math.isfinite(size):
        return _with_sign(value, f"{size:,.0f}", signed)
    return _with_sign(value, f"{Decimal(f'{size:.{digits}g}'):f}", signed)  # Decimal writes zeros for an exponent


def short(value: float, digits: int = 3, *, signed: bool = False) -> str:
    """A number as `plain` writes it, but with a power of ten, as HTML, where it is below 0.001 or from 10⁹ on.

    Parameters
    ----------
    value : float
    digits : int
        With a power of ten there are two.
    signed : bool
        With a plus sign where there is no minus.

    Returns
    -------
    str

    Examples
    --------
    >>> short(0.0784), short(0.09996), short(2.3e-6), short(-1e12)
    ('0.0784', '0.1', '2.3·10<sup>−6</sup>', '−1.0·10<sup>12</sup>')
    """
    mantissa, _, power = f"{abs(value):.1e}".partition("e")
    if value == 0 or not power or SMALL <= int(power) < LARGE:
        return plain(value, digits, signed=signed)
    return _with_sign(value, f"{mantissa}·{_power(int(power))}", signed)


def power_of_ten(exponent: int) -> str:
    """A power of ten as a mark on an axis (HTML).

    Examples
    --------
    >>> [power_of_ten(k) for k in (-7, -1, 0, 3, 12)]
    ['10<sup>−7</sup>', '0.1', '1', '1,000', '10<sup>12</sup>']
    """
    return plain(10.0**exponent) if -1 <= exponent < LARGE else _power(exponent)


def _power(exponent: int) -> str:
    return f"10<sup>{exponent}</sup>".replace("-", "−")


def percent(share: float, decimals: int | None = None, *, signed: bool = False) -> str:
    """A share as people say it.

    Parameters
    ----------
    share : float
    decimals : int, optional
        Digits after the point; without it three digits at most, as in `plain`.
    signed : bool
        With a plus sign where there is no minus.

    Returns
    -------
    str

    Examples
    --------
    >>> percent(0.01), percent(1e-7), percent(-0.0000741, signed=True), percent(0.98765, 1), percent(float("nan"))
    ('1%', '0.00001%', '−0.00741%', '98.8%', '–')
    """
    if math.isnan(share):
        return "–"
    hundredths = 100 * share
    if decimals is not None:
        return f"{fixed(hundredths, decimals, signed=signed)}%"
    digits = 3
    while abs(share) < 1 and round(abs(hundredths), digits - 2) >= 100 and digits < 17:  # nearly all is not all
        digits += 1
    return f"{plain(hundredths, digits, signed=signed)}%"


def milliseconds(seconds: float) -> str:
    """A time as its number of milliseconds: two digits, or all before the point.

    Examples
    --------
    >>> milliseconds(2.34e-5), milliseconds(1.2345)
    ('0.023', '1,234')
    """
    return plain(1e3 * seconds)


def memory(count: int) -> str:
    """Bytes, and from a thousand on in the unit that people say, in three digits.

    Examples
    --------
    >>> memory(784), memory(7840), memory(999_999), memory(47_040_000)
    ('784 B', '7.84 kB', '1 MB', '47 MB')
    """
    for power, unit in ((3, "GB"), (2, "MB"), (1, "kB")):
        size = float(f"{count / 1000**power:.3g}")  # rounded before it is compared: 999,999 bytes are 1 MB
        if size >= 1:
            return f"{plain(size, 3)} {unit}"
    return f"{count} B"


def named(n: int, language: str) -> str:
    """A count as people say it where three digits are enough for that, in all its digits elsewhere.

    Parameters
    ----------
    n : int
        At least 0.
    language : str
        "ko" for Korean; English for any other.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If `n` is below 0.

    Examples
    --------
    >>> named(60_000_000, "en"), named(60_123_000, "en"), named(954_000, "en"), named(954_000, "ko")
    ('60 million', '60,123,000', '954,000', '95만 4천')
    """
    if n < 0:
        raise ValueError(f"n must be at least 0; got {n}.")
    return f"{n:,}" if n % _step(n) else _spelled(n, language)


def at_least(n: int, language: str, population: int = 0) -> str:
    """A batch size in words, rounded up, since less would not be enough.

    Parameters
    ----------
    n : int
        At least 0.
    language : str
        As in `named`.
    population : int
        `n` is not rounded up to it where it is less: all are more than `n`.

    Returns
    -------
    str

    Examples
    --------
    >>> at_least(930_123, "en"), at_least(59_911, "en", population=60_000)
    ('931,000', '59,911')
    """
    rounded = -(-n // _step(n)) * _step(n)
    return f"{n:,}" if n < population <= rounded else _spelled(rounded, language)


def times(ratio: float, language: str) -> str:
    """How many times as much, in three digits, rounded down, since more would be promised than is there.

    Parameters
    ----------
    ratio : float
        Above 0, finite.
    language : str
        As in `named`.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If `ratio` is not as above.

    Examples
    --------
    >>> times(1.0799, "en"), times(74.19, "en"), times(1079.9, "en"), times(28_571_428.6, "ko")
    ('1.07', '74.1', '1,070', '2,850만')
    """
    if not 0 < ratio < math.inf:
        raise ValueError(f"ratio must be a number above 0; got {ratio}.")
    whole = math.floor(ratio)
    if whole >= 1000:
        return _spelled(whole // _step(whole) * _step(whole), language)
    exact = Decimal(repr(float(ratio)))  # as it is written: 1.13 is a little less in binary, and would become 1.12
    return f"{exact.quantize(Decimal(1).scaleb(exact.adjusted() - 2), ROUND_FLOOR):f}"


def _step(n: int) -> int:
    """The unit of the third digit of `n`."""
    return 10 ** max(len(str(n)) - 3, 0)


def _spelled(n: int, language: str) -> str:
    """A count of three digits and zeros in words."""
    if language != "ko":
        return next((f"{plain(n / unit, 3)} {word}" for unit, word in ENGLISH if n >= unit), f"{n:,}")
    parts = []
    for unit, word in KOREAN:
        count, n = divmod(n, unit)
        if count:
            parts.append((f"{count:,}" if count % 1000 else f"{count // 1000}천") + word)
    return " ".join(parts) or "0"


def fill(template: str, values: Mapping[str, object]) -> str:
    """A text with its named fields filled in, as by ``str.format``, floats in the notation of this file.

    A field without a format, such as ``{got}``, shows a number as Python does: it quotes what was given.

    Parameters
    ----------
    template : str
    values : mapping of str to object

    Returns
    -------
    str

    Examples
    --------
    >>> fill("{loss:.4f} nats, {off:+.1%}; got {got}", {"loss": -1e-7, "off": -0.25, "got": -0.5})
    '0.0000 nats, −25.0%; got -0.5'
    """
    return template.format(
        **{name: _Float(value) if isinstance(value, float) else value for name, value in values.items()}
    )


class _Float(float):
    def __format__(self, spec: str) -> str:
        if not spec:
            return str(float(self))
        text = super().__format__(spec)
        is_zero = not text.strip("+-0.,%")
        return text.replace("-", "" if is_zero else "−")


def _with_sign(value: float, text: str, signed: bool) -> str:
    """The text of a number's size with its sign; none for nan, and no minus for what is rounded to 0."""
    if math.isnan(value):
        return "–"
    is_below = value < 0 and text.strip("0.,") != ""
    return ("−" if is_below else "+" if signed else "") + text.replace("inf", "∞")
