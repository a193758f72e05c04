"""Settings of the tests: the embedded default, quick hashing, nothing kept."""

import os
import tempfile

os.environ.setdefault("DOORSTEP_VAR", tempfile.mkdtemp(prefix="doorstep-test-"))

from config.settings.dev import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# WhiteNoise warns of a folder that is not there.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
# One test must not spend another's; those of the limits set them.
API_RATES = {}
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # A test database need not outlive a crash of the machine: no commit waits for the disk.
    DATABASES["default"]["OPTIONS"]["options"] += " -c synchronous_commit=off"

# No thread beside a test: those that read what was recorded flush it themselves.
BEHAVIOUR_FLUSH_SECONDS = 0
