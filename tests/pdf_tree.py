"""What would a screen reader read out of a PDF? The structure tree with its text, read from the finished file.

`read(pdf)` gives nested `Node`s; `spoken(node)` and `written(html)` bring a PDF and the HTML it was made from to
one plain form, so that a test can say: every table, row, cell, list, item and paragraph of the page is there, once,
in order, with its words. It reads content streams and character maps itself: what a reader needs, a test must prove.
"""

import io
import re
from dataclasses import dataclass, field

import pikepdf
import tinyhtml5

TRANSPARENT = {
    "Document",
    "Div",
    "Sect",
    "Part",
    "Art",
    "NonStruct",
    "Span",
    "TBody",
    "THead",
    "TFoot",
    "LBody",
    "Link",
}
HTML_TAGS = {
    "table": "Table", "tr": "TR", "th": "TH", "td": "TD", "caption": "Caption", "figcaption": "Caption", "p": "P",
    "ul": "L", "ol": "L", "li": "LI", "blockquote": "BlockQuote",
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
}  # fmt: skip


class Words(str):
    """The words of one piece of marked content, and the page it stands on (the first is 1)."""

    __slots__ = ("page",)

    def __new__(cls, text, page):
        words = super().__new__(cls, text)
        words.page = page
        return words


@dataclass
class Node:
    """One structure element. `content` is its children and its own words, in reading order."""

    tag: str
    element: pikepdf.Dictionary
    content: list = field(default_factory=list)

    @property
    def children(self):
        return [kid for kid in self.content if isinstance(kid, Node)]

    @property
    def text(self):
        return "".join(kid.text if isinstance(kid, Node) else kid for kid in self.content)

    @property
    def pages(self):
        """The page of each of its pieces of words, in reading order: a line of text is a piece or more."""
        return [page for kid in self.content for page in (kid.pages if isinstance(kid, Node) else [kid.page])]

    def walk(self):
        for child in self.children:
            yield child
            yield from child.walk()

    def of(self, tag):
        return [node for node in self.walk() if node.tag == tag]


class Reader:
    """Reads one opened PDF; the text of each page's marked content is decoded once."""

    def __init__(self, opened):
        self.opened = opened
        self.pages = {page.objgen: number for number, page in enumerate(opened.pages)}
        self.texts = [marked_text(page) for page in opened.pages]
        self.read_pieces = set()
        self.root = Node("", opened.Root.StructTreeRoot)
        self._add_kids(self.root, None)

    def _add_kids(self, node, page):
        kids = node.element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            self._add(node, kid, node.element.get("/Pg", page))

    def _add(self, node, kid, page):
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/StructElem":
            assert kid.P.objgen == node.element.objgen, "an element names another parent than the one it hangs from"
            child = Node(str(kid.S)[1:], kid)
            node.content.append(child)
            self._add_kids(child, page)
        elif isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR":
            return
        else:
            own = isinstance(kid, pikepdf.Dictionary)  # a piece of another page names its page
            self._add_piece(node, int(kid.MCID) if own else int(kid), kid.Pg if own else page)

    def _add_piece(self, node, mcid, page):
        number = self.pages[page.objgen]
        assert (number, mcid) not in self.read_pieces, "a piece of text is read twice"
        self.read_pieces.add((number, mcid))
        parent = self.parents(number)[mcid]
        assert parent.objgen == node.element.objgen, "the parent tree names another owner of a piece of text"
        node.content.append(Words(self.texts[number].pop(mcid), number + 1))

    def parents(self, number):
        numbers = self.opened.Root.StructTreeRoot.ParentTree.Nums
        return next(numbers[place + 1] for place in range(0, len(numbers), 2) if int(numbers[place]) == number)


