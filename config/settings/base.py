"""Production settings. ``dev`` and ``test`` opt into ease; nothing here does.

Every secret and host comes from the environment; a missing one stops the start with a
sentence that names it.
"""

import os
from pathlib import Path

import dj_database_url
from django.utils.translation import gettext_lazy as _

from config.settings.environment import chains, rates, required, routes, search_backends

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(os.environ.get("DOORSTEP_VAR") or BASE_DIR / "var")
VAR_DIR.mkdir(parents=True, exist_ok=True)


DEBUG = False
SECRET_KEY = required("SECRET_KEY")
ALLOWED_HOSTS = [host.strip() for host in required("ALLOWED_HOSTS").split(",")]
BASE_URL = required("BASE_URL").rstrip("/")

INSTALLED_APPS = [
    # Ours, from the top of the house to the bottom.
    "config.runner",
    "config.demo",
    "api",
    "workflows.complaints",
    "workflows.orders",
    "workflows.onboarding",
    "workflows.sandbox",
    "workflows.payments",
    "workflows.engine",
    "workflows.designer",
    "promotions.coupons",
    "promotions.campaigns",
    "community.posts",
    "community.reviews",
    "community.moderation",
    "catalog.recommendations",
    "catalog.behaviour",
    "catalog.scheduling",
    "catalog.providers",
    "catalog.services",
    "cms.training",
    "cms.exchange",
    "cms.pages",
    "cms.media",
    "cms.search",
    "cms.delivery",
    "accounts.login",
    "accounts.consents",
    "accounts.notices",
    "accounts.uploads",
    "accounts.sealed",
    "accounts.users",
    "outbox",
    # Theirs.
    "viewflow.workflow",
    "django_tasks_db",
    "rest_framework",
    "django_filters",
    "import_export",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "allauth",
    "allauth.account",
    "allauth.headless",
    "corsheaders",
    "wagtail.api.v3",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.locales",
    "wagtail.embeds",
    "wagtail.sites",
    "accounts.users.people_admin.PeopleAdminConfig",  # wagtail.users
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    # Ours again, when all others are ready.
    "config.memory",
]

MIDDLEWARE = [
    "config.health.HealthMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.middleware.SlashMiddleware",
    "config.middleware.TimingMiddleware",
    # The API goes no further than here, logging in excepted.
    "config.middleware.ApiMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Before all apps: our name and logo in Wagtail's admin.
        "DIRS": [BASE_DIR / "config" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

# Where processes send requests: host names with wildcards, any public one if there are none; and
# hosts, with their port, that need be neither public nor https.
WEBHOOK_HOSTS: list[str] = []
WEBHOOK_INTERNAL_HOSTS: list[str] = []

# The embedded default is SQLite in ``var/``; production names PostgreSQL in DATABASE_URL.
DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{VAR_DIR / 'doorstep.sqlite3'}",
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE: a writer waits for its turn instead of failing half-way with "locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
        # What is overwritten or deleted, such as a destroyed key, does not linger in free space.
        "PRAGMA secure_delete=ON;",
    }
else:
    # Nobody waits for a lock for ever: a case that is held so long is answered with "busy".
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c lock_timeout=10s"

# Threads that answer requests, each with a connection of its own, and how many requests may be
# under way or wait for them. One interpreter runs one thread at a time: twice as many answer less.
WEB_THREADS = int(os.environ.get("WEB_THREADS") or 4)
WEB_BACKPRESSURE = int(os.environ.get("WEB_BACKPRESSURE") or 32 * WEB_THREADS)

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "users.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
# Encrypted: allauth keeps a login's one-time code in the session.
SESSION_ENGINE = "accounts.login.sessions"

# How many proxies of ours stand before the server: the caller's address is that many from the end.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TRUSTED_PROXIES") or 0)
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
HEADLESS_ONLY = True
HEADLESS_CLIENTS = ("app",)
HEADLESS_ADAPTER = "accounts.login.adapter.HeadlessAdapter"
HEADLESS_TOKEN_STRATEGY = "accounts.login.strategy.BearerTokenStrategy"  # noqa: S105
ACCOUNT_ADAPTER = "accounts.login.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"phone", "email"}
# One of the two, which our own input requires; allauth would have one of them always.
ACCOUNT_SIGNUP_FIELDS = ["phone", "email"]
SILENCED_SYSTEM_CHECKS = ["account.W001"]
# Signing up by e-mail is finished with a login code, which verifies the address.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PHONE_VERIFICATION_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = ACCOUNT_PHONE_VERIFICATION_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = ACCOUNT_PHONE_VERIFICATION_SUPPORTS_RESEND = True
# Who sets a first password or another phone has shown lately who they are: accounts/login/proof.py.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 600
ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_RATE_LIMITS = {
    # Ours, for codes by any way: per phone or e-mail address (key) and per caller's address (ip).
    "send_code": "1/30s/key,5/h/key,30/h/ip",
    "send_code_overall": "2000/h/key",
    # allauth's own for the same would answer differently to people it knows.
    "request_login_code": "",
    "verify_phone": "",
    "reset_password": "",
}

REDIS_URL = os.environ.get("REDIS_URL", "")
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}

