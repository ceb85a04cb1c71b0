"""Lists of the page: bulleted, lettered, roman and numbered, one in another; terms and their meanings; the contents."""

from dataclasses import replace

from reports.docx.inline import classes
from reports.docx.xml import Look, Shape, mm, w

STEP = mm(6.5)
TERM = mm(36)
ENDS = {"a": ")", "A": ")", "i": ".", "I": ".", "1": "."}  # as print.css prints them
BOLD = Look(is_bold=True)


class ListsOfPage:
    """Writes the lists of one file."""

    def __init__(self, body):
        self.body = body

    def write(self, element, context) -> None:
        """A list, as a list of Word's: it goes on counting when an item is added."""
        items = [item for item in element if item.tag == "li"]
        level = min(context.depth, 8)
        lists = self.body.lists
        number = lists.bullets() if element.tag == "ul" else self._ordered(element, context, len(items))
        inside = replace(context, left=context.left + STEP, depth=context.depth + 1)
        if context.style == "Normal":
            inside = replace(inside, style="ListParagraph")
        for item in items:
            self.body.wait(inside, numbered=(number, level), hanging=STEP)
            self.body.flow(item, inside)
            self.body.leave_waiting()

    def _ordered(self, element, context, items: int) -> int:
        look = element.get("type") if element.get("type") in ENDS else "1"
        end = "." if context.is_boxed and look == "a" else ENDS[look]
        start = element.get("start", "1")
        first = int(start) if start.isdecimal() else 1
        return self.body.lists.ordered(look, end, first, min(context.depth, 8), items)

    def write_terms(self, element, context) -> None:
        """Each term with what it means beside it."""
        told = replace(context, style="Fact") if context.cell is None else context
        left, hanging = (context.left + TERM, TERM) if context.cell is None else (context.left, 0)
        lines = list(element.iter("dt", "dd"))
        for child in lines:
            if child.tag == "dt":
                line = self.body.wait(told, left=left, hanging=hanging)
                line.inside(child, BOLD)
                line.tab()
            else:
                self.body.flow(child, replace(told, left=left))
                self.body.leave_waiting()

    def write_contents(self, element, context) -> None:
        """The contents: a field that Word renews with its own page numbers, showing the page's own list until then."""
        for heading in element.iter("h2", "h3"):
            self.body.open(replace(context, style="TOCHeading")).inside(heading)
        lines = []
        for item in element.iter("li"):
            depth = sum("contents" not in classes(list_) for list_ in item.iterancestors("ol", "ul"))
            line = self.body.open(replace(context, style="Toc1" if depth == 1 else "Toc2"))
            for child in item:
                if child.tag not in ("ol", "ul"):
                    line.element(child)
            lines.append(line.paragraph)
        if lines:
            begin = [_mark("begin"), w("r", _instruction('TOC \\o "1-2" \\h \\z')), _mark("separate")]
            place = next((at for at, child in enumerate(lines[0]) if child.tag != PROPERTIES), len(lines[0]))
            for offset, part in enumerate(begin):
                lines[0].insert(place + offset, part)
            lines[-1].append(_mark("end"))


PROPERTIES = Shape().properties().tag


def _mark(kind: str):
    return w("r", w("fldChar", fldCharType=kind))


def _instruction(words: str):
    made = w("instrText")
    made.text = f" {words} "
    return made
