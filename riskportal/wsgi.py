"""What does the web server load? The application, once it may start."""

import os

from riskportal import startup

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "riskportal.settings")

with startup.plain_sentences():
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()

if not settings.DEBUG:
    startup.refuse_unapplied_migrations()
