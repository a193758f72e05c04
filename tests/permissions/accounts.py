from django.core.files.uploadedfile import SimpleUploadedFile

from tests.permissions.rows import Row

SIGNED_OUT = {401: "nobody"}
THE_CUSTOMERS = {200: "customer", 401: "nobody"}

ADDRESS = {
    "region": "shanghai",
    "line": "1 Huaihai Road",
    "lat": 31.22,
    "lng": 121.47,
    "contact_name": "Li",
    "contact_phone": "+8613900000000",
}

ROWS = [
    Row("GET", "/api/v1/me/", SIGNED_OUT, rest=200),
    Row("PATCH", "/api/v1/me/", SIGNED_OUT, rest=200, body={"display_name": "Li"}),
    Row("GET", "/api/v1/me/addresses/", SIGNED_OUT, rest=200, counts={"customer": 1, "rest": 0}),
    Row("POST", "/api/v1/me/addresses/", SIGNED_OUT, rest=201, body=ADDRESS),
    Row("GET", "/api/v1/me/addresses/{address_id}/", THE_CUSTOMERS, rest=404),
    Row(
        "PATCH", "/api/v1/me/addresses/{address_id}/", THE_CUSTOMERS, rest=404, body={"label": "A"}
    ),
    Row(
        "DELETE",
        "/api/v1/me/addresses/{address_id}/",
        {204: "customer", 401: "nobody"},
        rest=404,
    ),
    Row(
        "POST",
        "/api/v1/uploads/",
        SIGNED_OUT,
        rest=201,
        body=lambda: {"file": SimpleUploadedFile("letter.txt", b"Dear sirs,\n")},
        multipart=True,
    ),
    Row("GET", "/api/v1/uploads/{upload_id}/", THE_CUSTOMERS, rest=404),
    Row(
        "GET",
        "/api/v1/me/notifications/",
        SIGNED_OUT,
        rest=200,
        counts={"customer": 6, "provider": 3, "rest": 0},
    ),
    Row("POST", "/api/v1/me/notifications/read/", SIGNED_OUT, rest=200),
    Row("POST", "/api/v1/me/notifications/{notice_id}/read/", THE_CUSTOMERS, rest=404),
]
