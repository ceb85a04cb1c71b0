"""What is asked of those who put appendices to a paper: which kind, what it is called, and what that kind shows."""

from django import forms
from django.core.validators import MaxLengthValidator

from controls.forms.fields import EvidenceFile, refuse_too_large
from registers.form_rendering import DayField, Hinted, LineField, PlainErrorsMixin, TextField
from registers.models import Marking, Post
from reports.forms import LONGEST_TEXT, VersionedForm
from reports.models import AppendixKind
from reports.papers.appendix_offers import Offers
from reports.papers.appendix_options import CHOICES, LISTS, OF_A_REGISTER

MOST_SIGNATORIES = 3
Kind = AppendixKind
HINTS = {
    Kind.RISK_OVERVIEW: "Each risk with its movement and owners, and the map of the highest",
    Kind.RISK_POSITION: "Scores, direction with reasons, targets, appetite and key controls",
    Kind.CORPORATE_RISKS: "A table and a heat map for each horizon, and the objectives matrix",
    Kind.HEAT_MAP: "The highest risks or all, of one horizon or any",
    Kind.MOVEMENT: "What moved, from where to where and why, and what stands still",
    Kind.COUNTS: "By colour, progress, band and movement; each adds up to the whole",
    Kind.CONTROLS: "Of each risk: progress, owner, dates and slips",
    Kind.OBJECTIVES: "Objectives by band; one that no risk bears on is shown",
    Kind.RISK_TEMPLATES: "A page for each of the risks you choose",
    Kind.JOINT_RISKS: "Both bodies' wording, owners and arrows, and the joint controls",
    Kind.THEME: "The risks of a theme, body by body, and what is done about each",
    Kind.IMPROVEMENT_PLAN: "Counts, then every work-stream with its status and dates",
    Kind.NARRATIVE: "A text with numbers of its own, for example a governance statement",
    Kind.FILE: "A file handed out beside the paper",
    Kind.AGENDA_ITEM: "What the Panel has under another item",
}
MARKINGS = [
    (Marking.OFFICIAL, "OFFICIAL"),
    (Marking.SENSITIVE, Hinted("OFFICIAL-SENSITIVE", "The public edition lists it and holds nothing of it")),
]
ALL_OF_THEM = "None chosen means all of them."
ALL_JOINT = "None chosen means every joint risk, and no theme."
NONE_THERE = "There are none on the day of the paper."
LABELS = {
    "rule": "Which risks does the map show?",
    "horizon": "Of which horizon?",
    "controls": "Which controls?",
    "numbers": "What carries numbers?",
}


class NewAppendixForm(PlainErrorsMixin, forms.Form):
    kind = forms.ChoiceField(
        label="What fills it?",
        choices=[(kind.value, Hinted(kind.label, HINTS[kind])) for kind in Kind],
        widget=forms.RadioSelect,
    )
    title = LineField(max_length=160, help_text="As the list of appendices has it.")
    marking = forms.ChoiceField(choices=MARKINGS, widget=forms.RadioSelect, initial=Marking.OFFICIAL)


