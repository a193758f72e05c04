from tests.permissions.rows import Row

ROWS = [
    Row("GET", "/api/v1/", {}, rest=200),
    Row("GET", "/api/v1/openapi.json", {}, rest=200),
    Row("GET", "/api/v1/docs/", {}, rest=200),
]
