"""Family "figures", counts: "seven of the eleven risks are green", against the position."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reports.checks.found import Finder
from reports.checks.language import Span, is_hedged, is_of_the_past, name_pattern, sentences, straight
from reports.checks.model import (
    Facts,
    Finding,
    Passage,
    PlanFacts,
    RegisterFacts,
    RiskFacts,
    StreamFacts,
    Text,
)
from reports.checks.numbers import Number, counts, like, value_of
from reports.checks.risks_named import bodies_named, mentions, whose
from reports.checks.vocabulary import Said, properties

ADJECTIVE = (
    r"(?:corporate|strategic|headline|open|live|current|active|Met|MOPAC|MPS|MOPAC's|Met's|MPS's|Met corporate|"
    r"organisational|"
    r"short[\s-]+term|long[\s-]+term|"
    r"green|amber|red|very|high|medium|low|(?:green|amber|red|high|medium|low|top)[\s-]+(?:rated|scoring|scored)|"
    r"rated|scoring|"
    r"static|rising|falling|new|closed|'?(?:green|amber|red|slipped|limited|on track|on-track)'?|registered|of|the|"
    r"its|our|their|these|those|all|"
    r"identified|reported|remaining|other|further|additional|more)"
)
RISKS = re.compile(
    rf"^(?P<adjectives>(?:\s+{ADJECTIVE}\b)*)\s+(?P<noun>risks?|corporate risks?)\b(?!\s+(?:owners?|leads?|"
    rf"registers?|management|assessments?|templates?|scores?|areas?|factors?|appetite|trends?|movements?|reviews?|"
    rf"descriptions?|controls?|papers?|to the|to delivery|that (?:may|could)))",
    re.IGNORECASE,
)
STREAMS = re.compile(
    r"^(?P<adjectives>(?:\s+(?:of|the|these|those|all|our|its|improvement|plan|open|individual|remaining|other|"
    r"further|separate))*)\s+(?P<noun>work[\s-]?streams?|improvement actions?|improvement areas?|recommendations?|"
    r"actions?|areas? (?:of|for) improvement|improvements|areas)\b",
    re.IGNORECASE,
)
OF_NUMBER = re.compile(
    r"^\s+(?:out\s+)?of\s+(?:the\s+|our\s+|its\s+|all\s+|these\s+|Met's\s+|MOPAC's\s+|the Met's\s+)*$"
)
TOTAL = re.compile(
    r"\b(?:register (?:now |currently |still )?(?:holds?|contains?|comprises?|has|lists?|consists of|includes|"
    r"carries|sets out|records|shows)|"
    r"there (?:are|remain)(?: now| currently| still)?|(?:has|have|holds?|manages?|carries|maintains?|owns?|"
    r"reports?|monitors?)(?: now| currently| a total of| in total)*|made up of|"
    r"(?:number|total) of (?:open |corporate |Met |MOPAC )*risks (?:on the register )?(?:is|stands at|remains at|"
    r"remains)|summarises|sets out|total of|all)\s*(?:its |our |the |of the )?$",
    re.IGNORECASE,
)
ON_REGISTER = re.compile(
    r"\b(?:(?:on|in) (?:the|its|our|their|each|MOPAC's|the Met's) (?:(?:Met|MOPAC|corporate|risk|MPS|current|"
    r"own) )*register|in (?:total|all)|altogether|(?:are |is )?(?:listed|set out|shown|summarised|included|"
    r"attached|presented) (?:in|at) appendix|currently open|remain open|are open)\b",
    re.IGNORECASE,
)
NOT_RISKS_HELD = re.compile(
    r"\b(?:where|which|that|who|aligned|joint|shared|common|emerging|key|significant|critical|main|principal|"
    r"additional|potential|new possible|external|issue)\b",
    re.IGNORECASE,
)
STREAM_WORDS = {"complete": "complete", "on-track": "on-track", "slipped": "slipped"}
REVISED = re.compile(
    r"\b(?:revised|pushed back|put back|moved|extended|later|re-?scheduled|re-?timed|delayed|"
    r"slipped)\b.{0,30}?\b(?:dates?|timescales?|deadlines?|timetables?)\b|\b(?:dates?|timescales?|"
    r"deadlines?)\b.{0,40}?\b(?:revised|pushed back|put back|moved|extended|slipped|re-?scheduled|changed)\b",
    re.IGNORECASE,
)
OWNS = re.compile(r"\b(?:owned by|owner (?:is|of)|owns?)\b", re.IGNORECASE)
CLAUSE = re.compile(
    r";|,? (?:while|whilst|whereas|although|though|but|because|which (?:is|was|reflects|means)|following|after|as "
    r"a result of|due to|owing to|so that|despite|in line with)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Claim:
    """A count said of risks: how many, of which total, with which properties, where."""

    number: Number
    span: Span
    region: str
    before: str
    adjectives: str
    noun: str
    whole: Number | None = None  # "eleven" of "seven of the eleven risks"


def check(text: Text, facts: Facts, finder: Finder) -> Iterator[Finding]:
    """Counts of risks, and of work-streams of a plan, in every sentence."""
    for at, passage in enumerate(text.passages):
        if passage.kind == "cell" or not passage.text:
            continue
        subject = ""
        for span in sentences(passage.text):
            claims, subject = _claims(span, subject)
            for claim in claims:
                if claim.noun == "risk":
                    yield from _weigh(finder, at, passage, claim, text, facts)
                elif claim.noun == "stream" and facts.plans:
                    yield from _weigh_streams(finder, at, claim, facts.plans, passage)
            yield from _named_figures(finder, at, passage, span, text, facts)


# Reading the claims ------------------------------------------------------------------------------------------------


def _claims(span: Span, subject: str) -> tuple[list[Claim], str]:
    """The counts of a sentence with what is counted; a noun once said holds for the numbers after it."""
    numbers = [one for one in counts(span.text) if not (one.kind == "all" and one.text.lower() == "each")]
    found: list[Claim] = []
    noun = (
        subject
        if re.match(
            r"^(?:of (?:these|those|them|which)|(?:the (?:other|remaining)|a further|another)?\s*[\w-]+ (?:is|are|"
            r"was|were|have|has|remain|rose|fell)\b)",
            span.text,
            re.I,
        )
        else ""
    )
    for place, number in enumerate(numbers):
        after = span.text[number.end :]
        if place and OF_NUMBER.match(span.text[numbers[place - 1].end : number.start]):
            continue  # the whole of "seven of the eleven"
        total: Number | None = None
        if place + 1 < len(numbers) and OF_NUMBER.match(span.text[number.end : numbers[place + 1].start]):
            after = span.text[numbers[place + 1].end :]
            total = numbers[place + 1]
        if total is not None and not noun and re.search(r"\brisks\b", span.text[: number.start]):
            noun = "risk"
        match, kind = RISKS.match(after), "risk"
        if match is None:
            match, kind = STREAMS.match(after), "stream"
        if match is not None:
            noun = kind
        elif not noun or not _is_elided(after):
            is_of_these = re.match(r"\s+of\s+(?:these|them|those|which)\b", after)
            if not is_of_these and re.match(r"\s+(?:[\w'-]+\s+){0,2}[a-z'-]+s\b", after):
                noun = ""
            if not is_of_these:
                continue
        end = _end_of_region(span, numbers, place)
        begin = number.end if total is None else total.end
        region = span.text[begin:end]
        found.append(
            Claim(
                number,
                span,
                region,
                span.text[: number.start],
                match["adjectives"] if match else _kept(found),
                noun,
                total,
            )
        )
    return found, noun or ("risk" if re.search(r"\brisks?\b", span.text) and not found else "")


def _kept(found: list[Claim]) -> str:
    """What limits the noun of the claim before holds for the next too: "two short-term risks ... and one"."""
    return " " + " ".join(re.findall(r"(?:short|long)[\s-]+term", found[-1].adjectives, re.I)) if found else ""


def _is_elided(after: str) -> bool:
    return bool(
        re.match(
            r"\s*,?\s*(?:(?:of (?:these|them|those|which)|others?|more)\s+)?(?:(?:is|are|was|were|as|remain(?:s|ed)?|"
            r"has|have|rose|fell|at|rated|assessed|show(?:s|ed|ing)?|report(?:s|ed|ing)?|to be|now|stayed|with|"
            r"in)\b|[\"'(]?(?:green|amber|red|on[\s-]track|limited|slipped|static|complete|high|medium|low|very "
            r"high|short|long|up|down|unchanged|new|closed|no[\s-]progress|in )\b)",
            after,
            re.IGNORECASE,
        )
    )


def _end_of_region(span: Span, numbers: tuple[Number, ...] | list[Number], place: int) -> int:
    """As far as a number's predicate goes: to the next number that counts something else, or to a clause that "
    "explains."""
    end = len(span.text)
    for later in numbers[place + 1 :]:
        if OF_NUMBER.match(span.text[numbers[place].end : later.start]):
            continue
        end = later.start
        break
    if stop := CLAUSE.search(span.text, numbers[place].end, end):
        end = stop.start()
    return end


