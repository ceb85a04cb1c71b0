"""Bodies of papers that cross pages in every way we could think of. See tests/test_pdf_tags.py."""

WORDS = """apples barley carrots dates elder fennel garlic hazel ivy juniper kale leeks mint nettles oats
parsley""".split()  # noqa: SIM905 - shorter so
DOT = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "YPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
HEAD = "<thead><tr><th scope=col>Ref<th scope=col>What</thead>"


def prose(number, count=60):
    words = [WORDS[(number * 7 + step * step + step // 5) % len(WORDS)] for step in range(count)]
    return " ".join(words).capitalize() + "."


def rows(count, words=20, start=0):
    return "".join(f"<tr><th scope=row>r{start + row}<td>{prose(row, words)}" for row in range(count))


def items(count, words=20, inner=""):
    return "".join(f"<li>{prose(item, words)}{inner}" for item in range(count))


def table(body, head=HEAD):
    return f"<table><caption>Caption</caption>{head}{body}</table>"


def _grouped():
    return "".join(f"<tbody><tr><th scope=rowgroup>Group {group}<td>15 rows{rows(15)}</tbody>" for group in range(6))


def _spanning():
    head = (
        "<thead><tr><th scope=col rowspan=2>A<th scope=colgroup colspan=2>BC<tr><th scope=col>B<th scope=col>C</thead>"
    )
    return table("<tbody>" + "".join(
        f"<tr><th scope=rowgroup rowspan=3>g{row}<td>{prose(row, 20)}<td>x<tr><td>{prose(row, 20)}<td>y"
        f"<tr><td colspan=2>{prose(row, 9)}" for row in range(24)) + "</tbody>", head)  # fmt: skip


def _in_depth():
    inner = f"<ul>{items(3, 25, f'<ol type=i>{items(2, 20)}</ol>')}</ul>"
    return f"<ol>{items(7, 30, inner)}</ol>"


def _paragraphs_in_items():
    return "<ol>" + "".join(
        f"<li><p>{prose(item, 30)}</p><p>{prose(item + 1, 30)}</p><ul><li><p>{prose(3, 25)}</p><li>x</ul>"
        f"<p>after {item}</p>words<ul><li>y</ul>more words" for item in range(14)) + "</ol>"  # fmt: skip


def _sections():
    return "".join(
        f"<section><h2><span class=number>{n}.</span> Part {n}</h2>" + "".join(
            f"<div class=paragraph><p><span class=number>{n}.{k}</span> <span class=text>{prose(k, 90)} "
            f"<strong>bold {prose(k, 30)}</strong></span></p><ol type=a><li>{prose(k, 20)}<li>two</ol></div>"
            for k in range(8)) + "</section>" for n in range(2))  # fmt: skip


CASES = {
    "a table of two pages": lambda: table(f"<tbody>{rows(26)}</tbody>"),
    "a table of ten pages": lambda: table(f"<tbody>{rows(120, 36)}</tbody>"),
    "rows longer than a page": lambda: table(f"<tbody>{rows(3)}{rows(1, 2400, 7)}{rows(2)}{rows(1, 900)}</tbody>"),
    "a table in groups with a foot": lambda: table(_grouped() + "<tfoot><tr><td>foot<td>end</tfoot>"),
    "cells that span": _spanning,
    "lists in cells": lambda: table(
        "<tbody>" + "".join(f"<tr><th scope=row>r{k}<td>Before<ul>{items(14, 25)}</ul>After" for k in range(5))
    ),
    "tables in a list": lambda: f"<ul>{items(3, 20, table(f'<tbody>{rows(22)}</tbody>') + '<p>after</p>')}</ul>",
    "lists in lists": _in_depth,
    "paragraphs in items": _paragraphs_in_items,
    "paragraphs": lambda: "".join(f"<p>{prose(k, 120)}</p>" for k in range(12)) + f"<p>{prose(1, 1500)}</p>",
    "links over lines and pages": lambda: "<p id=a>x</p>" + "".join(
        f"<p>{prose(k, 60)} <a href='#a'>{prose(k, 60)}</a> tail {k}</p>" for k in range(14)),
    "terms and definitions": lambda: "<dl>" + "".join(f"<dt>T{k}<dd>{prose(k)}<dd>Second" for k in range(30)) + "</dl>",
    "a quotation": lambda: f"<blockquote>Words<p>{prose(1, 900)}</p>more words<p>{prose(2, 300)}</p></blockquote>",
    "sections": _sections,
}  # fmt: skip
