"""Convolution powers: against products of polynomials and SciPy's transforms, and binning against its definition."""

import numpy as np
import pytest
from scipy import signal, stats

from mbviz.stats.convolution import (
    COARSE,
    POINTS,
    SMOOTHING,
    chirp_z,
    convolution_power,
    integer_power,
    linear_binning,
    smoothed_convolution_power,
)

RNG = np.random.default_rng(8)


def test_binning_splits_each_mass_by_nearness_and_keeps_the_mean():
    position, mass = np.sort(RNG.uniform(0, 40, 500)), RNG.dirichlet(np.ones(500))
    binned = linear_binning(position, mass, 41)
    hats = np.maximum(1 - np.abs(np.arange(41)[:, None] - position), 0)  # one triangle about each point
    np.testing.assert_allclose(binned, hats @ mass, atol=1e-15)
    assert np.arange(41) @ binned == pytest.approx(position @ mass, rel=1e-12)


@pytest.mark.parametrize("size", [1, 2, 3, 10])
def test_the_power_has_the_coefficients_of_the_power_of_a_polynomial(size):
    mass = np.zeros(POINTS)
    mass[:5] = RNG.dirichlet(np.ones(5))
    power = convolution_power(mass, size, 0, 4 * size)
    expected = np.polynomial.polynomial.polypow(mass[:5], size)
    np.testing.assert_allclose(power, expected, atol=1e-15)


def test_a_part_of_the_power_is_cut_out_where_it_was_asked_for():
    mass = np.zeros(POINTS)
    mass[POINTS - 3 :] = [0.2, 0.5, 0.3]
    expected = np.polynomial.polynomial.polypow([0.2, 0.5, 0.3], 40)
    power = convolution_power(mass, 40, 40 * (POINTS - 3), 40 * (POINTS - 1))  # far beyond the length of one transform
    np.testing.assert_allclose(power, expected, atol=1e-14)


@pytest.mark.parametrize("step", [5.0, 50.0, 5000.0, 1e5])
def test_the_chirp_z_transform_is_that_of_scipy(step):
    mass, n = RNG.dirichlet(np.full(POINTS, 0.01)), COARSE // 2 + 1
    angle = 2 * np.pi / (COARSE * step)
    np.testing.assert_allclose(
        chirp_z(mass, angle, n), signal.zoom_fft(mass, angle * n / np.pi, n), atol=1e-13
    )  # SciPy's angles end at π for a sampling frequency of 2


def test_the_chirp_z_transform_is_the_sum_that_defines_it():
    mass, angle, j = RNG.dirichlet(np.ones(300)), 0.0123, np.arange(200)
    expected = np.exp(-1j * angle * np.outer(j, np.arange(300))) @ mass
    np.testing.assert_allclose(chirp_z(mass, angle, 200), expected, atol=1e-13)


@pytest.mark.parametrize("size", [10**4, 10**6, 10**8])
def test_the_smoothed_power_of_a_coin_is_the_binomial_law_with_the_kernel_added(size):
    coin = np.zeros(POINTS)
    coin[[0, POINTS - 1]] = 0.5
    centre, spread = size * (POINTS - 1) / 2, np.sqrt(size) * (POINTS - 1) / 2
    first, last = round(centre - 9 * spread), round(centre + 9 * spread)
    mass, start, step = smoothed_convolution_power(coin, (POINTS - 1) / 2, size, first, last)
    at = np.arange(0, COARSE, 97)
    kernel = SMOOTHING * step
    density = np.zeros(len(at))
    for place, point in enumerate(start + step * at):
        near = np.arange(int((point - 9 * kernel) // (POINTS - 1)), int((point + 9 * kernel) // (POINTS - 1)) + 2)
        density[place] = stats.binom.pmf(near, size, 0.5) @ stats.norm.pdf(point, near * (POINTS - 1), kernel)
    # rounding grows with the size; SciPy's own is 1e-10 here
    np.testing.assert_allclose(mass[at], step * density, atol=1e-15 * size * mass.max() + 1e-9 * mass.max())
    assert mass.sum() == pytest.approx(1, abs=1e-14 * size)


@pytest.mark.parametrize("exponent", [1, 2, 3, 7, 64, 1000])
def test_repeated_squaring_gives_the_power(exponent):
    z = np.exp(1j * RNG.uniform(0, 2 * np.pi, 50)) * RNG.uniform(0.9, 1, 50)
    kept = z.copy()
    np.testing.assert_allclose(integer_power(z, exponent), np.exp(exponent * np.log(z)), rtol=1e-11)
    np.testing.assert_array_equal(z, kept)
