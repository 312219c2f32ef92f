"""What comes from a browser is taken where it is what a page sends, and else for nothing, whatever it is."""

from hypothesis import given
from hypothesis import strategies as st

from mbviz.ui.sent import read_number, read_press

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "name", "pick"]), inner),
    max_leaves=8,
)


@given(JSON)
def test_a_number_is_one_of_those_there_are_or_none(sent):
    found = read_number(sent, range(5))
    assert found is None or (type(found) is int and 0 <= found < 5 and found == sent)


@given(JSON)
def test_a_press_is_on_a_button_that_there_is_or_none(sent):
    found = read_press(sent, {"code": 1, "csv": 2})
    assert found is None or (type(found.id) is int and found.name in ("code", "csv"))


def test_a_true_press_is_read():
    read = read_press({"id": 3, "name": "csv"}, ["csv"])
    assert read is not None and (read.id, read.name) == (3, "csv")
    assert read_press({"id": True, "name": "csv"}, ["csv"]) is None
