"""What one visitor's session has set and remembers (`Memory`), under one key of Streamlit's session state.

A setting's value lives in `Memory.values`; the bar and the stage show it, and say what is wished.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from difflib import get_close_matches
from types import MappingProxyType

import streamlit as st

from mbviz._messages import Message, Verbatim
from mbviz.ui import internals
from mbviz.ui.deck import GATES, SCREENS, in_address, named_in_address
from mbviz.ui.hiding import hidden_settings, named
from mbviz.ui.kinds import Limits, Partly, Pin, Value
from mbviz.ui.lessons import library
from mbviz.ui.memory import Memory
from mbviz.ui.state import EVERYWHERE, SETTINGS, Setting

NEAR = 0.77  # how alike a key of the address is to one of ours: "replacement" to "replace", not yet "date" to "rate"
WRITTEN = {"b": "batch_size"}  # as formulas write it
FOREIGN = 1000  # characters of what is foreign in the address that are kept from screen to screen


def memory() -> Memory:
    """This session's memory; on the first call what the address asks for is put aside in it."""
    return internals.of_run(_memory)


def _memory() -> Memory:
    if "mbviz" not in st.session_state:
        st.session_state["mbviz"] = Memory(asked=_asked(), notes=near_misses(st.query_params))
    kept: Memory = st.session_state["mbviz"]
    return kept


def _asked() -> dict[str, list[str]]:
    """What the address asks for of each setting that it names."""
    return {key.lower(): st.query_params.get_all(key) for key in st.query_params if key.lower() in SETTINGS}


def near_misses(keys: Iterable[str]) -> list[Message]:
    """What to say of keys in the address that are none of ours, but nearly: most others are none of our business.

    Examples
    --------
    >>> for said in near_misses(["batchsize", "utm_source", "draw"]):
    ...     print(said)
    The address names “batchsize”, which mbviz does not know; did you mean “batch_size”?
    """
    strangers = [key for key in keys if key.lower() not in SETTINGS]
    found = [(key, get_close_matches(WRITTEN.get(key.lower(), key.lower()), SETTINGS, 1, NEAR)) for key in strangers]
    return [
        Message(
            "The address names “{key}”, which mbviz does not know; did you mean “{meant}”?",
            key=Verbatim(key), meant=meant[0],
        )
        for key, meant in found
        if meant
    ]  # fmt: skip


def come_back() -> None:
    """After the browser's Back or Forward let the page's settings be as they stood there.

    Call it in every run of the whole page, before `settle`.
    """
    kept = memory()
    kept.run += 1
    if came := internals.came_back():
        asked = _asked()
        path, kept.back = came
        screen = SCREENS.get(named_in_address(path.rpartition("/")[2]))
        along = (key for key in EVERYWHERE if key != "done")  # what was learned since is not forgotten
        kept.asked |= {key: asked.get(key, []) for key in (*along, *(screen.settings if screen else ()))}
        kept.notes.clear()


def place(path: str) -> tuple[str, str, int]:
    """Names the page `path` to the browser, what its address asked for if the visitor came Back to it, and the run."""
    kept = memory()
    return in_address(path), kept.back, kept.run


def whole(key: str) -> int:
    """A setting that is a whole number."""
    value = memory().values[key]
    assert isinstance(value, int)
    return value


def flag(key: str) -> bool:
    """A setting that is true or false."""
    value = memory().values[key]
    assert isinstance(value, bool)
    return value


def word(key: str) -> str:
    """A setting that is one of several names."""
    value = memory().values[key]
    assert isinstance(value, str)
    return value


def pin() -> Pin | None:
    """The curve that is pinned, if one is."""
    value = memory().values["pin"]
    assert value is None or isinstance(value, Pin)
    return value


def hidden() -> tuple[str, ...]:
    """What the sender of the link has hidden: names of `mbviz.ui.hiding.NAMES`."""
    return named(memory().values.get("hide", ()))


def settle(limits: Limits, *keys: str) -> None:
    """Give settings a value that there is, before any control is shown: the address's, the one of before, or the default.

    What the address asks for and cannot have gets a sentence in `Memory.notes`.

    Parameters
    ----------
    limits : Limits
        What there is to choose from.
    *keys : str
        Which settings; all of them where none is named.
    """
    kept = memory()
    kept.limits = replace(limits, values=kept.values)
    for setting in [SETTINGS[key] for key in keys or SETTINGS]:
        initial = _initial(setting)
        if asked := kept.asked.pop(setting.key, None):
            set_value(setting.key, _answer(setting, asked, initial))
        elif asked is not None:
            set_value(setting.key, initial)
        else:
            before = kept.values.get(setting.key, initial)
            set_value(setting.key, setting.kind.fit(before, initial, kept.limits))


def _initial(setting: Setting) -> Value:
    """What a setting is where nobody has set it: as the open lesson begins, or its default."""
    kept = memory()
    default = setting.initial(kept.limits)
    begins = library.state(str(kept.values.get("lesson", "")), str(kept.values.get("lang", ""))).get(setting.key)
    return default if begins is None else setting.kind.fit(begins, default, kept.limits)


