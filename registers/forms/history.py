"""What part of a history is asked for?"""

from django import forms

from registers.history import GROUPS


class HistoryFilterForm(forms.Form):
    kind = forms.MultipleChoiceField(
        label="Show only",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(name, label) for name, (label, _) in GROUPS.items()],
    )
    corrected = forms.BooleanField(label="Only late entries, corrections and voids", required=False)

    def keep(self, entries):
        """The entries asked for; all of them where nothing was."""
        self.is_valid()
        kinds = self.cleaned_data.get("kind", ())
        about = {name for kind in kinds for name in GROUPS[kind][1]}
        return [
            entry
            for entry in entries
            if (not about or entry.about in about) and (entry.tags or not self.cleaned_data.get("corrected"))
        ]
