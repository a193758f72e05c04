"""Production settings. ``dev`` and ``test`` opt into ease; nothing here does.

Every secret and host comes from the environment; a missing one stops the start with a
sentence that names it. What belongs to one subject stands in a file of its own.
"""

from config.settings.content import *
from config.settings.delivery import *
from config.settings.installation import *
from config.settings.login import *
from config.settings.notices import *
from config.settings.privacy import *
from config.settings.storage import *

DEBUG = False

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
if REDIS_URL:
    INSTALLED_APPS += ["django_rq", "django_tasks_rq"]

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

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
X_FRAME_OPTIONS = "SAMEORIGIN"

# Where processes send requests: host names with wildcards, any public one if there are none; and
# hosts, with their port, that need be neither public nor https.
WEBHOOK_HOSTS: list[str] = []
WEBHOOK_INTERNAL_HOSTS: list[str] = []

# Viewflow's site middlewares raise where a request has no user: the engine needs neither.
VIEWFLOW = {"AUTOREGISTER": False}

# How often what people looked at goes from memory to the database, in seconds; 0 for never.
BEHAVIOUR_FLUSH_SECONDS = 1.0

# The gateway that takes no money: nowhere but on one's own machine.
SANDBOX_PAYMENTS = False
