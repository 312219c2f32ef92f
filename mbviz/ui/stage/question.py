"""What the stage's browser side asks for; it comes from a browser and may hold anything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Question:
    """One question of the stage.

    Attributes
    ----------
    number : int
        Its number; the answer carries it.
    settings : mapping
        Values of settings, not checked yet.
    have : tuple of str
        Names of the scenes that the browser has.
    block : int
        Which estimates are wanted of this batch size: those of the draws from 200 · block on.
    scene : str
        The network whose scene is wanted, besides what is shown; none where empty.
    rests : bool
        Whether the hand has come to rest, so that the address is worth changing.
    said : str
        The language of the words that the browser has.
    whole_page : bool
        Whether more than the stage has to be shown anew.
    """

    number: int = 0
    settings: Mapping[str, object] = field(default_factory=dict)
    have: tuple[str, ...] = ()
    block: int = 0
    scene: str = ""
    rests: bool = True
    said: str = ""
    whole_page: bool = False


def read_question(sent: object, keys: Iterable[str]) -> Question:
    """The question that was sent, with what it says of the settings `keys`; what is none is the empty one, which asks for what is shown already.

    Examples
    --------
    >>> read_question({"number": 3, "settings": {"draw": 2, "name": "x"}, "have": ["a"], "block": -1}, ["draw", "n"])
    Question(number=3, settings={'draw': 2}, have=('a',), block=0, scene='', rests=True, said='', whole_page=False)
    >>> read_question("?", ["n"])
    Question(number=0, settings={}, have=(), block=0, scene='', rests=True, said='', whole_page=False)
    """
    if not isinstance(sent, dict):
        return Question()
    settings, have, scene, said = (sent.get(name) for name in ("settings", "have", "scene", "said"))
    return Question(
        _count(sent.get("number")),
        {key: settings[key] for key in keys if key in settings} if isinstance(settings, dict) else {},
        tuple(name for name in have if isinstance(name, str)) if isinstance(have, list) else (),
        _count(sent.get("block")),
        scene if isinstance(scene, str) else "",
        sent.get("rests") is not False,
        said if isinstance(said, str) else "",
    )


def _count(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53 else 0
