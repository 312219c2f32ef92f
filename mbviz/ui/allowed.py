"""What this visitor may see and change: all that the sender of the link has not hidden."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator
from contextlib import suppress

from mbviz.ui import session
from mbviz.ui.deck import FIRST, GATES, SCREENS
from mbviz.ui.hiding import ANSWERS, hidden_settings, screens_left
from mbviz.ui.kinds import Value
from mbviz.ui.state import SETTINGS

# In a session's first run what stands above the screen is made before the address is read.
UNSET: dict[str, Value] = {key: default for key in GATES if not callable(default := SETTINGS[key].default)}


def screens() -> list[str]:
    """The paths of the screens, in their order."""
    return screens_left(session.hidden())


def may_change(*keys: str) -> bool:
    """Whether these settings can be changed."""
    return not hidden_settings(session.hidden()).intersection(keys)


def settings(path: str) -> Iterator[str]:
    """The settings of the screen `path` that can be changed."""
    hidden = hidden_settings(session.hidden())
    return (key for key in SCREENS[path].settings if key not in hidden)


def changes(path: str, key: str) -> bool:
    """Whether a setting, hidden or not, changes something on the screen `path` as things are now."""
    screen = SCREENS[path]
    return screen.takes(key, ChainMap(session.memory().values, UNSET)) and (
        has_answers() or key not in screen.for_answers
    )


def taken(path: str) -> list[str]:
    """The settings that can be changed on the screen `path`, and change something there as things are now."""
    hidden = hidden_settings(session.hidden())
    return [key for key in SETTINGS if key not in hidden and changes(path, key)]


def has_answers() -> bool:
    """Whether answers may be told: see `mbviz.ui.hiding`."""
    return ANSWERS not in session.hidden()


def opens_on_stage(**values: object) -> bool:
    """Whether the batch that these settings name can be opened on the stage: nothing hidden has to be changed for it."""
    kept = session.memory().values
    return FIRST in screens() and may_change(*(key for key in values if kept[key] != values[key]))


def leads_to_stage(*keys: str) -> bool:
    """Whether any batch may be opened on the stage that these settings name."""
    return FIRST in screens() and may_change(*keys)


def open_on_stage(**values: object) -> None:
    """Open on the stage the batch that these settings name, where that is allowed; a ValueError as of `session.put`."""
    if opens_on_stage(**values):
        session.put(**values)
        session.memory().next_page = FIRST


def open_picked(view: str, **more: object) -> None:
    """Open on the stage the batch that was picked in a component, which may have sent anything."""
    picked = session.sent(view, "pick")
    if isinstance(picked, dict) and picked.keys() == {"batch_size", "draw"}:
        with suppress(ValueError):
            open_on_stage(**picked, **more)
