"""How do the pages of importing say what stands where in a file?"""

from django import template

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
