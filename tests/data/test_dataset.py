"""Claims about a set of labelled digits."""

from pathlib import Path

import numpy as np
import pytest

from mbviz.data.dataset import MNIST, Dataset, Schema, flatten


def digits(n=4):
    rng = np.random.default_rng(1)
    return rng.integers(0, 256, (n, 28, 28)).astype(np.uint8), rng.integers(0, 10, n)


def dataset(images, labels):
    return Dataset(images, labels, "file", Path("made-up.npz"))


def test_what_the_caller_still_owns_can_not_change_the_dataset():
    images, labels = digits()
    data = dataset(images, labels)
    was = images.copy()
    images[:] = 0
    labels[:] = 9
    assert np.array_equal(data.images, was)
    assert not (data.labels == 9).all()
    for array in (data.images, data.labels):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_locked_images_are_not_copied():
    images, labels = digits()
    images.setflags(write=False)
    assert np.shares_memory(dataset(images, labels).images, images)


def test_labels_become_int64_and_images_c_ordered():
    images, labels = digits()
    data = dataset(np.asfortranarray(images), labels.astype(np.uint8))
    assert data.labels.dtype == np.int64
    assert data.images.flags.c_contiguous
    assert np.array_equal(data.images, images)
    assert data.n == 4


def test_equal_data_have_equal_fingerprints_whatever_their_dtype_or_source():
    images, labels = digits()
    one = dataset(images, labels)
    other = Dataset(images.copy(), labels.astype(np.uint8), "keras-cache", Path("elsewhere.npz"), "a note")
    assert one.fingerprint == other.fingerprint
    assert len(bytes.fromhex(one.fingerprint)) == 32


def test_one_changed_pixel_or_label_or_order_changes_the_fingerprint():
    images, labels = digits()
    pixel, label = images.copy(), labels.copy()
    pixel[-1, -1, -1] ^= 1
    label[-1] = (label[-1] + 1) % 10
    variants = [(images, labels), (pixel, labels), (images, label), (images[::-1], labels[::-1]), digits(5)]
    assert len({dataset(*variant).fingerprint for variant in variants}) == len(variants)


@pytest.mark.parametrize(
    ("images", "labels", "sentence"),
    [
        (np.zeros((2, 28, 28)), [1, 2], r"images \(x_train\) must be uint8 .* got float64 of shape \(2, 28, 28\)"),
        (np.zeros((2, 784), np.uint8), [1, 2], r"images .* got uint8 of shape \(2, 784\)"),
        (np.zeros((2, 28, 27), np.uint8), [1, 2], r"images .* got uint8 of shape \(2, 28, 27\)"),
        (np.zeros((0, 28, 28), np.uint8), np.zeros(0, int), "images .* at least one digit; got none"),
        (np.zeros((2, 28, 28), np.uint8), [1, 2, 3], r"labels \(y_train\) .* \(2,\).* of shape \(3,\)"),
        (np.zeros((2, 28, 28), np.uint8), [1.0, 2.0], "labels .* integers .* got float64"),
        (np.zeros((2, 28, 28), np.uint8), [[1], [2]], r"labels .* of shape \(2, 1\)"),
        (np.zeros((2, 28, 28), np.uint8), [3, 10], "labels .* from 0 to 9; got 3 to 10"),
        (np.zeros((2, 28, 28), np.uint8), [-1, 0], "labels .* from 0 to 9; got -1 to 0"),
        (np.zeros((1, 28, 28), np.uint8), np.array([2**64 - 1], np.uint64), "labels .* got 18446744073709551615"),
    ],
)
def test_bad_arrays_get_a_sentence(images, labels, sentence):
    with pytest.raises(ValueError, match=sentence):
        dataset(images, labels)


def test_flatten_lays_out_rows_as_a_view():
    images, labels = digits()
    rows = flatten(dataset(images, labels).images)
    assert rows.shape == (4, 784)
    assert rows[2, 5 * 28 + 3] == images[2, 5, 3]
    assert np.shares_memory(flatten(images), images)
    assert flatten(images[:0]).shape == (0, 784)


def test_flatten_wants_three_axes():
    with pytest.raises(ValueError, match=r"images must have the shape \(N, H, W\); got \(784,\)"):
        flatten(np.zeros(784))


LETTERS = Schema("letters", (8, 6), ("a", "b", "c"))


def test_pictures_of_another_size_and_other_classes_are_what_their_schema_says():
    images, labels = np.zeros((2, 8, 6), np.uint8), np.array([2, 0])
    data = Dataset(images, labels, "file", Path("made-up.npz"), schema=LETTERS)
    assert (data.schema.pixels, data.schema.n_classes) == (48, 3) == (flatten(data.images).shape[1], 3)
    with pytest.raises(ValueError, match=r"images .* uint8 of shape \(N, 8, 6\); got uint8 of shape \(2, 6, 8\)"):
        Dataset(images.reshape(2, 6, 8), labels, "file", Path("made-up.npz"), schema=LETTERS)
    with pytest.raises(ValueError, match="labels .* from 0 to 2; got 0 to 3"):
        Dataset(images, np.array([3, 0]), "file", Path("made-up.npz"), schema=LETTERS)


def test_mnist_is_28_by_28_and_ten_digits():
    assert (MNIST.image_shape, MNIST.classes) == ((28, 28), tuple(map(str, range(10))))


def test_a_schema_survives_json():
    assert Schema.from_json(LETTERS.to_json()) == LETTERS


@pytest.mark.parametrize(
    ("shape", "classes", "sentence"),
    [
        ((0, 8), ("a",), "image_shape must be a whole number of at least 1; got 0"),
        ((8.5, 8), ("a",), "image_shape must be a whole number .* got 8.5"),
        ((8, 8), (), "classes must name 1 to 256 classes; got 0"),
        ((8, 8), ("a",) * 257, "classes must name 1 to 256 classes; got 257"),
    ],
)
def test_a_schema_of_nothing_or_of_too_much_is_refused(shape, classes, sentence):
    with pytest.raises(ValueError, match=sentence):
        Schema("none", shape, classes)


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", '{"name": "x", "image_shape": [8], "classes": ["a"]}'])
def test_text_that_is_no_schema_is_refused(text):
    with pytest.raises(ValueError, match="schema must be the JSON"):
        Schema.from_json(text)
