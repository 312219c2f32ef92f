"""What a visitor has answered in lessons, as the session remembers it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Attempts:
    """What was answered, and what is shown of it.

    Attributes
    ----------
    given : dict of str to str
        Of each lesson the last answer, as it was sent; nothing where it is open (again).
    reads : bool
        Whether the text of the lesson is shown.
    act : int
        The number of the last press that was taken.
    """

    given: dict[str, str] = field(default_factory=dict)
    reads: bool = False
    act: int = 0