# Wagtail's own bookkeeping runs in the request; our work goes to the backend "queue".
TASKS = {
    "default": {"BACKEND": "cms.delivery.bookkeeping.BookkeepingBackend"},
    "queue": (
        {"BACKEND": "django_tasks_rq.RQBackend", "QUEUES": ["default"]}
        if REDIS_URL
        else {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}
    ),
}
if REDIS_URL:
    INSTALLED_APPS += ["django_rq", "django_tasks_rq"]
    RQ_QUEUES = {"default": {"URL": REDIS_URL}}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

EMAIL_HOST = os.environ.get("EMAIL_HOST") or "localhost"
EMAIL_PORT = int(os.environ.get("EMAIL_PORT") or 25)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS", "") == "1"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM") or "Doorstep <doorstep@localhost>"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILSEARCH_BACKENDS = search_backends(os.environ.get("OPENSEARCH_URL", ""))
# By language those whose words stand in where there are none in it, in order; of the languages
# that are not named here, the default one and then all others.
LOCALE_FALLBACKS = chains(os.environ.get("LOCALE_FALLBACKS", ""))
WAGTAIL_I18N_ENABLED = True
LOCALE_PATHS = [BASE_DIR / "config" / "locale"]
FORMAT_MODULE_PATH = "config.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
# Files at addresses of their own: the OpenAPI document.
WHITENOISE_ROOT = VAR_DIR / "root"
WHITENOISE_ROOT.mkdir(parents=True, exist_ok=True)
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    # Private: never under MEDIA_URL; read through api/v1/uploads/ alone.
    "uploads": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "uploads"},
    },
}

SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
X_FRAME_OPTIONS = "SAMEORIGIN"

WAGTAIL_SITE_NAME = "Doorstep"
# The admin asks no other host for anything: faces would be asked for by a hash of the e-mail.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# People log in by code: staff give a password to those who want one.
WAGTAILUSERS_PASSWORD_REQUIRED = False
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILADMIN_USER_LOGIN_FORM = "accounts.login.forms.AdminLoginForm"
WAGTAILIMAGES_IMAGE_MODEL = "media.Picture"
WAGTAILDOCS_DOCUMENT_MODEL = "media.File"
# Renditions by purpose: the ratio that they are cropped to round the focal point, and their widths.
PICTURE_PRESETS = {
    "card": ("4:3", (400, 800)),
    "hero": ("16:9", (960, 1920)),
    "square": ("1:1", (128, 256)),
    "content": (None, (480, 960, 1920)),
}
# Nothing that a browser would run as a page of this origin.
WAGTAILDOCS_EXTENSIONS = [
    "csv", "docx", "odp", "ods", "odt", "pdf", "pptx", "rtf", "txt", "xlsx", "zip",
]  # fmt: skip

# Viewflow's site middlewares raise where a request has no user: the engine needs neither.
VIEWFLOW = {"AUTOREGISTER": False}

