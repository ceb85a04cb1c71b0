"""How do the tests run the portal? As in production, less what only costs time or needs a place of its own."""

import os
import tempfile
from pathlib import Path

# One name per test run, which its workers inherit: several runs on one machine keep apart.
RUN = os.environ.setdefault("RISKPORTAL_TEST_RUN", str(os.getpid()))
MEMORY = Path("/dev/shm")  # noqa: S108 - a file system in memory, where there is one
SCRATCH = Path(os.environ.get("DATA_DIR") or (MEMORY if os.access(MEMORY, os.W_OK) else tempfile.gettempdir()))

os.environ.setdefault("DATA_DIR", str(SCRATCH))
os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ.setdefault("INSECURE_HTTP", "true")
os.environ.setdefault("ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")
os.environ.setdefault("DATABASE_URL", f"sqlite:///{SCRATCH / 'riskportal-unused.sqlite3'}")

from riskportal.settings import *  # noqa: E402, F403
from riskportal.settings import BASE_DIR, DATABASES, MIDDLEWARE  # noqa: E402

# A file, not :memory:, so that a live server and parallel writers have connections of their own, as in production.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(SCRATCH / f"riskportal-test-{RUN}.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
else:
    DATABASES["default"]["TEST"] = {"NAME": f"test_riskportal_{RUN}"}
# From the models in a second, where the migrations take ten: tests/test_migrations.py shows that both make the same.
DATABASES["default"]["TEST"]["MIGRATE"] = False

# The manifest storage wants collected files and turns every page into an error without them.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]
STATICFILES_DIRS = [folder for folder in [BASE_DIR / ".build"] if folder.is_dir()]

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": RUN}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
