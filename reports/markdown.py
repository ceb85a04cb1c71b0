"""How does the text of a paper become HTML we can trust?

Markdown, a small part of it: paragraphs, bold, italic, lists, tables, quotations, footnotes. Nothing that a
writer, or text pasted by one, could use to load, link or run something gets through: the parser takes HTML for
plain text, and nh3 lets only the tags below leave. Headings are the portal's own (its numbering and bookmarks),
so a heading inside a text becomes a bold line. Links keep their words and lose their address, but those that the
portal made itself, to a place in the same paper. Pictures are the paper's own, each in a paragraph of its own.

Lists lettered a) b) or numbered i. ii., as panel papers have them, are more than Markdown knows. They are
read line by line before parsing: each such line gets a plain number, and what it looked like is put back on
the list afterwards. A list may run on from an earlier one ("iii." after a paragraph between).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace

import nh3
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from reports import footnotes
from reports.characters import without_controls

TAGS = {
    "p", "br", "strong", "em", "code", "blockquote", "ul", "ol", "li", "a", "span",
    "table", "caption", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {"ol": {"type", "start"}, "th": {"scope"}, "a": {"href"}, "span": {"role"}}
CLASSES = {"th": {"numeric"}, "td": {"numeric"}, "span": {"footnote"}}
ROMAN = {"i": 1, "v": 5, "x": 10}
KINDS = {
    "paragraph_open": "paragraph",
    "heading_open": "heading",
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "table_open": "table",
    "blockquote_open": "quotation",
}
MARKER = re.compile(r"(?P<indent> *)(?P<mark>[a-z]|[ivx]+)(?P<end>[.)])(?P<gap> +)(?=\S)")
ITEM = re.compile(r"([-*+]|\d+[.)]|[a-z]+[.)]) ")
LABEL = re.compile(r"\{#(?P<label>[a-z0-9-]+)\}\s*")


@dataclass(frozen=True)
class Block:
    """One top-level piece of a text. The caller numbers paragraphs; what follows one belongs to it."""

    kind: str  # paragraph, heading, list, table, quotation, picture
    html: SafeString
    label: str = ""  # of a paragraph that others refer to: "{#label}" at its beginning
    level: int = 0  # of a heading, 1 the highest


@dataclass(frozen=True)
class Picture:
    """A picture that a text may show, as whoever reads it may see it."""

    source: str  # a data: address of the bytes; empty where it may not be shown
    alt: str


def to_html(text: str, pictures: Mapping[str, Picture] | None = None, anchors: Set[str] = frozenset()) -> SafeString:
    """The whole text as safe HTML."""
    blocks = to_blocks(text, pictures, anchors)
    return mark_safe("\n".join(block.html for block in blocks))  # noqa: S308 - every block is cleaned


def to_blocks(text: str, pictures: Mapping[str, Picture] | None = None, anchors: Set[str] = frozenset()) -> list[Block]:
    """The text in its top-level pieces, each safe HTML by itself.

    `pictures`: those it may show, by their slugs. `anchors`: the places of the same paper that it may link to.
    """
    parser, tokens, notes = _parse(text, anchors)
    blocks = []
    for kind, group in _groups(tokens):
        shown = pictures_in(group, pictures or {})
        if shown is not None:
            blocks += [Block("picture", html) for html in shown]
            continue
        label = _take_label(group) if kind == "paragraph" else ""
        if html := _clean(parser.renderer.render(group, parser.options, {"notes": notes})):
            blocks.append(Block(kind, html, label, group[0].meta.get("level", 0)))
    return list(_captioned(blocks))


def numbered(block: Block, number: str) -> SafeString:
    """A paragraph with its number in it, as print.css hangs it: one paragraph to a screen reader too."""
    inner = block.html.removeprefix("<p>").removesuffix("</p>")
    return mark_safe(  # noqa: S308 - the block is cleaned, the number escaped
        f'<p><span class="number">{escape(number)}</span> <span class="text">{inner}</span></p>'
    )


def plain_text(text: str) -> str:
    """The words alone, a line to a paragraph, item, cell or note: for searching, checking and counting."""
    _, tokens, notes = _parse(text)
    lines = ["".join(_words(token.children or [])) for token in tokens if token.type == "inline"]
    lines = [LABEL.sub("", line, count=1) if line.startswith("{#") else line for line in lines]
    lines += [plain_text(note) for note in notes.values()]
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


def _words(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "footnote":
            continue
        if token.type in ("softbreak", "hardbreak"):
            yield " "
        elif token.type == "image":
            yield from _words(token.children or [])
        else:
            yield token.content


def _parse(text: str, anchors: Set[str] = frozenset()) -> tuple[MarkdownIt, list[Token], dict[str, str]]:
    parser = (
        MarkdownIt("commonmark", {"html": False, "maxNesting": 100})
        .enable("table")
        .disable(["code", "fence", "reference"])
    )
    parser.validateLink = lambda url: True  # no address is kept but our own, so none needs to be refused
    footnotes.add_to(parser)
    body, notes = footnotes.taken_out(without_controls(text))
    lines, looks = _plain_markers(body.split("\n"))
    tokens = list(_restore_looks(parser.parse("\n".join(lines), {"notes": notes}), looks))
    for token, after in zip(tokens, [*tokens[1:], *tokens[-1:]], strict=True):
        _set_cell(token)
        if token.children:
            token.children = list(_inline(token.children, anchors))
        _demote(token, after)
    return parser, tokens, notes


def _clean(html: str) -> SafeString:
    cleaned = nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, allowed_classes=CLASSES, url_schemes=set(), link_rel=None
    )
    return mark_safe(cleaned.strip())  # noqa: S308 - this is what cleans it


def _groups(tokens: list[Token]) -> Iterator[tuple[str, list[Token]]]:
    """Top-level pieces: a token that opens, everything in it, and the one that closes."""
    group: list[Token] = []
    for token in tokens:
        group.append(token)
        if token.level == 0 and token.nesting <= 0:
            if kind := group[0].meta.get("kind") or KINDS.get(group[0].type):
                yield kind, group
            group = []


# --- What each token becomes ----------------------------------------------------------------------------------------


def _demote(token: Token, after: Token) -> None:
    """A heading becomes a paragraph with its words in bold."""
    if after.type == "heading_close" and token.children:
        token.children = [Token("strong_open", "strong", 1), *token.children, Token("strong_close", "strong", -1)]
    if token.type in ("heading_open", "heading_close"):
        token.meta = {"kind": "heading", "level": int(token.tag[1:])}
        token.type, token.tag = token.type.replace("heading", "paragraph"), "p"


def _inline(children: list[Token], anchors: Set[str]) -> Iterator[Token]:
    """Links give way to their words, but those to a place of the paper; pictures that stand in a line to theirs."""
    is_alone = _only_pictures(children)
    kept: list[bool] = []
    for child in children:
        if child.type == "image" and not is_alone:
            yield from _inline(child.children or [], anchors)
        elif child.type == "link_open":
            kept.append(str(child.attrs.get("href", "")).removeprefix("#") in anchors)
            if kept[-1]:
                yield child
        elif child.type == "link_close":
            if kept.pop():
                yield child
        else:
            yield child


def _only_pictures(children: list[Token]) -> bool:
    """Whether a paragraph holds the paper's own pictures and nothing else."""
    rest = [child for child in children if child.type != "softbreak" and child.content.strip() + child.type != "text"]
    return bool(rest) and all(child.type == "image" and _slug_of(child) for child in rest)