def read(pdf):
    """The tree of a PDF's bytes; fails if the parent tree, parents or pages disagree with it, or text is left out."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        reader = Reader(opened)
        left = [text for page in reader.texts for text in page.values()]
        assert left == [], "text is marked as content and belongs to nothing"
        yield_root = reader.root
        yield_root.opened = opened
        return _detached(yield_root)


def _detached(node):
    """The attributes a test asks for, kept after the file is closed."""
    for each in [node, *node.walk()]:
        element = each.element
        each.alt = str(element.get("/Alt", ""))
        each.id = str(element.get("/ID", ""))
        attributes = element.get("/A", {})
        each.scope = str(attributes.get("/Scope", ""))
        each.headers = [str(header) for header in attributes.get("/Headers", [])]
        each.spans = int(attributes.get("/RowSpan", 1)), int(attributes.get("/ColSpan", 1))
        each.numbering = str(attributes.get("/ListNumbering", ""))
    for each in [node, *node.walk()]:
        each.element = None
    return node


# --- The words in a page's content ----------------------------------------------------------------------------------


def marked_text(page):
    """{MCID: words} of one page, and of what it draws."""
    fonts = {name: _characters(font) for name, font in page.Resources.Font.items()}
    found, open_pieces, font = {}, [], None
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BDC", "BMC"):
            properties = operands[1] if len(operands) > 1 else {}
            mcid = int(properties.MCID) if "/MCID" in properties else None
            open_pieces.append(mcid)
            if mcid is not None:
                found[mcid] = ""
        elif name == "EMC":
            open_pieces.pop()
        elif name == "Tf":
            font = fonts[str(operands[0])]
        elif name in ("Tj", "TJ"):
            mcid = next((piece for piece in reversed(open_pieces) if piece is not None), None)
            if mcid is not None:
                pieces = operands[0] if name == "TJ" else operands
                found[mcid] += "".join(_decoded(bytes(p), font) for p in pieces if isinstance(p, pikepdf.String))
    return found


def _characters(font):
    """{glyph: characters} from a font's ToUnicode map."""
    if "/ToUnicode" not in font:
        return {}
    text = bytes(font.ToUnicode.read_bytes()).decode()
    found = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.S):
        for glyph, characters in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>", block):
            found[int(glyph, 16)] = bytes.fromhex(characters).decode("utf-16-be")
    return found


def _decoded(code, characters):
    glyphs = (int.from_bytes(code[place : place + 2], "big") for place in range(0, len(code), 2))
    return "".join(characters.get(glyph, "\ufffd") for glyph in glyphs)


# --- One plain form for page and PDF --------------------------------------------------------------------------------


def spoken(node, is_list=True):
    """A PDF's tree as nested lists of [tag, ...] and words without blanks, wrappers and list marks left out."""
    plain = []
    for kid in node.content:
        if not isinstance(kid, Node):
            plain.append(kid)
        elif kid.tag in TRANSPARENT:
            plain.extend(spoken(kid, is_list))
        elif kid.tag == "Figure":
            plain.append(["Figure", kid.alt])
        elif kid.tag in ("Lbl", "Reference") and node.tag != "LI":
            continue  # a footnote's number
        elif kid.tag == "Lbl" and is_list:
            continue  # an item's mark; a term's label is words
        else:
            plain.append([kid.tag, *_joined(spoken(kid, bool(kid.numbering) if kid.tag == "L" else is_list))])
    return _joined(plain) if node.tag == "" else plain


def written(html):
    """The same form, from the HTML."""
    body = tinyhtml5.parse(html, namespace_html_elements=False).find("body")
    return _joined(_written(body))


def _written(element):
    if element.text:
        yield element.text
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag == "img":
            yield ["Figure", child.get("alt")]
        elif tag == "dl":
            yield ["L", *_terms(child)]
        elif tag in HTML_TAGS:
            yield [HTML_TAGS[tag], *_joined(_written(child))]
        else:
            yield from _written(child)
        if child.tail:
            yield child.tail


def _terms(element):
    """A dl's items: the terms together, then what is said of them."""
    items = []
    for child in element:
        is_term = child.tag == "dt"
        if is_term and (not items or items[-1][1]):
            items.append(([], []))
        items[-1][0 if is_term else 1].extend(_written(child))
    for terms, words in items:
        yield ["LI", ["Lbl", *_joined(terms)], *_joined(words)] if words else ["LI", *_joined(terms)]


def _joined(pieces):
    """Neighbouring words as one, blanks left out: where a line ends is not the reader's business."""
    joined = []
    for piece in pieces:
        words = "".join(piece.split()).replace("\xad", "") if isinstance(piece, str) else None
        if words is None:
            joined.append(piece)
        elif words and joined and isinstance(joined[-1], str):
            joined[-1] += words
        elif words:
            joined.append(words)
    return joined
