"""In production there is no sandbox: not its pages, not its gateway, not its notices' address."""

from tests.runner.production import NEEDED, start

ASK = """
import django; django.setup()
from django.conf import settings
from django.test import Client
from workflows.payments import gateways
client = Client(headers={"host": "doorstep.example"})
uuid = "8f1f9cf4-7c41-4bc4-9a0f-1f6f3a7e9b10"
print(
    settings.SANDBOX_PAYMENTS,
    list(gateways.gateways()),
    client.get(f"/sandbox/payments/{uuid}/").status_code,
    client.post("/api/v1/payments/sandbox/notify/", {}, "application/json").status_code,
)
"""


def test_production_has_no_sandbox(tmp_path):
    done = start(ASK, NEEDED, tmp_path)
    assert done.stdout.splitlines()[-1] == "False [] 404 404", done.stderr
