#!/usr/bin/env python
"""Run a management command: `.venv/bin/python manage.py help` lists them."""

import os
import sys

from riskportal import startup

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "riskportal.settings")
    startup.use_unpacked_libraries()
    with startup.plain_sentences():
        import django
        from django.core.management import execute_from_command_line

        if sys.argv[1:2] == ["db_worker"]:  # a server too: it needs the database it was written for
            django.setup()
            startup.refuse_unapplied_migrations()
        execute_from_command_line(sys.argv)
