"""What is asked of whom."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import urlencode

PLAIN, TOKEN, UNCHANGED, FIELDS = "Doorstep", "with token", "unchanged (304)", "with fields="
V2, V3, REST, BARE = "Wagtail v2", "Wagtail v3", "REST framework", "bare view"
OURS = (PLAIN, TOKEN, UNCHANGED, FIELDS)
DOORSTEP, RIVALS = "doorstep", "rivals"
# Who is asked where.
SERVERS = {
    **dict.fromkeys(OURS, DOORSTEP),
    **dict.fromkeys((V2, V3, REST), RIVALS),
    BARE: "bare",
}
TITLES = {
    "L": "list of 20, page 3, by rating, with category and tags",
    "D": "detail with the body",
    "F": "category, price between and rating at least",
    "S": "search for “cleaning window”",
    "G": "within 5 km, by distance",
    "A": "F, free on a date",
    "W": "create and publish a page",
}
READS = ("L", "D", "F", "S", "G", "A")
WRITE = "W"
SELECTED = "key,title,price,rating,category"
SUMMARY_V2 = "summary,category(key,name),price,currency,unit,duration,tags"
KEY = "service-000123"
CATEGORY = "window-cleaning"
PRICE = {"price_min": 10000, "price_max": 90000}
RATING = {"rating_min": "3.5"}
PLACE = {"near": "31.2304,121.4737", "radius_km": 5, "ordering": "distance"}
DAYS_AHEAD = 3


@dataclass(frozen=True)
class Request:
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Known:
    """What only the database knows: keys, and a token."""

    page: int
    category: int
    token: str
    today: date


def requests(case: str, known: Known) -> dict[str, Request]:
    """By contender. Those that cannot answer a case are left out of it."""
    ours = Request(_ours(case, known))
    found = {
        PLAIN: ours,
        TOKEN: Request(ours.path, {"Authorization": f"Bearer {known.token}"}),
        FIELDS: Request(f"{ours.path}&fields={SELECTED}"),
    }
    if case != "A":
        # Who is free changes with the time: it has no generation that a tag could tell.
        found[UNCHANGED] = ours
    return found | {
        name: Request(path) for name, path in _others(case, known).items() if path is not None
    }


def _ours(case: str, known: Known) -> str:
    services = "/api/v1/services/"
    filters = {"category": CATEGORY, **PRICE, **RATING}
    day = (known.today + timedelta(days=DAYS_AHEAD)).isoformat()
    asked = {
        "L": (services, {"ordering": "-rating", "limit": 20, "offset": 40}),
        "D": (f"{services}{KEY}/", {}),
        "F": (services, {**filters, "ordering": "-rating"}),
        "S": (services, {"q": "cleaning window"}),
        "G": (services, PLACE),
        "A": (services, {**filters, "ordering": "-rating", "available_on": day}),
    }
    path, query = asked[case]
    return f"{path}?{urlencode({'locale': 'en', **query})}"


def _others(case: str, known: Known) -> dict[str, str | None]:
    v2 = {"type": "services.ServicePage", "locale": "en", "fields": SUMMARY_V2, "limit": 20}
    v3 = {"type": "services.ServicePage", "locale": "en", "limit": 20}
    filters = {**PRICE, **RATING}
    if case == "L":
        return {
            V2: _v2({**v2, "by_rating": 1, "offset": 40}),
            V3: f"/api/v3/pages/?{urlencode({**v3, 'offset': 40})}",
            REST: "/rest/services/?limit=20&offset=40",
            BARE: "/services/?offset=40",
        }
    if case == "D":
        return {
            V2: f"/api/v2/pages/{known.page}/",
            V3: f"/api/v3/pages/{known.page}/",
            REST: f"/rest/services/{KEY}/",
            BARE: f"/services/{KEY}/",
        }
    if case == "F":
        path = {"path": f"cleaning/{CATEGORY}/"}
        return {
            V2: _v2({**v2, **filters, "by_rating": 1, "category": known.category}),
            REST: f"/rest/services/?{urlencode({**filters, 'category': CATEGORY, 'limit': 20})}",
            BARE: f"/filtered/?{urlencode({**filters, **path})}",
        }
    if case == "S":
        return {V2: _v2({**v2, "search": "cleaning window", "search_operator": "and"})}
    return {}


def _v2(query: Mapping[str, object]) -> str:
    return f"/api/v2/pages/?{urlencode(query)}"