# Weighing them -----------------------------------------------------------------------------------------------------


def _weigh(finder: Finder, at: int, passage: Passage, claim: Claim, text: Text, facts: Facts) -> Iterator[Finding]:
    said = _said_of(claim)
    whole = straight(claim.before + claim.number.text + claim.region)
    moves = any(one.dimension == "movement" for one in said)
    clause = re.split(r";|, (?:and|but|while) ", claim.before)[-1] + claim.region
    if is_hedged(_without_target(clause)) or (is_of_the_past(clause) and not moves):
        return
    if re.search(r"\b(?:was|were|had)\b", clause) and re.search(r"\b(?:last|previous|earlier|before|then)\b", clause):
        return
    registers = _registers(claim, passage, text, facts)
    if not registers:
        return
    if re.search(r"\b(?:except|apart from|other than|but one)\b", whole):
        return
    test = _test(said, claim, facts)
    is_total = not said and test is None
    if is_total and (OWNS.search(straight(claim.region)) or claim.number.kind in ("share", "both")):
        return
    if is_total and not _is_total(claim):
        return
    tallies = [tally(register.open, said, test) for register in registers]
    if any(tally is None for tally in tallies):
        return
    known = [tally for tally in tallies if tally is not None]
    right = [*known, sum(known)] if len(known) > 1 else known
    if len(known) > 1 and len(claim.adjectives) < 12:
        joint = sum(theme.is_joint_risk for theme in facts.themes)  # in a joint paper "the four risks" may be these
        right += [count for count in (joint, len(facts.themes)) if count and count == claim.number.value]
    if claim.whole is not None:
        of_all = [len(register.open) for register in registers]
        if claim.whole.value not in [*of_all, sum(of_all)]:
            of_some = list(_whole(finder, at, claim, registers, facts))
            yield from of_some
            if of_some or not _limits(claim):
                return
    yield from _compare(finder, at, claim, right, registers, said, is_total, _ground(said, registers))


