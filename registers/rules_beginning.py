"""Does the state of the portal allow what is set up at first? With words for the screen, by field."""

from django.core.exceptions import ValidationError

from registers import rules
from registers.models import Assessment, Organisation, Outlook, Scheme

BODIES = 2  # the body that oversees and the one that polices; one Panel reads both
TAKEN = ("add", "all", "both", "joint", "log", "none")  # parts of addresses and of filters


def can_add(kind) -> bool:
    """Whether there is room for another organisation of a kind."""
    there = Organisation.objects.filter(kind=kind).count()
    return there < (BODIES if kind == Organisation.Kind.BODY else 1)


def check_can_add(kind):
    if not can_add(kind):
        is_body = kind == Organisation.Kind.BODY
        raise ValidationError("There are two bodies already" if is_body else "There is a Panel already")


def check_names_are_free(name, short_name, besides=None):
    """Two organisations read alike nowhere."""
    others = Organisation.objects.exclude(pk=besides.pk if besides else None)
    for field, words in (("name", name), ("short_name", short_name)):
        if others.filter(**{f"{field}__iexact": words}).exists():
            raise ValidationError({field: "Another organisation has that name"})


def can_replace(scheme) -> bool:
    """Whether a scale is the body's first and nothing was ever scored on it."""
    is_only = not Scheme.objects.filter(organisation=scheme.organisation_id).exclude(pk=scheme.pk).exists()
    return is_only and not any(model.objects.filter(scheme=scheme).exists() for model in (Assessment, Outlook))


def check_can_replace(scheme):
    if not can_replace(scheme):
        raise ValidationError("Risks have been scored on this scale. Adopt another from a day instead")


def check_can_have_corporate_register(organisation):
    if organisation.kind != Organisation.Kind.BODY:
        raise ValidationError("Only a body has registers")
    if rules.corporate_register_of(organisation) is not None:
        raise ValidationError(f"{organisation.short_name} has its corporate register already")
