"""May this file be kept, and as what? Checked by its name and by what it holds; never shown in a page, only sent.

A file over the cap is refused before it is read where its length is declared, and where it is not, as soon as more has
come than may be kept (settings.FILE_UPLOAD_HANDLERS).
"""

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload

from registers.form_rendering import strip_controls
from registers.models.blobs import LARGEST

CAP_IN_WORDS = "10 MB"
BESIDE_THE_FILE = 1024 * 1024  # what the rest of a form may take
PATIENCE = 5 * LARGEST  # up to here the rest is read and thrown away, so that the person gets an answer to read
LONGEST_NAME = 100
HIDDEN = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")  # would show a name otherwise than it is


@dataclass(frozen=True)
class FileType:
    name: str
    content_type: str
    extensions: tuple[str, ...]


OFFICE = "application/vnd.openxmlformats-officedocument"
PDF = FileType("PDF", "application/pdf", (".pdf",))
WORD = FileType("Word", f"{OFFICE}.wordprocessingml.document", (".docx",))
EXCEL = FileType("Excel", f"{OFFICE}.spreadsheetml.sheet", (".xlsx",))
POWERPOINT = FileType("PowerPoint", f"{OFFICE}.presentationml.presentation", (".pptx",))
TEXT = FileType("plain text", "text/plain; charset=utf-8", (".txt",))
CSV = FileType("CSV", "text/csv; charset=utf-8", (".csv",))
PNG = FileType("PNG", "image/png", (".png",))
JPEG = FileType("JPEG", "image/jpeg", (".jpg", ".jpeg"))
TYPES = (PDF, WORD, EXCEL, POWERPOINT, TEXT, CSV, PNG, JPEG)
EXTENSIONS = tuple(extension for kind in TYPES for extension in kind.extensions)
ALLOWED = "PDF, Word, Excel, PowerPoint, plain text, CSV, PNG or JPEG"

SIGNATURES = {PDF: b"%PDF-", PNG: b"\x89PNG\r\n\x1a\n", JPEG: b"\xff\xd8\xff"}
MAIN_PARTS = {WORD: "word/document.xml", EXCEL: "xl/workbook.xml", POWERPOINT: "ppt/presentation.xml"}
MARKUP = re.compile(rb"^\s*(<|#!)|<\s*(svg|html|script|!doctype|iframe|\?xml|\?php)", re.IGNORECASE)


@dataclass(frozen=True)
class CheckedFile:
    """A file that may be kept: its name without anything that misleads, its bytes, and the type they were found of."""

    name: str
    content: bytes
    content_type: str


def checked(name: str, content: bytes) -> CheckedFile:
    """The file, if it may be kept. ValidationError with words for the screen otherwise."""
    name = clean_name(name)
    kind = _type_of(name)
    if kind is None:
        raise ValidationError(f"The file must be {ALLOWED}, with the extension of its type")
    if not content:
        raise ValidationError("The file is empty")
    if len(content) > LARGEST:
        raise ValidationError(too_large(name))
    if not _holds(kind, content):
        raise ValidationError(f"The file is called {name} but is not a {kind.name} file that can be kept")
    return CheckedFile(name, content, kind.content_type)


def too_large(name) -> str:
    return f"{name} is larger than {CAP_IN_WORDS}, the most that can be kept. Give a link to it, or a smaller file"


def refused_in(request) -> dict[str, str]:
    """{field: name} of the files that were sent and were over the cap."""
    request.POST  # noqa: B018 - what was sent is read by asking for it, and only then is it known
    return getattr(request, "too_large", {})


def clean_name(name: str) -> str:
    """A name without the folders it came from and without characters that cannot be seen; long ones are shortened."""
    last = HIDDEN.sub("", strip_controls(name)).replace("\\", "/").rsplit("/", 1)[-1]
    last = re.sub(r"[\s:*?\"<>|]+", " ", last).strip(" .")
    path = PurePosixPath(last)
    stem = path.stem[: LONGEST_NAME - len(path.suffix)].rstrip(" .")
    return f"{stem}{path.suffix}"[:LONGEST_NAME] or "file"


def _type_of(name) -> FileType | None:
    extension = PurePosixPath(name).suffix.lower()
    return next((kind for kind in TYPES if extension in kind.extensions), None)


def extension_of(content_type: str) -> str:
    """How a file of a type that is kept ends."""
    return next((kind.extensions[0] for kind in TYPES if kind.content_type == content_type), "")


def _holds(kind, content) -> bool:
    """Whether the bytes are of the type that the name says."""
    if kind in SIGNATURES:
        return content.startswith(SIGNATURES[kind])
    if kind in MAIN_PARTS:
        return _is_office_file(content, MAIN_PARTS[kind])
    return _is_text(content)


def _is_office_file(content, main_part) -> bool:
    """An OOXML package of that kind, without macros. Only its table of contents is read: nothing is unpacked."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            parts = {part.lower() for part in package.namelist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
    has_macros = any(part.endswith("vbaproject.bin") for part in parts)
    return {"[content_types].xml", main_part} <= parts and not has_macros


def _is_text(content) -> bool:
    """Text as people write it, not markup or a script that a browser or a shell might run."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return "\x00" not in text and not MARKUP.search(text[:4096].encode())


class CappedUploadHandler(FileUploadHandler):
    """Lets no file over the cap through. `refused_in` tells the form which."""

    declared = 0
    received = 0

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        self.declared = content_length or 0

    def new_file(self, field_name, file_name, *args, **options):
        super().new_file(field_name, file_name, *args, **options)
        self.received = 0
        if self.declared > LARGEST + BESIDE_THE_FILE:
            self._refuse()

    def receive_data_chunk(self, raw_data, start):
        self.received += len(raw_data)
        if self.received > LARGEST:
            self._refuse()
        return raw_data

    def file_complete(self, file_size):
        """What may be kept is put together by the handlers after this one."""

    def _refuse(self):
        refused = getattr(self.request, "too_large", {})
        self.request.too_large = refused | {self.field_name: clean_name(self.file_name)}
        if self.declared > PATIENCE:
            raise StopUpload(connection_reset=True)
        raise SkipFile
