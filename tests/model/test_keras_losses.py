"""The child that runs Keras: started when asked, ended with whoever asks, its failures told in sentences.

A module in Keras's place makes its starts quick; test_keras_values.py has the real one.
"""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import psutil
import pytest

from mbviz._messages import Message
from mbviz.model import keras_losses
from mbviz.model.child import start_child
from mbviz.model.keras_losses import NAMES, Answer, KerasLosses

SPARSE, CATEGORICAL, _ = NAMES
SECONDS = 120  # the longest that anything here may take
ROOT = Path(__file__).parents[2]

# In Keras's place: its "loss" is the largest y. {loss} runs at each call, {top} at the import.
FAKE = """
import os, sys, threading, types
import numpy as np
{top}
def loss(t, y):
    {loss}
    return y.max(axis=-1)
losses = types.SimpleNamespace(**dict.fromkeys({names}, loss))
ops = types.SimpleNamespace(mean=np.mean)
"""
HANG = "threading.Event().wait()"
CALLS = "open({!r}, 'a').write(str(y.max()) + chr(10))"


@pytest.fixture
def fake_keras(tmp_path, monkeypatch):
    """Give the children that start from now on a module in Keras's place."""
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")  # two versions within a second would share one .pyc

    def fake(top="", loss="pass"):
        (tmp_path / "keras.py").write_text(FAKE.format(top=top, loss=loss, names=NAMES))

    fake()
    return fake


@pytest.fixture
def born():
    """The children started since the test began: another module may have left one that is still idling."""
    before = children()
    return lambda: [child for child in children() if child not in before]


@pytest.fixture
def start(fake_keras):
    """Make KerasLosses whose children end with the test."""
    made = []

    def make(**options):
        made.append(KerasLosses(**options))
        return made[-1]

    yield make
    for losses in made:
        losses.end()


def wait_until(condition):
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.01)


def children(of=None):
    """The processes that compute losses for the process `of`, this one by default."""
    found = []
    for child in psutil.Process(of).children():
        try:
            if "--losses" in child.cmdline():
                found.append(child)
        except psutil.NoSuchProcess:
            pass
    return found


def largest(losses, y):
    """The fake's value of a single example with the outputs (y, 0)."""
    return losses.value(SPARSE, [0], [[y, 0.0]], timeout=SECONDS)


def settled(losses, y):
    """The answer for a single example, once it is not "starting"."""
    wait_until(lambda: losses.ask(SPARSE, [0], [[y, 0.0]]).state != "starting")
    return losses.ask(SPARSE, [0], [[y, 0.0]])


def test_the_last_questions_of_the_start_are_answered_once_keras_is_there(
    start, born, fake_keras, tmp_path, monkeypatch
):
    monkeypatch.setattr(keras_losses, "N_PENDING", 2)
    go, log = tmp_path / "go", tmp_path / "calls"
    fake_keras(top=f"while not os.path.exists({str(go)!r}): threading.Event().wait(0.01)", loss=CALLS.format(str(log)))
    losses = start()
    for y in (0.125, 0.25, 0.75, 0.25):
        assert losses.ask(SPARSE, [0], [[y, 0.0]], patience=SECONDS) == Answer("starting")
    go.touch()
    assert [settled(losses, y) for y in (0.75, 0.25)] == [Answer("ready", 0.75), Answer("ready", 0.25)]
    assert "0.125" not in log.read_text() and len(born()) == 1


def test_many_threads_get_each_its_own_value_even_from_a_short_queue(start, born, monkeypatch):
    monkeypatch.setattr(keras_losses, "N_PENDING", 2)
    losses, values = start(), {}
    asked = [k / 16 for k in range(16)]
    threads = [threading.Thread(target=lambda y=y: values.update({y: largest(losses, y)})) for y in asked]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
    assert values == {y: y for y in asked}
    assert len(born()) == 1


