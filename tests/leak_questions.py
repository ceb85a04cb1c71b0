"""What is asked of the two worlds of tests/two_bodies.py: every page of the portal, plain and with questions.

A question is a filter, a sort order, or another time: all that could tell something by what it leaves out.
"""

from django.urls import reverse

from tests.access_bodies import QUERIES, places
from tests.databases import some
from tests.test_access_table import ADDRESSES, OUR_OWN

PAST = "as_at=2021-12-31&since=2021-09-30"
TIMES = [
    "as_at=2021-08-31",
    PAST,
    f"{PAST}&known_at=2022-01-31",
    "as_at=2021-11-30&known_at=2021-11-30",
    "since=2021-01-31",
]
# While what is open today was sensitive, after that was settled, and before what is sensitive today was marked.
SPELLS = ["as_at=2021-09-15", "as_at=2021-10-20", "as_at=2021-12-31&known_at=2022-02-20", "as_at=2022-02-05"]
SOME_CONTROLS = [
    *(f"state={state}" for state in ("planned", "retired", "all")),
    *(f"status={status}" for status in ("on-track", "slipped", "not-stated")),
    *(f"exception={kind}" for kind in ("any", "overdue", "no-owner", "doubted")),
    *("sort=-due", "sort=progress", "key=yes", "owner=Own+Body+director+1", "register=joint", "register=mopac/estates"),
    *("text=quokkaown", "text=quokkaownmarkedtitle", "text=said", "text=C-9"),
]
ASKED = {
    "registers:register": [
        *(f"band={band}" for band in ("low", "medium", "high", "very-high", "none")),
        *("sort=score", "sort=-score", "sort=movement", "sort=-ref", "status=all", "status=closed"),
        *("movement=up", "movement=new", "text=quokkaown", "text=quokkaowntitle", "text=storm", "horizon=short-term"),
        *("owner=Own+Body+director+1", "objective=Own+Body+aim", f"{PAST}&sort=score", f"{PAST}&band=low"),
        *TIMES,
    ],
    "registers:risk": TIMES,
    "registers:risk-history": ["kind=scores", "corrected=on", PAST],
    "registers:assessment-record": ["kind=inherent", "kind=target"],
    "controls:controls": [*SOME_CONTROLS, *TIMES, *SPELLS],
    "controls:control": [*TIMES, *SPELLS],
    "controls:evidence": [*TIMES, *SPELLS],
    "controls:progress-bulk": ["owner=mine", "register=mopac/corporate"],
    "controls:plans": [PAST],
    "controls:plan": ["status=slipped", "flag=overdue", "sort=-due", "text=quokkaown", PAST, *SPELLS],
    "controls:stream": [PAST, *SPELLS],
    "reports:alignments": [*TIMES, *SPELLS],
    "reports:alignment": [*TIMES, *SPELLS],
    "reports:unaligned": TIMES,
    "reports:export-register": ["band=low", "sort=-score", "status=all", "text=quokkaown", PAST],
    "reports:export-controls": ["state=all", "text=quokkaown", PAST],
    "reports:risk-template": TIMES,
    "reports:compare": [
        "register=mopac/corporate&register=met/corporate&from=2021-09-30&to=2021-12-31",
        "register=mopac/corporate&from=2021-06-30&to=2022-03-15",
    ],
    "reports:requests": [
        *("state=open", "state=closed", "overdue=yes", "due=2022-06-30", "text=quokkaown", "text=P-4", "sort=-due"),
        *("risk=mopac/corporate/3", "risk=mopac/corporate/1", PAST, "as_at=2022-01-31"),
    ],
    "reports:request": [PAST, "as_at=2022-01-31"],
    "reports:actions": [
        *("state=open", "state=done", "kind=response", "overdue=yes", "text=quokkaown", "text=A-3", "sort=-due"),
        *("board=joint-group", "risk=mopac/corporate/1", "risk=mopac/corporate/3", PAST, "as_at=2022-01-31"),
    ],
    "reports:action": [PAST, "as_at=2022-01-31"],
    "search": [
        *("q=quokka", "q=quokkaowntitle", "q=quokkaownreason", "q=storms", "q=director"),
        *("q=quokkaownmarkedtitle", "q=quokkaownwhiletitle", "q=C-9", "q=said+openly", "q=working"),
    ],
}
READ = ("registers:register", "registers:risk", "registers:risk-history", "reports:risk-template")
CHANGED = ("while", "raised", "lowered", "both")  # whose marking, or what shows of them, was not always the same


