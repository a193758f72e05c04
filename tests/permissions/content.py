"""What anyone may read, and the course that people take."""

from tests.permissions.rows import Row

SIGNED_OUT = {401: "nobody"}


def public(path: str, key: str = "", *, count: int | None = None, query: str = "") -> Row:
    """A row of something that everybody reads."""
    names = {"key": f"{key}_key"} if key else {}
    counts = None if count is None else {"rest": count}
    return Row("GET", f"/api/v1/{path}/", {}, rest=200, names=names, counts=counts, query=query)


ROWS = [
    public("site"),
    public("resolve", query="path=/"),
    public("pages/{id}"),
    public("blocks", count=8),
    Row("GET", "/api/v1/blocks/{name}/", {}, rest=200, names={"name": "block_name"}),
    public("articles", count=1),
    public("articles/{key}", "article"),
    public("standards", count=1),
    public("standards/{key}", "standard"),
    public("standards/{key}/versions", "standard", count=1),
    Row(
        "GET",
        "/api/v1/standards/{key}/versions/{version}/",
        {},
        rest=200,
        names={"key": "standard_key", "version": "standard_version"},
    ),
    public("training", count=1),
    public("training/{key}", "course"),
    public("categories", count=1),
    public("services", count=1),
    public("services/{key}", "service"),
    public("packages", count=1),
    public("packages/{key}", "package"),
    public("promotions", count=1),
    public("promotions/{key}", "promotion"),
    public("providers", count=1),
    public("providers/{key}", "provider"),
    public("search", count=1, query="q=steam&type=services"),
    public("search/suggestions", count=1, query="q=st"),
    Row("GET", "/api/v1/courses/{slug}/", SIGNED_OUT, rest=200, names={"slug": "course_key"}),
    Row(
        "POST",
        "/api/v1/courses/{slug}/attempts/",
        SIGNED_OUT,
        rest=201,
        names={"slug": "course_key"},
        body={"answers": "$exam"},
    ),
    Row("GET", "/api/v1/provider/", {200: "provider", 401: "nobody"}, rest=404),
    Row(
        "PATCH",
        "/api/v1/provider/",
        {200: "provider", 401: "nobody"},
        rest=404,
        body={"bio": {"en": "Quiet."}},
    ),
]
