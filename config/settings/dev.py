"""Ease for one's own machine: what ``make run`` uses. Never for production."""

import os

os.environ.setdefault("SECRET_KEY", "doorstep-development-only-not-a-secret-0123456789")
os.environ.setdefault("ALLOWED_HOSTS", "*")
os.environ.setdefault("BASE_URL", f"http://localhost:{os.environ.get('PORT') or 8000}")
# The development keys are known to everybody who can read this file.
os.environ.setdefault(
    "SEALED_MASTER_KEYS", "development:ZG9vcnN0ZXAtZGV2ZWxvcG1lbnQtbWFzdGVyLWtleSE="
)
os.environ.setdefault("SEALED_INDEX_KEY", "ZG9vcnN0ZXAtZGV2ZWxvcG1lbnQtaW5kZXgtLWtleSE=")

from config.settings.base import *

SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
SECURE_HSTS_SECONDS = 0

# A person at this machine reads notices and login codes in the console.
NOTICE_TRANSPORTS = {"console": "accounts.notices.transports.ConsoleTransport"}
TEXT_TRANSPORT = "accounts.notices.transports.ConsoleTransport"
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

SANDBOX_PAYMENTS = True
