"""In production there is no sandbox: not its pages, not its gateway, not its notices' address."""

from tests.runner.production import NEEDED, start

ASK = """
import django; django.setup()
from django.conf import settings
from django.test import Client
from django.urls import resolve
from workflows.payments import gateways
client = Client(headers={"host": "doorstep.example"})
uuid = "8f1f9cf4-7c41-4bc4-9a0f-1f6f3a7e9b10"
print(
    settings.SANDBOX_PAYMENTS,
    list(gateways.gateways()),
    resolve(f"/sandbox/payments/{uuid}/").func.__name__,
    client.post("/api/v1/payments/sandbox/notify/", {}, "application/json").status_code,
)
"""


def test_production_has_no_sandbox(tmp_path):
    done = start(ASK, NEEDED, tmp_path)
    # What is at that address is a page of the site, or none.
    assert done.stdout.splitlines()[-1] == "False [] published_page 404", done.stderr
