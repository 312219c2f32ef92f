"""What each kind of setting reads, checks and writes: by hand, and for any text at all."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mbviz._messages import Message
from mbviz.ui.kinds import LARGEST, Flag, Limits, Pin, Pinned, Whole
from mbviz.ui.state import SETTINGS

LIMITS = Limits(60_000, ("untrained", "1-epoch", "10-epochs"), values={"batch_size": 50})
SIZE, SEED, REPLACE, NETWORK = (SETTINGS[key].kind for key in ("batch_size", "seed", "replace", "network"))


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("batch_size", "10", 10),
        ("batch_size", "010", 10),
        ("batch_size", "+3", 3),
        ("batch_size", "1e2", 100),
        ("batch_size", "1.5e3", 1500),
        ("batch_size", " 7 ", 7),
        ("batch_size", "60000", 60_000),
        ("n", "49", 49),
        ("seed", "9007199254740991", 2**53 - 1),
        ("replace", "False", False),
        ("replace", "true", True),
        ("network", "10 epochs", "10-epochs"),
        ("network", "1-Epoch", "1-epoch"),
        ("order", "largest loss first", "largest-loss-first"),
        ("population", "1e9", "1000000000"),
        ("population", "60000", "60000"),
        ("precision", ".01", "0.01"),
        ("confidence", "0.950", "0.95"),
        ("delta", "1e-07", "1e-7"),
        ("delta", "0.0", "0"),
        ("p", "1.0", "1"),
        ("class", "3", "3"),
        ("lang", "KO", "ko"),
        ("pin", "10-epochs,007,true", Pin("10-epochs", 7, True)),
        ("pin", "untrained,1e2,False", Pin("untrained", 100, False)),
        ("code", "BCDFGH", "BCDFGH"),
        ("code", " bcd-fgh ", "BCDFGH"),
    ],
)
def test_a_text_that_means_a_value_is_that_value(key, text, value):
    read = SETTINGS[key].kind.read(text, LIMITS)
    assert read == value and type(read) is type(value)


@pytest.mark.parametrize(
    ("key", "text"),
    [
        *(
            ("batch_size", text)
            for text in ("abc", "", "0", "-5", "60001", "2.7", "1,000", "²", "١", "--2", "0x10", "1_0")
        ),
        *(
            (key, text)
            for key in ("batch_size", "draw", "seed", "n")
            for text in ("inf", "-inf", "nan", "1e400", "1e999", "-1")
        ),
        ("batch_size", "9" * 5000),
        ("batch_size", "1e-3"),
        ("n", "50"),
        ("seed", "9007199254740992"),
        ("replace", "maybe"),
        ("replace", "2"),
        ("network", "100-epochs"),
        ("network", "a\n\n[log in](//host/x)"),
        ("population", "1e8.5"),
        ("population", "1234"),
        ("delta", "inf"),
        ("class", "10"),
        ("pin", "10-epochs,<5,000 digits>,true"),
        ("pin", "10-epochs,0,true,extra"),
        ("pin", "10-epochs,0"),
        *(("code", text) for text in ("", "BCDFG", "BCDFGHJ", "ABCDEF", "BCDFG1", "<b>xyz", "ＢＣＤＦＧＨ")),
        ("pin", "10-epochs,-1,true"),
        ("pin", "99-epochs,0,true"),
        ("pin", ""),
    ],
)
def test_any_other_text_is_refused_with_what_is_wanted(key, text):
    kind = SETTINGS[key].kind
    with pytest.raises(ValueError) as refused:
        kind.read(text, LIMITS)
    assert refused.value.args[0] == kind.wanted(LIMITS)
    assert isinstance(refused.value.args[0], Message)


def test_what_is_wanted_says_the_limits():
    assert SIZE.wanted(LIMITS) == "a whole number from 1 to 60,000"
    assert SEED.wanted(LIMITS) == "a whole number from 0 to 9,007,199,254,740,991"
    assert NETWORK.wanted(LIMITS) == "one of untrained, 1-epoch, 10-epochs"
    assert Pinned().wanted(LIMITS).endswith("such as 10-epochs,0,true")


@pytest.mark.parametrize("value", [None, True, 2.7, math.nan, math.inf, -math.inf, 0, 60_001.0, 1e400, "10", [10]])
def test_a_number_field_takes_whole_numbers_within_its_limits_alone(value):
    with pytest.raises(ValueError, match="a whole number from 1 to 60,000"):
        SIZE.check(value, LIMITS)


def test_a_whole_float_is_a_whole_number():
    assert SIZE.check(1000.0, LIMITS) == 1000 and type(SIZE.check(1000.0, LIMITS)) is int
    assert SEED.check(float(LARGEST), LIMITS) == LARGEST


def test_a_value_outside_new_limits_moves_to_the_nearest_within():
    assert Whole(1, lambda limits: limits.examples).fit(60_000, 10, Limits(5_000)) == 5_000
    assert NETWORK.fit("10-epochs", "1-epoch", Limits(5, ("untrained",))) == "1-epoch"
    assert Pinned().fit(Pin("40-epochs", 0, True), None, LIMITS) is None


@pytest.mark.parametrize("key", SETTINGS)
def test_every_default_is_a_value_that_its_own_text_gives_again(key, monkeypatch):
    monkeypatch.setattr("mbviz.ui.state.of_browser", lambda: "en")
    setting = SETTINGS[key]
    initial = "en" if key == "lang" else setting.initial(LIMITS)
    assert setting.kind.check(initial, LIMITS) == initial
    if initial is not None:
        assert setting.kind.read(setting.kind.write(initial), LIMITS) == initial


@pytest.mark.parametrize("key", SETTINGS)
@given(text=st.text() | st.from_regex(r"[-+]?[0-9]{1,30}(\.[0-9]+)?(e[-+]?[0-9]{1,5})?", fullmatch=True))
def test_any_text_is_a_value_or_is_refused_with_a_sentence(key, text):
    kind = SETTINGS[key].kind
    try:
        value = kind.read(text, LIMITS)
    except ValueError as refused:
        assert isinstance(refused.args[0], Message)
    else:
        assert kind.check(value, LIMITS) == value
        assert kind.read(kind.write(value), LIMITS) == value


def test_flags_are_no_numbers_and_numbers_no_flags():
    with pytest.raises(ValueError, match="true or false"):
        Flag().check(1, LIMITS)
    with pytest.raises(ValueError, match="whole number"):
        Whole().check(True, LIMITS)
