"""What do the pages of Panel requests and of actions do alike? Their frame, the log of sensitive text, and saving."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect, render

from controls.lookups import risks_named
from registers import clock
from registers.actions.people import log_sensitive_read
from registers.forms.base import summary_of
from registers.offers import Offer
from registers.scope import Scope
from registers.views.reading import dates_to_offer
from registers.views.saving import SavingPage

PAGE = 25


def today() -> Scope:
    return Scope(as_at=clock.today())


def frame(asked) -> dict:
    """What the pages that can be looked at as at any date need."""
    return {
        "asked": asked,
        "scope": replace(asked.scope, compared_with=None),
        "dates": dates_to_offer(),
        "has_errors": bool(asked.errors),
        "errors": [{"text": text} for text in asked.errors],
        "time": urlencode(asked.query),
    }


def with_time(address, asked) -> str:
    return f"{address}?{urlencode(asked.query)}" if asked.query else address


def form_data(query, chosen):
    """What the filter form shows as chosen: what cannot be is left out of it. `query`: of the address."""
    data = query.copy()
    data.pop("page", None)
    for name in chosen.__dataclass_fields__:
        data.pop(name, None)
        if value := getattr(chosen, name):
            data[name] = value
    return data


def one_risk(risks, audience, asked):
    """What the list says above it, where it is about one risk alone: that risk, or that there is none."""
    if risks is None:
        return None
    return {"named": risks_named([risk.pk for risk in risks], audience, asked.scope, asked.query).values()}


def split(offers: list[Offer]) -> dict:
    """Offers for a page: the one it is for, and the rest."""
    return {
        "main_offers": [offer for offer in offers if offer.is_main],
        "other_offers": [offer for offer in offers if not offer.is_main],
    }


def note_read(request, bodies, what) -> None:
    """Log that sensitive text of these bodies was shown: once for each."""
    for organisation in sorted(bodies):
        log_sensitive_read(organisation_id=organisation, user=request.user, what=what)


def marking_of(bodies) -> str:
    return "OFFICIAL-SENSITIVE" if bodies else "OFFICIAL"


@dataclass
class FollowUpPage(SavingPage):
    """One page that changes one request or action. Whoever builds on it says what is `record`, `crumbs` and so on."""

    request: object
    title: str
    needs: str

    caption = ""

    @property
    def name(self):
        return str(self.record)

    @property
    def url(self):
        return self.record.get_absolute_url()

    @property
    def crumbs(self) -> list[dict]:
        """The way to the record."""
        raise NotImplementedError

    @property
    def sensitive_bodies(self) -> set[int]:
        """Of whose sensitive text the page shows some."""
        raise NotImplementedError

    def for_form(self, held=None, on=None) -> dict:
        """What every ChangeForm is made with."""
        return {"risk": self.record, "held": held or {}, "on": on or clock.today()}

    def ask(self, form, *, title, submit, consequences):
        """The question before something is done that cannot simply be taken back."""
        context = {"submit": submit, "consequences": consequences, "kind": "warning", "summary": summary_of(form)}
        return self.show("reports/follow_up_confirm.html", form, title=title, **context)

    def finish(
        self, form, act, template="reports/follow_up_form.html", text="", asks_first=False, held=None, **context
    ):
        """Save, unless the person only went back to change what they typed; then say so, or show the form again."""
        ready = self.data is not None and "back" not in self.data and (self.is_confirmed or not asks_first)
        theirs = None if form.only_changes else lambda page: {}
        saved = self.save(form, act, held=held, theirs=theirs) if ready else None
        return self.done(text) if saved else self.show(template, form, **context)

    def show(self, template, form, **context):
        """Draw the page. 409 where somebody else saved first."""
        bodies = self.sensitive_bodies
        note_read(self.request, bodies, f"{self.name}: {self.title.lower()}")
        base = {
            "form": form,
            "page": self,
            "title": self.title,
            "marking": marking_of(bodies),
            "breadcrumbs": [*self.crumbs, {"text": self.name, "url": self.url}, {"text": self.title}],
        }
        status = 409 if getattr(form, "conflict", None) else 200
        return render(self.request, template, base | context, status=status)

    def done(self, text):
        """Back to the record; to the list, where what was saved hid it from the person."""
        model = type(self.record)
        if not model.objects.visible_to(self.request.audience).filter(pk=self.record.pk).exists():
            messages.success(self.request, f"Saved. {self.name} is no longer among those that you see.")
            return redirect(self.crumbs[0]["url"])
        messages.success(self.request, text)
        return redirect(self.url)

    def refuse(self, text):
        """Back to the record: nothing can be done here, and why."""
        messages.info(self.request, text)
        return redirect(self.url)