REST_FRAMEWORK = {
    # The views name theirs: it needs the models, which are not loaded when this is read.
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["api.conventions.parsers.StrictJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "api.conventions.openapi.OperationSchema",
    "EXCEPTION_HANDLER": "api.conventions.problems.exception_handler",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    # ``format`` is a parameter of ours.
    "URL_FORMAT_OVERRIDE": None,
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Doorstep",
    "DESCRIPTION": "Content, prices, availability and processes in one contract.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "PATH_CONVERTER_OVERRIDES": {"number": int},
    "POSTPROCESSING_HOOKS": ["api.conventions.openapi.without_marks"],
}

# Personal values are encrypted under a key per person, and those under the first of these keys
# ("id:base64,id:base64"); the others only open what is older. The index key stays for good.
SEALED_MASTER_KEYS = required("SEALED_MASTER_KEYS")
SEALED_INDEX_KEY = required("SEALED_INDEX_KEY")
DEFAULT_EXCEPTION_REPORTER = "accounts.sealed.reporting.PrivateReporter"
DEFAULT_EXCEPTION_REPORTER_FILTER = "accounts.sealed.reporting.PrivateReporterFilter"

# Every handler carries the filter that takes sealed values out.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"sealed": {"()": "accounts.sealed.reporting.RedactSealed"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["sealed"],
            "formatter": "line",
        },
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    # Django's own handlers would write past the filter.
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
        # Two lines for each wake-up of the worker say nothing; failures are warnings.
        "django_tasks": {"level": "WARNING"},
        "rq.worker": {"level": "WARNING"},
        # What was published, by whom and when stands in the audit log.
        "wagtail": {"level": "WARNING"},
    },
}


# Where the frontend shows what is published, by collection; others are shown at their path.
FRONTEND_ROUTES = routes(os.environ.get("FRONTEND_ROUTES", ""))

# Limits of the API, by the caller's address where there is no token; "off" sets none.
_rates = os.environ.get("API_RATES") or "address=1200/60,token=1200/60,user=2400/60"
API_RATES = rates("" if _rates == "off" else _rates)

# Origins whose pages may call the API from a browser ("https://shop.example,…"): by bearer token,
# never by cookie. None may unless named; "*" is everybody.
CORS_ORIGINS = [
    each.strip() for each in os.environ.get("CORS_ORIGINS", "").split(",") if each.strip()
]
CORS_ALLOW_ALL_ORIGINS = CORS_ORIGINS == ["*"]
CORS_ALLOWED_ORIGINS = [] if CORS_ALLOW_ALL_ORIGINS else CORS_ORIGINS
CORS_URLS_REGEX = r"^/api/"
CORS_ALLOW_HEADERS = [
    "accept", "accept-language", "authorization", "content-type", "idempotency-key", "if-match",
    "if-none-match", "x-session-token",
]  # fmt: skip
CORS_EXPOSE_HEADERS = [
    "content-language", "etag", "idempotency-replayed", "location", "ratelimit", "ratelimit-policy",
    "retry-after", "server-timing",
]  # fmt: skip
CORS_PREFLIGHT_MAX_AGE = 86_400
# Where to tell a cache in front what has changed, and the secret that signs it (docs/settings.md).
CDN_PURGE_URL = os.environ.get("CDN_PURGE_URL", "")
CDN_PURGE_TOKEN = required("CDN_PURGE_TOKEN") if CDN_PURGE_URL else ""

# Of one file that is imported into the admin: its size and its rows.
EXCHANGE_MAX_BYTES = 5 * 1024 * 1024
EXCHANGE_MAX_ROWS = 2000

# How often what people looked at goes from memory to the database, in seconds; 0 for never.
BEHAVIOUR_FLUSH_SECONDS = 1.0

# The gateway that takes no money: nowhere but on one's own machine.
SANDBOX_PAYMENTS = False

UPLOADS_MAX_BYTES = 20 * 1024 * 1024
UPLOADS_MAX_PIXELS = 64_000_000
UPLOADS_MAX_UNATTACHED = 100

# By name, the transports that notices leave the house through ("name=dotted.Class,…"; the in-app
# list is always there), and the one that carries texts to phones: classes with the methods of the
# protocols in accounts/notices/transports.py.
NOTICE_TRANSPORTS = dict(
    entry.strip().split("=", 1)
    for entry in os.environ.get("NOTICE_TRANSPORTS", "").split(",")
    if entry.strip()
)
TEXT_TRANSPORT = os.environ.get("TEXT_TRANSPORT", "")
