"""What people wrote that nobody else may read: posts, comments, reviews, profiles."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.users.models import User
from catalog.providers.actions import activate_provider, reinstate_provider, suspend_provider
from catalog.providers.models import Provider
from catalog.providers.profiles import ProviderProfile
from community.posts.actions import delete_post, edit_post, write_comment, write_post
from community.posts.models import Comment, Moderated, Post
from community.posts.moderation import hide, publish, refuse, show
from community.reviews.actions import hide_review, invite, reply, show_review, write_review
from tests.canaries.words import canaries, canary
from tests.world import World
from workflows.engine.actions import start_case

POSTS = ("waiting", "refused", "hidden", "edited", "deleted")
COMMENTS = ("waiting", "refused", "hidden")
ItemT = TypeVar("ItemT", bound=Moderated)
TITLE = {"en": "Steam", "zh-hans": "蒸汽清洁"}


@dataclass
class People:
    """Who writes is nobody who asks: of their own they may read everything."""

    author: User
    moderator: User
    posts: dict[str, Post] = field(default_factory=dict)
    comments: dict[str, Comment] = field(default_factory=dict)
    reviews: list[str] = field(default_factory=list)
    providers: list[Provider] = field(default_factory=list)


# Once they are shown; what is deleted, and what its author does not hand in again, stays away.
SHOWN = {
    *(canary("post", state, "text") for state in ("waiting", "hidden", "edited")),
    *(canary("comment", state, "text") for state in ("waiting", "hidden")),
    canary("comment", "under", "text"),
    *(canary("review", "hidden", place) for place in ("text", "reply")),
    *(canary("provider", "suspended", place) for place in ("name", "bio")),
}


def plant_people(world: World) -> People:
    people = People(_newcomer("author"), world.cast["moderator"])
    open_post = _published(_post("Open", people), people)
    people.posts["open"] = open_post
    for state in POSTS:
        people.posts[state] = _in_state(
            _post(canaries("post", state)("text"), people), state, people
        )
    for state in COMMENTS:
        comment = _comment(open_post, canaries("comment", state)("text"), people)
        people.comments[state] = _in_state(comment, state, people)
    under = _comment(people.posts["open"], canaries("comment", "under")("text"), people)
    under.post = people.posts["hidden"]
    under.save()
    people.comments["under"] = _published(under, people)
    _review(people, world)
    _suspended(people, world)
    _applying(people)
    return people


def show_people(people: People) -> None:
    now, moderator = timezone.now(), people.moderator
    everything: list[Moderated] = [*people.posts.values(), *people.comments.values()]
    for item in everything:
        standing = type(item).objects.filter(pk=item.pk).first()
        if standing is not None and standing.status == "hidden":
            show(standing, by=moderator, now=now)
        elif standing is not None and standing.status == "pending":
            publish(standing, edition=standing.edition, by=moderator, now=now)
    for review in people.reviews:
        show_review(review, by=moderator, now=now)
    for provider in people.providers:
        reinstate_provider(provider, by=moderator, now=now)


def _newcomer(name: str) -> User:
    user = User.objects.create(username=name, display_name=name.title(), phone_verified=True)
    user.groups.add(Group.objects.get(name="customer"))
    return user


def _post(text: str, people: People) -> Post:
    return write_post(text=text, topic="tips", images=[], by=people.author, now=timezone.now())


def _comment(post: Post, text: str, people: People) -> Comment:
    return write_comment(post.uuid, text=text, by=people.author, now=timezone.now())


def _published(item: ItemT, people: People) -> ItemT:
    return publish(item, edition=item.edition, by=people.moderator, now=timezone.now())


def _in_state(item: ItemT, state: str, people: People) -> ItemT:
    by: Mapping[str, object] = {"by": people.moderator, "now": timezone.now()}
    if state == "waiting":
        return item
    if state == "refused":
        return refuse(item, reason="Birds", **by)
    item = _published(item, people)
    if state == "hidden":
        return hide(item, reason="Birds", **by)
    if state == "edited":
        changes = {"text": f"Again {item.text}"}
        return edit_post(item.uuid, changes=changes, by=people.author, now=timezone.now())
    delete_post(item.uuid, by=people.author)
    return item


def _review(people: People, world: World) -> None:
    say, now = canaries("review", "hidden"), timezone.now()
    provider = Provider.objects.get(user=world.cast["provider"])
    invited = {"customer": people.author, "service_key": "steam", "service_title": TITLE}
    invite("CANARY", provider=provider, now=now, **invited)
    marks = {"attitude": 1, "skill": 1, "effect": 1}
    review = write_review(
        "CANARY", text=say("text"), photos=[], anonymous=False, by=people.author, now=now, **marks
    )
    reply(review.uuid, text=say("reply"), by=provider.user, now=now)
    hide_review(review.uuid, reason="Birds", by=people.moderator, now=now)
    people.reviews.append(review.uuid)


def _suspended(people: People, world: World) -> None:
    say, now = canaries("provider", "suspended"), timezone.now()
    profile = ProviderProfile(
        kind="person",
        public_name=say("name"),
        bio={"en": say("bio")},
        skills=("cleaning",),
        areas=("shanghai",),
    )
    user = _newcomer("suspended")
    provider = activate_provider(user, profile=profile, by=world.cast["operator"], now=now)
    reviewed = {"service_key": "steam", "service_title": TITLE}
    invite("SUSPENDED", customer=people.author, provider=provider, now=now, **reviewed)
    marks = {"attitude": 5, "skill": 5, "effect": 5}
    # A review that stays public names whom it is about, while they are.
    write_review(
        "SUSPENDED", text="Fine.", photos=[], anonymous=False, by=people.author, now=now, **marks
    )
    suspend_provider(provider, reason="Late", by=world.cast["operator"], now=now)
    people.providers.append(provider)


def _applying(people: People) -> None:
    from tests.furniture.onboarding import _answers

    applicant = _newcomer("newcomer")
    data = _answers(applicant) | {"public_name": canary("provider", "applying", "name")}
    start_case("onboarding", by=applicant, data=data, now=timezone.now() + timedelta(seconds=1))
