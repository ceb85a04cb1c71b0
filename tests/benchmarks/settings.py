"""The portal as it runs for real, with one bare page beside it to measure against."""

from riskportal.settings import *  # noqa: F403

ROOT_URLCONF = "tests.benchmarks.urls"
ALLOWED_HOSTS = ["127.0.0.1"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
TEMPLATES[0]["DIRS"].append(BASE_DIR / "tests/benchmarks/templates")  # noqa: F405