def _slug_of(image: Token) -> str:
    source = str(image.attrs.get("src", ""))
    return source.removeprefix("file:") if source.startswith("file:") else ""


def pictures_in(group: list[Token], pictures: Mapping[str, Picture]) -> list[SafeString] | None:
    """The figures of a paragraph that holds pictures and nothing else; None of any other.

    What is drawn is the portal's own, every part of it escaped: a text names a picture and describes it.
    """
    images = [child for token in group for child in token.children or [] if child.type == "image"]
    if not images:
        return None
    return [_figure("".join(_words(image.children or [])), pictures.get(_slug_of(image))) for image in images]


def _figure(words: str, picture: Picture | None) -> SafeString:
    if picture is None:
        return format_html("<p>[unknown: picture]</p>") if not words else format_html("<p>[unknown: {}]</p>", words)
    if not picture.source:
        return format_html('<p class="withheld">{}</p>', "A picture that is not published (OFFICIAL-SENSITIVE)")
    alt = words or picture.alt
    return format_html('<figure class="picture"><img src="{}" alt="{}"></figure>', picture.source, alt)


def _take_label(group: list[Token]) -> str:
    """The label at the beginning of a paragraph, which is no part of its words."""
    for token in group:
        for child in (token.children or [])[:1]:
            if match := LABEL.match(child.content):
                child.content = child.content[match.end() :]
                return match["label"]
    return ""


