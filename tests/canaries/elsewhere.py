"""What answers beside our API: the plain pages, the admin, Wagtail's API, files, signing in."""

import re
from collections.abc import Iterator
from itertools import product

from django.urls import get_resolver

from tests.canaries.planting import Site
from tests.canaries.trails import paths_of
from tests.canaries.walk import LOCALES
from tests.permissions.routes import _walk

# Every other pattern but those of the admin and of Wagtail's API, whose values are guessed.
OPEN = {
    r"/documents/^(\d+)/(.*)$",
    "/documents/authenticate_with_password/{restriction_id}/",
    r"/images/^([^/]*)/(\d*)/([^/]*)/[^/]*$",
    "/sandbox/payments/{payment}/",
    "/media/{path}",
    "/^(?!api/)(?P{path}(?:[^/]+/)*)$",
}
GUESSED = ("/admin/", "/api/cms/v3/", "/api/v1/auth/")
PLACEHOLDER = re.compile(r"\{(\w+)\}")
WORDS = {
    "app_label": "pages",
    "model_name": "articlepage",
    "content_type_app_name": "pages",
    "content_type_model_name": "articlepage",
    "type": "services.Category",
    "type_name": "pages.ArticlePage",
}


def others() -> set[str]:
    every = {path for path, _pattern in _walk(get_resolver().url_patterns, "")}
    ours = {path for path in every if path.startswith("/api/v1/") and "/auth/" not in path}
    return every - ours


def addresses(site: Site) -> Iterator[str]:
    """The pages of the site in every language, and everything else by the number of a draft."""
    for path, locale in product(paths_of(site.plants), LOCALES):
        yield f"{path}?locale={locale}"
    numbers = [str(plant.page.pk) for plant in site.plants if plant.state == "draft"]
    for path in sorted(others()):
        if path.startswith(GUESSED):
            for number in numbers if "page" in path else numbers[:1]:
                yield PLACEHOLDER.sub(lambda found, n=number: WORDS.get(found[1], n), path)
    for number in numbers:
        yield f"/documents/{number}/bird.png"
        yield f"/images/x/{number}/max-100x100/bird.png"
    yield "/api/cms/v3/pages/?search=songbird"
    yield "/admin/pages/search/?q=songbird"
