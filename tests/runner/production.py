"""Production settings refuse to start without what they need, and name it."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

NEEDED = {
    "SECRET_KEY": "a-secret-of-this-test-0123456789-0123456789-0123456789",
    "ALLOWED_HOSTS": "doorstep.example, www.doorstep.example",
    "BASE_URL": "https://doorstep.example/",
    "SEALED_MASTER_KEYS": "k1:ZG9vcnN0ZXAtZGV2ZWxvcG1lbnQtbWFzdGVyLWtleSE=",
    "SEALED_INDEX_KEY": "ZG9vcnN0ZXAtZGV2ZWxvcG1lbnQtaW5kZXgtLWtleSE=",
}
SHOW = """
import django; django.setup()
from django.conf import settings as s
print(s.DEBUG, s.ALLOWED_HOSTS, s.BASE_URL, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE)
"""


def start(code, environment, tmp_path):
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env={
            **inherited,
            "DJANGO_SETTINGS_MODULE": "config.settings.base",
            "DOORSTEP_VAR": str(tmp_path),
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("missing", NEEDED)
def test_a_missing_variable_is_named(missing, tmp_path):
    environment = {name: value for name, value in NEEDED.items() if name != missing}
    for incomplete in (environment, {**environment, missing: ""}):
        done = start("import django; django.setup()", incomplete, tmp_path)
        assert done.returncode == 1
        assert done.stderr.splitlines()[-1] == (
            "django.core.exceptions.ImproperlyConfigured: "
            f"Set the environment variable {missing} before starting Doorstep "
            "(docs/settings.md lists them all)."
        )


def test_with_all_of_them_it_starts_safely(tmp_path):
    done = start(SHOW, NEEDED, tmp_path)
    assert done.stdout.splitlines()[-1] == (
        "False ['doorstep.example', 'www.doorstep.example'] https://doorstep.example True True"
    )


def test_what_is_optional_may_be_empty(tmp_path):
    """As ``make run DATABASE_URL=`` and many a list of variables have it."""
    names = ("DATABASE_URL", "REDIS_URL", "TRUSTED_PROXIES", "EMAIL_HOST", "EMAIL_PORT")
    done = start(
        "import django; django.setup(); from django.conf import settings as s;"
        "print(s.DATABASES['default']['NAME'], s.EMAIL_HOST, s.EMAIL_PORT)",
        NEEDED | dict.fromkeys(names, ""),
        tmp_path,
    )
    assert done.stdout.splitlines()[-1] == f"{tmp_path / 'doorstep.sqlite3'} localhost 25"


def test_every_variable_is_documented():
    """Whatever the settings and the Makefile read from the environment is in docs/settings.md."""
    import re

    documented = (settings.BASE_DIR / "docs" / "settings.md").read_text()
    read = set()
    for path in sorted((settings.BASE_DIR / "config").rglob("*.py")):
        read |= set(
            re.findall(
                r'(?:environ\.get\(|environ\[|required\(|env=)\s*["\']([A-Z_]+)["\']',
                path.read_text(),
            )
        )
    assert "SECRET_KEY" in read
    assert {name for name in read if f"`{name}`" not in documented} == set()