LOOKED_AT = {
    *("home", "search", "registers:register", "registers:risk", "controls:controls", "controls:control"),
    *("controls:progress-bulk", "controls:plans", "reports:alignments", "reports:alignment", "reports:risk-align"),
}


def is_about_controls(name) -> bool:
    """What is asked for with all its questions where controls are told, and plainly where a profile withholds them."""
    return name.startswith(("controls:", "reports:align", "reports:unaligned"))


def asked_of(world, everybody, asking, wanted=lambda name: True, of_controls=False):
    """(address, who asks for it): each page of the portal, plain and with questions.

    `of_controls`: whether the questions are those about controls and alignments, or all the others.
    """
    for name, parameters in ADDRESSES:
        if name.startswith(OUR_OWN) and wanted(name):
            kwargs = places(world, name, parameters)
            yield reverse(name, kwargs=kwargs) + QUERIES.get(name, ""), everybody
            for question in some(ASKED.get(name, ())) if is_about_controls(name) == of_controls else ():
                yield f"{reverse(name, kwargs=kwargs)}?{question}", asking
            for others, who in _others(world, name, parameters, everybody, asking):
                yield reverse(name, kwargs=kwargs | others), who
    for address in _changed(world) if of_controls else ():
        for question in some(SPELLS):
            yield f"{address}?{question}", asking


def _changed(world):
    """The pages of what was not always as sensitive as it is, which are asked for at all of these times."""
    yield from (world.controls["own"][name].get_absolute_url() for name in CHANGED)
    yield from (world.risks["own"][name].get_absolute_url() for name in ("fourth", "second"))
    yield from (world.alignments[name].get_absolute_url() for name in ("mixed", "thawed"))
    yield world.alignments["thawed"].joint_controls.get().get_absolute_url()


def _others(world, name, parameters, everybody, asking):
    """The same page of other risks, controls and alignments, of the other body, of the other edition."""
    own, other = world.risks["own"], world.risks["other"]
    if name in READ:
        of_other = {"organisation": world.other.slug}
        if "ref" not in parameters:
            yield of_other, asking
            return
        for risk in (own["second"], own["secret"], own["closed"], own["fourth"], own["thawed"]):
            yield {"ref": risk.ref}, asking
        for risk in (other["first"], other["secret"]):
            yield of_other | {"ref": risk.ref}, asking
    elif "ref" in parameters and not name.startswith("controls:stream"):
        yield {"ref": own["secret"].ref}, asking
    if "year" in parameters:
        yield {"year": world.plans["restricted"].slug}, everybody
    if name.startswith("controls:") and "number" in parameters and "ref" not in parameters:
        for control in _controls(world, name):
            yield {"number": control.number}, asking
    if "number" in parameters and name.startswith("reports:"):
        for alignment in ("restricted", "mixed", "thawed"):
            yield _of_alignment(world, alignment, parameters), everybody if alignment == "restricted" else asking
    if "organisation" in parameters and name.startswith("reports:unaligned"):
        yield {"organisation": world.other.slug}, asking
    if "edition" in parameters:
        yield {"edition": "full"}, everybody
    if "section" in parameters:
        yield {"section": "closed-section"}, everybody
    if "key" in parameters:
        for made in ("risk", "failed"):
            yield {"key": world.renderings[made].key}, everybody


def _controls(world, name):
    if name != "controls:control":
        return [world.controls["own"]["marked"], world.controls["own"]["both"]]
    joint = [control for each in world.alignments.values() for control in each.joint_controls.all()]
    return [control for kept in world.controls.values() for control in kept.values()] + joint


def _of_alignment(world, name, parameters):
    alignment = world.alignments[name]
    control = alignment.joint_controls.order_by("number").first()
    risk = {"restricted": "secret", "mixed": "secret", "thawed": "thawed"}[name]
    found = {"number": alignment.number, "control": control.number, "ref": world.risks["own"][risk].ref}
    return {key: value for key, value in found.items() if key in parameters}
