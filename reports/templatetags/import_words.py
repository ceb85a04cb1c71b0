"""How do the pages of importing say what stands where in a file, and which other pages lead to them?"""

from django import template
from django.urls import reverse

from registers.visibility import registers_seen
from reports.access_imports import offers_import
from reports.forms_mapping import called, column_name
from reports.imports.words import counted, fact_word

register = template.Library()


@register.filter
def column_of(column, table) -> str:
    """ "column C"; of a form, where each risk has a block of its own, "a label beside its value"."""
    return "a label with its value beside it" if getattr(table, "blocks", ()) else column_name(column)


@register.filter
def table_name(table) -> str:
    """ "Risks", rows 4 to 20."""
    return called(table)


@register.filter
def places_of(value) -> str:
    """How often a value stands in the file, and where first."""
    if value.count == 1:
        return f"Once, in {value.where}."
    return f"{counted(value.count, 'time')}, first in {value.where}."


@register.filter
def fact_in_sentence(fact) -> str:
    """A fact inside a sentence: "the owners"."""
    word = fact_word(fact)
    return f"the {word[:1].lower()}{word[1:]}" if not word.isupper() else word


# Where one may import -------------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def import_address(context, into) -> str:
    """The page on which this person imports into a register; empty for who may not."""
    request = context["request"]
    if not offers_import(request.user, request.audience, into):
        return ""
    return reverse("reports:imports", args=[into.organisation.slug, into.slug])


@register.simple_tag(takes_context=True)
def import_offers(context, what, of_bodies=False) -> list[dict]:
    """Buttons of a list that holds what stands in several registers: one for each into which this person imports.

    `what`: "controls". `of_bodies`: it belongs to the body, and comes in through its corporate register.
    """
    request = context["request"]
    registers = registers_seen(request.audience) if request.audience.works_anywhere else ()
    places = [one for one in registers if one.is_corporate or not of_bodies]
    found = [(one, address) for one in places if (address := import_address(context, one))]
    if len(found) == 1:
        return [{"text": f"Import {what}", "url": found[0][1]}]
    return [{"text": f"Import {what}: {one.title}", "url": address} for one, address in found]