def _whole(finder: Finder, at: int, claim: Claim, registers: list[RegisterFacts], facts: Facts) -> Iterator[Finding]:
    """The eleven of "seven of the eleven": of all, or of those its adjectives name. A much smaller one is a part."""
    whole = claim.whole
    if whole is None or whole.kind != "count" or len(registers) > 1:
        return
    by = [
        one
        for one in properties(f"{claim.adjectives} risks")
        if one.dimension in ("horizon", "rag", "band", "progress")
    ]
    right = tally(registers[0].open, by, None) if by else len(registers[0].open)
    strong = by or re.search(r"\b(?:corporate|strategic|headline|open|Met|MOPAC|MPS)\b", claim.adjectives)
    if right is None or right == whole.value or (not strong and abs(right - whole.value) > 2):
        return
    start = claim.span.start + whole.start
    offer = like(right, whole.text)
    yield finder.at(
        at,
        (start, start + len(whole.text)),
        "total",
        f"The position says {right} {_ground(by, registers)}",
        f"Say {offer}",
        offer=offer,
    )


def _limits(claim: Claim) -> list[Said]:
    """The properties in the words before the noun: "short-term" of "two of the three short-term risks"."""
    found = properties(f"{claim.adjectives} risks")
    return [one for one in found if one.dimension in ("horizon", "rag", "band", "progress")]


def _without_target(clause: str) -> str:
    return re.sub(r"\b(?:target|to be (?:green|amber|red|on track)|potential controls?)\b", "", clause)


