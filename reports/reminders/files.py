"""Mail as files, for a demo or a portal without a mail server: one file a message, named by its Message-ID.

Django's own file back end appends to a log, so that a message written again after a crash would be there twice. Here a
message is written whole and put in its place in one step: written again it is the same file.
"""

import os
import re
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend


class EmailBackend(BaseEmailBackend):
    """`is_repeatable`: sending the same message again does no harm, so that nobody need be asked."""

    is_repeatable = True

    def __init__(self, fail_silently=False, file_path=None, **options):
        super().__init__(fail_silently=fail_silently)
        self.folder = Path(file_path or settings.EMAIL_FILE_PATH)

    def send_messages(self, email_messages):
        """How many were written. Raises OSError where the disk refuses one."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            self._write(message.message())
        return len(email_messages)

    def _write(self, message):
        name = re.sub(r"[^\w.-]", "-", message["Message-ID"].strip("<>"))
        beginning = self.folder / f".{name}.{os.getpid()}"
        with beginning.open("wb") as file:
            file.write(message.as_bytes())
            file.flush()
            os.fsync(file.fileno())
        beginning.replace(self.folder / f"{name}.eml")
