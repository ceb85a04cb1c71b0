"""Which post does an owner in a file mean? Titles, other names, short forms, initials, people, and near misses."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from reports.imports.judged import NOTHING, Judged, folded
from reports.imports.texts import one_line, says_nothing
from reports.imports.values import KnownPost

LONGEST = 200
NEAR = 86  # of 100: how alike a title has to be to be offered
SHORT_FORMS = {
    "dir": "director",
    "drctr": "director",
    "dep": "deputy",
    "dpty": "deputy",
    "asst": "assistant",
    "assoc": "associate",
    "hd": "head",
    "mgr": "manager",
    "exec": "executive",
    "off": "officer",
    "ofcr": "officer",
    "cmdr": "commander",
    "commr": "commissioner",
    "supt": "superintendent",
    "insp": "inspector",
    "sec": "secretary",
    "gov": "governance",
    "govt": "government",
    "ops": "operations",
    "tech": "technology",
    "comms": "communications",
    "dev": "development",
    "fin": "finance",
    "info": "information",
    "mgmt": "management",
    "svcs": "services",
    "perf": "performance",
    "strat": "strategy",
}
SMALL_WORDS = frozenset(("of", "and", "the", "for", "to", "in", "on", "at", "a"))


@dataclass(frozen=True, eq=False)
class Names:
    """The posts of a body by every form in which a file can print them, folded."""

    body: str
    titles: dict[str, tuple[KnownPost, ...]]  # titles and aliases
    short: dict[str, tuple[KnownPost, ...]]  # short forms written out, initials of titles
    holders: dict[str, tuple[KnownPost, ...]]  # names of holders
    initials: dict[str, tuple[KnownPost, ...]]  # initials of holders
    brief: dict[str, tuple[KnownPost, ...]]  # holders as "J Bloggs", "Bloggs Jo" and "Bloggs J"
    surnames: dict[str, tuple[KnownPost, ...]]


@lru_cache(maxsize=8)
def names_of(posts: tuple[KnownPost, ...], body: str = "") -> Names:
    """Every form of every post. Of several with one name the own ones count before the other body's, and those
    whose title it is before those that are only also called so."""
    titles: dict[str, list[KnownPost]] = defaultdict(list)
    short: dict[str, list[KnownPost]] = defaultdict(list)
    holders: dict[str, list[KnownPost]] = defaultdict(list)
    initials: dict[str, list[KnownPost]] = defaultdict(list)
    brief: dict[str, list[KnownPost]] = defaultdict(list)
    surnames: dict[str, list[KnownPost]] = defaultdict(list)
    for post in posts:
        for title in (post.title, *post.aliases):
            titles[folded(title)].append(post)
            short[written_out(title)].append(post)
            if len(_initials(title)) > 1:
                short[_initials(title)].append(post)
        for holder in post.holders:
            holders[folded(holder)].append(post)
            initials[_initials(holder, is_person=True)].append(post)
            for form in _brief(holder):
                brief[form].append(post)
            surnames[folded(holder).split(" ")[-1]].append(post)
    return Names(body, *(_settled(group) for group in (titles, short, holders, initials, brief, surnames)))


def _settled(group: dict[str, list[KnownPost]]) -> dict[str, tuple[KnownPost, ...]]:
    settled = {}
    for name, posts in group.items():
        kept = [post for post in posts if not post.body] or posts
        by_title = [post for post in kept if folded(post.title) == name]
        settled[name] = tuple({post.key: post for post in by_title or kept}.values())
    return settled


@lru_cache(maxsize=10_000)
def written_out(title: str) -> str:
    """ "Dir. CJ Policy & Commissioning" with its short forms written out, folded, without small words."""
    words = [SHORT_FORMS.get(word, word) for word in folded(title).split()]
    return " ".join(word for word in words if word not in SMALL_WORDS)


def _initials(title: str, is_person: bool = False) -> str:
    words = re.split(r"[\s-]+", re.sub(r"[^\w\s-]", " ", title))
    return "".join(word[0] for word in words if word and (is_person or word.casefold() not in SMALL_WORDS)).casefold()


def _brief(holder: str) -> set[str]:
    """ "Jo Ann Bloggs" as "j bloggs", "bloggs j", "bloggs jo ann" and "bloggs jo"; nothing for a single name."""
    *first, last = folded(holder).split() or [""]
    if not first:
        return set()
    before = {first[0][0], first[0], " ".join(first), "".join(name[0] for name in first)}
    return {f"{name} {last}" for name in before} | {f"{last} {name}" for name in before}


def is_holder(text: str, names: Names) -> bool:
    """Whether a text names somebody who holds a post, in whatever form."""
    form = _person(text)
    return form in names.holders or form in names.brief or form in names.surnames


COURTESY = re.compile(r"^(?:mr|mrs|ms|miss|mx|dr|prof|sir|dame|cllr|councillor|rev)\b\.?\s*", re.IGNORECASE)


def _person(text: str) -> str:
    return folded(COURTESY.sub("", text.strip()))


# What one of them means -----------------------------------------------------------------------------------------------


OF_BOTH = "both bodies"  # the owner of a joint control, in a list of ours that comes back


def judge_owner(printed: str, names: Names) -> Judged:
    """The post that one printed owner means: {"post": key}; a question with the choice of adding it otherwise."""
    text = one_line(printed)
    if says_nothing(text) or text.casefold() == OF_BOTH:
        return NOTHING
    if len(text) > LONGEST:
        return Judged(None, f"“{text[:80]}…” is too long for the title of a post.", is_plain=False)
    return _known_title(text, names) or _known_person(text, names) or _two_parts(text, names) or _unknown(text, names)


def _known_title(text: str, names: Names) -> Judged | None:
    for form in (text, _without_body(text, names.body)):
        posts = names.titles.get(folded(form))
        if posts:
            return _of(text, posts, f"{text} is the post of that name.", is_plain=True)
        posts = names.short.get(written_out(form)) or (
            names.short.get(form.casefold().replace(".", "")) if form.replace(".", "").isupper() else None
        )
        if posts:
            return _of(text, posts, f"{text} is short for {posts[0].title}.")
    return None


def _known_person(text: str, names: Names) -> Judged | None:
    posts = names.holders.get(folded(text)) or names.holders.get(_person(text))
    if posts:
        return _of(text, posts, f"{text} holds the post {posts[0].title}.")
    posts = names.brief.get(_person(text))
    if posts:
        holder = next(name for name in posts[0].holders if _person(text) in _brief(name))
        return _of(text, posts, f"{text} is taken for {holder}, who holds the post {posts[0].title}.")
    bare = text.replace(".", "").replace(" ", "")
    if bare.isupper() and bare.isalpha() and 2 <= len(bare) <= 4:
        posts = names.initials.get(bare.casefold())
        if posts:
            return _of(text, posts, f"{text} are the initials of who holds the post {posts[0].title}.")
    return None


PARTS = (
    re.compile(r"^(?P<one>[^()]+?)\s*[(\[](?P<other>[^()]+)[)\]]$"),
    re.compile(r"^(?P<one>[^,]+?),\s*(?P<other>.+)$"),
    re.compile(r"^(?P<one>.+?)\s+[–—-]\s+(?P<other>.+)$"),
    re.compile(r"^(?P<one>[^:]+?):\s*(?P<other>.+)$"),
)


def _two_parts(text: str, names: Names) -> Judged | None:
    """ "Jo Bloggs, Head of Data", "Head of Data (Jo Bloggs)"."""
    for pattern in PARTS:
        match = pattern.match(text)
        if not match:
            continue
        judged = {}
        for part in (match["one"].strip(), match["other"].strip()):
            found = _known_title(part, names) or _known_person(part, names)
            if found and found.meaning:
                judged[part] = found
        meanings = {str(found.meaning) for found in judged.values()}
        if len(meanings) > 1:
            return Judged(None, f"The two parts of “{text}” are two different posts.", is_plain=False)
        if judged:
            part, found = next(iter(judged.items()))
            rest = match["other"].strip() if part == match["one"].strip() else match["one"].strip()
            if rest not in judged and (second := _named_in(rest, found.meaning, names)):
                return Judged(None, f"“{text}” names a second post, {second.title}.", is_plain=False)
            kept = "" if rest in judged else f" “{rest}” is not kept: risks are owned by posts."
            return Judged(found.meaning, f"{found.reason}{kept}", is_plain=False)
    return None


def _named_in(text: str, meaning: dict[str, int], names: Names) -> KnownPost | None:
    """Another post than the one meant, named among other words: "jointly with Director of Strategy"."""
    padded, spelled = f" {folded(text)} ", f" {written_out(text)} "
    for forms, within in ((names.titles, padded), (names.short, spelled)):
        for form, posts in forms.items():
            is_name = forms is names.titles or " " in form  # initials may be a word like any other
            if is_name and f" {form} " in within and posts[0].key != meaning.get("post"):
                return posts[0]
    return None


def _of(text: str, posts: tuple[KnownPost, ...], reason: str, *, is_plain: bool = False) -> Judged:
    if posts[0].body:
        words = f"{text} is a post of {posts[0].body}, which cannot own here."
        return Judged(None, words, is_plain=False, suggestion={"add": text})
    if len(posts) > 1:
        titles = " or ".join(post.title for post in posts[:3])
        return Judged(None, f"{text} can be {titles}.", is_plain=False, suggestion={"post": posts[0].key})
    return Judged({"post": posts[0].key}, reason, is_plain=is_plain)


def _unknown(text: str, names: Names) -> Judged:
    forms = {form: posts for form, posts in names.titles.items() if not posts[0].body}
    posts = names.surnames.get(_person(text))
    if posts and not posts[0].body:
        holder = next(name for name in posts[0].holders if folded(name).split(" ")[-1] == _person(text))
        reason = f"“{text}” may be {holder}, who holds the post {posts[0].title}."
        return Judged(None, reason, is_plain=False, suggestion={"post": posts[0].key})
    best = process.extractOne(folded(text), forms.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=NEAR)
    if best:
        post = forms[best[0]][0]
        reason = f"“{text}” is no post here, but much like {post.title}."
        return Judged(None, reason, is_plain=False, suggestion={"post": post.key})
    reason = f"“{text}” is no post of the body, no other name of one, and nobody who holds one."
    return Judged(
        None, reason, is_plain=False, suggestion={"add": text[:120]} if not _looks_like_initials(text) else None
    )


def _looks_like_initials(text: str) -> bool:
    bare = text.replace(".", "").replace(" ", "")
    return bare.isupper() and len(bare) <= 4


def _without_body(text: str, body: str) -> str:
    """A title without the name of its own body: "Director of Strategy (MOPAC)", "MOPAC Director of Strategy"."""
    if not body:
        return text
    name = re.escape(body)
    return re.sub(rf"^(?:the\s+)?{name}[\s:,–-]+|[\s,–-]+\(?{name}\)?$|\s*\({name}\)$", "", text, flags=re.I).strip()