def _said_of(claim: Claim) -> list[Said]:
    """What is said of the risks counted: in the words before the noun, and after it."""
    said = (
        properties(claim.adjectives + " " + claim.region)
        if claim.adjectives not in claim.region
        else properties(claim.region)
    )
    kept = []
    text = claim.adjectives + " " + claim.region if claim.adjectives not in claim.region else claim.region
    for one in said:
        before = text[: one.start]
        if (
            re.search(
                r"\b(?:from|previously|was|were previously|target (?:of|is|score of)?|towards?)\s+[\"']?$", before
            )
            or "control" in before
        ):
            continue
        if one.dimension == "horizon" and re.match(
            r"[\s-]*(?:action|plan|measure|fund|contract|work|effect|impact)", text[one.end :]
        ):
            continue
        if (
            one.dimension == "movement"
            and one.value == "closed"
            and not re.search(r"\b(?:were|was|been|are|is|risks?)\s+$", before)
        ):
            continue
        kept.append(one)
    return kept


def _registers(claim: Claim, passage: Passage, text: Text, facts: Facts) -> list[RegisterFacts]:
    """The registers a claim may be of: those of the bodies its own words name, else whose the passage is, else all."""
    near = straight(claim.before[-45:] + claim.number.text + claim.region)
    named = {slug for _, _, slug in bodies_named(near, facts.bodies)}
    if len(named) == 1:
        return [register for register in facts.registers if register.organisation in named]
    home = whose(text, passage, facts)
    if not named and home:
        return [register for register in facts.registers if register.organisation == home]
    return list(facts.registers)


def _test(said: list[Said], claim: Claim, facts: Facts) -> Callable[[RiskFacts], bool] | None:
    """What else is counted by: whose they are, whether they are at their target."""
    region = straight(claim.region)
    clause = re.split(r"[;.]", straight(claim.before))[-1]
    where = (
        region if OWNS.search(region) else clause if re.search(r"\b(?:owns|own|owner of)(?: \w+)?\s*$", clause) else ""
    )
    if where and not re.search(r"\b(?:alone|solely|jointly|only)\b", region):
        named = [post for post in facts.posts if name_pattern((post.name, *post.also)).search(where)]
        for post in sorted(named, key=lambda one: -len(one.name))[:1]:
            names = (post.name, *post.also)
            return lambda risk: any(owner in names for owner in risk.owners)
    if re.search(r"\b(?:at|reached|met|achieved)(?: or below)? (?:its|their|the) targets?\b", region):
        return lambda risk: bool(risk.target) and risk.target == risk.score
    return None


def _is_total(claim: Claim) -> bool:
    """Whether a count of risks is of all the register holds."""
    before, region = straight(claim.before), straight(claim.region)
    if NOT_RISKS_HELD.search(claim.adjectives) or re.search(
        r"\b(?:further|other|remaining|additional|more|new)\b", claim.adjectives
    ):
        return False
    tail = re.sub(r"^(?:\s+[\w'-]+)*?\s+risks?\b", "", region, count=1)
    if re.match(
        r"\s*(?:to (?:the|our|its|policing|delivery)|of (?!which)|around|about|with|where|that|which|relating|"
        r"concerning|in relation|within)\b",
        tail,
    ) and not ON_REGISTER.search(tail):
        return False
    if ON_REGISTER.search(tail) and claim.number.kind == "count":
        return True
    strong = re.search(r"\b(?:corporate|strategic|headline|open|Met|MOPAC|MPS|MOPAC's|Met's)\b", claim.adjectives)
    if (
        TOTAL.search(before)
        and claim.number.kind == "count"
        and (strong or "register" in before.lower()[-60:] or "register" in tail.lower())
    ):
        return True
    if (
        strong
        and re.search(r"(?:\b(?:the|its|our|all|their)|'s)(?: \w+)?\s*$", before, re.I)
        and claim.number.kind == "count"
    ):
        return True
    return (
        bool(re.search(r"\ball(?: of)?(?: the| its| our)?\s*$", before))
        and claim.number.kind == "count"
        and claim.number.value > 2
    )


def tally(
    risks: tuple[RiskFacts, ...], said: list[Said], test: Callable[[RiskFacts], bool] | None = None
) -> int | None:
    """How many are as said: of one dimension any value, of several all. None where nobody can know."""
    wanted: dict[str, set[str]] = {}
    for one in said:
        wanted.setdefault(one.dimension, set()).add(one.value)
    if "closed" in wanted.get("movement", set()):
        return None
    for dimension in wanted:
        if not any(_value(risk, dimension) for risk in risks):
            return None
    found = [risk for risk in risks if all(_is(risk, dimension, values) for dimension, values in wanted.items())]
    return sum(1 for risk in found if test is None or test(risk))


