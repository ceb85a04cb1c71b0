"""What an administrator types about people: roles, posts and their holders, clearance, and the filter of the log."""

from django import forms
from django.db.models import Q

from registers import clock
from registers.form_rendering import DayField, Hinted, LineField, PlainErrorsMixin, TextField
from registers.models import Organisation, Post, Register, Role, SensitiveRead, User
from registers.models.people import BODY_ROLES, PANEL_ROLES

ROLE_HINTS = {
    Role.READER: "Reads the registers as they are worked on",
    Role.LEAD: "Adds, edits and scores risks",
    Role.BOARD: "Settles the register: agrees, closes, marks and refreshes",
    Role.SECRETARIAT: "Writes papers",
    Role.ADMINISTRATOR: "Looks after people, posts, clearance and the set-up of registers",
    Role.PANEL_MEMBER: "Reads the papers issued to the Panel",
    Role.AUDITOR: "Reads both bodies' registers and papers, changes nothing",
    Role.PANEL_SECRETARIAT: "Issues the papers of a meeting",
}


class PeopleForm(PlainErrorsMixin, forms.Form):
    """A form whose action may refuse what was typed, with words by field."""

    def take(self, problem):
        """Show what an action refused, beside the field it is about."""
        fields = getattr(problem, "error_dict", {None: problem})
        for name, errors in fields.items():
            self.add_error(name if name in self.fields else None, errors)


class MemberForm(PeopleForm):
    """A person and the role to give them. Somebody who has an account keeps their name."""

    email = forms.EmailField(
        label="E-mail address", max_length=254, help_text="They sign in with it", widget=forms.EmailInput
    )
    name = LineField(
        label="Name", max_length=150, required=False, help_text="Needed for somebody who has no account yet"
    )
    role = forms.ChoiceField(label="Role", widget=forms.RadioSelect)
    register = forms.ModelChoiceField(
        label="Limited to one register", queryset=Register.objects.none(), required=False, empty_label="No limit"
    )
    own_risks_only = forms.BooleanField(
        label="Limited to risks of the posts they hold",
        required=False,
        help_text="They see and change only those. The post must be linked to their account, on the page of the post",
    )

    def __init__(self, *args, organisation, **options):
        super().__init__(*args, **options)
        is_body = organisation.kind == Organisation.Kind.BODY
        roles = BODY_ROLES if is_body else PANEL_ROLES
        self.fields["role"].choices = [(role.value, Hinted(role.label, ROLE_HINTS[role])) for role in roles]
        self.fields["register"].queryset = organisation.registers.all()
        if not is_body:
            del self.fields["register"], self.fields["own_risks_only"]

    def clean(self):
        cleaned = super().clean()
        email, name = cleaned.get("email"), cleaned.get("name")
        if email and not name and not User.objects.filter(email__iexact=email).exists():
            self.add_error("name", "Enter the name: nobody has an account with that address yet")
        return cleaned


class PostForm(PeopleForm):
    title = LineField(label="Title", max_length=120, help_text="As it is printed beside risks")
    is_group = forms.BooleanField(
        label="Several people hold it at once", required=False, help_text="For example Heads of Profession"
    )
    since = DayField(label="Since", required=False, help_text="Leave it empty where nobody remembers")


class RenameForm(PeopleForm):
    title = LineField(label="New title", max_length=120)
    on = DayField(label="From", help_text="Positions before that day keep the old title", initial=clock.today)


class AliasForm(PeopleForm):
    title = LineField(label="Also called", max_length=120, help_text="For example a printed short form")
    since = DayField(label="From", required=False)
    until = DayField(label="Until", required=False, future=True, help_text="The first day it is no longer used")


class ReportsToForm(PeopleForm):
    """The post that another reports to, of the same body."""

    reports_to = forms.ModelChoiceField(
        label="Reports to", queryset=Post.objects.none(), required=False, empty_label="No other post"
    )

    def __init__(self, *args, post, **options):
        super().__init__(*args, **options)
        standing = Post.objects.filter(organisation=post.organisation_id).exclude(pk=post.pk)
        standing = standing.filter(Q(until=None) | Q(until__gt=clock.today()))
        self.fields["reports_to"].queryset = standing.order_by("title", "pk")


class HoldForm(PeopleForm):
    """Somebody takes up a post."""

    user = forms.ModelChoiceField(
        label="Their account",
        queryset=User.objects.none(),
        required=False,
        empty_label="None: they do not sign in",
        help_text="Needed only where a role is limited to the risks of the posts a person holds",
    )
    name = LineField(label="Name", max_length=120, required=False, help_text="Left empty, the name of the account")
    on = DayField(label="From", initial=clock.today)
    reason = LineField(label="Note", max_length=300, required=False)

    def __init__(self, *args, organisation, **options):
        super().__init__(*args, **options)
        members = User.objects.filter(memberships__organisation=organisation, is_active=True).distinct()
        self.fields["user"].queryset = members.order_by("name", "email")
        self.fields["user"].label_from_instance = lambda user: (
            f"{user.name} ({user.email})" if user.name else user.email
        )

    def clean(self):
        cleaned = super().clean()
        user = cleaned.get("user")
        if not cleaned.get("name"):
            if user is None:
                self.add_error("name", "Enter the name, or select their account")
            else:
                cleaned["name"] = str(user)[:120]
        return cleaned


class LeaveForm(PeopleForm):
    on = DayField(label="Left on", initial=clock.today, help_text="The first day on which they no longer held the post")
    reason = LineField(label="Note", max_length=300, required=False)


class ClearanceForm(PeopleForm):
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        help_text="Of anybody with an account, also of another body, the Panel or the auditors",
    )
    reason = TextField(label="Why?", max_length=300, rows=3)

    def clean_email(self):
        user = User.objects.filter(email__iexact=self.cleaned_data["email"]).first()
        if user is None:
            raise forms.ValidationError("Nobody has an account with that address. Somebody must add them as a member")
        self.user = user
        return user.email


class LogFilter(PlainErrorsMixin, forms.Form):
    """Which lines of the log to show."""

    body = forms.ChoiceField(label="Body", required=False)
    person = forms.ChoiceField(label="Person", required=False)
    since = DayField(label="From", required=False)
    until = DayField(label="To", required=False, future=True)
    kind = forms.ChoiceField(label="What", required=False, choices=[("", "All"), *SensitiveRead.Kind.choices])

    def __init__(self, *args, organisations, people, **options):
        super().__init__(*args, **options)
        self.fields["body"].choices = [("", "All"), *((body.slug, body.short_name) for body in organisations)]
        self.fields["person"].choices = [("", "Everybody"), *((user.email, str(user)) for user in people)]
        if len(organisations) < 2:
            del self.fields["body"]

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "Enter a date on or after the first one")
        return cleaned
