"""The product as it is measured: production's settings, on the database that DATABASE_URL names."""

from config.settings.dev import *

DEBUG = False
LOGGING["root"]["level"] = LOGGING["loggers"]["django"]["level"] = "ERROR"
# WhiteNoise warns where there is none.
STATIC_ROOT.mkdir(exist_ok=True)
# Counted as always, and never reached.
API_RATES = {kind: (10**9, seconds) for kind, (_amount, seconds) in API_RATES.items()}
