"""A provider's hours, leave and bookings on their screen in Wagtail."""

from datetime import date, time
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from catalog.providers.actions import rate_provider
from catalog.providers.models import Provider
from catalog.scheduling.actions import book
from catalog.scheduling.models import Booking, DatedHours, Leave, WeeklyHours
from catalog.services.ratings import Rating
from tests.catalog.admin import provider_form
from tests.catalog.scheduling.http import MONDAY, on

pytestmark = pytest.mark.django_db


@pytest.fixture
def screen(browser_for, provider, categories):
    """The provider, the operator's browser, and the address of the provider's screen."""
    li = provider("li", hours=None)
    name = Provider.snippet_viewset.get_url_name("edit")
    return li, browser_for("operator"), reverse(name, args=[li.pk])


def post(screen, **values):
    li, browser, url = screen
    skills = [str(each.pk) for each in li.skills.all()]
    return browser.post(url, provider_form(skills=skills, **values))


def errors(response):
    assert response.status_code == 200
    return response.context["form"].non_field_errors()


def stored():
    return (
        list(WeeklyHours.objects.values_list("weekday", "starts", "ends")),
        list(DatedHours.objects.values_list("date", "starts", "ends")),
        list(Leave.objects.values_list("starts_at", "ends_at", "reason")),
    )


HOURS = {"weekday": "0", "starts": "09:00", "ends": "17:00"}
AWAY = {"starts_at": f"{MONDAY} 09:00", "ends_at": f"{MONDAY} 12:00", "reason": "Dentist"}


def test_an_operator_sets_hours_and_leave(screen):
    response = post(
        screen,
        timezone="Asia/Urumqi",
        weekly_hours=[HOURS, HOURS | {"starts": "18:00", "ends": "00:00"}],
        dated_hours=[
            {"date": f"{MONDAY}", "starts": "", "ends": ""},
            {"date": "2030-01-02", "starts": "10:00", "ends": "11:00"},
        ],
        leave=[AWAY],
    )
    assert response.status_code == 302
    assert stored() == (
        [(0, time(9), time(17)), (0, time(18), time(0))],
        [(MONDAY, None, None), (date(2030, 1, 2), time(10), time(11))],
        [(on(0, 9), on(0, 12), "Dentist")],
    )
    assert Provider.objects.get().timezone == "Asia/Urumqi"


@pytest.mark.parametrize(
    ("language", "labels"),
    [("en", ["weekday", "from", "until"]), ("zh-hans", ["星期", "从", "至"])],
)
def test_hours_are_asked_in_the_readers_language(screen, language, labels):
    _li, browser, url = screen
    page = browser.get(url, headers={"accept-language": language})
    empty = page.context["form"].formsets["weekly_hours"].empty_form
    asked = [str(empty.fields[name].label) for name in ("weekday", "starts", "ends")]
    assert [label.lower() for label in asked] == labels


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            {"weekly_hours": [HOURS, HOURS | {"starts": "16:00", "ends": "18:00"}]},
            "Monday 16:00–18:00: These hours begin before the others of the day have ended.",
        ),
        (
            {
                "dated_hours": [
                    {"date": f"{MONDAY}", "starts": "", "ends": ""},
                    {"date": f"{MONDAY}", "starts": "09:00", "ends": "10:00"},
                ]
            },
            f"{MONDAY} –: A date without times is closed: it has no other hours.",
        ),
    ],
)
def test_hours_that_contradict_each_other_are_refused_as_a_whole(screen, values, sentence):
    response = post(screen, public_name="Somebody else", **values)
    assert errors(response) == [sentence]
    assert escape(sentence) in response.content.decode()
    assert stored() == ([], [], [])
    assert Provider.objects.get().public_name == "Li"


def test_rows_that_cannot_be_are_told_where_they_stand(screen):
    response = post(
        screen,
        weekly_hours=[HOURS | {"ends": "08:00"}],
        leave=[AWAY | {"ends_at": f"{MONDAY} 08:00"}],
    )
    formsets = response.context["form"].formsets
    told = [formsets[name].forms[0].non_field_errors() for name in ("weekly_hours", "leave")]
    assert told == [
        ["Hours end after they start, and on the same day."], ["Leave ends after it starts."],
    ]  # fmt: skip
    assert stored() == ([], [], [])


def test_the_same_hours_twice_are_refused(screen):
    response = post(screen, weekly_hours=[HOURS, HOURS])
    assert response.status_code == 200
    assert stored() == ([], [], [])


def test_leave_over_a_booking_is_refused_with_the_orders_number(screen):
    li = screen[0]
    WeeklyHours.objects.create(provider=li, weekday=0, starts=time(9), ends=time(17))
    now = timezone.now()
    book("AB12", provider=li, starts_at=on(0, 11), ends_at=on(0, 13), now=now)
    row = HOURS | {"id": str(WeeklyHours.objects.get().pk)}
    sentence = "There are orders in this time: AB12. Move them first."
    assert errors(post(screen, weekly_hours=[row], leave=[AWAY])) == [sentence]
    assert Leave.objects.count() == 0
    # What only touches the booking is free.
    shorter = AWAY | {"ends_at": f"{MONDAY} 11:00"}
    assert post(screen, weekly_hours=[row], leave=[shorter]).status_code == 302
    assert Leave.objects.count() == 1


def test_bookings_are_shown_and_not_changed(screen, browser_for):
    li, browser, url = screen
    WeeklyHours.objects.create(provider=li, weekday=0, starts=time(9), ends=time(17))
    book("AB12", provider=li, starts_at=on(0, 11), ends_at=on(0, 13), now=timezone.now())
    assert "AB12" in browser.get(url).content.decode()
    before = Booking.objects.values().get()
    post(screen, weekly_hours=[])
    assert Booking.objects.values().get() == before


def test_the_form_undoes_nothing_that_others_wrote(screen):
    li = screen[0]
    form_class = Provider.snippet_viewset.get_edit_handler().get_form_class()
    data = provider_form(skills=[str(each.pk) for each in li.skills.all()])
    form = form_class(data, instance=Provider.objects.get(pk=li.pk))
    assert form.is_valid(), form.errors
    rate_provider(li, rating=Rating(3, Decimal(4)))
    form.save()
    li.refresh_from_db()
    assert (li.rating_count, li.experience_years) == (3, 9)


def test_only_operators_reach_the_screen(screen, browser_for):
    _li, _browser, url = screen
    assert browser_for("support").get(url).status_code == 302
