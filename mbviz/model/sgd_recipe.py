"""How a run of plain SGD learns, and when the loss of all the data is taken in it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from mbviz._checks import ROOM, as_count, as_real
from mbviz._messages import Message
from mbviz.data.dataset import MNIST
from mbviz.model.network import weight_shapes
from mbviz.model.snapshots import layers_for

__all__ = ["SgdRecipe", "points"]

POINTS = 40  # about so many times in a run the loss of all the data is taken
FASTEST = 3e38  # float32 ends there


@dataclass(frozen=True)
class SgdRecipe:
    """How a run of SGD learns. With the data it says all: equal recipes give equal weights on one machine.

    Parameters
    ----------
    batch_size : int
        B, examples in each step, drawn with replacement.
    steps : int
        How many steps.
    learning_rate : float
        η, above 0.
    momentum : float
        m, from 0 to below 1: v ← m v − η g, w ← w + v, as Keras's ``SGD`` has it; 0 is plain SGD.
    seed : int
        Which series of draws.
    layers : tuple of int
        Widths from the pixels to the classes.
    weights_seed : int
        Of `initial_weights`; 0 gives those that the snapshots begin with.

    Raises
    ------
    ValueError
        If a value is not as above.

    Examples
    --------
    >>> SgdRecipe(100, 1_800).examples
    180000
    >>> SgdRecipe.from_json(SgdRecipe(10, 5).to_json()) == SgdRecipe(10, 5)
    True
    """

    batch_size: int
    steps: int
    learning_rate: float = 1.0
    momentum: float = 0.0
    seed: int = 0
    layers: tuple[int, ...] = layers_for(MNIST)
    weights_seed: int = 0

    def __post_init__(self) -> None:
        weight_shapes(self.layers)
        as_count(self.batch_size, "batch_size", minimum=1, maximum=ROOM)
        as_count(self.steps, "steps", minimum=1, maximum=ROOM)
        for name in ("seed", "weights_seed"):
            as_count(getattr(self, name), name)
        if not 0 < as_real(self.learning_rate) <= FASTEST:
            raise ValueError(
                Message("learning_rate must be a number above 0, up to 3e38; got {got!r}.", got=self.learning_rate)
            )
        if not 0 <= as_real(self.momentum) < 1:
            raise ValueError(Message("momentum must be a number from 0 to below 1; got {got!r}.", got=self.momentum))

    @property
    def examples(self) -> int:
        """How many examples the run looks at, those that it sees again counted again."""
        return self.steps * self.batch_size

    def to_json(self) -> str:
        """The recipe as one line of JSON, always the same for the same recipe."""
        fields = asdict(self) | {"learning_rate": float(self.learning_rate), "momentum": float(self.momentum)}
        return json.dumps(fields, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> SgdRecipe:
        """The recipe that `to_json` wrote; ValueError for any other text."""
        try:
            fields = json.loads(text)
            return cls(**fields | {"layers": tuple(fields["layers"])})
        except (KeyError, TypeError, json.JSONDecodeError) as error:
            raise ValueError(
                f"recipe must be the JSON that SgdRecipe.to_json writes; got {text!r} ({error})."
            ) from None


def points(recipe: SgdRecipe) -> tuple[int, ...]:
    """After how many steps the loss of all the data is taken: 0, and about forty spaced by ratio up to the last.

    Examples
    --------
    >>> points(SgdRecipe(60_000, 3)), len(points(SgdRecipe(10, 18_000))), points(SgdRecipe(10, 18_000))[-3:]
    ((0, 1, 2, 3), 40, (11162, 14174, 18000))
    """
    found = [0, 1]
    while found[-1] < recipe.steps:
        at, left = found[-1], max(POINTS - len(found), 1)
        found.append(max(at + 1, round(at * (recipe.steps / at) ** (1 / left))))
    return tuple(found)
