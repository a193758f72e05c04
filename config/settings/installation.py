"""Where this installation stands: its folders, addresses, secret and threads."""

import os
from pathlib import Path

from config.settings.environment import required

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(os.environ.get("DOORSTEP_VAR") or BASE_DIR / "var")
VAR_DIR.mkdir(parents=True, exist_ok=True)

SECRET_KEY = required("SECRET_KEY")
ALLOWED_HOSTS = [host.strip() for host in required("ALLOWED_HOSTS").split(",")]
BASE_URL = required("BASE_URL").rstrip("/")

REDIS_URL = os.environ.get("REDIS_URL", "")

# Threads that answer requests, each with a connection of its own, and how many requests may be
# under way or wait for them. One interpreter runs one thread at a time: twice as many answer less.
WEB_THREADS = int(os.environ.get("WEB_THREADS") or 4)
WEB_BACKPRESSURE = int(os.environ.get("WEB_BACKPRESSURE") or 32 * WEB_THREADS)
