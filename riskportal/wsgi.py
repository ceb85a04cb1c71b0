"""What does the web server load? The application, once it may start."""

import os

from riskportal import startup

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "riskportal.settings")

with startup.plain_sentences():
    import django
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    django.setup()

if not settings.DEBUG:
    startup.refuse_unapplied_migrations()

application = get_wsgi_application()