def _value(risk: RiskFacts, dimension: str) -> str:
    if dimension in ("likelihood", "impact"):
        return str(getattr(risk, dimension))
    return str(getattr(risk, dimension, ""))


def _is(risk: RiskFacts, dimension: str, values: set[str]) -> bool:
    if dimension == "horizon":
        return risk.horizon in values or (risk.horizon == "both")
    if dimension in ("likelihood", "impact"):
        return level_of(getattr(risk, dimension)) in values
    if dimension == "movement" and "moved" in values:
        return risk.movement in ("up", "down", "shifted") or risk.movement in values
    return _value(risk, dimension) in values


LEVELS = {"L": "low", "M": "medium", "H": "high", "VH": "very-high"}


def level_of(short: str) -> str:
    return LEVELS.get(short, short.lower())


def _ground(said: list[Said], registers: list[RegisterFacts]) -> str:
    names = " or ".join(sorted({one.value.replace("-", " ") for one in said}))
    where = " and ".join(register.title or register.organisation for register in registers)
    return f"{names} on the {where}" if names else f"on the {where}"


def _compare(
    finder: Finder,
    at: int,
    claim: Claim,
    right: list[int],
    registers: list[RegisterFacts],
    said: list[Said],
    is_total: bool,
    ground: str,
) -> Iterator[Finding]:
    number, wholes = claim.number, [len(register.open) for register in registers]
    if len(wholes) > 1:
        wholes.append(sum(wholes))
    if number.kind == "none":
        wrong = 0 not in right and bool(said)
    elif number.kind == "all":
        wrong = bool(said) and not any(value in wholes for value in right) and _speaks_of_all(claim)
    elif number.kind == "both":
        by = _limits(claim)
        counted = tally(registers[0].open, by, None) if by and len(registers) == 1 else None
        wrong = counted not in (None, 2)
        right = [counted] if wrong and counted is not None else right
    elif number.kind == "share":
        share = float(number.share or 0)
        wrong = (
            len(registers) == 1
            and bool(wholes[0])
            and abs(right[0] / wholes[0] - share) > (0.12 if number.limit else 0.08)
        )
    elif number.limit == "least":
        wrong = not any(value >= number.value for value in right)
    elif number.limit == "most":
        wrong = not any(value <= number.value for value in right)
    elif number.limit:
        wrong = False
    else:
        wrong = number.value not in right
    if not wrong:
        return
    if number.kind == "count" and number.value == 1 and number.text.lower() == "one" and not said:
        return
    start = claim.span.start + number.start
    offer = like(right[0], number.text) if len(right) == 1 and number.kind == "count" and not number.limit else ""
    yield finder.at(
        at,
        (start, start + len(number.text)),
        "total" if is_total else "count",
        f"The position says {' or '.join(str(value) for value in dict.fromkeys(right))} {ground}",
        f"Say {offer}" if offer else "Mend the figure",
        offer=offer,
    )


def _speaks_of_all(claim: Claim) -> bool:
    return bool(
        re.match(r"(?:\s+of)?(?:\s+(?:the|our|its|these))?(?:\s+[\w'-]+){0,3}?\s+risks?\b", claim.region)
    ) and not re.search(
        r"\b(?:in|with|for|at|by) all\b|\bacross all\b", straight(claim.before[-12:] + claim.number.text)
    )


# Work-streams ------------------------------------------------------------------------------------------------------


def _weigh_streams(
    finder: Finder, at: int, claim: Claim, plans: tuple[PlanFacts, ...], passage: Passage
) -> Iterator[Finding]:
    number, region = claim.number, straight(claim.region)
    clause = straight(claim.before + number.text + claim.region)
    if number.kind not in ("count", "none") or number.limit or is_hedged(clause) or is_of_the_past(clause):
        return
    if re.search(
        r"\b(?:further|another|additional|new|since|last|recommendation \d|principle|following)\b",
        claim.before[-40:] + claim.adjectives + " " + region,
        re.I,
    ):
        return
    totals = {len(plan.streams) for plan in plans}
    if re.search(r"\bof (?:these|them|those|which)\b,?(?: \w+)?\s*$", straight(claim.before), re.I) and not any(
        one.value in totals for one in counts(claim.before)
    ):
        return
    right = [value for plan in plans if (value := _stream_tally(plan, claim)) is not None]
    if not right or number.value in right:
        return
    start = claim.span.start + number.start
    offer = like(right[0], number.text) if len(set(right)) == 1 else ""
    yield finder.at(
        at,
        (start, start + len(number.text)),
        "plan-count",
        f"The plan says {right[0]}",
        f"Say {offer}" if offer else "Mend the figure",
        offer=offer,
    )


