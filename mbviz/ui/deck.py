"""The screens, each listed once, in the order in which "next" leads through them.

Menu, addresses, next and back, the controls that are shown and the tests read `SCREENS`. A screen is a module of
`mbviz.ui.screens` with a function ``show(settings)``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib import import_module

from mbviz._messages import N_
from mbviz.ui.kinds import Value
from mbviz.ui.settings import Settings

BATCH = ("batch_size", "draw", "seed", "replace", "network")
EXPERIMENT = ("batch_size", "seed", "replace", "network")  # what a class shares; settled when it is opened
# Only while the arrays taken apart are this batch's, what draws the batch changes anything.
THIS_BATCH = {key: (("arrays", "this-batch"),) for key in BATCH}
ITS_LOSSES = {"network": (("arrays", "this-batch"), ("beside", "means"))}


@dataclass(frozen=True)
class Screen:
    """One screen.

    Attributes
    ----------
    module : str
        Where it is, within `mbviz.ui.screens`.
    group : str
        Under what it stands in the menu; marked for translation.
    title : str
        What the menu calls it; marked for translation.
    settings : tuple of str
        The settings that change something on it, besides those that do everywhere (`mbviz.ui.state.EVERYWHERE`): they have
        controls there, and stand in its address.
    only_while : mapping of str to tuple of (str, Value)
        For some of them other settings, and values of which one must hold, or they change nothing.
    for_answers : tuple of str
        Those that change nothing while answers are hidden.
    has_controls : bool
        Whether it has all its controls in a component of its own, and runs apart from the rest of the page by itself.
    """

    module: str
    group: str
    title: str
    settings: tuple[str, ...]
    only_while: Mapping[str, tuple[tuple[str, Value], ...]] = field(default_factory=dict)
    for_answers: tuple[str, ...] = ()
    has_controls: bool = False

    def takes(self, key: str, values: Mapping[str, Value]) -> bool:
        """Whether a setting changes something here while the settings are `values`."""
        if key not in self.settings or key not in self.only_while:
            return key in self.settings
        return any(values[other] == wanted for other, wanted in self.only_while[key])

    @property
    def show(self) -> Callable[[Settings], None]:
        """The function that shows it; the first look at a screen imports it."""
        shown: Callable[[Settings], None] = import_module(f"mbviz.ui.screens.{self.module}").show
        return shown


SCREENS = {
    "mini-batch": Screen("mini_batch.stage", N_("Mini-batch"), N_("The stage"), (*BATCH, "n", "order", "cloud", "guess"),
                         has_controls=True),
    "draw": Screen("mini_batch.draw", N_("Mini-batch"), N_("The draw"), BATCH[:-1]),
    "example": Screen("mini_batch.example", N_("Mini-batch"), N_("One example"), (*BATCH, "n", "order")),
    "indexing": Screen("indexing.step", N_("Indexing"), N_("Step through"),
                       (*BATCH, "arrays", "edited", "delta"), THIS_BATCH),
    "versions": Screen("indexing.versions", N_("Indexing"), N_("Versions"),
                       (*BATCH, "arrays", "edited", "delta", "beside"),
                       {**THIS_BATCH, **ITS_LOSSES}),
    "wrong": Screen("indexing.wrong", N_("Indexing"), N_("The wrong way"),
                    (*BATCH, "arrays", "edited", "line"), THIS_BATCH),
    "delta": Screen("indexing.delta", N_("Indexing"), N_("Delta"), ("delta", "p")),
    "predict": Screen("indexing.predict", N_("Indexing"), N_("Predict, then reveal"), ("seed", "network")),
    "shapes": Screen("shapes.batch", N_("Shapes"), N_("What is a batch?"), ("draw", "seed", "replace", "network")),
    "pictures": Screen("shapes.pictures", N_("Shapes"), N_("From pictures to a batch"), (*BATCH[:-1], "n")),
    "which-loss": Screen("shapes.which_loss", N_("Shapes"), N_("Which loss fits?"), (*BATCH, "form", "class"),
                         {"class": (("form", "two-classes"),)}),
    "batch-size": Screen("batch_size.law", N_("Batch size"), N_("The law"), (*BATCH, "pin")),
    "spread": Screen("batch_size.spread", N_("Batch size"), N_("The spread and its cost"), ("seed", "replace", "network")),
    "trust": Screen("batch_size.trust", N_("Batch size"), N_("Can I trust ± 2 s/√B?"), BATCH),
    "models": Screen("batch_size.models", N_("Batch size"), N_("The better the model"), ("network",)),
    "planner": Screen("batch_size.planner", N_("Batch size"), N_("Planner"),
                      ("network", "population", "precision", "confidence", "target")),
    "one-step": Screen("learning.one_step", N_("Learning"), N_("One step"),
                       ("batch_size", "draw", "seed", "network", "rate")),
    "race": Screen("learning.race", N_("Learning"), N_("The race"),
                   ("batch_size", "seed", "rate", "scaling", "momentum", "axis", "score")),
    "large-batch": Screen("learning.large_batch", N_("Learning"), N_("How large a batch pays"),
                          ("batch_size", "seed", "network", "rate", "scaling", "reach")),
    "class": Screen("classroom.dots", N_("Class"), N_("The class’s dots"),
                    EXPERIMENT, {key: (("code", None),) for key in EXPERIMENT}, for_answers=EXPERIMENT),
    "lessons": Screen("lessons.all", N_("Lessons"), N_("All lessons"), ()),
}  # fmt: skip

FIRST = next(iter(SCREENS))
# Another value of these may let other settings act on a screen.
GATES = frozenset(other for screen in SCREENS.values() for gates in screen.only_while.values() for other, _ in gates)


def in_address(path: str) -> str:
    """How an address names the screen `path`: the first one has the bare address.

    Examples
    --------
    >>> in_address("draw"), in_address("mini-batch"), named_in_address("")
    ('draw', '', 'mini-batch')
    """
    return "" if path == FIRST else path


def named_in_address(name: str) -> str:
    """The path of the screen that an address names so, a key of `SCREENS` if there is one."""
    return name or FIRST


def meant(path: str, keys: Iterable[str]) -> str:
    """The screen that an address means which names the settings `keys`: of its group the first that takes most of them.

    A group was one page once, at the address that its first screen has now, and addresses of then still open what they
    showed. Any other screen's address means that screen.

    Examples
    --------
    >>> meant("batch-size", ["precision", "network"]), meant("indexing", ["p"]), meant("indexing", ["delta"])
    ('planner', 'delta', 'indexing')
    >>> meant("draw", ["draw", "n", "network"])
    'draw'
    """
    asked = set(keys)
    group = [other for other, screen in SCREENS.items() if screen.group == SCREENS[path].group]
    return path if path != group[0] else max(group, key=lambda other: len(asked & set(SCREENS[other].settings)))
