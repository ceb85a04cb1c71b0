"""What of the minutes may one reader read? The one cut of what is frozen and of what is still a draft.

As the rows themselves are cut (visibility_meetings.py): what is restricted is "Restricted item" with its number; what
was said takes the class of rationales of its risk; the other body reads what was said once the meeting is closed. A
marking counts twice: as it was then, and as it is now.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from controls.models import ImprovementPlan
from registers.audience import Audience, Level
from registers.models import Marking, Register, Risk
from registers.models.registers import FactClass
from registers.visibility import sees_class
from registers.visibility_alignments import Readable
from reports.agenda_cut import Reader, told
from reports.meetings import REST_NOTED
from reports.minutes_values import (
    OFFICIAL,
    SENSITIVE,
    Attended,
    Given,
    MinuteItem,
    Minutes,
    Noted,
    PositionRow,
    RegisterPart,
    Said,
    Stood,
)
from reports.models import Meeting, PanelRequest
from reports.visibility_meetings import is_told, own_risks


def cut(minutes: dict[str, Any], meeting: Meeting, audience: Audience) -> Minutes:
    """The minutes as a reader may read them. A fixed number of statements."""
    return _Cut(minutes, meeting, audience).result()


class _Cut:
    def __init__(self, minutes, meeting, audience):
        self.minutes, self.meeting, self.audience = minutes, meeting, audience
        self.told, self.own = is_told(audience, meeting), own_risks(audience)
        self.reader = Reader(audience)
        self.read_what_it_needs()
        self.sensitive: set[int] = set()
        self.bodies: set[int] = set()

    def read_what_it_needs(self):
        items = [*self.minutes["items"], *self.minutes["dropped"]]
        listed = [row for part in self.minutes["registers"] for row in (*part["rows"], *part["rest"])]
        risks = {one["risk"] for one in (*items, *listed) if one.get("risk")}
        self.risks = set(Risk.objects.visible_to(self.audience).filter(pk__in=risks).values_list("pk", flat=True))
        self.registers = {row.pk: row for row in Register.objects.select_related("organisation")}
        self.known = set(Register.objects.visible_to(self.audience).values_list("pk", flat=True))
        wanted = {name: {item[name] for item in items if item.get(name)} for name in ("alignment", "plan", "request")}
        self.alignments = Readable(self.audience).read if wanted["alignment"] else frozenset()
        self.plans = _seen(ImprovementPlan, self.audience, wanted["plan"])
        self.requests = _seen(PanelRequest, self.audience, wanted["request"])

    def result(self):
        items = tuple(self.item(item) for item in self.minutes["items"])
        dropped = tuple(one for item in self.minutes["dropped"] if not (one := self.item(item)).is_restricted)
        whole = self.minutes["whole"]
        said = self.said(record for record in whole["records"] if record["text"] != REST_NOTED) if self.told else ()
        given = self.given(whole["actions"]) if self.told else ()
        parts = [part for part in self.minutes["registers"] if self.told and part["register"] in self.known]
        registers = tuple(self.register(part) for part in parts)
        return Minutes(
            meeting=self.meeting,
            attendance=tuple(Attended(**row) for row in self.minutes["attendance"]),
            items=items,
            dropped=dropped,
            said=said,
            given=given,
            registers=registers,
            is_told=self.told,
            marking=SENSITIVE if self.sensitive or self.bodies else OFFICIAL,
            bodies=frozenset(self.bodies | {self.registers[pk].organisation_id for pk in self.sensitive}),
        )

    # Items -----------------------------------------------------------------------------------------------------------

    def item(self, item) -> MinuteItem:
        restricted = MinuteItem(item["number"], "Restricted item", is_restricted=True)
        if item.get("is_restricted") or not self.may_read(item):
            return restricted
        seen = self.as_seen(item)
        reasons = tuple(told(item["reasons"], self.reader, self.meeting)) if item["reasons"] else ()
        if not seen or (item["reasons"] and not reasons and item["is_only_a_title"]):
            return restricted
        told_of_it = self.told or item["risk"] in self.own
        explained = told_of_it and self.is_explained(item)
        self.note(item, reasons, explained and bool(item["records"]))
        return MinuteItem(
            number=item["number"],
            title=seen["title"],
            ref=seen["ref"],
            kind=item["kind"],
            is_sensitive=item["was_sensitive"] or bool(item.get("cleared_by")) or item["marking"] == Marking.SENSITIVE,
            is_withheld=told_of_it and not explained and bool(item["records"] or item["actions"]),
            stood=self.stood(item["register"], seen["standing"]) if seen["standing"] else None,
            reasons=reasons,
            asked_by=item["asked_by"],
            author=item["author"],
            paragraph=item["paragraph"] if explained else "",
            dropped_because=item["dropped_because"] if explained else "",
            said=self.said(item["records"]) if explained else (),
            given=self.given(item["actions"], item["register"]) if explained else (),
        )

    def may_read(self, item) -> bool:
        """Whether it meets the item's marking and may know of all it is about, as it was marked then and is now."""
        if item["marking"] == Marking.SENSITIVE and not self.is_cleared():
            return False
        if item["risk"] and not self.may_see_risk(item["risk"], item["register"], item["was_sensitive"]):
            return False
        if not self.audience.cleared.issuperset(item.get("cleared_by", ())):
            return False
        seen = (("alignment", self.alignments), ("plan", self.plans), ("request", self.requests))
        return all(not item[name] or item[name] in keys for name, keys in seen)

    def may_see_risk(self, risk, register, was_sensitive) -> bool:
        cleared = not was_sensitive or self.registers[register].organisation_id in self.audience.cleared
        return risk in self.risks and cleared

    def is_cleared(self) -> bool:
        """By the body whose board it is; of a joint board by both: visibility_meetings._meets."""
        body = self.meeting.board.organisation_id
        if body is not None:
            return body in self.audience.cleared
        return len(self.audience.cleared & (self.audience.working | self.audience.agreed)) >= 2

    def as_seen(self, item) -> dict[str, Any]:
        """Title, reference and score as they were worked on, for who sees the risk so; else as its board agreed them.

        Empty where its board has agreed no such risk.
        """
        register = self.registers.get(item["register"])
        if register is None or self.works_on(register, item["risk"]):
            return {name: item[name] for name in ("title", "ref", "standing")}
        return item["as_agreed"] or {}

    def works_on(self, register, risk) -> bool:
        return self.audience.sees_all_of(register.organisation_id, register.pk) or risk in self.own

    def is_explained(self, item) -> bool:
        return item["risk"] is None or sees_class(self.registers[item["register"]], FactClass.RATIONALE, self.audience)

    def said(self, records: Iterable[dict]) -> tuple[Said, ...]:
        return tuple(
            Said(row["label"], row["text"], row["post"], _day(row["next_on"]), row["kind"] == "decision")
            for row in records
        )

    def given(self, actions, register=None) -> tuple[Given, ...]:
        """Those whose marking the reader meets."""
        found = []
        for row in actions:
            is_sensitive = row["marking"] == Marking.SENSITIVE
            if is_sensitive and not self.is_cleared():
                continue
            if is_sensitive:
                self.note_marked(register)
            found.append(
                Given(
                    row["number"],
                    row["kind"] == "response",
                    row["text"],
                    row["post"],
                    _day(row["due_on"]),
                    is_sensitive,
                )
            )
        return tuple(found)

    def stood(self, register, standing) -> Stood:
        found = self.registers[register]
        score = sees_class(found, FactClass.SCORE, self.audience)
        movement = sees_class(found, FactClass.MOVEMENT, self.audience)
        for name, sees in ((FactClass.SCORE, score), (FactClass.MOVEMENT, movement)):
            self.note_class(found, name, sees)
        blank = {} if score else {"score": "", "band": "", "band_name": "Withheld", "before": ""}
        blank |= {} if movement else {"movement": ""}
        return Stood(**(standing | blank), sees_score=score, sees_movement=movement)

    # Registers -------------------------------------------------------------------------------------------------------

    def register(self, part) -> RegisterPart:
        pk = part["register"]
        register = self.registers[pk]
        works = self.audience.sees_all_of(register.organisation_id, pk)
        shown = [row for row in part["rows"] if self.may_see_risk(row["risk"], pk, row["was_sensitive"])]
        shown = shown if works or part["as_at"] else []
        noted = [row for row in part["rest"] if self.may_see_risk(row["risk"], pk, row["was_sensitive"])]
        noted = noted if sees_class(register, FactClass.RATIONALE, self.audience) else []
        for row in (*shown, *noted):
            if row["was_sensitive"]:
                self.sensitive.add(pk)
        return RegisterPart(
            title=part["title"],
            words=part["words"],
            compared_with=_day(part["compared_with"]),
            rows=tuple(self.position_row(pk, row) for row in shown),
            rest=tuple(Noted(row["ref"], _day(row["next_on"])) for row in noted),
        )

    def position_row(self, register, row) -> PositionRow:
        standing = {name: row[name] for name in STANDING}
        return PositionRow(row["ref"], row["title"], self.stood(register, standing), row["was_sensitive"])

    # What it holds ---------------------------------------------------------------------------------------------------

    def note(self, item, reasons, tells_rationale):
        """What of the item is sensitive, for the marking and the log."""
        register = self.registers.get(item["register"])
        if item["was_sensitive"]:
            self.sensitive.add(register.pk)
        self.bodies |= set(item.get("cleared_by", ()))
        if item["marking"] == Marking.SENSITIVE:
            self.note_marked(item["register"])
        if register is not None:
            self.note_class(register, FactClass.RATIONALE, tells_rationale)
        for reason in reasons:
            for pk, fact_class in (*reason.needs, *(pair for more in reason.more for pair in more.needs)):
                self.note_class(self.registers[pk], FactClass(fact_class), True)

    def note_class(self, register, fact_class, is_shown):
        if is_shown and register.level_of(fact_class) >= Level.SENSITIVE:
            self.sensitive.add(register.pk)

    def note_marked(self, register):
        if register is not None:
            self.sensitive.add(register)
        elif self.meeting.board.organisation_id:
            self.bodies.add(self.meeting.board.organisation_id)
        else:
            self.bodies |= self.audience.cleared & (self.audience.working | self.audience.agreed)


STANDING = ("score", "band", "band_name", "before", "movement", "is_illustrative")


def _seen(model, audience, keys) -> set[int]:
    return set(model.objects.visible_to(audience).filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()


def _day(text) -> date | None:
    return date.fromisoformat(text) if text else None
