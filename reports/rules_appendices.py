"""Does the paper allow this of an appendix? With words for the screen; whether the person may is for access.py."""

from django.core.exceptions import ValidationError

from registers.audience import Audience
from registers.models import Marking
from reports.models import Appendix, AppendixKind, IssuedFile, Paper

REMOVED = "Somebody has removed this appendix"
WENT_OUT = "Its file went out with an issue of this paper, so it stays. Attach a newer file, or say so in its title."
NOT_A_FILE = "This appendix is not a file"


def whose(appendix: Appendix) -> int:
    """Key of the body whose text it holds: that of the register it is about, or else the paper's."""
    return appendix.basis.register.organisation_id if appendix.basis_id else appendix.paper.organisation_id


def can_read(appendix: Appendix, audience: Audience) -> bool:
    """Whether its text may be read, and so changed or removed: sensitive text needs clearance by its body."""
    return not is_sensitive(appendix) or whose(appendix) in audience.cleared


def is_sensitive(appendix: Appendix) -> bool:
    return appendix.marking == Marking.SENSITIVE


def check_kind(kind: str) -> None:
    if kind not in AppendixKind.values:
        raise ValidationError({"kind": "Choose what fills the appendix"})


def check_basis(paper: Paper, basis) -> None:
    """An appendix is about a register that its paper rests on, so that all of it has one position."""
    if basis is not None and basis.paper_id != paper.pk:
        raise ValidationError({"basis": "Choose a register that the paper rests on"})


def check_statement(is_final: bool, signatories) -> None:
    """A final statement says who signed it, and when."""
    if is_final and not signatories:
        raise ValidationError({"signatory_1": "Name who signed the final statement"})
    if is_final and not all(one["on"] for one in signatories):
        raise ValidationError({"signed_on_1": "Enter the day on which each of them signed it"})


def can_remove(appendix: Appendix) -> bool:
    """What went out of it stays readable, and with it what it belonged to."""
    return not IssuedFile.objects.filter(appendix=appendix).exists()


def check_can_remove(appendix: Appendix) -> None:
    if not can_remove(appendix):
        raise ValidationError(WENT_OUT)


def check_is_file(appendix: Appendix) -> None:
    if appendix.kind != AppendixKind.FILE:
        raise ValidationError({"file": NOT_A_FILE})
