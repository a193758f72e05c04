"""Settings of the tests: the embedded default, quick hashing, nothing kept."""

import os
import tempfile

os.environ.setdefault("DOORSTEP_VAR", tempfile.mkdtemp(prefix="doorstep-test-"))

from config.settings.dev import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# WhiteNoise warns of a folder that is not there.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
