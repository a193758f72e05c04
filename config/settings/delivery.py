"""How the API answers: its conventions and document, addresses, limits, browsers and caches."""

import os

from config.settings.environment import rates, required, routes

REST_FRAMEWORK = {
    # The views name theirs: it needs the models, which are not loaded when this is read.
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["api.conventions.parsers.StrictJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "api.conventions.openapi.OperationSchema",
    "EXCEPTION_HANDLER": "api.conventions.problems.exception_handler",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    # ``format`` is a parameter of ours.
    "URL_FORMAT_OVERRIDE": None,
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Doorstep",
    "DESCRIPTION": "Content, prices, availability and processes in one contract.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "PATH_CONVERTER_OVERRIDES": {"number": int},
    "POSTPROCESSING_HOOKS": ["api.conventions.openapi.without_marks"],
}

# Where the frontend shows what is published, by collection; others are shown at their path.
FRONTEND_ROUTES = routes(os.environ.get("FRONTEND_ROUTES", ""))

# Limits of the API, by the caller's address where there is no token; "off" sets none.
_rates = os.environ.get("API_RATES") or "address=1200/60,token=1200/60,user=2400/60"
API_RATES = rates("" if _rates == "off" else _rates)

# Origins whose pages may call the API from a browser ("https://shop.example,…"): by bearer token,
# never by cookie. None may unless named; "*" is everybody.
CORS_ORIGINS = [
    each.strip() for each in os.environ.get("CORS_ORIGINS", "").split(",") if each.strip()
]
CORS_ALLOW_ALL_ORIGINS = CORS_ORIGINS == ["*"]
CORS_ALLOWED_ORIGINS = [] if CORS_ALLOW_ALL_ORIGINS else CORS_ORIGINS
CORS_URLS_REGEX = r"^/api/"
CORS_ALLOW_HEADERS = [
    "accept", "accept-language", "authorization", "content-type", "idempotency-key", "if-match",
    "if-none-match", "x-session-token",
]  # fmt: skip
CORS_EXPOSE_HEADERS = [
    "content-language", "etag", "idempotency-replayed", "location", "ratelimit", "ratelimit-policy",
    "retry-after", "server-timing",
]  # fmt: skip
CORS_PREFLIGHT_MAX_AGE = 86_400
# Where to tell a cache in front what has changed, and the secret that signs it (docs/settings.md).
CDN_PURGE_URL = os.environ.get("CDN_PURGE_URL", "")
CDN_PURGE_TOKEN = required("CDN_PURGE_TOKEN") if CDN_PURGE_URL else ""
