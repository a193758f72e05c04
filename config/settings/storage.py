"""What is kept where: the database, cache, queue, and files."""

import os

import dj_database_url

from config.settings.installation import REDIS_URL, VAR_DIR

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

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

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
    RQ_QUEUES = {"default": {"URL": REDIS_URL}}

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

UPLOADS_MAX_BYTES = 20 * 1024 * 1024
UPLOADS_MAX_PIXELS = 64_000_000
UPLOADS_MAX_UNATTACHED = 100
