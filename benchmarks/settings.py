"""Settings of the benchmarks: production's, with a database of their own that is thrown away."""

import os
import tempfile

# Before the base settings make ``var/``: nothing is written into the repository.
os.environ["DOORSTEP_VAR"] = tempfile.mkdtemp(prefix="doorstep-bench-")

from config.settings.dev import *

DEBUG = False
# The hand-written flow is stored and found as a class of an installed app.
INSTALLED_APPS += ["benchmarks"]
DATABASES["default"]["TEST"] = {
    "NAME": (
        VAR_DIR / "bench.sqlite3"
        if DATABASES["default"]["ENGINE"].endswith("sqlite3")
        else f"{DATABASES['default']['NAME']}_bench"
    ),
    # Tables as the models say: their history takes longer than the measurement.
    "MIGRATE": False,
}
# The canvas is served from where it is built: nothing is collected before.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# WhiteNoise warns of a folder that is not there.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
LOGGING["root"]["level"] = "WARNING"