def _stream_tally(plan: PlanFacts, claim: Claim) -> int | None:
    region, before = straight(claim.region), straight(claim.before)
    clause = re.split(r"[;,]", before)[-1]
    if REVISED.search(region) or (REVISED.search(clause) and re.search(r"\b(?:for|of|on|in|to|against)\s*$", clause)):
        return plan.revised
    said = [one for one in properties(region) if one.dimension == "progress"]
    if said:
        values = {one.value for one in said}
        return sum(1 for stream in plan.streams if _status(stream) in values)
    noun = re.search(r"work[\s-]?streams?", claim.adjectives + region[:60], re.IGNORECASE)
    if noun and re.search(
        r"\b(?:there (?:are|were)|(?:plan|which) (?:now )?(?:holds|has|contains|comprises|lists|consists of)|of "
        r"the|total of|the|all)\s*$",
        before,
        re.I,
    ):
        rest = region[noun.end() :]
        return len(plan.streams) if not re.match(r"\s*(?:where|which|that|with|relat)", rest) else None
    return None


def _status(stream: StreamFacts) -> str:
    return stream.status


# "the number of amber risks is three", "Amber: 2" --------------------------------------------------------------------


NUMBER_OF = re.compile(
    r"\bnumber of (?P<what>[\w\s'-]{0,50}?risks?(?: (?:rated|assessed as|reported as|scored|at|on|that (?:are|"
    r"were)|with)[\w\s'-]{0,25}?)?)\s+(?:(?:is now|now stands at|is|stands at|was|remains(?: at)?|has (?:risen|"
    r"fallen|gone up|come down|increased|decreased|reduced|dropped|grown)(?: from [\w-]+)? to|comes to|"
    r"totals)\s+)(?P<number>[\w-]+)",
    re.IGNORECASE,
)
IN_ALL = re.compile(
    r"\b(?P<what>(?:short[\s-]+term|long[\s-]+term|amber|green|red|corporate|headline|strategic|very "
    r"high|high|Met|MOPAC)[\w\s-]{0,20}? risks),? "
    r"\(?(?P<number>\w+) (?:in all|in total|altogether|of them)\b",
    re.IGNORECASE,
)
LABELLED = re.compile(
    r"(?:^|[(;,]\s*|\band\s+|:\s*)(?P<what>green|amber|red|on[ -]track|limited|slipped|no progress|very high|high|"
    r"medium|low|static|up|down)\s*(?:\((?:risks?)\))?\s*[:=–-]?\s*(?P<number>\d{1,2})(?=\s*(?:[;,.)]|and\b|$))",
    re.IGNORECASE,
)


def _named_figures(
    finder: Finder, at: int, passage: Passage, span: Span, text: Text, facts: Facts
) -> Iterator[Finding]:
    registers = [
        register for register in facts.registers if register.organisation == whose(text, passage, facts)
    ] or list(facts.registers)
    if len(registers) != 1:
        return
    found = [(match, False) for match in NUMBER_OF.finditer(span.text)]
    found += [(match, False) for match in IN_ALL.finditer(span.text)]
    labelled = list(LABELLED.finditer(span.text))
    if len(labelled) >= 2 and not mentions(text, passage, facts):
        found += [(match, True) for match in labelled]
    for match, is_label in found:
        what = match["what"] if not is_label else f"{match['what']} rated risks"
        said = properties(f"risks rated {match['what']}" if is_label else what)
        value = value_of(match["number"])
        if value is None or (is_of_the_past(span.text) and not is_label and "to " + match["number"] not in span.text):
            continue
        right = tally(registers[0].open, said, None)
        if right is None or right == value or (not said and not re.search(r"corporate|Met|MOPAC|open", what)):
            continue
        start = span.start + match.start("number")
        offer = like(right, match["number"])
        yield finder.at(
            at,
            (start, start + len(match["number"])),
            "count",
            f"The position says {right} {_ground(said, registers)}",
            f"Say {offer}",
            offer=offer,
        )
