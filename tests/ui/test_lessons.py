"""Lessons on the page, without a browser: what is sent, what an answer changes, and what goes along in the address."""

import json

import pytest

from mbviz.lessons.folder import listed
from mbviz.ui import session
from mbviz.ui.kinds import Lessons, Limits
from mbviz.ui.lessons import library
from tests.lessons.files import HEADER
from tests.ui.bar import tell, wish
from tests.ui.page import drawn_by, page_text

LIMITS = Limits(lessons=("a", "b", "c"))


def values(app) -> dict:
    return app.session_state["mbviz"].values


def strip(app) -> dict | None:
    """What the open lesson's strip was sent; None where there is none."""
    assert not app.exception
    found = [element for element in app.get("bidi_component") if element.proto.id.endswith("-lesson")]
    return json.loads(found[0].proto.json)[0] if found else None


def address(app) -> dict[str, str]:
    """What the address says."""
    return {key: text if isinstance(text, str) else text[-1] for key, text in app.query_params.items()}


def act(app, name: str, value: str = "", **changes: object):
    """Press a button of the strip."""
    shown = strip(app)
    sent = {"id": shown["number"] + 1, "name": name, "lesson": shown["name"], "value": value, **changes}
    return tell(app, "act", sent, key="lesson")


@pytest.fixture
def opened(app, open_page):
    """Opens a lesson by its address."""

    def run(name: str, path: str, **query: str):
        app.query_params["lesson"] = name
        for key, value in query.items():
            app.query_params[key] = value
        return open_page(app, path)

    return run


@pytest.fixture
def own(tmp_path, monkeypatch):
    """A folder of one's own, which the server reads; writes lessons into it."""
    folder = tmp_path / "own lessons"
    folder.mkdir()
    monkeypatch.setenv("MBVIZ_LESSONS", str(folder))

    def write(file: str, body: str = "Text.", **changes: str) -> None:
        entries = {**HEADER, "state": "population=1000", "screen": "planner", **changes}
        text = "\n".join(["---", *(f"{key}: {value}" for key, value in entries.items()), "---", body])
        (folder / file).write_text(text, encoding="utf-8")

    return write


# --- the settings ---


@pytest.mark.parametrize(("text", "read"), [("a", "a"), (" C ", "c"), ("", ""), ("b.c", "b"), ("x.c", "c")])
def test_a_lesson_is_one_of_those_there_are(text, read):
    assert Lessons(1).read(text, LIMITS) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [("a", "a"), ("c.a.c", "a.c"), ("x.b.<b>", "b"), ("", ""), ("a" * 10**6 + ".a", None), ("x", None)],
)
def test_what_is_done_are_some_of_them_in_their_order_and_what_is_no_lesson_any_more_is_dropped(text, read):
    if read is None:
        with pytest.raises(ValueError, match="one of a, b, c"):
            Lessons().read(text, LIMITS)
    else:
        assert Lessons().read(text, LIMITS) == read
        assert Lessons().read(Lessons().write(read), LIMITS) == read


@pytest.mark.parametrize("value", [3, None, True, ["a"], {"a": 1}])
def test_what_is_no_text_is_no_lesson(value):
    with pytest.raises(ValueError, match="one of a, b, c"):
        Lessons().check(value, LIMITS)
    assert Lessons().fit(value, "", LIMITS) == ""


def test_where_there_is_no_lesson_there_is_nothing_to_name():
    with pytest.raises(ValueError, match="nothing"):
        Lessons(1).read("a", Limits())


# --- the strip ---


def test_without_a_lesson_there_is_no_strip(app, open_page):
    assert strip(open_page(app, "planner")) is None


def test_a_lesson_opens_its_screen_with_its_settings_and_asks(opened):
    app = opened("a-billion-examples", "planner")
    shown = strip(app)
    assert values(app)["population"] == "1000"
    assert (shown["place"], shown["kind"], shown["verdict"], shown["done"]) == ("5 / 6", "choice", None, False)
    assert len(shown["offered"]) == 4 and "{" not in shown["question"]
    assert address(app) == {"lesson": "a-billion-examples"}  # its settings are how it begins


