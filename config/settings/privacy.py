"""What seals personal values, and keeps them out of logs and error reports."""

from config.settings.environment import required

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
        # The client writes a line for each request; cms.search warns of those without an answer.
        "opensearch": {"level": "ERROR"},
    },
}