class AppendixForm(VersionedForm):
    """One appendix: what every kind has, and what its own kind lets one choose. The file stands last."""

    title = LineField(max_length=160, help_text="As the list of appendices has it.")
    long_title = LineField(
        label="Title on the appendix (optional)", max_length=160, required=False, help_text="Where it is another."
    )
    marking = forms.ChoiceField(choices=MARKINGS, widget=forms.RadioSelect)

    def __init__(self, data=None, *, appendix, offers: Offers, too_large=None, **options):
        options.setdefault("initial", initial_of(appendix))
        super().__init__(data, **options)
        self.kind, self.too_large = Kind(appendix.kind), too_large
        self._add_choices(offers)
        self._add_text()
        if self.kind == Kind.NARRATIVE:
            self._add_statement(appendix)
        if self.kind == Kind.AGENDA_ITEM:
            self.fields["agenda_item"] = LineField(label="Agenda item", max_length=20)
            self.fields["agenda_item"].widget.attrs["class"] = "govuk-input--width-5"
        if self.kind == Kind.FILE:
            self.fields["file"] = EvidenceFile()

    def _add_choices(self, offers):
        if self.kind in OF_A_REGISTER and len(offers.bases) > 1:
            self.fields["basis"] = forms.TypedChoiceField(
                label="About which register?", choices=offers.bases, coerce=int, widget=forms.RadioSelect
            )
            self.initial["basis"] = self.initial["basis"] or offers.bases[0][0]
        for name, choices in CHOICES.get(self.kind, {}).items():
            radios = {"widget": forms.RadioSelect, "required": choices[0][0] != ""}
            self.fields[name] = forms.ChoiceField(label=LABELS[name], choices=choices, **radios)
            self.initial.setdefault(name, choices[0][0])
        if name := LISTS.get(self.kind):
            label, choices = (
                ("Joint risks and themes", offers.alignments) if name == "alignments" else ("Risks", offers.risks)
            )
            self.fields[name] = forms.TypedMultipleChoiceField(
                label=f"{label} (optional)",
                choices=choices,
                coerce=int,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text=(ALL_JOINT if name == "alignments" else ALL_OF_THEM) if choices else NONE_THERE,
            )
        if self.kind == Kind.THEME:
            self.fields["alignment"] = forms.TypedChoiceField(
                label="Theme",
                choices=offers.alignments,
                coerce=int,
                empty_value=None,
                required=bool(offers.alignments),
                widget=forms.RadioSelect,
                help_text="" if offers.alignments else "None stood on the day of the paper.",
            )

    def _add_text(self):
        is_narrative = self.kind == Kind.NARRATIVE
        self.fields["body"] = TextField(
            label="Text" if is_narrative else "Text above it (optional)",
            required=False,
            rows=24 if is_narrative else 4,
            validators=[MaxLengthValidator(LONGEST_TEXT)],
            help_text="A line that begins with # is a heading, with ## a smaller one. "
            "Lists, tables, footnotes and figures are written as in a section."
            if is_narrative
            else "Written as in a section. It stands above what the portal fills in.",
        )

    def _add_statement(self, appendix):
        self.fields["is_statement"] = forms.BooleanField(
            label="It is a governance statement: print whether it is a draft or final", required=False
        )
        self.fields["is_final"] = forms.BooleanField(label="It is final: it has been signed", required=False)
        self.fields["opinion"] = TextField(label="Audit opinion (optional)", required=False, rows=4)
        bodies = appendix.paper.bodies
        titles = Post.objects.filter(organisation__in=bodies).order_by("title").values_list("title", flat=True)
        held = [one["post"] for one in appendix.signatories]
        posts = [("", "Nobody"), *((title, title) for title in dict.fromkeys([*titles, *held]))]
        for place in range(1, MOST_SIGNATORIES + 1):
            label = f"Signatory {place} (optional)"
            self.fields[f"signatory_{place}"] = forms.ChoiceField(label=label, choices=posts, required=False)
            self.fields[f"signed_on_{place}"] = DayField(label=f"Date signed by signatory {place}", required=False)

    def clean(self):
        if self.kind == Kind.FILE:
            refuse_too_large(self, "file", self.too_large)
        for place in range(1, MOST_SIGNATORIES + 1):
            self._check_signatory(place)
        return super().clean()

    def _check_signatory(self, place):
        """A day belongs to a post; a final statement has both."""
        post, on = (self.cleaned_data.get(f"{name}_{place}") for name in ("signatory", "signed_on"))
        if on and not post:
            self.add_error(f"signatory_{place}", "Select who signed on this day")
        if post and not on and self.cleaned_data.get("is_final") and f"signed_on_{place}" not in self.errors:
            self.add_error(f"signed_on_{place}", "Enter the day on which they signed it")

    def answers(self, appendix) -> dict:
        """What `appendices.change` takes."""
        said = self.cleaned_data
        plain = {name: said[name] for name in PLAIN if name in said}
        options = {name: value for name, value in said.items() if name in OPTIONS}
        basis = next((one for one in appendix.paper.bases.all() if one.pk == said.get("basis")), appendix.basis)
        if (name := LISTS.get(self.kind)) is not None:
            is_other = appendix.basis is not None and basis != appendix.basis
            options[name] = [] if is_other else [*options[name], *self._not_offered(name, appendix)]
        return {**plain, "basis": basis, "options": options, "signatories": self._signatories()}

    def _not_offered(self, name, appendix):
        """What somebody else chose and this person may not know of stays chosen."""
        offered = {number for number, _ in self.fields[name].choices}
        return [number for number in appendix.options.get(name, ()) if number not in offered]

    def _signatories(self):
        pairs = [
            (self.cleaned_data.get(f"signatory_{place}"), self.cleaned_data.get(f"signed_on_{place}"))
            for place in range(1, MOST_SIGNATORIES + 1)
        ]
        return [{"post": post, "on": on.isoformat() if on else ""} for post, on in pairs if post]


PLAIN = ("version", "title", "long_title", "marking", "body", "is_final", "opinion", "agenda_item", "file")
OPTIONS = {"rule", "horizon", "controls", "numbers", "refs", "alignments", "alignment", "is_statement"}


def initial_of(appendix) -> dict:
    """What the fields of an appendix begin with."""
    names = ("version", "title", "long_title", "marking", "body", "is_final", "opinion", "agenda_item")
    signed = {}
    for place, one in enumerate(appendix.signatories, 1):
        signed |= {f"signatory_{place}": one["post"], f"signed_on_{place}": one.get("on") or None}
    fields = {name: getattr(appendix, name) for name in names}
    return fields | {"basis": appendix.basis_id} | signed | appendix.options
