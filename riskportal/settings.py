"""How does the portal run here? Read top to bottom; what differs by place comes from the environment.

The safe choice is the default: debugging is off, pages need HTTPS and a signed-in person, sign-up is closed.
A missing or misspelt value stops the program with a sentence (riskportal/startup.py).
"""

import os
from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from environs import Env, EnvValidationError

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("DATA_DIR") or BASE_DIR / ".data")  # the database file, mail and cache of a small site

env = Env()
env.read_env(DATA_DIR / "env", recurse=False)  # `make demo` writes one; what the environment says goes first

# --- The site -------------------------------------------------------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY")  # make demo generates one into an ignored file
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
INSECURE_HTTP = env.bool("INSECURE_HTTP", default=False)  # a demo on one's own machine has no certificate
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)  # how many proxies of ours stand in front; limits go by address

INSTALLED_APPS = [
    "riskportal",
    "reports",
    "controls",
    "registers",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "rules.apps.AutodiscoverRulesConfig",
    "simple_history",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "registers.middleware.BeginningMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "registers.middleware.AudienceMiddleware",
    "reports.middleware.VisitMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "riskportal.urls"
WSGI_APPLICATION = "riskportal.wsgi.application"
FORM_RENDERER = "registers.form_rendering.Renderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "registers.context.portal",
            ],
        },
    },
]

# Messages name titles and scores: they are kept on the server, not in a cookie on the reader's machine.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

# --- Where facts are kept -------------------------------------------------------------------------------------------

DATABASES = {
    "default": env.dj_db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'portal.sqlite3'}", conn_max_age=600),
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE takes the write lock before reading, so that two writers wait for each other instead of failing;
    # WAL lets readers go on meanwhile. Opening the file is the dear part, so the connection stays open.
    DATABASES["default"] |= {
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Sign-in limits are counted here, so every worker must see the same cache: files by default, CACHE_URL for several
# machines. The roomy limit keeps a flood of addresses from pushing the counts out.
CACHES = {
    "default": env.dj_cache_url(
        "CACHE_URL",
        default=f"file://{DATA_DIR / 'cache'}",
    )
}
CACHES["default"].setdefault("OPTIONS", {}).setdefault("MAX_ENTRIES", 100_000)

# Papers are rendered by `manage.py db_worker`, beside the web server.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# --- Mail -----------------------------------------------------------------------------------------------------------

EMAIL = env.dj_email_url("EMAIL_URL", default=f"file:///{DATA_DIR / 'mail'}")
if "EMAIL_BACKEND" not in EMAIL:
    raise EnvValidationError("EMAIL_URL must begin with smtp://, submission://, file:/// or console://", [])
EMAIL_BACKEND = EMAIL["EMAIL_BACKEND"]
if EMAIL_BACKEND == "django.core.mail.backends.filebased.EmailBackend":
    EMAIL_BACKEND = "reports.reminders.files.EmailBackend"  # a message sent again is the same file, not another
EMAIL_FILE_PATH = EMAIL["EMAIL_FILE_PATH"]
EMAIL_HOST = EMAIL["EMAIL_HOST"]
EMAIL_PORT = EMAIL["EMAIL_PORT"]
EMAIL_HOST_USER = EMAIL["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = EMAIL["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = EMAIL["EMAIL_USE_TLS"]
EMAIL_USE_SSL = EMAIL["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = EMAIL["EMAIL_TIMEOUT"] or 30
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="riskportal@localhost")
# Where links in mail lead: reminders are written by a command, which no browser has told its address.
_host = ALLOWED_HOSTS[0].removeprefix(".") if ALLOWED_HOSTS else "localhost"
PORTAL_URL = env.str("PORTAL_URL", default=f"{'http' if INSECURE_HTTP else 'https'}://{_host}")

# --- People and signing in ------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "registers.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# Whoever sets up an empty portal types it; nobody can without it, but where DEBUG is on (registers/views/beginning.py).
SETUP_CODE = env.str("SETUP_CODE", default="").strip()
if SETUP_CODE and len(SETUP_CODE) < 12:
    raise EnvValidationError("SETUP_CODE must have at least 12 characters", [])
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "registers.adapters.ClosedAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]  # unused: sign-up is closed
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator enters the address
ACCOUNT_MAX_EMAIL_ADDRESSES = 1  # and a member cannot add another to sign in by
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_SESSION_REMEMBER = False  # signed out when the browser closes
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Risk portal: "
ACCOUNT_RATE_LIMITS = {"set_up": "10/m/ip,60/h/ip"}  # beside allauth's own: tries at the set-up code
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Risk portal"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = INSECURE_HTTP

# Single sign-on, where a body has it. A member connects it from their own account page.
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True}}
OIDC_SERVER_URL = env.url("OIDC_SERVER_URL", default=None)
if OIDC_SERVER_URL:
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] = [
        {
            "provider_id": "sso",
            "name": env.str("OIDC_NAME", default="single sign-on"),
            "client_id": env.str("OIDC_CLIENT_ID"),
            "secret": env.str("OIDC_CLIENT_SECRET"),
            "settings": {"server_url": OIDC_SERVER_URL.geturl()},
        }
    ]

# --- What a browser may do ------------------------------------------------------------------------------------------

SSO_ORIGIN = [f"{OIDC_SERVER_URL.scheme}://{OIDC_SERVER_URL.netloc}"] if OIDC_SERVER_URL else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],  # the second sign-in factor is shown as a data: picture
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *SSO_ORIGIN],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # the yearly refresh sends ten fields for every open risk of a register
DATA_UPLOAD_MAX_MEMORY_SIZE = 11 * 1024 * 1024  # a table that is pasted may be as large as a file
FILE_UPLOAD_HANDLERS = [
    "controls.uploads.CappedUploadHandler",  # refuses what is too large before it is kept anywhere
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not INSECURE_HTTP
SECURE_HSTS_SECONDS = 0 if INSECURE_HTTP else 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = not INSECURE_HTTP
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # preloading binds a whole domain: its owner's choice, not the portal's

# --- Static files ---------------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / ".static"
STATICFILES_DIRS = [BASE_DIR / ".build"]  # made from static/ and the design system by set-up
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- What it says of itself -----------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": env.log_level("LOG_LEVEL", default="WARNING")},
    "loggers": {"django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False}},
}