def test_the_same_question_is_computed_once(start, fake_keras, tmp_path):
    log = tmp_path / "calls"
    fake_keras(loss=CALLS.format(str(log)))
    losses = start()
    y = np.array([[0.25, 0.0]])
    assert losses.value(SPARSE, [0], y) == losses.value(SPARSE, np.array([0], np.uint8), y.astype(np.float32)) == 0.25
    assert log.read_text().count("0.25") == 1
    y[0] = 0.75
    assert losses.value(SPARSE, [0], y) == 0.75, "the content counts, not the array"
    losses.value(CATEGORICAL, [0], y)
    losses.value(SPARSE, [1], y)
    assert log.read_text().count("0.75") == 3, "so do the name and t"


def test_the_answers_used_last_are_kept(start, fake_keras, tmp_path, monkeypatch):
    monkeypatch.setattr(keras_losses, "N_ANSWERS", 2)
    log = tmp_path / "calls"
    fake_keras(loss=CALLS.format(str(log)))
    losses = start()
    for y in (0.125, 0.25, 0.125, 0.75, 0.125, 0.25):
        assert largest(losses, y) == y
    calls = log.read_text().split()
    assert [calls.count(y) for y in ("0.125", "0.25", "0.75")] == [1, 2, 1]


def test_a_value_that_does_not_come_in_time_is_a_timeout(start, fake_keras):
    fake_keras(top=HANG)
    with pytest.raises(TimeoutError, match="Keras has not answered within 0.05 seconds."):
        start().value(SPARSE, [0], [[1.0, 0.0]], timeout=0.05)


@pytest.mark.parametrize(
    ("name", "t", "y", "sentence"),
    [
        ("mse", [0], [[1.0]], "name must be one of .*; got 'mse'"),
        (SPARSE, ["a"], [[1.0]], "t must hold real numbers"),
        (SPARSE, [0], [[np.inf]], "y must hold finite numbers"),
        (SPARSE, [], np.zeros((0, 10)), r"t and y must hold at least one example; got shapes \(0,\) and \(0, 10\)"),
    ],
)
def test_what_is_no_question_starts_no_child(start, born, name, t, y, sentence):
    losses = start()
    for method in (losses.ask, losses.value):
        with pytest.raises(ValueError, match=sentence):
            method(name, t, y)
    assert born() == []


def test_whatever_keras_prints_the_answers_come_through(start, fake_keras):
    noise = "print('noise'); print('noise', file=sys.stderr); os.write(1, b'noise'); os.system('echo noise')"
    fake_keras(top=noise + "; sys.stdin.read()", loss=noise)  # nor does it get at the requests
    losses = start()
    assert [largest(losses, y) for y in (0.25, 0.75)] == [0.25, 0.75]


def test_a_child_that_can_not_import_keras_leaves_its_last_words_and_is_not_replaced_until_retry(
    start, born, fake_keras
):
    fake_keras(top="raise ImportError('no keras today')")
    losses = start()
    answer = settled(losses, 0.25)
    sentence = "The process that runs Keras ended early (exit code 1). Its last words: ImportError: no keras today"
    assert answer == Answer("failed", None, sentence) and isinstance(answer.message, Message)
    with pytest.raises(RuntimeError, match="no keras today"):
        largest(losses, 0.75)
    fake_keras()
    assert losses.ask(SPARSE, [0], [[0.25, 0.0]]) == answer and born() == []
    losses.retry()
    assert largest(losses, 0.25) == 0.25


def test_a_crash_in_the_midst_fails_what_is_not_known_and_keeps_what_is(start, fake_keras):
    fake_keras(loss="if y.max() > 0.9: print('so much', file=sys.stderr, flush=True); os._exit(77)")
    losses = start()
    assert largest(losses, 0.25) == 0.25
    sentence = "The process that runs Keras ended early (exit code 77). Its last words: so much"
    assert settled(losses, 1.0) == Answer("failed", None, sentence)
    assert settled(losses, 0.75) == Answer("failed", None, sentence)
    assert settled(losses, 0.25) == Answer("ready", 0.25)
    losses.retry()
    assert largest(losses, 0.75) == 0.75


