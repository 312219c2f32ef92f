"""What goes on in the background: the data coming in, and the network being trained."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mbviz._measured import Measured
from mbviz._messages import Message, reason
from mbviz.data.datasets import Dataset
from mbviz.model.snapshots import Snapshot
from mbviz.model.trainer import Progress, Training
from mbviz.ui import data, session
from mbviz.ui.controls import spell
from mbviz.ui.data import Loaded
from mbviz.ui.jobs import Job
from mbviz.ui.language import _, markdown
from mbviz.ui.workers import Lost

MOST_NOTES = 3  # of an address that are said; so many more are counted


def wait_for_data(load: Job[Loaded]) -> Dataset:
    """Return the data, or show how far they are and end this run of the page."""
    if not load.wait(timeout=2):
        st.fragment(_show_loading, run_every=0.5)(load)
        st.stop()
    if load.state != "done":
        st.error(markdown(load.problem))
        st.button(_("Try again"), on_click=load.forget)
        st.stop()
    return load.result().dataset


def _show_loading(load: Job[Loaded]) -> None:
    if load.ended:
        st.rerun()
    received, total = load.progress
    if not received:
        st.progress(0.0, _("Looking for MNIST …"))
    elif total:
        text = _("Downloading MNIST: {received:.1f} of {total:.1f} MB", received=received / 1e6, total=total / 1e6)
        st.progress(load.share, text)
    else:
        st.progress(0.0, _("Downloading MNIST: {received:.1f} MB", received=received / 1e6))


def wait_for(job: Job[Any], text: str) -> None:
    """Show how far a job is, or what it waits for, and bring the page up to date when it has ended."""
    st.fragment(_show_job, run_every=0.5)(job, text)


def _show_job(job: Job[Any], text: str) -> None:
    job.renew()
    if job.ended:
        st.rerun()
    held, before = job.held, job.before
    if held:
        text = markdown(held)
    elif before:
        text = _("{what} ({before:,} before you)", what=text, before=before)
    st.progress(job.share, text)


def says_when_lost(show: Callable[..., None]) -> Callable[..., None]:
    """The same function, which says in a sentence that the process computing for it was lost, and offers another try."""

    def shown(*arguments: object) -> None:
        try:
            show(*arguments)
        except Lost as error:
            st.error(markdown(reason(error)))
            st.button(_("Try again"), key="try_again")

    return shown


def show_failure(job: Job[Any]) -> None:
    """Say why a measurement failed."""
    st.warning(markdown(Message("The time could not be measured: {reason}", reason=job.problem)))


def show_whether_busy(job: Job[Any], measured: Measured) -> None:
    """Where times could not be measured well, say that the machine was busy, and offer another try."""
    if measured.stable:
        return
    said = _(
        "The machine was busy while this was measured: from one look to the next the times differ by up to {apart:.0%}.",
        apart=measured.apart,
    )
    st.caption(said)
    st.button(_("Measure again"), on_click=job.forget, key=f"measure_again_{job.key}")


def show_notes(place: DeltaGenerator) -> None:
    """Say what was wrong in the address, until the visitor changes anything."""
    kept = session.memory()
    kept.notes_shown = bool(kept.notes)
    if not kept.notes:
        return
    said = [markdown(note) for note in kept.notes[:MOST_NOTES]]
    if more := len(kept.notes) - len(said):
        said.append(_("Of {count} more the address asks for what there is not.", count=more))
    place.warning("\n".join(f"- {note}" for note in said) if len(said) > 1 else said[0], icon=":material/link_off:")


def show_problem(load: Job[Loaded]) -> None:
    """Say why other digits are shown than those that were asked for."""
    if load.result().problem:
        with st.container(horizontal=True, vertical_alignment="center", key="problem"):
            st.warning(markdown(load.result().problem))
            st.button(_("Look for MNIST again"), on_click=data.look_again, key="look_again")


def show_looking() -> None:
    """While better digits are looked for, tell whoever asked for it how far that is, and then show what has come."""
    job = data.LOOKS.under_way()
    if job and session.memory().looks:
        with st.container(key="looking"):
            st.fragment(_show_loading, run_every=0.5)(job)
    elif job is None:
        session.memory().looks = False


def usable_snapshot(training: Training, names: list[str], wanted: str) -> Snapshot | None:
    """The wanted snapshot, or while it does not exist the furthest trained one before it."""
    for name in reversed(names[: names.index(wanted) + 1]):
        snapshot = training.snapshot(name)
        if snapshot is not None:
            return snapshot
    return None


def show_training(training: Training, wanted: str, shown: Snapshot | None) -> None:
    """Show the training's progress until it is done, and bring the page up to date as snapshots arrive."""
    progress = training.progress()
    if progress.state == "done":
        return
    # a fixed place of its own: the elements around it come and go, and a late tick must not land among them
    with st.container(key="training"):
        if progress.state == "failed":
            st.error(markdown(Message("The network could not be trained. {reason}", reason=progress.message)))
            st.button(_("Train again"), on_click=training.retry, width="stretch")
        else:
            st.fragment(_show_progress, run_every=1 if shown else 0.3)(training, wanted, shown.name if shown else "")


def _show_progress(training: Training, wanted: str, shown: str) -> None:
    training.ensure()
    progress = training.progress()
    ready = training.available()
    if progress.state in ("done", "failed") or (shown != wanted and (wanted in ready or (not shown and ready))):
        st.rerun()
    st.progress(min(progress.step / max(progress.steps, 1), 1.0), _progress_text(progress))
    if shown and shown != wanted:
        text = _(
            "“{wanted}” is not trained yet. Until it is, the page shows “{shown}”.",
            wanted=spell(wanted),
            shown=spell(shown),
        )
        st.caption(text)


def _progress_text(progress: Progress) -> str:
    if progress.state != "training":
        return _("Starting TensorFlow …")
    if progress.loss is None:
        return _("Training: epoch {epoch} of {epochs}", epoch=progress.epoch, epochs=progress.epochs)
    return _(
        "Training: epoch {epoch} of {epochs} · loss {loss:.4f}",
        epoch=progress.epoch,
        epochs=progress.epochs,
        loss=progress.loss,
    )
