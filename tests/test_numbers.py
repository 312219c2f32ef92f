"""One notation of numbers: hand values at the edges, and Python's own rounding as a second route."""

import math

import numpy as np
import pytest

from mbviz._messages import Message
from mbviz._numbers import (
    at_least,
    fill,
    fixed,
    in_code,
    memory,
    milliseconds,
    named,
    nats,
    percent,
    plain,
    power_of_ten,
    short,
    times,
)

EDGES = [0, -0.0, 5e-324, 1e-300, 9.994e-4, 9.996e-4, 0.09996, 0.1, 0.5, 9.95, 9.996, 99.95, 999.5, 9.96e8, 1e12, 1e15]
EDGES += [float(f"{digits}e{power}") for digits in (1, 9.4999, 9.9999) for power in range(-9, 13)]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.0997, "0.1"),
        (0.0994, "0.099"),
        (9.97, "10"),
        (99.7, "100"),
        (12_345.6, "12,346"),
        (1e-7, "0.0000001"),
        (2.34e-5, "0.000023"),
        (5.0, "5"),
        (0, "0"),
        (-0.0, "0"),
        (-1e-7, "−0.0000001"),
        (-123.4, "−123"),
        (1e12, "1,000,000,000,000"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (math.nan, "–"),
    ],
)
def test_two_digits_have_neither_an_exponent_nor_a_negative_zero(value, said):
    assert plain(value) == plain(np.float64(value)) == said


@pytest.mark.parametrize(("value", "said"), [(0.09996, "0.1"), (999.5, "1,000"), (99.96, "100"), (0.12344, "0.123")])
def test_three_digits_are_rounded_before_they_are_written(value, said):
    assert plain(value, 3) == short(value) == said


def test_the_digits_are_those_of_pythons_own_rounding():
    for value in np.random.default_rng(0).lognormal(0, 5, 1000):
        rounded = float(f"{value:.0f}" if value >= 10 else f"{value:.2g}")
        assert float(plain(value).replace(",", "")) == pytest.approx(rounded, rel=1e-12)
        assert float(fixed(-value, 3).replace(",", "").replace("−", "-")) == pytest.approx(round(-value, 3), rel=1e-12)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.0784, "0.0784"),
        (2.3e-6, "2.3·10<sup>−6</sup>"),
        (0, "0"),
        (-0.0, "0"),
        (-1e-7, "−1.0·10<sup>−7</sup>"),
        (12.766, "12.8"),
        (1e-3, "0.001"),
        (9.996e-4, "0.001"),
        (9.994e-4, "0.000999"),
        (9.4e-4, "9.4·10<sup>−4</sup>"),
        (9.96e-5, "1.0·10<sup>−4</sup>"),
        (1e6, "1,000,000"),
        (949_000_000, "949,000,000"),
        (1e9, "1.0·10<sup>9</sup>"),
        (-1e12, "−1.0·10<sup>12</sup>"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (math.nan, "–"),
    ],
)
def test_small_and_huge_numbers_are_written_with_a_power_of_ten(value, said):
    assert short(value) == short(np.float64(value)) == said


@pytest.mark.parametrize(
    ("value", "decimals", "said"),
    [
        (-1e-7, 4, "0.0000"),
        (-0.0, 2, "0.00"),
        (-0.3, 1, "−0.3"),
        (0.09996, 3, "0.100"),
        (999.5, 0, "1,000"),
        (1234.56, 1, "1,234.6"),
        (10**12, 0, "1,000,000,000,000"),
        (math.inf, 3, "∞"),
        (-math.inf, 3, "−∞"),
        (math.nan, 3, "–"),
    ],
)
def test_so_many_digits_after_the_point_and_no_negative_zero(value, decimals, said):
    assert fixed(value, decimals) == said


@pytest.mark.parametrize(
    "write", [lambda x, **o: fixed(x, 3, **o), plain, short, percent, lambda x, **o: percent(x, 1, **o)]
)
def test_with_a_sign_asked_for_only_a_number_below_0_has_a_minus(write):
    assert write(0.25, signed=True) == "+" + write(0.25)
    assert write(-0.25, signed=True) == write(-0.25) == "−" + write(0.25)
    assert write(0.0, signed=True) == write(-0.0, signed=True) == "+" + write(0.0)
    assert write(math.nan, signed=True) == "–"
    assert write(math.inf, signed=True) == "+" + write(math.inf)


