"""What the walk asks for by name: everything that was planted."""

from collections.abc import Iterable

from tests.canaries.pages import ROUTES
from tests.canaries.people import People
from tests.canaries.planting import Plant, Site
from tests.canaries.walk import Trail
from tests.canaries.words import BIRD, FIRST, canary
from tests.world import World

# What a search knows, and one place of each field that it looks at.
FINDABLE = ("article", "course", "service", "package")
SEARCHED = ("title", "summary", "tag", "text")
# As far as somebody has typed a title.
TYPED = "titl"


def trail_of(world: World, site: Site, people: People) -> Trail:
    trail = Trail(world)
    for kind, collection in ROUTES.items():
        keys = [plant.page.slug for plant in site.of(kind)] + site.neighbours.get(kind, [])
        for below in ("", "slots/", "offer/", "versions/", "versions/{version}/"):
            trail.fills[f"/api/v1/{collection}/{{key}}/{below}", "key"] = keys
        trail.together[f"/api/v1/{collection}/"] = keys
    trail.fills["/api/v1/courses/{slug}/", "slug"] = trail.together["/api/v1/training/"]
    trail.fills["/api/v1/standards/{key}/versions/{version}/", "version"] = ["2"]
    trail.fills["/api/v1/pages/{id}/", "id"] = [str(pk) for pk in _page_ids(site.plants)]
    trail.fills["/api/v1/reviews/{review_id}/", "review_id"] = [
        str(each) for each in people.reviews
    ]
    providers = [str(provider.public_id) for provider in people.providers]
    for below in ("", "slots/"):
        trail.fills[f"/api/v1/providers/{{key}}/{below}", "key"] = providers
    posts = [str(post.uuid) for post in people.posts.values()]
    for below in ("", "comments/"):
        trail.fills[f"/api/v1/posts/{{post_id}}/{below}", "post_id"] = posts
    trail.values["q"] = [BIRD, FIRST, *_looked_for(site.plants)]
    trail.values["path"] = paths_of(site.plants)
    trail.values["service"] = trail.together["/api/v1/services/"]
    return trail


def paths_of(plants: list[Plant]) -> list[str]:
    """The addresses, and those that redirect there."""
    return [*(plant.path for plant in plants), *(f"/old-{n}/" for n in range(len(plants)))]


def _page_ids(plants: list[Plant]) -> Iterable[int]:
    for plant in plants:
        yield plant.page.pk
        yield from plant.page.get_translations().values_list("pk", flat=True)


def _looked_for(plants: list[Plant]) -> Iterable[str]:
    for plant in plants:
        if plant.kind in FINDABLE:
            for place in (TYPED, *SEARCHED):
                yield canary(plant.kind, plant.state, place)
