"""Slots for anyone; hours, leave and jobs for the provider whose they are."""

from tests.permissions.content import public
from tests.permissions.rows import Row

OWN = "/api/v1/provider/"
SIGNED_OUT = {401: "nobody"}
HOURS = {
    "timezone": "Asia/Shanghai",
    "weekly": [{"weekday": 0, "starts": "09:00", "ends": "24:00"}],
    "dated": [{"date": "2030-01-01", "starts": None, "ends": None}],
}

ROWS = [
    public("services/{key}/slots", "service"),
    public("services/{key}/offer", "service", query="near=31.2304,121.4737"),
    public("providers/{key}/slots", "provider", query="service={service_key}"),
    Row("GET", f"{OWN}schedule/", {200: "provider", **SIGNED_OUT}, rest=404),
    Row(
        "PUT",
        f"{OWN}schedule/",
        {200: "provider", **SIGNED_OUT},
        rest=404,
        body=HOURS,
        headers={"If-Match": "*"},
    ),
    Row("GET", f"{OWN}leave/", {200: "provider", **SIGNED_OUT}, rest=404, counts={"provider": 1}),
    Row("POST", f"{OWN}leave/", {201: "provider", **SIGNED_OUT}, rest=404, body="$leave"),
    Row("DELETE", f"{OWN}leave/{{leave_id}}/", {204: "provider", **SIGNED_OUT}, rest=404),
    # The fourth of the bookings is for an order that nobody has paid.
    Row("GET", f"{OWN}jobs/", {200: "provider", **SIGNED_OUT}, rest=404, counts={"provider": 3}),
]
