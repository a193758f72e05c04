"""An order to review, a review of the provider's work, and posts: one published, one that waits."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from accounts.uploads.actions import store_upload
from catalog.providers.models import Provider
from community.posts.actions import like_post, write_comment, write_post
from community.posts.moderation import publish
from community.reviews.actions import invite, reply, write_review

# The provider comes first, whoever imports this.
from tests.furniture import content  # noqa: F401
from tests.world import World, furnishes

TITLE = {"en": "Steam", "zh-hans": "蒸汽清洁"}


@furnishes
def reviews(world: World) -> None:
    """The customer's anonymous review, answered, and an order that waits for its review."""
    now, customer = timezone.now(), world.cast["customer"]
    provider = Provider.objects.get(user=world.cast["provider"])
    for number in ("REVIEWED", "REVIEWABLE"):
        invite(
            number,
            customer=customer,
            provider=provider,
            service_key=world.values["service_key"],
            service_title=TITLE,
            now=now,
        )
    review = write_review(
        "REVIEWED",
        attitude=5,
        skill=4,
        effect=5,
        text="Spotless.",
        photos=[_picture(world)],
        anonymous=True,
        by=customer,
        now=now,
    )
    reply(review.uuid, text="Thank you.", by=provider.user, now=now)
    world.values |= {"review_id": review.uuid, "reviewable_order": "REVIEWABLE"}


@furnishes
def posts(world: World) -> None:
    """Two posts of the customer's, with a comment that is published and one that waits."""
    now, customer = timezone.now(), world.cast["customer"]
    post = write_post(text="A tip", topic="tips", images=[_picture(world)], by=customer, now=now)
    publish(post, edition=1, by=world.cast["moderator"], now=now)
    waiting = write_post(text="Another", topic="tips", images=[], by=customer, now=now)
    comment = write_comment(post.uuid, text="Thanks", by=world.cast["provider"], now=now)
    publish(comment, edition=1, by=world.cast["moderator"], now=now)
    write_comment(post.uuid, text="Hm", by=world.cast["stranger"], now=now)
    like_post(post.uuid, by=world.cast["stranger"], now=now)
    world.values |= {"post_id": post.uuid, "waiting_post_id": waiting.uuid}


def _picture(world: World) -> object:
    out = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "PNG")
    file = SimpleUploadedFile("kitchen.png", out.getvalue())
    return store_upload(file, by=world.cast["customer"], now=timezone.now()).pk
