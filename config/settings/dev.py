"""Ease for one's own machine: what ``make run`` uses. Never for production."""

import os

os.environ.setdefault("SECRET_KEY", "doorstep-development-only-not-a-secret-0123456789")
os.environ.setdefault("ALLOWED_HOSTS", "*")
os.environ.setdefault("BASE_URL", "http://localhost:8000")

from config.settings.base import *

SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
SECURE_HSTS_SECONDS = 0