def test_what_was_changed_since_is_in_the_address_even_where_it_is_the_default(opened):
    app = opened("a-billion-examples", "planner", population="1000000000")
    assert values(app)["population"] == "1000000000"
    assert address(app)["population"] == "1000000000"


@pytest.mark.parametrize(
    ("name", "path", "hidden"),
    [("a-billion-examples", "planner", ["What counts is", "The article guesses"]),
     ("ten-times-the-precision", "batch-size", ["√10", "1,000, and", "σ/√B. Ten"]), ("y-arange-t", "indexing", ["in pairs", "25"])],
)  # fmt: skip
def test_neither_what_is_right_nor_why_is_sent_before_an_answer_was_judged(opened, name, path, hidden):
    app = opened(name, path, done=name)  # not even to whoever says that the lesson is done
    # without the session's name: its random digits may be the answer's
    sent = json.dumps({key: value for key, value in strip(app).items() if key != "session"}, ensure_ascii=False)
    assert not [text for text in hidden if text in sent]
    assert "right" not in json.dumps([value for key, value in strip(app).items() if key != "words"])


def test_a_wrong_answer_is_explained_and_does_not_count(opened):
    app = act(opened("a-billion-examples", "planner"), "answer", "1")
    shown = strip(app)
    assert shown["verdict"]["right"] is False and "article guesses" in shown["verdict"]["told"]
    assert not shown["done"] and not shown["reads"] and not shown["solves"]
    assert "done" not in app.query_params and values(app)["done"] == ""
    assert strip(act(app, "again"))["verdict"] is None


def test_a_right_answer_is_explained_and_counts_and_the_text_and_the_solution_open_then(opened, open_page):
    app = act(opened("a-billion-examples", "planner"), "answer", "2")
    shown = strip(app)
    assert shown["verdict"]["right"] is True and shown["done"] and shown["reads"] and shown["solves"]
    assert address(app)["done"] == "a-billion-examples"
    assert not app.markdown
    app = act(app, "read")
    assert "A spoonful tells" in app.markdown[0].value and "{needed}" not in app.markdown[0].value
    assert not open_page(app, "draw").markdown and open_page(app, "planner").markdown and not act(app, "read").markdown
    assert values(act(app, "solve"))["population"] == "1000000000"


def test_a_number_is_judged_as_it_was_typed_and_what_is_none_is_asked_for_again(opened):
    app = opened("ten-times-the-precision", "batch-size")
    assert "0." in strip(app)["question"]  # the standard error of these data
    for given, right in (("100", False), ("seven", None), ("1e3", True)):
        app = act(act(app, "again"), "answer", given)
        assert strip(app)["verdict"]["right"] is right


@pytest.mark.parametrize(
    "sent",
    [None, 3, "answer", {}, {"id": 9, "name": "answer"}, {"id": 9, "name": "no", "lesson": "y-arange-t"}, {"id": "9", "name": "next"},
     {"id": 9, "name": "answer", "lesson": "y-arange-t", "value": ["5"]}, {"id": 9, "name": "answer", "lesson": "other", "value": "5"},
     {"id": 9, "name": "solve", "lesson": "y-arange-t"}, {"id": 9, "name": "answer", "lesson": "y-arange-t", "value": "5" * 10**6}],
)  # fmt: skip
def test_what_a_browser_sends_otherwise_counts_for_nothing(opened, sent):
    app = tell(opened("y-arange-t", "indexing"), "act", sent, key="lesson")
    assert values(app)["done"] == "" and not strip(app)["done"]
    assert values(app)["lesson"] == "y-arange-t"


def test_the_solution_is_not_shown_before_the_answer_was_given(opened):
    app = opened("a-billion-examples", "planner", done="a-billion-examples")
    assert values(act(app, "solve"))["population"] == "1000"


