"""Which lines of the log of exports to show."""

from django import forms

from registers.form_rendering import DayField, PlainErrorsMixin
from reports.models import Export


class ExportLogFilter(PlainErrorsMixin, forms.Form):
    body = forms.ChoiceField(label="Body", required=False)
    person = forms.ChoiceField(label="Person", required=False)
    since = DayField(label="From", required=False)
    until = DayField(label="To", required=False, future=True)
    format = forms.ChoiceField(label="Format", required=False, choices=[("", "All"), *Export.Format.choices])

    def __init__(self, *args, organisations=(), people=(), **options):
        super().__init__(*args, **options)
        self.fields["body"].choices = [("", "All"), *((body.slug, body.short_name) for body in organisations)]
        self.fields["person"].choices = [("", "Everybody"), *((user.email, str(user)) for user in people)]
        if len(organisations) < 2:
            del self.fields["body"]
        if not people:
            del self.fields["person"]

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "Enter a date on or after the first one")
        return cleaned
