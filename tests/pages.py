"""A page as a person without a script meets it: what it says, and its form as shown, filled in and sent."""

import re
from html.parser import HTMLParser

from django.contrib.messages import get_messages

VOID = {"input", "br", "meta", "link", "img", "hr", "wbr"}


class _Form(HTMLParser):
    """The fields of the page's main form with what they hold: {name: [values]}."""

    def __init__(self):
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self.inside = self.main = False
        self.select = self.textarea = None
        self.text: list[str] = []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "main":
            self.main = True
        if tag == "form" and self.main and attrs.get("method", "").lower() == "post":
            self.inside = True
        if not self.inside:
            return
        if tag == "input":
            self._input(attrs)
        elif tag == "select":
            self.select, self.fields[attrs["name"]] = attrs["name"], self.fields.get(attrs["name"], [])
            self.picked = None
        elif tag == "option" and self.select and (self.picked is None or "selected" in attrs):
            self.picked = attrs.get("value", "")
        elif tag == "textarea":
            self.textarea, self.text = attrs["name"], []

    def _input(self, attrs):
        kind, name = attrs.get("type", "text"), attrs.get("name")
        if name is None or (kind in ("radio", "checkbox") and "checked" not in attrs):
            return
        self.fields.setdefault(name, []).append(attrs.get("value", "on" if kind in ("radio", "checkbox") else ""))

    def handle_data(self, data):
        if self.textarea:
            self.text.append(data)

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        elif tag == "select" and self.select:
            self.fields[self.select].append(self.picked or "")
            self.select = None
        elif tag == "textarea" and self.textarea:
            text = "".join(self.text)
            self.fields[self.textarea] = [text[1:] if text.startswith("\n") else text]
            self.textarea = None


def form_of(response) -> dict[str, list[str]]:
    parser = _Form()
    parser.feed(response.content.decode())
    return parser.fields


def send(client, response, url=None, **changes):
    """Send the form of a page back, changed. A value of None empties a field."""
    data = form_of(response)
    for name, value in changes.items():
        data[name] = (
            [] if value is None else [str(v) for v in value] if isinstance(value, list | tuple) else [str(value)]
        )
    return client.post(url or response.request["PATH_INFO"] + _query(response), data, follow=False)


def _query(response):
    query = response.request.get("QUERY_STRING", "")
    return f"?{query}" if query else ""


def words_of(response) -> str:
    """What the page says, without its markup, each run of space as one."""
    html = response.content.decode()
    html = re.sub(r"<(script|style|head)\b.*?</\1>", " ", html, flags=re.S)
    text = re.sub(r"<[^>]+>", " ", html)
    for entity, sign in (("&amp;", "&"), ("&#x27;", "'"), ("&quot;", '"'), ("&lt;", "<"), ("&gt;", ">")):
        text = text.replace(entity, sign)
    return re.sub(r"\s+", " ", text)


def typed_in(response, name) -> str:
    """What stands in one field of the form."""
    return form_of(response)[name][0]


def news_of(response) -> str:
    """What the next page will say of what was done."""
    return " ".join(message.message for message in get_messages(response.wsgi_request))