def test_next_and_previous_open_the_other_lessons_on_their_screens(opened, open_page):
    app = act(opened("what-is-a-batch", "shapes"), "next")
    assert (strip(app)["name"], strip(app)["away"]) == ("y-arange-t", False)
    app = act(open_page(app, "indexing"), "back")
    assert (strip(app)["name"], strip(app)["back"], strip(app)["next"]) == ("what-is-a-batch", False, True)
    app = act(open_page(app, "shapes"), "back")
    assert strip(app)["name"] == "what-is-a-batch"  # there is none before it


def test_what_is_done_stays_from_lesson_to_lesson_and_when_the_lessons_are_left(opened):
    app = act(opened("y-arange-t", "indexing", done="a-billion-examples"), "answer", "5")
    assert values(app)["done"] == "y-arange-t.a-billion-examples"
    app = act(app, "close")
    assert strip(app) is None and "lesson" not in app.query_params
    assert address(app)["done"] == "y-arange-t.a-billion-examples"


def test_back_to_defaults_is_back_to_how_the_lesson_began(opened):
    app = wish(opened("a-billion-examples", "planner"), others={"population": "1000000"}, population="1000000")
    assert values(app)["population"] == "1000000"
    app = tell(app, "reset", 1.0)
    assert values(app)["population"] == "1000" and values(app)["lesson"] == "a-billion-examples"


def test_on_another_screen_the_lesson_says_the_way_back(opened):
    app = opened("a-billion-examples", "spread")
    assert strip(app)["away"] is True
    assert strip(act(app, "here"))["away"] is False


def test_an_address_that_names_no_lesson_is_told_which_there_are(opened):
    app = opened("no-such-lesson", "planner")
    assert strip(app) is None
    [note] = app.warning
    assert "what-is-a-batch" in note.value and "no-such-lesson" in note.value


def test_a_lesson_alone_in_the_address_opens_its_screen(app):
    app.query_params["lesson"] = "a-billion-examples"
    app.run()
    assert strip(app)["away"] is False and values(app)["population"] == "1000"


def test_a_link_for_the_class_opens_the_lesson_and_does_not_say_what_its_sender_has_done(opened):
    app = opened("a-billion-examples", "planner", done="y-arange-t")
    app = tell(app, "share", {"id": 1, "hide": ["net"], "guess": "off"}, key="place")
    address = drawn_by(app, "place")["share"]["address"]
    assert "lesson=a-billion-examples" in address and "done" not in address


def test_whoever_may_not_see_answers_gets_none(opened):
    app = opened("y-arange-t", "indexing", hide="answers")
    assert strip(app)["asks"] is False
    app = act(app, "answer", "5")
    assert strip(app)["verdict"] is None and values(app)["done"] == ""


@pytest.mark.parametrize("lang, names", [("en", ("Play", "Start", "ress")), ("ko", ("‘재생’", "‘시작’", "누르"))])
@pytest.mark.parametrize("name, path", [("why-the-estimate-wobbles", "mini-batch"), ("who-learns-more", "race")])
def test_where_answers_are_hidden_no_question_names_a_button_that_shows_them(opened, name, path, lang, names):
    question = strip(app := opened(name, path, lang=lang, hide="answers"))["question"]
    values(app)["hide"] = ()
    assert [any(word in text for word in names) for text in (question, strip(app.run())["question"])] == [False, True]


def test_a_lesson_on_a_hidden_screen_is_not_there(opened):
    app = opened("y-arange-t", "indexing", hide="mini-batch.lessons")
    assert strip(app)["place"] == "2 / 5" and strip(app)["list"] is False
    assert strip(act(app, "next"))["name"] == "ten-times-the-precision"


# --- the list, and a folder of one's own ---


def test_all_lessons_are_listed_with_what_is_done(app, open_page):
    app.query_params["done"] = "y-arange-t.no-more"
    app = open_page(app, "lessons")
    listed_ones = drawn_by(app, "lessons")["lessons"]
    assert [(one["name"], one["done"]) for one in listed_ones][:2] == [("what-is-a-batch", False), ("y-arange-t", True)]
    assert "Done: 1 of 6." in page_text(app)
    assert address(app)["done"] == "y-arange-t"
    app = tell(app, "pick", "a-billion-examples", key="lessons")
    assert strip(app)["name"] == "a-billion-examples"


