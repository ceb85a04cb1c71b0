"""Does what people write in a paper come out as they meant it, and nothing else?"""

import pytest

from reports.markdown import numbered, plain_text, to_blocks, to_html


def kinds(text):
    return [block.kind for block in to_blocks(text)]


def test_paragraphs_lists_and_tables_are_pieces_the_paper_can_number():
    text = "First.\n\nSecond:\n\n- a point\n\n| Ref | Score |\n| --- | ---: |\n| 4 | 16 |\n\n> said\n\nThird."
    assert kinds(text) == ["paragraph", "paragraph", "list", "table", "quotation", "paragraph"]


def test_bold_and_italic_are_kept():
    assert to_html("**Money** fell, *slowly*.") == "<p><strong>Money</strong> fell, <em>slowly</em>.</p>"


def test_a_numbered_paragraph_is_one_paragraph():
    block = to_blocks("Money fell.")[0]
    assert numbered(block, "1.1") == ('<p><span class="number">1.1</span> <span class="text">Money fell.</span></p>')
    assert "&lt;b&gt;" in numbered(block, "<b>")


def test_table_headings_head_their_column_and_figures_stand_right():
    html = to_html("| Risk | Score |\n| --- | ---: |\n| Money | 16 |")
    assert '<th scope="col">Risk</th>' in html
    assert '<th scope="col" class="numeric">Score</th>' in html
    assert '<td class="numeric">16</td>' in html


@pytest.mark.parametrize("text", ["# Money", "###### Money", "Money\n=====", "Money\n---"])
def test_a_heading_inside_a_text_becomes_a_bold_line(text):
    assert to_html(text) == "<p><strong>Money</strong></p>"
    assert kinds(text) == ["heading"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a) one\nb) two", '<ol type="a">\n<li>one</li>\n<li>two</li>\n</ol>'),
        ("a. one\nb. two", '<ol type="a">\n<li>one</li>\n<li>two</li>\n</ol>'),
        ("i. one\nii. two", '<ol type="i">\n<li>one</li>\n<li>two</li>\n</ol>'),
        ("iii. one\niv. two", '<ol type="i" start="3">\n<li>one</li>\n<li>two</li>\n</ol>'),
        ("c) one\nd) two", '<ol type="a" start="3">\n<li>one</li>\n<li>two</li>\n</ol>'),
        ("h) one\ni) two\nj) three", '<ol type="a" start="8">\n<li>one</li>\n<li>two</li>\n<li>three</li>\n</ol>'),
        ("4. one\n5. two", '<ol start="4">\n<li>one</li>\n<li>two</li>\n</ol>'),
        ("a) one\n   wrapped\nb) two", '<ol type="a">\n<li>one\nwrapped</li>\n<li>two</li>\n</ol>'),
    ],
)
def test_lists_keep_their_letters_romans_and_where_they_start(text, expected):
    assert to_html(text) == expected


def test_a_lettered_list_may_follow_its_sentence_at_once():
    assert kinds("including:\na) one\nb) two") == ["paragraph", "list"]


def test_romans_inside_numbers_are_a_list_of_their_own():
    html = to_html("1. one\n2. two\n   i. deep\n   ii. deeper\n\nAfter.")
    assert '<li>two\n<ol type="i">\n<li>deep</li>\n<li>deeper</li>\n</ol>\n</li>' in html


def test_lists_of_different_kinds_do_not_run_together():
    assert to_html("i. one\nii. two\n\n1. three").count("<ol") == 2
    assert kinds("i. one\nii. two\n\n1. three") == ["list", "list"]


@pytest.mark.parametrize("text", ["c. 1990 it began.", "v. the Crown", "The list\na) of one mark in a sentence"])
def test_a_line_that_only_looks_like_an_item_stays_text(text):
    assert kinds(text) == ["paragraph"]


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</section></main></body><h1>Mine</h1>",
    "<!-- secret --> <!--",
    "<div><b>never closed",
    "<style>@import 'http://example.org/x.css'</style>",
    "[press](javascript:alert(1))",
    "[press](file:///etc/passwd)",
    "![picture](file:///etc/passwd)",
    "![picture](data:image/svg+xml,<svg onload=alert(1)>)",
    "<https://example.org/> and <svg><a href='http://x'>",
    "[ref]: http://example.org\n\n[ref]",
    "| a |\n| --- |\n| <script>alert(1)</script> |",
    "- <iframe src=file:///etc/passwd>",
    "a) <object data=http://example.org>\nb) x",
    "`<script>`",
    "```html\n<script>alert(1)</script>\n```",
    "    <script>alert(1)</script>",
    "&lt;script&gt;&#x3c;script&#x3e;",
    "**<a href='x' style='position:fixed'>**",
    "[" * 2000 + "](" * 2000,
    "> " * 500 + "deep",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_written_can_run_load_link_or_leave_its_place(text):
    html = to_html(text).lower()
    for wanted in ("<script", "<img", "<a", "<svg", "<iframe", "<object", "<style", "<!--", "</section", "<h1", "<div"):
        assert wanted not in html
    for wanted in (" href", " src", " on", " style"):
        assert not any(wanted in tag for tag in html.split("<")[1:] if ">" in tag for tag in [tag.split(">")[0]])


@pytest.mark.parametrize("text", HOSTILE)
def test_every_piece_closes_what_it_opens(text):
    for block in to_blocks(text):
        for tag in ("p", "ol", "ul", "li", "table", "blockquote", "strong", "em"):
            assert block.html.count(f"<{tag}>") + block.html.count(f"<{tag} ") == block.html.count(f"</{tag}>")


def test_links_and_pictures_keep_their_words():
    assert to_html("See [our plan](https://example.org/plan) ![a map](x.png).") == "<p>See our plan a map.</p>"
    assert to_html("<https://example.org/>") == "<p>https://example.org/</p>"


def test_characters_that_print_nothing_or_turn_the_text_round_are_left_out():
    assert to_html("a\x00b\x1bc\u202ed\ud800e\ufefff\uffff") == "<p>abcdef</p>"
    assert plain_text("one\r\ntwo") == "one two"


def test_plain_text_is_the_words_alone():
    text = "# Money\n\n**Risk 6** fell, see [plan](http://x).\n\n- a\n- b\n\n| Ref |\n| --- |\n| 6 |"
    assert plain_text(text) == "Money\nRisk 6 fell, see plan.\na\nb\nRef\n6"


def test_an_empty_text_is_nothing():
    assert to_html("") == ""
    assert to_blocks(" \n\n ") == []
    assert plain_text("") == ""