def _captioned(blocks: list[Block]) -> Iterator[Block]:
    """A table takes the line before it for its caption, where that begins with "Table:"."""
    held: Block | None = None
    for block in blocks:
        if held is not None:
            if block.kind == "table":
                caption = held.html.removeprefix("<p>Table:").removesuffix("</p>").strip()
                html = block.html.replace("<table>", f"<table><caption>{caption}</caption>", 1)
                block = replace(block, html=mark_safe(html))  # noqa: S308 - both parts are cleaned
            else:
                yield held
            held = None
        if block.kind == "paragraph" and block.html.startswith("<p>Table:"):
            held = block
        else:
            yield block
    if held is not None:
        yield held


def _set_cell(token: Token) -> None:
    if token.type == "th_open":
        token.attrSet("scope", "col")
    if token.type in ("th_open", "td_open") and "right" in str(token.attrs.pop("style", "")):
        token.attrSet("class", "numeric")


# --- Lists lettered a) or numbered i. -------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Look:
    """What an item's mark was before it became a plain number: letter or roman, and which."""

    type: str
    ordinal: int


def _plain_markers(lines: list[str]) -> tuple[list[str], dict[int, _Look]]:
    """Give lettered and roman items plain numbers, as wide as they were; say for each line what it had."""
    looks: dict[int, _Look] = {}
    changed = list(lines)
    for number in range(len(lines)):
        if number in looks or not MARKER.match(lines[number]):
            continue
        look, run = _longest_run(lines, number)
        for place, (line, match) in enumerate(run):
            gap = " " * min(4, len(match["mark"] + match["gap"]) - 1)
            changed[line] = f"{match['indent']}1{match['end']}{gap}{lines[line][match.end() :]}"
            looks[line] = _Look(look, _ordinal(run[0][1]["mark"], look) + place)
    return changed, looks


def _restore_looks(tokens: list[Token], looks: dict[int, _Look]) -> Iterator[Token]:
    """Put the marks back as the list's type and start. Lists that only met because both had numbers part again."""
    types: list[str] = []
    for place, token in enumerate(tokens):
        if token.type == "ordered_list_open":
            look = looks.get(tokens[place + 1].map[0]) if tokens[place + 1].map else None
            types.append(look.type if look else "1")
            if look:
                _mark(token, look)
        elif token.type == "list_item_open" and token.info:
            look = looks.get(token.map[0]) if token.map else None
            if types and (look.type if look else "1") != types[-1]:
                types[-1] = look.type if look else "1"
                yield Token("ordered_list_close", "ol", -1, level=token.level - 1, block=True)
                opened = Token("ordered_list_open", "ol", 1, level=token.level - 1, block=True)
                _mark(opened, look or _Look("1", int(token.info)))
                yield opened
        elif token.type == "ordered_list_close":
            types.pop()
        yield token


def _mark(token: Token, look: _Look) -> None:
    token.attrs = {} if look.type == "1" else {"type": look.type}
    if look.ordinal != 1:
        token.attrSet("start", str(look.ordinal))


Run = list[tuple[int, re.Match[str]]]


def _longest_run(lines: list[str], start: int) -> tuple[str, Run]:
    """The items that follow on from this line, read as romans and as letters; romans where both read alike.

    A line that only looks like an item ("c. 1990") stays text: a list begins with its first mark, or goes on
    for at least two, and stands after a blank line, an item or the start.
    """
    runs = [(look, _run(lines, start, look)) for look in ("i", "a")]
    look, run = max(runs, key=lambda found: len(found[1]))
    begins = bool(run) and (_ordinal(run[0][1]["mark"], look) == 1 or len(run) > 1)
    above = lines[start - 1].strip() if start else ""
    after = not above or bool(ITEM.match(above)) or len(run) > 1
    return (look, run) if begins and after else (look, [])


def _run(lines: list[str], start: int, look: str) -> Run:
    first = MARKER.match(lines[start])
    if first is None or not _ordinal(first["mark"], look):
        return []
    run: Run = [(start, first)]
    expected = _ordinal(first["mark"], look) + 1
    for number in range(start + 1, len(lines)):
        line = lines[number]
        match = MARKER.match(line)
        if match and match["indent"] == first["indent"] and match["end"] == first["end"]:
            if _ordinal(match["mark"], look) != expected:
                break
            run.append((number, match))
            expected += 1
        elif line.strip() and not line.startswith(first["indent"] + " ") and not lines[number - 1].strip():
            break  # a new paragraph outside the list
    return run


def _ordinal(mark: str, look: str) -> int:
    """1 for a or i; 0 where the mark is not of that look."""
    if look == "a":
        return ord(mark) - ord("a") + 1 if len(mark) == 1 else 0
    if not re.fullmatch(r"x{0,3}(ix|iv|v?i{0,3})", mark):
        return 0
    values = [ROMAN[letter] for letter in mark]
    return sum(-value if value < max(values[place:]) else value for place, value in enumerate(values))