def _answer(setting: Setting, asked: list[str], initial: Value) -> Value:
    """The value that the address asks for, or the default and a sentence; of several values the last."""
    kept, key = memory(), setting.key
    try:
        value = setting.kind.read(asked[-1], kept.limits)
    except Partly as error:
        value = error.value
        kept.notes.append(error.args[0])
    except ValueError as error:
        value = initial
        shown = Message("nothing") if value in (None, "") else setting.kind.write(value)
        kept.notes.append(
            Message(
                "The address asks for {key} = {asked}, but {key} must be {wanted}. The page shows {shown}.",
                key=key, asked=Verbatim(asked[-1]) if asked[-1].strip() else Message("nothing"), wanted=error.args[0], shown=shown,
            )
        )  # fmt: skip
    else:
        if len(set(asked)) > 1:
            kept.notes.append(
                Message("The address gives {key} more than once. The page takes the last: {shown}.",
                        key=key, shown=setting.kind.write(value))
            )  # fmt: skip
    return value


def set_value(key: str, value: Value) -> None:
    """Let a setting be `value`, and the bar show it; for values that are known to be right."""
    kept = memory()
    if kept.values.get(key) != value or key not in kept.values:
        if key in GATES and kept.values.get(key, SETTINGS[key].default) != value and hidden():
            kept.whole_page = (
                True  # other controls act now: what is said above the screen of those that are hidden, too
            )
        kept.values[key] = value
        kept.epoch += 1


def sent(component: str, trigger: str) -> object:
    """What a component's browser side sent last; it may hold anything."""
    return internals.told(component, trigger)


def take(view: str, *keys: str) -> None:
    """Let settings be what was picked in a component: a value, or one for each of several keys.

    It comes from a browser and may hold anything; what is none of the settings' values changes nothing.
    """
    picked = sent(view, "pick")
    if len(keys) == 1:
        picked = {keys[0]: picked}
    if isinstance(picked, dict) and set(picked) == set(keys):
        with suppress(ValueError):
            put(**picked)


def put(**values: object) -> None:
    """Change settings from elsewhere than their own controls, all of them or none; of those that are hidden it changes none.

    Raises
    ------
    ValueError
        If one of the values is none that its setting takes.
    """
    kept = memory()
    checked: dict[str, Value] = {}
    limits = replace(kept.limits, values=ChainMap(checked, kept.values))  # of those that come along with it, too
    for key in sorted(values.keys() - hidden_settings(hidden()), key=list(SETTINGS).index):
        checked[key] = SETTINGS[key].kind.check(values[key], limits)
    is_news = any(kept.values[key] != value for key, value in checked.items())
    for key, value in checked.items():
        set_value(key, value)
        kept.asked.pop(key, None)
    if is_news:
        settle(kept.limits, *(kept.values.keys() - kept.asked))  # a smaller batch has no example of the largest numbers
        kept.notes.clear()


def follow(**values: object) -> None:
    """`put`, for what the stage or the bar shows already."""
    kept = memory()
    epoch = kept.epoch
    put(**values)
    kept.epoch = epoch


def reset() -> None:
    """Let everything be as it begins again, settings of other pages included, but not what holds everywhere, nor what is hidden."""
    begin(*(key for key in SETTINGS if key not in (*EVERYWHERE, *hidden_settings(hidden()))))
    memory().notes.clear()


def begin(*keys: str, instead: Mapping[str, Value] = MappingProxyType({})) -> None:
    """Let settings be as the open lesson begins, or have their defaults, or other values that are known to be right."""
    kept = memory()
    for key, setting in SETTINGS.items():  # in its order: some depend on others
        if key in keys:
            initial = _initial(setting)
            set_value(key, setting.kind.fit(instead.get(key, initial), initial, kept.limits))


def wanted(path: str) -> dict[str, str]:
    """What the address is to say: the settings that act on the page `path`, where they are not as they begin."""
    kept = memory()
    return {
        key: setting.kind.write(kept.values[key])
        for key, setting in SETTINGS.items()
        if key in (*EVERYWHERE, *SCREENS[path].settings) and kept.values[key] != _initial(setting)
    }


def publish(path: str, *, anew: bool = False) -> None:
    """Bring the address up to date; `anew` where the browser is about to show another page's, which has no settings yet.

    Each page has one entry in the browser's history, with its settings as they stand: see ``page/way.js``, which also
    brings it up to date where a move must not cost as much as this.
    """
    kept = memory()
    given = {key: st.query_params.get_all(key) for key in st.query_params}
    foreign = {key: texts for key, texts in given.items() if key.lower() not in SETTINGS}
    if foreign and sum(len(text) for texts in foreign.values() for text in texts) <= FOREIGN:
        kept.foreign = foreign  # the next screen's address has it as well
    told = {**kept.foreign, **{key: [text] for key, text in wanted(path).items()}}
    if anew or given != told:
        st.query_params.from_dict(told)