@pytest.mark.parametrize(
    ("loss", "said"),
    [
        (2.34567, "2.3457"),
        (0.01, "0.0100"),
        (0.0099996, "0.01000"),
        (0.00004234, "0.0000423"),
        (-1e-7, "−0.00000010"),
        (1e-12, "0.00000000"),
        (-1e-12, "0.00000000"),
        (0.0, "0.0000"),
        (-0.0, "0.0000"),
        (12345.6, "12,345.6000"),
    ],
)
def test_a_small_loss_has_three_digits_and_no_loss_a_negative_zero(loss, said):
    assert nats(loss) == said


@pytest.mark.parametrize("p", [float(np.float32(1) - np.float32(2.0**-k)) for k in range(1, 25)] + [0.9999577, 0.97123])
def test_a_probability_in_code_is_told_from_1_and_gives_the_loss_beside_it(p):
    written = in_code(p)
    assert float(written) < 1
    loss, read = -math.log(p), -math.log(float(written))
    assert read == pytest.approx(loss, rel=6e-4)  # four digits of the loss
    assert len(written) <= 14


@pytest.mark.parametrize(
    ("value", "said"),
    [(0, "0"), (1, "1"), (0.5, "0.5"), (0.123456, "0.1235"), (2.5e-8, "2.5e-08"), (3.0, "3"), (10.12345, "10.12")],
)
def test_other_numbers_in_code_have_four_digits(value, said):
    assert in_code(value) == said


@pytest.mark.parametrize(
    ("share", "said"), [(0.99996, "99.996%"), (59_999 / 60_000, "99.998%"), (-0.99996, "−99.996%"), (1.00001, "100%")]
)
def test_nearly_all_is_not_said_to_be_all(share, said):
    assert percent(share) == said


@pytest.mark.parametrize("value", EDGES)
@pytest.mark.parametrize(
    "write", [plain, short, percent, milliseconds, lambda x: fixed(x, 3), lambda x: percent(x, 1)], ids=range(6)
)
def test_no_number_is_written_as_a_computer_would(write, value):
    for text in (write(value), write(-value)):
        assert not set(text.replace("<sup>", "").replace("</sup>", "")) & set("e-+")
        assert not text.startswith("−") or any(digit in text for digit in "123456789")


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.0001, "0.01%"),
        (0.00001, "0.001%"),
        (1e-7, "0.00001%"),
        (0.07, "7%"),
        (0.995, "99.5%"),
        (1, "100%"),
        (12.345, "1,234%"),
        (-0.0000741, "−0.00741%"),
        (-0.0, "0%"),
        (math.nan, "–"),
    ],
)
def test_a_share_is_said_in_per_cent(share, said):
    assert percent(share) == said


def test_a_share_with_so_many_decimals_is_rounded_as_python_does():
    for share in (*np.random.default_rng(0).random(100), 0.285, 1.0, 0.0):
        for decimals in (0, 1, 2):
            assert percent(share, decimals) == f"{share:.{decimals}%}"
    assert percent(-0.0004, 1) == "0.0%"
    assert percent(math.nan, 0) == "–"


def test_powers_of_ten_on_an_axis_are_written_out_where_that_is_short():
    assert [power_of_ten(k) for k in (-14, -2, -1, 0, 1, 4, 8)] == [
        "10<sup>−14</sup>",
        "10<sup>−2</sup>",
        "0.1",
        "1",
        "10",
        "10,000",
        "100,000,000",
    ]
    assert power_of_ten(9) == "10<sup>9</sup>"


@pytest.mark.parametrize(
    ("seconds", "said"), [(9.97e-5, "0.1"), (9.97e-2, "100"), (2.34e-5, "0.023"), (5.61e-3, "5.6"), (1.2345, "1,234")]
)
def test_milliseconds_have_two_digits_and_no_exponent(seconds, said):
    assert milliseconds(seconds) == said


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0 B"),
        (60, "60 B"),
        (999, "999 B"),
        (1000, "1 kB"),
        (7840, "7.84 kB"),
        (999_499, "999 kB"),
        (999_500, "1 MB"),
        (2_400_000, "2.4 MB"),
        (47_040_000, "47 MB"),
        (3 * 10**9, "3 GB"),
        (5 * 10**12, "5,000 GB"),
    ],
)
def test_memory_is_said_in_the_unit_that_people_use(count, said):
    assert memory(count) == said


