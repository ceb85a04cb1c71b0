"""The form that records a review of a risk: what was found, by whom, and when it is looked at again."""

from django import forms

from registers import clock
from registers.form_rendering import DayField, Hinted, TextField
from registers.forms.base import ChangeForm
from registers.models import ReviewOutcome
from registers.reviewing import every

OUTCOMES = {
    ReviewOutcome.NO_CHANGE: "It stands as it is",
    ReviewOutcome.RESCORED: "Its score was changed, or is about to be, on the page “Score this risk”",
    ReviewOutcome.CONTROLS: "Controls were added, changed or retired",
    ReviewOutcome.ESCALATE: "Somebody higher up is to look at it",
    ReviewOutcome.DISCUSSED: "It was talked about, with no outcome yet",
}


class ReviewForm(ChangeForm):
    """`next_on` is proposed from the cadence of the risk's band; left as proposed, it follows the day of the review."""

    outcome = forms.ChoiceField(
        label="What came of it?",
        widget=forms.RadioSelect,
        choices=[(outcome.value, Hinted(outcome.label, hint)) for outcome, hint in OUTCOMES.items()],
        initial=ReviewOutcome.NO_CHANGE,
    )
    reason = TextField(
        label="Why?",
        rows=4,
        max_length=4000,
        help_text="What was found, or why nothing changes.",
        error_messages={"required": "Say what was found, or why nothing changes"},
    )
    on = DayField(label="Date of the review", error_messages={"required": "Enter the date of the review"})
    board = forms.ChoiceField(label="Reviewed by", required=False)
    post = forms.ChoiceField(label="On behalf of", required=False, help_text="Where you record it for somebody else.")
    next_on = DayField(label="Date of the next review", future=True, required=False)
    field_order = ["outcome", "reason", "on", "board", "post", "next_on"]

    def __init__(self, data=None, *, boards, posts, band=None, cadence=None, **options):
        super().__init__(data, **options)
        self.boards, self.posts = offer_boards(self.fields["board"], boards), offer_posts(self.fields["post"], posts)
        self.fields["next_on"].help_text = f"Proposed: this register looks at {every(band, cadence)}. Change it freely."

    def values(self):
        values = super().values()
        values["board"], values["post"] = self.boards.get(values["board"]), self.posts.get(values["post"])
        if not self.changed("next_on"):
            values["next_on"] = None  # as proposed, from the day of the review
        return values


def offer_boards(field, boards) -> dict:
    """Offer these boards; gives them by what the form sends."""
    found = {board.slug: board for board in boards}
    field.choices = [("", "No board: outside a meeting"), *((slug, board.name) for slug, board in found.items())]
    return found


def offer_posts(field, posts) -> dict:
    """Offer the posts there are today; gives all by what the form sends."""
    today = clock.today()
    present = [post for post in posts if post.until is None or post.until > today]
    field.choices = [("", "Nobody else"), *((str(post.pk), post.title) for post in present)]
    return {str(post.pk): post for post in present}
