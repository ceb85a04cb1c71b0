"""What an administrator types about boards: their name, how often they meet, and which posts sit on them."""

from django import forms

from registers import clock
from registers.form_rendering import DayField, Hinted, LineField
from registers.forms.people import PeopleForm
from registers.models import Board

KIND_HINTS = {
    Board.Kind.BOARD: "Settles a register, or decides",
    Board.Kind.GROUP: "Works on risks and prepares what is decided",
    Board.Kind.WORKSHOP: "Meets for one purpose",
}


class BoardForm(PeopleForm):
    """A board, group or workshop. One of both bodies is attended by both."""

    name = LineField(label="Name", max_length=120, help_text="For example Risk and Assurance Board")
    kind = forms.ChoiceField(
        label="What is it?",
        widget=forms.RadioSelect,
        choices=[(kind.value, Hinted(kind.label, KIND_HINTS[kind])) for kind in Board.Kind],
        initial=Board.Kind.BOARD,
    )
    cadence = forms.ChoiceField(
        label="How often does it meet?", widget=forms.RadioSelect, choices=Board.Cadence, initial=Board.Cadence.MONTHLY
    )
    is_attended = forms.BooleanField(
        label="The other body attends",
        required=False,
        help_text="Its members then see the meetings, and sensitive items as restricted unless they are cleared",
    )


class NewBoardForm(BoardForm):
    """`bodies`: those it may be of; also both, which is no one body."""

    BOTH = "both"
    organisation = forms.ChoiceField(label="Whose is it?", widget=forms.RadioSelect)
    field_order = ["name", "organisation", "kind", "cadence", "is_attended"]

    def __init__(self, *args, bodies, **options):
        super().__init__(*args, **options)
        self.bodies = {body.slug: body for body in bodies}
        choices = [(slug, body.short_name[:1].upper() + body.short_name[1:]) for slug, body in self.bodies.items()]
        both = Hinted("Both bodies", "With a chair of each. Either body’s administrators look after it")
        self.fields["organisation"].choices = [*choices, (self.BOTH, both)]
        if len(choices) == 1:
            self.fields["organisation"].initial = choices[0][0]

    def clean_organisation(self):
        return self.bodies.get(self.cleaned_data["organisation"])  # None: both


class BoardEditForm(BoardForm):
    is_standing = forms.BooleanField(label="It still meets", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, board, **options):
        super().__init__(*args, **options)
        if board.is_joint:
            self.fields["is_attended"].disabled = True
            self.fields["is_attended"].widget = forms.HiddenInput()


class SeatForm(PeopleForm):
    """A post takes a seat. `posts`: those there are today that may sit on the board."""

    post = forms.ChoiceField(label="Post")
    is_chair = forms.BooleanField(
        label="In the chair", required=False, help_text="Each body has one chair at a time, so one of both has two"
    )
    since = DayField(label="From", initial=clock.today)

    def __init__(self, *args, posts, **options):
        super().__init__(*args, **options)
        self.posts = {str(post.pk): post for post in posts}
        bodies: dict[str, list] = {}
        for key, post in self.posts.items():
            bodies.setdefault(post.organisation.short_name, []).append((key, post.title))
        groups = list(bodies.items()) if len(bodies) > 1 else [pair for pairs in bodies.values() for pair in pairs]
        self.fields["post"].choices = [("", "Choose a post"), *groups]

    def clean_post(self):
        return self.posts[self.cleaned_data["post"]]


class UnseatForm(PeopleForm):
    until = DayField(
        label="Until", future=True, initial=clock.today, help_text="The first day on which it no longer sits there"
    )
