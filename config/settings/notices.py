"""How notices leave the house: by mail, by text, and by transports of its own."""

import os

EMAIL_HOST = os.environ.get("EMAIL_HOST") or "localhost"
EMAIL_PORT = int(os.environ.get("EMAIL_PORT") or 25)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS", "") == "1"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM") or "Doorstep <doorstep@localhost>"

# By name, the transports that notices leave the house through ("name=dotted.Class,…"; the in-app
# list is always there), and the one that carries texts to phones: classes with the methods of the
# protocols in accounts/notices/transports.py.
NOTICE_TRANSPORTS = dict(
    entry.strip().split("=", 1)
    for entry in os.environ.get("NOTICE_TRANSPORTS", "").split(",")
    if entry.strip()
)
TEXT_TRANSPORT = os.environ.get("TEXT_TRANSPORT", "")
