"""The demonstration: loaded once, read as a frontend would, and one example of every operation."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import jsonschema
import pytest
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone
from wagtail.models import Revision

from accounts.notices.models import Notice
from accounts.users.models import User
from accounts.users.tokens import issue_token
from catalog.providers.models import Provider
from catalog.scheduling.models import DatedHours, Leave, WeeklyHours
from catalog.services.models import Category, ServiceListing, ServicePage, ServiceVersion
from cms.delivery.models import PublishedDocument
from cms.media.models import Picture
from cms.pages.models import ArticlePage, HomePage, LandingPage
from cms.training.queries import exam_in, live_course
from community.posts.models import Comment, Like, Post
from community.reviews.models import Review, ReviewInvitation
from config.demo.quiet import nobody_told
from config.demo.texts import data
from outbox.models import Message
from promotions.coupons.models import Claim, Coupon
from promotions.coupons.states import CouponKind, CouponState
from tests.cast import CAST
from tests.examples import EXAMPLES, somebody
from tests.furniture import accounts, behaviour, community, onboarding, orders, payments, processes
from tests.furniture.scheduling import leave_body
from tests.permissions.everyone import ask
from tests.permissions.rows import Row
from tests.world import FURNISHERS, World
from workflows.complaints import states as complaint_states
from workflows.complaints.models import Complaint
from workflows.engine.models import Case
from workflows.engine.vocabulary import Stage
from workflows.onboarding.models import Application
from workflows.onboarding.states import APPLICATION_STAGES
from workflows.orders import states as order_states
from workflows.orders.models import Order
from workflows.payments.models import Payment
from workflows.payments.queries import money_of

API = "/api/v1"


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: object) -> Iterator[World]:
    """Loaded once; each test is rolled back, and the demonstration itself at the end."""
    atomic = transaction.atomic()
    # The outbox delivers in transactions of its own, which only a test may hold in another.
    atomic._from_testcase = True  # type: ignore[attr-defined]
    with django_db_blocker.unblock(), atomic:  # type: ignore[attr-defined]
        call_command("processes", "-v0", "import", "--defaults")
        mail.outbox.clear()  # of the test before
        call_command("load_demo", verbosity=0)
        told = len(mail.outbox) + Message.objects.filter(topic="notice").count()
        world = _world()
        world.values["told"] = told
        yield world
        transaction.set_rollback(True)
    ContentType.objects.clear_cache()


def _world() -> World:
    """The cast of the demonstration, and names of what is in it."""
    cast = {name: User.objects.get(username=name) for name in CAST}
    tokens = {name: issue_token(user, name="tests") for name, user in cast.items()}
    exam = exam_in(live_course("provider-basics"), "en")
    world = World(
        cast,
        tokens,
        {
            "id": HomePage.objects.get(locale__language_code="en").pk,
            "article_key": "moving-checklist",
            "block_name": "heading",
            "standard_key": "provider-agreement",
            "standard_version": 1,
            "course_key": "provider-basics",
            "exam": {each.id: [each.choices[0].id] for each in exam.questions},
            "service_key": "window-clean",
            "package_key": "spring-refresh",
            "promotion_key": "new-neighbours",
            "code": "SPRING-15",
            "provider_key": Provider.objects.get(user=cast["provider"]).public_id,
            "leave_id": Leave.objects.get(provider__user=cast["provider"]).uuid,
            "leave": leave_body(in_days=300),
        },
    )
    # What the demonstration leaves to whoever tries it: an upload, a review of an order and some
    # posts, an errand, an application, orders.
    for part in (accounts, community, processes, onboarding, payments, orders, behaviour):
        for furnish in FURNISHERS:
            if furnish.__module__ == part.__name__:
                with nobody_told():
                    furnish(world)
    return world


def read(path: str, locale: str = "en") -> dict[str, Any]:
    joined = "&" if "?" in path else "?"
    answer = Client().get(f"{API}/{path}{joined}locale={locale}")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def read_as(world: World, member: str, path: str) -> dict[str, Any]:
    answer = Client().get(f"{API}/{path}", headers=world.headers(member))
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("row", EXAMPLES.values(), ids=str)
def test_the_example_answers_2xx_on_the_demonstration(row: Row, demo: World) -> None:
    member = somebody(row)
    assert member is not None
    assert ask(row, demo, member)[0] == row.status(member)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "count"), [("services", 60), ("packages", 10), ("providers", 40), ("articles", 6)]
)
def test_how_much_there_is(demo: World, path: str, count: int) -> None:
    assert read(f"{path}/?limit=1&count=true")["count"] == count
    assert read(f"{path}/?limit=1&count=true", "zh-hans")["count"] == count


@pytest.mark.django_db
def test_bodies_are_made_of_what_is_described(demo: World) -> None:
    schemas = {each["type"]: each["read"] for each in read("blocks/")["items"]}
    bodies = PublishedDocument.objects.filter(collection__in=["articles", "services", "packages"])
    blocks = [block for each in bodies for block in json.loads(each.body)["body"]]
    assert {block["type"] for block in blocks} >= {"heading", "text", "list", "faq"}
    for block in blocks:
        jsonschema.validate(block, schemas[block["type"]])


@pytest.mark.django_db
def test_the_catalogue_speaks_both_languages(demo: World) -> None:
    assert Category.objects.count() == 10
    window = read("services/window-clean/")
    chinese = read("services/window-clean/", "zh-hans")
    assert (window["title"], chinese["title"]) == ("Window cleaning", "擦玻璃")
    assert (window["price"], chinese["price"]) == (1200, 1200)
    translated = read("services/?limit=60", "zh-hans")["items"]
    assert [item for item in translated if item["title"].isascii()] == []
    assert len(translated) == 60


@pytest.mark.django_db
def test_both_cities_have_providers(demo: World) -> None:
    shanghai = read("providers/?region=shanghai&limit=1&count=true")["count"]
    chengdu = read("providers/?region=chengdu&limit=1&count=true")["count"]
    assert shanghai > 0 < chengdu
    assert shanghai + chengdu >= 40


@pytest.mark.django_db
def test_everything_can_be_booked_by_somebody(demo: World) -> None:
    # All but the one whom onboarding has just made, and who sets hours when they like.
    assert WeeklyHours.objects.values("provider").distinct().count() == 40
    assert Provider.objects.count() == 41
    keys = [service["key"] for service in read("services/?limit=100")["items"]]
    assert len(keys) == 60
    slots = {key: Client().get(f"{API}/services/{key}/slots/?days=14").json() for key in keys}
    assert [key for key, found in slots.items() if not found["items"]] == []


@pytest.mark.django_db
def test_there_is_an_application_in_every_stage_that_one_can_stand_in(demo: World) -> None:
    stages = set(Application.objects.values_list("status", flat=True))
    fleeting = {"applied", "waiting", "lapsed"}
    assert {stage.key for stage in APPLICATION_STAGES} - fleeting <= stages


@pytest.mark.django_db
def test_there_are_coupons_of_every_kind_and_state(demo: World) -> None:
    coupons, now = list(Coupon.objects.exclude(code__in=_codes_of_complaints())), timezone.now()
    assert len(coupons) == 8
    assert {coupon.kind for coupon in coupons} == set(CouponKind.values)
    assert {coupon.state(now) for coupon in coupons} == set(CouponState)
    assert [sorted(coupon.name) for coupon in coupons] == [["en", "zh-hans"]] * 8


def _codes_of_complaints() -> list[str]:
    """Compensations are coupons too."""
    cases = Case.objects.filter(definition__key="complaint")
    return [case.data["coupon"] for case in cases if "coupon" in case.data]


def everywhere(stages: Iterable[Stage]) -> set[str]:
    """All but the stages that wait, which are for steps that operators add."""
    return {stage.key for stage in stages if not stage.waiting}


@pytest.mark.django_db
def test_there_is_an_order_and_a_complaint_in_every_stage(demo: World) -> None:
    stands = {story["notes"]: story["stage"] for story in data("orders")["order"]}
    told = Order.objects.filter(notes__in=stands)
    assert (dict(told.values_list("notes", "status")), len(told)) == (stands, len(stands))
    assert set(stands.values()) == everywhere(order_states.STAGES)
    stands = {story["order"]: story["stage"] for story in data("orders")["complaint"]}
    complaints = Complaint.objects.filter(order__in=told)
    found = dict(complaints.values_list("order__notes", "status"))
    assert (found, len(complaints)) == (stands, len(stands))
    assert set(stands.values()) == everywhere(complaint_states.STAGES)
    for order in told:
        money = money_of(order.number)
        assert money.refunded <= money.paid <= order.total


@pytest.mark.django_db
def test_there_are_reviews_of_every_kind(demo: World) -> None:
    # One more of each is the furniture's.
    reviews = Review.objects.exclude(invitation__order_number="REVIEWED")
    assert reviews.count() == 59
    assert reviews.filter(status="hidden").count() == 3
    assert reviews.filter(anonymous=True).count() == 12
    assert reviews.exclude(reply="").count() == 12
    assert Provider.objects.filter(rating_count__gte=1).count() > 20


@pytest.mark.django_db
def test_completed_orders_are_reviewed_by_their_own_customers(demo: World) -> None:
    told = [story["notes"] for story in data("orders")["order"]]
    orders = {
        order.number: order for order in Order.objects.filter(notes__in=told, status="completed")
    }
    invitations = ReviewInvitation.objects.filter(order_number__in=orders)
    assert {(each.order_number, each.customer, each.provider) for each in invitations} == {
        (order.number, order.customer, order.provider) for order in orders.values()
    }
    reviewed = invitations.filter(review__isnull=False)
    assert {orders[each.order_number].notes for each in reviewed} == {
        story["order"] for story in data("reviews")["review"] if "order" in story
    }
    assert (len(orders), reviewed.count()) == (5, 3)
    # Each of the two customers has one to write.
    for member in ("customer", "stranger"):
        waiting = read_as(demo, member, "me/reviews/")["invitations"]
        assert len([each for each in waiting if each["order"] in orders]) == 1


@pytest.mark.django_db
def test_there_are_posts_in_every_state(demo: World) -> None:
    posts = Counter(Post.objects.exclude(topic="tips").values_list("status", flat=True))
    assert posts == {"published": 10, "pending": 3, "refused": 1, "hidden": 1}
    assert {"published", "pending", "refused"} <= set(
        Comment.objects.values_list("status", flat=True)
    )
    assert Like.objects.count() > 100


@pytest.mark.django_db
def test_what_is_recommended_rests_on_what_people_did(demo: World) -> None:
    def recommended(query: str, member: str) -> dict[str, str]:
        found = read_as(demo, member, f"recommendations/?locale=en&limit=30&{query}")
        return {item["key"]: item["reason"] for item in found["items"]}

    together = "Often booked together with Air conditioner cleaning, wall unit"
    assert recommended("kind=goes_with&service=aircon-clean", "customer") == {
        "deep-clean": together,
        "washer-clean": together,
    }
    mine = recommended("kind=for_you", "customer")
    assert mine["aircon-clean"].startswith("Because ")
    assert "office-clean" not in mine and "deep-clean" not in mine
    assert set(recommended("kind=for_you", "stranger").values()) == {"Popular this week"}
    assert len(read_as(demo, "customer", "me/favourites/")["items"]) == 5
    assert len(read_as(demo, "stranger", "me/history/")["items"]) == 3


@pytest.mark.django_db
def test_editors_have_work_in_hand(demo: World) -> None:
    waiting = ArticlePage.objects.get(slug="guests-for-the-festival", locale__language_code="en")
    assert (waiting.live, waiting.workflow_in_progress, waiting.owner) == (
        False,
        True,
        demo.cast["editor"],
    )
    scheduled = ArticlePage.objects.get(slug="first-clean-of-the-year", locale__language_code="en")
    assert (scheduled.live, scheduled.approved_schedule) == (False, True)
    massage = ServicePage.objects.get(slug="massage", locale__language_code="en")
    assert (massage.price, massage.get_latest_revision_as_object().price) == (22800, 23800)
    assert read("services/massage/")["price"] == 22800


@pytest.mark.django_db
def test_a_service_says_what_one_would_ask(demo: World) -> None:
    for item in read("services/?limit=100&fields=key")["items"]:
        for locale in ("en", "zh-hans"):
            service = read(f"services/{item['key']}/", locale)
            shapes = [block["type"] for block in service["body"]]
            assert shapes == ["text", "heading", "list", "faq"]
            assert service["summary"] not in service["body"][0]["value"]
            assert len(service["body"][2]["value"]["entries"]) >= 2
            assert service["picture"]["alt"]
            assert service["seo"]["description"] == service["summary"]


@pytest.mark.django_db
def test_nobody_is_told_of_what_is_made_up(demo: World) -> None:
    assert demo.values["told"] == 0
    assert Notice.objects.filter(user=demo.cast["reviewer"]).exists()


@pytest.mark.django_db
def test_loading_again_changes_nothing(demo: World) -> None:
    def counts() -> list[int]:
        rows = (
            User, Category, ServiceListing, ServiceVersion, Provider, Coupon, Claim, Application,
            Revision, ReviewInvitation, Review, Picture, Post, Comment, Like, Notice, Order,
            Complaint, Payment, WeeklyHours, DatedHours, Leave,
        )  # fmt: skip
        return [model._default_manager.count() for model in rows]

    before = counts()
    call_command("load_demo", verbosity=0)
    assert counts() == before


@pytest.mark.django_db
def test_loading_again_minds_no_page_that_has_the_name_of_a_section(demo: World) -> None:
    services = LandingPage.objects.get(slug="services", locale__language_code="en")
    services.add_child(instance=LandingPage(title="About services", slug="articles"))
    before = (LandingPage.objects.count(), ArticlePage.objects.count())
    call_command("load_demo", verbosity=0)
    assert (LandingPage.objects.count(), ArticlePage.objects.count()) == before


@pytest.mark.django_db
def test_the_documents_are_those_of_the_pages(demo: World) -> None:
    call_command("documents", "check")