def test_words_about_an_earlier_question_do_not_explain_a_crash(start, fake_keras):
    fake_keras(loss="os._exit(77) if y.max() > 0.9 else print('a warning', file=sys.stderr, flush=True)")
    losses = start()
    assert largest(losses, 0.25) == 0.25
    assert largest(losses, 0.75) == 0.75
    sentence = "The process that runs Keras ended early (exit code 77) and left no word."
    assert settled(losses, 1.0) == Answer("failed", None, sentence)


def test_a_refusal_is_forgotten_by_retry(start, fake_keras):
    fake_keras(loss="if y.max() > 0.9: raise MemoryError")
    losses = start()
    assert settled(losses, 1.0) == Answer("failed", None, "Keras refuses t and y: MemoryError")
    assert largest(losses, 0.25) == 0.25, "the child lives on"
    losses.end()
    fake_keras()
    losses.retry()
    assert largest(losses, 1.0) == 1.0


def test_a_system_that_starts_no_process_is_a_failure_with_a_sentence(start, monkeypatch):
    def refuse(*arguments, **options):
        raise OSError("no more processes")

    losses = start()
    with monkeypatch.context() as patch:
        patch.setattr(subprocess, "Popen", refuse)
        answer = losses.ask(SPARSE, [0], [[0.25, 0.0]])
    assert answer == Answer("failed", None, "The process that runs Keras could not be started: no more processes.")
    losses.retry()
    assert largest(losses, 0.25) == 0.25


def test_an_idle_child_is_ended_and_started_again_when_asked(start, born):
    losses = start(idle_seconds=0.2)
    assert largest(losses, 0.25) == 0.25
    wait_until(lambda: not born())
    assert largest(losses, 0.25) == 0.25 and born() == [], "a known answer needs no child"
    assert largest(losses, 0.75) == 0.75


def test_end_ends_the_child_and_the_next_question_starts_another(start, born, fake_keras):
    fake_keras(top=HANG)
    losses = start()
    assert losses.ask(SPARSE, [0], [[0.25, 0.0]]).state == "starting"
    (child,) = born()
    losses.end()
    assert not child.is_running()
    fake_keras()
    assert largest(losses, 0.25) == 0.25, "an end is no failure"


def test_the_child_ends_when_its_standard_input_does(fake_keras):
    child = start_child(["--losses"], stdout=subprocess.PIPE)
    try:
        assert child.stdout.readline() == b"{}\n"
        child.stdin.close()
        assert child.wait(timeout=SECONDS) == 0
        assert child.stdout.read() == b""
    finally:
        child.kill()
        child.stdout.close()


@pytest.mark.parametrize("top", ["", HANG], ids=["waiting for a request", "importing Keras"])
def test_a_child_does_not_outlive_a_killed_server(fake_keras, top):
    fake_keras(top=top)
    server = (
        "import sys; from mbviz.model.keras_losses import KerasLosses; losses = KerasLosses()\n"
        f"losses.{'ask' if top else 'value'}('{SPARSE}', [0], [[1.0, 0.0]])\n"
        "print('ready', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", server]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as process:
        try:
            assert process.stdout.readline().strip() == b"ready"
            (child,) = children(process.pid)
        finally:
            process.kill()
    assert psutil.wait_procs([child], timeout=30)[1] == []


def test_the_process_that_asks_holds_neither_keras_nor_tensorflow(fake_keras):
    code = (
        "import sys; from mbviz.model.keras_losses import KerasLosses\n"
        f"print(KerasLosses().value('{SPARSE}', [0], [[0.25, 0.0]]))\n"
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'tensorflow', 'keras', 'streamlit', 'numpy'}))"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=SECONDS
    )
    assert (said.stdout, said.stderr) == ("0.25\n['numpy']\n", "")
