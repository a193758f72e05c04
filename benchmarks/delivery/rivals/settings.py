"""The same models and database, with what Wagtail's project template puts before a view."""

from benchmarks.delivery.settings import *

INSTALLED_APPS += ["wagtail.api.v2"]
# It insists on its middleware.
INSTALLED_APPS.remove("allauth.account")
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
ROOT_URLCONF = "benchmarks.delivery.rivals.urls"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
REST_FRAMEWORK = {"DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"]}
# As Wagtail's project template leaves it: indexes are written at each save.
TASKS["default"] = {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}
