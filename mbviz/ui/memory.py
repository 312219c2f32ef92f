"""What one visitor's session remembers; `mbviz.ui.session` keeps it, and alone changes settings in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any

from mbviz._messages import Message
from mbviz.ui.attending import Attending
from mbviz.ui.draft import Draft
from mbviz.ui.jobs import Job
from mbviz.ui.kinds import Limits, Value
from mbviz.ui.lessons.attempts import Attempts
from mbviz.ui.sent import Share
from mbviz.ui.stage.question import Question


@dataclass
class Memory:
    """What one session remembers.

    Attributes
    ----------
    values : dict of str to Value
        What every setting is now, also those of pages that are not shown.
    limits : Limits
        Of the last run, for what happens between two runs.
    asked : dict of str to list of str
        What the address asks for and nobody has looked at yet; where it asks for nothing, the default.
    back : str
        What the address asked for, as it stands, when the visitor came Back or Forward last.
    run : int
        How often the whole page ran, or another screen was opened: data that equal those of the run before would wake no component.
    notes : list of Message
        What was wrong in the address, until the visitor changes anything.
    notes_shown : bool
        Whether the page shows notes.
    path : str
        The path of the screen that is open.
    next_page : str
        The path of a page to open in the next run.
    draft, start, origin, edit
        The arrays of the page Indexing as they are and as they were, what they come from (the setting, the batch, and what the
        address says was changed), and the last edit taken.
    token : str
        Names this session to the browser, which so notices that the server was started anew.
    quiz_round : int
        Which batch the quiz asks about.
    quiz_results : dict
        What was right, wrong and missed in each batch.
    hundred : int
        The example selected among the hundred of the page Shapes.
    all_indices : bool
        Whether all the indices of a draw are shown, however many.
    worst : int or None
        The digit selected among those with the largest losses.
    looks : bool
        Whether this visitor has asked to look for better digits.
    opened : (str, int) or None
        The step of a run that is looked at: the run's key, and how many steps came before.
    raced : dict of str to set of str
        By the name of a lesson about the race, the keys of the runs that this visitor has let run since it was asked.
    replayed : (str, float)
        The race that is shown again, empty without one, and since when, as `time.monotonic` has it.
    stepped : str
        Of which step the losses before and after are shown; none where empty.
    reach_shown : bool
        Whether it is shown what runs took to reach a loss, once one has guessed.
    reach_guess : (str, dict of str to str)
        Of which runs and which loss a guess was made, and what: by "examples" and "steps" a batch size.
    checked : str
        The plan that was checked by drawing.
    epoch : int
        How often a value was changed from elsewhere than the stage or the bar, which then show it.
    bar : int
        The number of the bar's last question.
    around : list of int
        The examples before and after the selected one, in the order chosen.
    rests : bool
        Whether the hand on the bar has come to rest, so that the address is worth changing.
    waits, waits_on : list of Job, str
        The work in the background that the last run of a screen asked for, and that screen's path.
    acts : dict of str to callable
        What the buttons among the screen's words do, by their names.
    foreign : dict of str to list of str
        What the address has besides the settings: a teacher's course may count its visitors by it.
    whole_page : bool
        Whether what was done changes more than the screen's own part of the page.
    question : Question
        What the stage asked for and has not been answered yet.
    attending : Attending
        In which classes this visitor is.
    lessons : Attempts
        What was answered in lessons.
    link : (str, Share) or None
        The screen on which the dialog “Share” was opened, and what it was asked for.
    """

    values: dict[str, Value] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    asked: dict[str, list[str]] = field(default_factory=dict)
    back: str = ""
    run: int = 0
    notes: list[Message] = field(default_factory=list)
    notes_shown: bool = False
    path: str = ""
    next_page: str = ""
    draft: Draft | None = None
    start: Draft | None = None
    origin: tuple[str, str, str] = ("", "", "")
    edit: int = 0
    token: str = field(default_factory=lambda: token_hex(8))
    quiz_round: int = 0
    quiz_results: dict[str, dict[str, list[list[int]]]] = field(default_factory=dict)
    hundred: int = 0
    all_indices: bool = False
    worst: int | None = None
    looks: bool = False
    opened: tuple[str, int] | None = None
    raced: dict[str, set[str]] = field(default_factory=dict)
    replayed: tuple[str, float] = ("", 0.0)
    stepped: str = ""
    reach_shown: bool = False
    reach_guess: tuple[str, dict[str, str]] = ("", {})
    checked: str = ""
    epoch: int = 0
    bar: int = 0
    around: list[int] = field(default_factory=list)
    rests: bool = True
    waits: list[Job[Any]] = field(default_factory=list)
    waits_on: str = ""
    acts: dict[str, Callable[[], None]] = field(default_factory=dict)
    foreign: dict[str, list[str]] = field(default_factory=dict)
    whole_page: bool = False
    question: Question = field(default_factory=Question)
    attending: Attending = field(default_factory=Attending)
    lessons: Attempts = field(default_factory=Attempts)
    link: tuple[str, Share] | None = None
