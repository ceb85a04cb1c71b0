"""How does a paper become a Word file, for those who send comments round?

From the very HTML that its PDF is made of, draft or issued: so every kind of appendix is in it, nothing is in it that
the edition withholds, and what an issued edition said is what its Word file says.
"""

from registers import clock
from reports.characters import on_one_line
from reports.papers.printing import Printed

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def word_of(printed: Printed) -> bytes:
    """The Word file of one edition. The same input gives the same bytes: its dates are the record's.

    python-docx is loaded when it is first wanted: most pages never do.
    """
    from reports.docx.body import Body
    from reports.docx.file import File

    file = File(
        title=on_one_line(printed.title),
        short_title=on_one_line(printed.short_title),
        marking=on_one_line(printed.marking),
        is_draft=printed.is_draft,
        created=clock.moment_on(printed.day),
    )
    Body(file, printed.html).write()
    return file.to_bytes()


def printed_of(edition) -> Printed:
    """An issued edition as it went out: from its stored page, whatever has become of the paper since."""
    issue = edition.issue
    return Printed(
        html=bytes(edition.html.content).decode(),
        title=f"{issue.title} ({edition.get_edition_display().lower()})",
        file_name=edition.file_name,
        short_title=issue.title,
        marking=edition.marking,
        is_draft=False,
        day=issue.meeting_on,
    )


def file_name_of(printed: Printed) -> str:
    """As the PDF is called; a draft says so, because these go round by mail."""
    return printed.file_name.removesuffix(".pdf") + ("-draft.docx" if printed.is_draft else ".docx")
