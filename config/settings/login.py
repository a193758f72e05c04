"""Who people are, and how they prove it: allauth's headless login, passwords and sessions."""

import os

AUTH_USER_MODEL = "users.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
# Encrypted: allauth keeps a login's one-time code in the session.
SESSION_ENGINE = "accounts.login.sessions"

# How many proxies of ours stand before the server: the caller's address is that many from the end.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TRUSTED_PROXIES") or 0)
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
HEADLESS_ONLY = True
HEADLESS_CLIENTS = ("app",)
HEADLESS_ADAPTER = "accounts.login.adapter.HeadlessAdapter"
HEADLESS_TOKEN_STRATEGY = "accounts.login.strategy.BearerTokenStrategy"  # noqa: S105
ACCOUNT_ADAPTER = "accounts.login.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"phone", "email"}
# One of the two, which our own input requires; allauth would have one of them always.
ACCOUNT_SIGNUP_FIELDS = ["phone", "email"]
SILENCED_SYSTEM_CHECKS = ["account.W001"]
# Signing up by e-mail is finished with a login code, which verifies the address.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PHONE_VERIFICATION_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = ACCOUNT_PHONE_VERIFICATION_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = ACCOUNT_PHONE_VERIFICATION_SUPPORTS_RESEND = True
# Who sets a first password or another phone has shown lately who they are: accounts/login/proof.py.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 600
ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_RATE_LIMITS = {
    # Ours, for codes by any way: per phone or e-mail address (key) and per caller's address (ip).
    "send_code": "1/30s/key,5/h/key,30/h/ip",
    "send_code_overall": "2000/h/key",
    # allauth's own for the same would answer differently to people it knows.
    "request_login_code": "",
    "verify_phone": "",
    "reset_password": "",
}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
