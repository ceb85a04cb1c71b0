"""Registers as they stand on the websites of bodies: trends of a park, levels in words of a fund."""

# ruff: noqa: E501 - a row of a sheet reads best on one line

from __future__ import annotations

from tests.data.making.book import Book
from tests.data.making.expected import Made, at, entry, in_place, planned, result, workbook
from tests.data.making.told import body, some

PARK = body(
    "Highmoor National Park",
    "rag",
    "Director of Corporate Services/DC/",
    "Chief Officer/GM/",
    "Director of Visitor Experience/DV/",
)


@workbook("park-trends.ods")
def park() -> Made:
    """A national park's register: the risk in the first column, the ref second, letters of who answers for it, no score at all, three dated trends in arrows, sections."""
    book = Book()
    page = book.page("Sheet1")
    page.row(["HIGHMOOR NATIONAL PARK AUTHORITY STRATEGIC RISK REGISTER"])
    page.row(["Audit & Risk Committee Paper 6 Annex 1 29/09/23"])
    page.row(["Risk", "Ref", "Resp", "Mitigation", "Comments", "Trend Feb 23", "Trend Jun 23", "Trend Sep 23"])
    entries = []
    groups = [
        (
            "Cross-over risks",
            [
                ("Resources: grant in aid may be cut in the middle of the year.", "A1", "DC", "→", "→", "↓"),
                ("Staffing: extra projects may stretch teams beyond what they can carry.", "A9.3", "DC", "↑", "→", "→"),
                (
                    "Governance: four members leave in one spring and knowledge goes with them.",
                    "A3",
                    "GM",
                    "→",
                    "→",
                    "→",
                ),
            ],
        ),
        (
            "Visitor experience",
            [
                (
                    "Litter and fires: crowded lochsides may bring damage that rangers cannot stop.",
                    "B2",
                    "DV",
                    "↑",
                    "↑",
                    "→",
                ),
                ("Paths: a wet winter may close the two busiest hill paths.", "B4", "DV", "→", "↑", "↑"),
            ],
        ),
        (
            "Conservation",
            [
                ("Woodland: targets for planting may be missed for want of seedlings.", "C1", "GM", "→", "↓", "↓"),
                ("Peat: contractors may not be found at the price of the grant.", "C5", "GM", "↓", "→", "→"),
            ],
        ),
    ]
    mitigation = [
        "Preventative: monthly talk with the sponsoring department.",
        "Remedial: projects ranked so that the last can be dropped.",
    ]
    for section, risks in groups:
        page.row([section])
        for words, ref, who, *arrows in risks:
            row = page.row(
                [
                    words,
                    ref,
                    who,
                    "\n".join(mitigation),
                    "Watched through the operational plan. No change is foreseen before the winter.",
                    *arrows,
                ]
            )
            owner = {
                "DC": "Director of Corporate Services",
                "GM": "Chief Officer",
                "DV": "Director of Visitor Experience",
            }[who]
            entries.append(
                entry(
                    ref,
                    at(page.name, row),
                    [{"title": f"~{text}", "?stage": "~"} for text in mitigation],
                    section,
                    owners=[owner],
                    movement={"→": "static", "↑": "up", "↓": "down"}[arrows[2]],
                )
            )
            entries[-1]["facts"] |= {
                "title": f"~{words.split(':')[0]}",
                "?description": f"~{words.split(': ')[1]}",
                "?narrative": "~",
                "?note": "~",
                "?rationale": "~",
                "?movement": entries[-1]["facts"].pop("movement"),
            }
    return book, result(PARK, entries, left_out=["Sheet1!1", "Sheet1!2"])


FUND = body("Ridings Pension Fund", "5x5", "Director of Finance//", "Pensions Manager/PM/", "Head of Investments//")


@workbook("pension-levels-in-words.xlsx")
def pension() -> Made:
    """A pension fund's register: each score is "Impact / 4 / Likelihood / 3" in one cell, cause and effect in one, mitigations in place and still to do in one; a list of titles first."""
    book = Book()
    page = book.page("Appendix A")
    page.row(["APPENDIX A"])
    page.row(["Inherent and residual risk"])
    page.row(["Ref", "Risk title"])
    risks = some(14, 15, 16, 17)
    for place, risk in enumerate(risks, 1):
        page.row([place, risk.title])
    page.skip()
    page.row(["Pension Fund Risk Register"])
    page.row(
        [
            "Ref",
            "Risk Title",
            "Cause & Effect",
            "Inherent Score",
            "Mitigations & Action to take forward",
            "Residual Score",
            "Risk Owner",
        ]
    )
    owners = ["Pensions Manager", "Head of Investments", "Director of Finance", "Head of Investments"]
    entries = []
    for place, risk in enumerate(risks):
        (i, j), (a, b), _ = risk.scores
        words = f"Causes:\n- {risk.cause}\nEffects:\n- {risk.event}\n- {risk.effect}"
        todo = "\n".join(f"- {text}" for text in risk.actions) if place != 2 else "None for now."
        cell = (
            "Mitigations in place:\n"
            + "\n".join(f"- {text}" for text in risk.controls)
            + "\nActions to take forward:\n"
            + todo
        )
        page.row(
            [
                place + 1,
                risk.title,
                words,
                f"Impact\n{j}\nLikelihood\n{i}",
                cell,
                f"Impact\n{b}\nLikelihood\n{a}",
                owners[place],
            ]
        )
        entries.append(
            entry(
                str(place + 1),
                at(page.name, 4 + place),
                [*in_place(risk.controls), *(planned(risk.actions) if place != 2 else [])],
                title=risk.title,
                description=f"~{risk.cause}|{risk.event}|{risk.effect}",
                owners=[owners[place]],
                inherent_score=[i, j],
                current_score=[a, b],
            )
        )
    made = result(FUND, entries)
    made["any_entries"] = True  # the list of titles above
    return book, made
