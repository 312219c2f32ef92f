"""What people read on controls: the names of a setting's options, and of the stages of training."""

from __future__ import annotations

from collections.abc import Mapping

from mbviz.ui.kinds import Choice
from mbviz.ui.language import _
from mbviz.ui.state import SETTINGS


def labels(key: str) -> Mapping[str, str]:
    """What a visitor reads for each option of a setting; marked for translation."""
    return _kind(key).labels


def _kind(key: str) -> Choice:
    kind = SETTINGS[key].kind
    assert isinstance(kind, Choice)
    return kind


def spell(name: str) -> str:
    """A snapshot's name as people write it: “1 epoch”."""
    if name == "untrained":
        return _("untrained")
    amount, unit = name.split("-")
    if unit == "steps":
        return _("{amount} steps", amount=amount)
    return _("1 epoch") if amount == "1" else _("{amount} epochs", amount=amount)