@pytest.mark.parametrize("sent", ["no-such", 3, None, ["y-arange-t"]])
def test_a_pick_of_no_lesson_opens_none(app, open_page, sent):
    app = tell(open_page(app, "lessons"), "pick", sent, key="lessons")
    assert values(app)["lesson"] == "" and drawn_by(app, "lessons")["lessons"]


def test_a_folder_of_ones_own_takes_the_place_of_the_lessons_that_come_along(own, app, open_page):
    own("01-mine.en.md", title="Mine")
    app = open_page(app, "lessons")
    assert [one["title"] for one in drawn_by(app, "lessons")["lessons"]] == ["Mine"]
    own("02-added.md", title="Added later")
    app = app.run()  # the next look at the page
    assert [one["title"] for one in drawn_by(app, "lessons")["lessons"]] == ["Mine", "Added later"]


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "02-bad.md`, line 3: There is no screen"), ("ko", "02-bad.md`, 3번째 줄: 화면")]
)
def test_a_broken_lesson_is_reported_with_its_line_in_the_pages_language(own, app, open_page, lang, said):
    own("01-mine.md")
    own("02-bad.md", screen="nowhere <img src=x>")
    app.query_params["lang"] = lang
    app = open_page(app, "lessons")
    [problem] = app.warning
    assert said in problem.value and "`nowhere <img src=x>`" in problem.value
    assert len(drawn_by(app, "lessons")["lessons"]) == 1


def test_a_lesson_that_breaks_while_it_is_open_closes_and_the_page_stays(own, app, open_page):
    own("01-mine.md")
    own("02-other.md")
    app.query_params["lesson"] = "mine"
    app = open_page(app, "planner")
    assert strip(app)["name"] == "mine"
    own("01-mine.md", screen="nowhere")
    app = app.run()
    assert strip(app) is None and "lesson" not in app.query_params


@pytest.mark.parametrize("folder", ["nowhere", "file"])
def test_a_folder_that_is_none_is_told_and_the_lessons_that_come_along_are_there(
    app, open_page, tmp_path, monkeypatch, folder
):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("MBVIZ_LESSONS", str(tmp_path / folder))
    app = open_page(app, "lessons")
    [problem] = app.warning
    assert "MBVIZ_LESSONS" in problem.value and str(tmp_path) not in problem.value
    assert len(drawn_by(app, "lessons")["lessons"]) == 6


def test_an_empty_folder_has_no_lesson_and_the_page_says_so(own, app, open_page):
    app = open_page(app, "lessons")
    assert [info.value for info in app.info] == ["There is no lesson yet."]


def test_files_are_read_again_only_when_they_change(own, monkeypatch):
    own("01-mine.md")
    first = library.look()
    assert library.look() is first
    own("01-mine.md", title="Another title")
    assert library.look() is not first and library.look().lessons["mine"][""].title == "Another title"


def test_a_lesson_may_have_a_batch_larger_than_the_data_at_hand(own, app, open_page):
    own("01-mine.md", screen="batch-size", state="batch_size=60000")
    app.query_params["lesson"] = "mine"
    app = open_page(app, "batch-size")
    assert values(app)["batch_size"] == app.session_state["mbviz"].limits.examples
    assert "batch_size" not in app.query_params


def test_every_lesson_that_comes_along_is_read_by_the_table_of_settings():
    found = library._read(listed(library.SHIPPED))
    assert len(found.lessons) == 6 and not found.problems


def test_the_lessons_state_is_that_of_the_language_shown():
    library.look()
    for language in ("ko", "en"):
        assert library.state("a-billion-examples", language) == {"population": "1000"}
    assert library.state("", "en") == library.state("no-such", "en") == {}
    assert session.EVERYWHERE == ("lang", "hide", "present", "lesson", "done", "code")
