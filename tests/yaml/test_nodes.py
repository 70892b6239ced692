"""Text keeps its key and place, and reaches a page escaped and wrapped."""

import copy
import pickle
from pathlib import Path

import pytest

from factsheet.findings import Place
from factsheet.yaml.nodes import Text

HERE = Place(Path("en.yaml"), 3, 7)


def test_text_is_its_words():
    assert Text("no", "a.b", HERE) == "no"
    assert {"no": 1}[Text("no", "a.b", HERE)] == 1
    assert type(Text("no", "a.b", HERE).plain) is str


def test_text_reaches_the_page_escaped_and_with_its_key():
    text = Text("""<b>"A" & 'B'</b>""", """a."b'<""", HERE)
    assert text.__html__() == (
        '<span data-key="a.&quot;b&#x27;&lt;">&lt;b&gt;&quot;A&quot; &amp; &#x27;B&#x27;&lt;/b&gt;</span>'
    )


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_text_survives_the_way_to_another_process(protocol):
    text = Text("one two", "a.b", HERE, [(0, HERE), (4, Place(Path("en.yaml"), 4, 1))])
    for again in (pickle.loads(pickle.dumps(text, protocol)), copy.copy(text), copy.deepcopy(text)):
        assert (again, again.key, again.place) == ("one two", "a.b", HERE)
        assert again.at(5) == Place(Path("en.yaml"), 4, 2)
        assert type(again) is Text


def test_words_made_of_others_know_their_places():
    file = Path("en.yaml")
    typed = Text("a **bold** b\\*c", "a.b", Place(file, 3, 7), [(0, Place(file, 3, 7)), (11, Place(file, 4, 1))])
    made = typed.derived("a bold b*c", [(0, 0), (2, 4), (6, 10), (8, 13)])
    assert (made, made.key, made.place) == ("a bold b*c", "a.b", Place(file, 3, 7))
    assert [(made.at(n).line, made.at(n).column) for n in (0, 2, 5, 6, 7, 8, 9)] == [
        (3, 7), (3, 11), (3, 14), (3, 17), (4, 1), (4, 3), (4, 4),
    ]  # fmt: skip
