"""Whatever lies in a folder: its lessons can be used, and every other file is a sentence."""

import os
import subprocess
import sys

import pytest

from mbviz.lessons import folder
from mbviz.lessons.folder import Library, listed, read_folder
from mbviz.lessons.reader import LARGEST
from tests.lessons.files import RULES, lesson


@pytest.fixture
def put(tmp_path):
    """Puts a file into the folder."""

    def write(name: str, content: str | bytes = "") -> None:
        data = (content or lesson(title=name)) if isinstance(content, str) else content
        (tmp_path / name).write_bytes(data.encode() if isinstance(data, str) else data)

    return write


@pytest.fixture
def found(tmp_path):
    """Reads the folder."""
    return lambda: read_folder(listed(tmp_path), RULES)


def told(library: Library) -> dict[str, tuple[int, str]]:
    return {problem.file: (problem.line, str(problem.said)) for problem in library.problems}


def test_lessons_come_in_the_order_of_their_numbers_and_each_in_its_languages(put, found):
    for name in ("10-last.en.md", "2-b.en.md", "2-b.ko.md", "01-a.md", "README.md", "notes.txt", ".hidden.md", "zz.md"):
        put(name)
    library = found()
    assert library.names == ("a", "b", "last", "zz") and not library.problems
    assert library.get("b", "ko").file == "2-b.ko.md"
    assert library.get("b", "en").file == "2-b.en.md"
    assert library.get("a", "ko").file == library.get("a", "en").file == "01-a.md"
    assert library.get("last", "ko").file == "10-last.en.md"  # in the language that there is
    assert library.get("none", "en") is None


def test_a_name_may_be_in_any_script_and_is_one_name_however_its_letters_are_composed(put, found):
    put("01-배치란.ko.md")
    put("02-e\u0301tude.md")  # as macOS writes é
    assert found().names == ("배치란", "étude")


def test_a_broken_file_is_told_with_its_line_and_the_others_still_work(put, found):
    put("01-good.en.md")
    put("02-bad.en.md", lesson(screen="nowhere"))
    library = found()
    assert library.names == ("good",)
    assert told(library) == {"02-bad.en.md": (3, "There is no screen nowhere; there are planner, draw, lessons.")}


def test_of_a_lesson_that_is_broken_in_one_language_the_other_is_shown(put, found):
    put("01-a.en.md", "nothing")
    put("01-a.ko.md")
    library = found()
    assert library.get("a", "en").file == "01-a.ko.md" and list(told(library)) == ["01-a.en.md"]


@pytest.mark.parametrize(
    ("name", "content", "line", "said"),
    [
        ("01-a.en.md", b"---\ntitle: caf\xe9\n---", 2, "This is no text in UTF-8"),
        ("01-a.en.md", b"---\ntitle: a\n\0", 3, "This is no text."),
        ("01-a.en.md", b"---\n" + b"x" * 10 * LARGEST, 0, "A lesson has at most 65,536 characters."),
        ("01-a.en.md", b"\xff\xfe-\x00", 1, "This is no text in UTF-8"),
        ("01-a.fr.md", b"", 0, "There are lessons in en, ko; got fr."),
        ("01-a b.c.md", b"", 0, "A lesson’s file has a name of at most 60 letters, digits and hyphens"),
        (f"{'a' * 61}.md", b"", 0, "A lesson’s file has a name of at most 60 letters"),
    ],
)
def test_what_is_no_lesson_is_a_sentence(put, found, name, content, line, said):
    put(name, content)
    put("09-good.md")
    library = found()
    assert library.names == ("good",)
    [(where, sentence)] = told(library).values()
    assert where == line and said in sentence


def test_the_second_of_two_lessons_of_one_name_is_told_and_the_first_is_shown(put, found):
    put("01-a.en.md")
    put("02-a.en.md")
    library = found()
    assert library.get("a", "en").file == "01-a.en.md"
    assert told(library) == {"02-a.en.md": (0, "The lesson a is there already, in 01-a.en.md.")}


@pytest.mark.skipif(os.name == "nt", reason="links and pipes of Unix")
def test_no_link_is_followed_no_pipe_waited_for_and_no_folder_read(tmp_path, put, found):
    put("secret.txt", "nobody's business")
    put("09-good.md")
    (tmp_path / "01-link.md").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "02-gone.md").symlink_to(tmp_path / "nothing")
    os.mkfifo(tmp_path / "03-pipe.md")
    (tmp_path / "04-folder.md").mkdir()
    library = found()
    assert library.names == ("good",)
    assert {file: said.split(";")[0] for file, (_line, said) in told(library).items()} == {
        "01-link.md": "It is a link to another file", "02-gone.md": "It is a link to another file",
        "03-pipe.md": "It is no file.", "04-folder.md": "It is no file.",
    }  # fmt: skip
    assert "business" not in str(library.problems)


def test_a_file_that_may_not_be_read_or_is_gone_is_a_sentence_without_its_folder(tmp_path, put, found, monkeypatch):
    put("01-a.md")
    put("02-b.md")
    seen = listed(tmp_path)
    real = os.open

    def refuse(path, *more):
        if "01-a" in str(path):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *more)

    monkeypatch.setattr(folder.os, "open", refuse)
    (tmp_path / "02-b.md").unlink()
    library = read_folder(seen, RULES)
    assert told(library) == {
        "01-a.md": (0, "It cannot be read: the server has no permission"),
        "02-b.md": (0, "It cannot be read: it is not there"),
    }


def test_of_very_many_files_so_many_are_read_and_a_sentence_says_so(put, found, monkeypatch):
    monkeypatch.setattr(folder, "MOST", 3)
    for k in range(5):
        put(f"{k}-lesson-{k}.md")
    library = found()
    assert library.names == ("lesson-0", "lesson-1", "lesson-2")
    assert told(library) == {"": (0, "The folder has 5 files; the first 3 are read.")}


def test_a_change_of_a_file_shows_in_what_is_listed(tmp_path, put):
    put("01-a.md")
    before = listed(tmp_path)
    put("01-a.md", lesson(title="another and longer title"))
    assert listed(tmp_path) != before


def test_lessons_need_nothing_but_python():
    code = "import mbviz.lessons.folder, mbviz.lessons.judge, sys; print('numpy' in sys.modules, 'streamlit' in sys.modules)"
    bare = (
        "import sys, types; bare = types.ModuleType('mbviz'); bare.__path__ = ['mbviz']; sys.modules['mbviz'] = bare; "
    )
    out = subprocess.run([sys.executable, "-c", bare + code], capture_output=True, text=True, check=True).stdout
    assert out.split() == ["False", "False"]
