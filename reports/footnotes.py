"""How does a text have notes? "[^1]" where one is called, "[^1]: its words" on a line of its own.

A note is drawn where it is called, inside the paragraph: the printed page sets it at its foot and numbers it, and a
screen reader meets it in its place.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_inline import StateInline

CALL = re.compile(r"\[\^(?P<mark>[\w-]{1,20})\]")
NOTE = re.compile(r"\[\^(?P<mark>[\w-]{1,20})\]:[ \t]*(?P<words>.*)")


def taken_out(text: str) -> tuple[str, dict[str, str]]:
    """The text without its notes, and the notes by their marks. A note goes on until an empty line or the next note."""
    kept: list[str] = []
    notes: dict[str, str] = {}
    mark = ""
    for line in text.split("\n"):
        if match := NOTE.match(line):
            mark = match["mark"]
            notes[mark] = match["words"].strip()
        elif mark and line.strip():
            notes[mark] = f"{notes[mark]} {line.strip()}".strip()
        else:
            mark = ""
            kept.append(line)
    return "\n".join(kept), notes


def add_to(parser: MarkdownIt) -> None:
    """Teach a parser the calls. The notes themselves come with `env["notes"]`."""
    parser.inline.ruler.before("link", "footnote", _call)
    parser.add_render_rule("footnote", _draw)


def _call(state: StateInline, silent: bool) -> bool:
    match = CALL.match(state.src, state.pos)
    notes = state.env.get("notes", {})
    if match is None or not notes.get(match["mark"]):
        return False
    if not silent:
        token = state.push("footnote", "", 0)
        token.meta = {"words": state.md.parseInline(notes[match["mark"]], {"notes": {}})[0].children}
    state.pos = match.end()
    return True


def _draw(self: RendererProtocol, tokens, idx, options, env) -> str:
    words = self.renderInline(_plain(tokens[idx].meta["words"]), options, env)
    return f'<span class="footnote" role="doc-footnote">{words}</span>'


def _plain(children):
    """A note has no links or pictures, as no text of a paper has."""
    return [child for child in children if child.type not in ("link_open", "link_close", "image")]
