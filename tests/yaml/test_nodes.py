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