@pytest.mark.parametrize(
    ("n", "english", "korean"),
    [
        (0, "0", "0"),
        (7, "7", "7"),
        (26, "26", "26"),
        (999, "999", "999"),
        (1000, "1,000", "1천"),
        (1230, "1,230", "1,230"),
        (9550, "9,550", "9,550"),
        (10_000, "10,000", "1만"),
        (12_300, "12,300", "1만 2,300"),
        (60_000, "60,000", "6만"),
        (954_000, "954,000", "95만 4천"),
        (1_000_000, "1 million", "100만"),
        (87_100_000, "87.1 million", "8,710만"),
        (360_000_000, "360 million", "3억 6천만"),
        (10**9, "1 billion", "10억"),
        (2 * 10**11, "200 billion", "2천억"),
        (10**12, "1 trillion", "1조"),
        (10**15, "1,000 trillion", "1천조"),
        (10**16, "10,000 trillion", "1경"),
    ],
)
def test_counts_are_said_as_people_say_them(n, english, korean):
    assert (named(n, "en"), named(n, "ko")) == (english, korean)


def test_a_count_below_0_is_refused():
    with pytest.raises(ValueError, match="^n must be at least 0; got -1"):
        named(-1, "en")


def test_a_count_is_in_words_only_where_that_loses_nothing():
    assert [named(n, "en") for n in (60_123, 999_999, 10**9 + 1)] == ["60,123", "999,999", "1,000,000,001"]
    assert [named(n, "ko") for n in (60_123, 10**9 + 1)] == ["60,123", "1,000,000,001"]


@pytest.mark.parametrize(
    ("n", "said"),
    [
        (930_995, "931,000"),
        (12_110_864, "12.2 million"),
        (1_000_001, "1.01 million"),
        (26, "26"),
        (999_001, "1 million"),
    ],
)
def test_a_batch_size_is_rounded_up_so_that_it_is_enough(n, said):
    assert at_least(n, "en") == said


@pytest.mark.parametrize(
    ("n", "population", "said"),
    [
        (59_911, 60_000, "59,911"),
        (59_900, 60_000, "59,900"),
        (59_811, 60_000, "59,900"),
        (59_901, 59_949, "59,901"),
        (59_801, 59_949, "59,900"),
        (60_000, 60_000, "60,000"),
        (999_000_001, 10**9, "999,000,001"),
        (1001, 1000, "1,010"),
    ],
)
def test_a_batch_size_is_not_rounded_up_to_all_there_are(n, population, said):
    assert at_least(n, "en", population) == said


@pytest.mark.parametrize(
    ("ratio", "said"),
    [
        (1, "1.00"),
        (1.0749, "1.07"),
        (1.0799, "1.07"),
        (1.13, "1.13"),
        (9.999, "9.99"),
        (74.19, "74.1"),
        (740.9, "740"),
        (999.9999, "999"),
        (1074.1, "1,070"),
        (1079.9, "1,070"),
        (28_571_428.6, "28.5 million"),
        (1e12, "1 trillion"),
        (0.01239, "0.0123"),
    ],
)
def test_what_is_saved_is_said_in_three_digits_and_never_more_than_it_is(ratio, said):
    assert times(ratio, "en") == said


@pytest.mark.parametrize("ratio", [0, -1, math.inf, math.nan])
def test_what_is_no_ratio_is_refused(ratio):
    with pytest.raises(ValueError, match="^ratio must be a number above 0"):
        times(ratio, "en")


def test_a_sentence_writes_its_numbers_in_the_same_notation():
    values = {"loss": np.float64(-1e-7), "slope": -0.5031, "share": -0.25, "n": 60_000, "got": -0.5, "word": "half-way"}
    text = "{loss:.4f}, {slope:.3f}, {share:+.1%}, {n:,}, {got}, {word}"
    assert fill(text, values) == Message(text, **values) == "0.0000, −0.503, −25.0%, 60,000, -0.5, half-way"
    assert Message(text, **values).values == values


def test_what_was_given_is_quoted_as_python_writes_it():
    assert Message("got {got!r} and {other}.", got=-1e-7, other=-1e-7) == "got -1e-07 and -1e-07."
