"""The page on which staff read a provider."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from catalog.providers.actions import activate_provider, rate_provider
from catalog.providers.models import Certificate, Provider
from catalog.providers.profiles import ProviderProfile
from catalog.scheduling.models import Booking, DatedHours, Leave, WeeklyHours
from catalog.services.ratings import Rating

pytestmark = pytest.mark.django_db
# On the platform's clock, and on a clock in Shanghai, the next day has begun.
SINCE = datetime(2026, 11, 28, 17, 25, tzinfo=UTC)


@pytest.fixture
def li(cast, categories, service):
    service("steam", category="deep", title="Steam cleaning")
    service("night-watch", category="care", title="Night watch")
    profile = ProviderProfile("person", "Aunt Li", skills=("cleaning",), areas=("shanghai",))
    return activate_provider(cast["provider"], profile=profile, by=None, now=SINCE)


def page_of(browser, provider, language="en"):
    name = Provider.snippet_viewset.get_url_name("inspect")
    address = reverse(name, args=[provider.pk])
    answer = browser.get(address, headers={"accept-language": language})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_profile_is_read_in_local_time(browser_for, li):
    rate_provider(li, rating=Rating(count=3, mean=Decimal("4.33")))
    page = page_of(browser_for("support"), li)
    for told in ("Aunt Li", "Cleaning", "shanghai", "4.33 (3)", "Asia/Shanghai", "Steam cleaning"):
        assert told in page
    assert "Night watch" not in page
    assert "Nov. 29, 2026, 01:25" in page
    assert "17:25" not in page


def test_certificates_are_named_in_words(browser_for, li):
    for kind in ("health", "vocational", "first-aid"):
        Certificate.objects.create(provider=li, kind=kind, upload=kind)
    for language, names in (
        ("en", ["Health certificate", "Vocational certificate", "first-aid"]),
        ("zh-hans", ["健康证", "职业资格证书", "first-aid"]),
    ):
        page = page_of(browser_for("support"), li, language)
        assert [f"<td>{name}</td>" in page for name in names] == [True] * 3
        assert "<td>health</td>" not in page


def test_what_the_week_and_single_dates_say(browser_for, li):
    WeeklyHours.objects.create(provider=li, weekday=0, starts=time(9), ends=time(12))
    WeeklyHours.objects.create(provider=li, weekday=0, starts=time(13, 30), ends=time(0))
    today = timezone.localdate()
    DatedHours.objects.create(
        provider=li, date=today - timedelta(days=1), starts=time(6), ends=time(7)
    )
    DatedHours.objects.create(
        provider=li, date=today + timedelta(days=1), starts=time(8), ends=time(9)
    )
    DatedHours.objects.create(provider=li, date=today + timedelta(days=2))
    begins = datetime(2099, 5, 1, 16, tzinfo=UTC)
    Leave.objects.create(
        provider=li, starts_at=begins, ends_at=begins + timedelta(days=2), reason="A wedding"
    )
    page = page_of(browser_for("operator"), li)
    assert "09:00–12:00, 13:30–24:00" in page
    assert ("08:00–09:00" in page, "06:00–07:00" in page) == (True, False)
    assert page.count("Day off") == 1
    assert "May 2, 2099, 00:00 – May 4, 2099, 00:00" in page
    assert "Leave: A wedding" in page


def test_what_is_booked_from_now_on(browser_for, li):
    now, hour = timezone.now(), timedelta(hours=1)
    for number, days, released in (("PAST", -2, None), ("COMING", 2, None), ("FREED", 3, now)):
        at = now + timedelta(days=days)
        Booking.objects.create(
            provider=li, order_number=number, starts_at=at, ends_at=at + hour, booked_at=now,
            released_at=released,
        )  # fmt: skip
    page = page_of(browser_for("support"), li)
    assert ("COMING" in page, "PAST" in page, "FREED" in page) == (True, False, False)


def test_bookings_are_for_those_who_may_see_them(browser_for, cast, li):
    at = timezone.now() + timedelta(days=2)
    Booking.objects.create(
        provider=li, order_number="COMING", starts_at=at, ends_at=at + timedelta(hours=1),
        booked_at=at,
    )  # fmt: skip
    cast["moderator"].user_permissions.add(Permission.objects.get(codename="view_provider"))
    page = page_of(browser_for("moderator"), li)
    assert "COMING" not in page
    assert "Weekly hours" in page


def test_an_empty_calendar_says_so(browser_for, li):
    page = page_of(browser_for("operator"), li)
    assert "No dates with hours of their own, and no leave, from today on." in page
    assert "Nothing is booked from now on." in page


def test_where_a_provider_lives_and_who_they_are_is_not_shown(browser_for, li):
    li.lat, li.lng, li.cell = "31.220001", "121.440002", "8830e1d8b3fffff"
    li.save()
    page = page_of(browser_for("admin"), li)
    for hidden in ("31.22", "121.44", "8830e1d8b3fffff", li.user.phone):
        assert hidden not in page
