"""Orders and complaints in the admin: read by the house, moved by the actions of the API."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from catalog.providers.models import Provider
from community.reviews.models import Review
from promotions.coupons.models import Coupon
from tests.journeys.complaint import complain
from tests.journeys.people import Person
from tests.orders.conftest import act, deliver, elapse, order, paid_order, person, status, town
from workflows.complaints.models import Complaint
from workflows.engine.models import Case, CaseEvent
from workflows.orders.models import Order, ProcessBinding
from workflows.payments.models import GatewayNotice, Payment

__all__ = ["deliver", "person", "town"]

pytestmark = pytest.mark.django_db

Browser = Callable[[str], Client]
People = Callable[[str | None], Person]
Deliver = Callable[[], None]
READERS = ("admin", "operator", "support", "finance")
OTHERS = ("editor", "moderator", "reviewer", "customer", "provider")


def url(model: Any, view: str, *arguments: object) -> str:
    return reverse(model.snippet_viewset.get_url_name(view), args=arguments)


def action_url(number: str, action: str) -> str:
    return reverse("engine_case_action", args=[number, action])


@pytest.fixture
def number(town: dict[str, Provider], person: People, deliver: Deliver) -> str:
    return paid_order(person("customer"), deliver)


def test_the_house_reads_orders_and_nobody_else(number: str, browser_for: Browser) -> None:
    order = Order.objects.get()
    for path in (url(Order, "list"), url(Order, "inspect", order.pk)):
        answers = {name: browser_for(name).get(path).status_code for name in READERS + OTHERS}
        # Without the permission Wagtail sends people back to where they may be.
        assert answers == {**dict.fromkeys(READERS, 200), **dict.fromkeys(OTHERS, 302)}
    chart = reverse("engine_case_chart", args=[number])
    assert browser_for("finance").get(chart)["Content-Type"] == "image/svg+xml"
    assert browser_for("editor").get(chart).status_code == 404
    # Nobody adds or changes one by hand.
    for name in ("add", "edit"):
        arguments = [] if name == "add" else [order.pk]
        assert browser_for("admin").get(url(Order, name, *arguments)).status_code == 302


def test_the_case_of_an_order_tells_people_nothing_that_only_machines_read(
    number: str, browser_for: Browser
) -> None:
    quote = str(Order.objects.get().quote.uuid)
    assert Case.objects.get(number=number).data["quote"] == quote
    text = browser_for("operator").get(reverse("engine_case", args=[number])).content.decode()
    assert f"Order · {number}" in text
    assert quote not in text


def test_nobody_tells_an_order_that_money_came(
    person: People, deliver: Deliver, browser_for: Browser, town: object
) -> None:
    """Not the administrator either, in the admin or by HTTP: its gateway alone does."""
    number = order(person("customer"))["number"]
    told = {"event": "payment_captured", "data": {"amount": 20_000, "payment": str(uuid4())}}
    for name in ("operator", "admin"):
        refused = person(name).post(f"cases/{number}/events/", told, expect=403)
        assert refused["code"] == "told_by_gateway"
    browser = browser_for("admin")
    path = reverse("engine_case_event", args=[number])
    assert path not in browser.get(reverse("engine_case", args=[number])).content.decode()
    page = browser.get(f"{path}?event=payment_captured")
    assert (page.context["event"], page.context["choices"]) == (None, [])
    standing = Order.objects.get(number=number)
    assert (standing.status, CaseEvent.objects.count()) == ("awaiting_payment", 0)


def test_the_notice_of_a_gateway_leads_to_its_payment(number: str, browser_for: Browser) -> None:
    payment = Payment.objects.get()
    path = url(GatewayNotice, "inspect", GatewayNotice.objects.get().pk)
    text = browser_for("finance").get(path).content.decode()
    link = f'<a href="{url(Payment, "inspect", payment.pk)}">{number}</a>'
    assert link in text
    assert str(payment.uuid) not in text


def test_orders_are_found_by_status_and_by_whom_they_concern(
    number: str, person: People, deliver: Deliver, browser_for: Browser
) -> None:
    operator = browser_for("operator")
    expired = paid_order(person("stranger"), deliver)
    act(person("operator"), expired, "cancel_by_operator", cancel_reason="A test.")

    def found(query: str) -> list[str]:
        page = operator.get(f"{url(Order, 'list')}?{query}")
        return sorted(order.number for order in page.context["object_list"])

    assert found("") == sorted([number, expired])
    assert found("status=cancelled") == [expired]
    assert found("q=Stranger") == [expired]
    assert found(f"q={number}") == [number]
    assert found("region=shanghai&status=completed") == []


def test_a_page_of_an_order_tells_its_money_its_offers_and_what_one_may_do(
    number: str, browser_for: Browser
) -> None:
    page = browser_for("operator").get(url(Order, "inspect", Order.objects.get().pk))
    text = page.content.decode()
    assert [offer["label"] for offer in page.context["offers"]] == ["Cancel for the house"]
    assert page.context["money"][:3] == [
        ("Total", "200.00 CNY"),
        ("Paid", "200.00 CNY"),
        ("Refunded", "0.00 CNY"),
    ]
    # Half a kilometre from the middle of the provider's cell; nobody has reviewed them yet.
    assert "79: distance 39, rating 20, load 20" in text
    assert "Fuzhou Road 318" in text
    # Finance reads; nothing is offered to them.
    assert browser_for("finance").get(page.request["PATH_INFO"]).context["offers"] == []


def test_a_button_takes_the_action_that_the_api_offers(
    number: str, person: People, browser_for: Browser
) -> None:
    operator, back = browser_for("operator"), url(Order, "inspect", Order.objects.get().pk)
    path = f"{action_url(number, 'cancel_by_operator')}?next={back}"
    refused = operator.post(path, {})
    assert (refused.status_code, status(person("customer"), number)) == (200, "awaiting_acceptance")
    assert refused.context["form"].form.errors.keys() == {"cancel_reason"}
    done = operator.post(path, {"answer-cancel_reason": "The lift is broken."})
    assert (done.status_code, done["Location"]) == (302, back)
    assert status(person("customer"), number) == "cancelled"
    # What is not offered any more has no page, and neither has what is somebody else's.
    assert operator.get(path).status_code == 404
    assert browser_for("support").get(action_url(number, "accept")).status_code == 404
    assert browser_for("editor").get(action_url(number, "cancel")).status_code == 404


def test_lists_of_what_nobody_deletes_offer_no_boxes_to_tick(
    number: str, browser_for: Browser
) -> None:
    def columns(model: Any) -> list[str]:
        page = browser_for("admin").get(url(model, "list"))
        assert page.status_code == 200
        return list(page.context["table"].columns)

    for model in (Order, Payment, GatewayNotice, Complaint, Provider, Coupon):
        assert "bulk_actions" not in columns(model)
    # Where something can be done to several, there are.
    assert "bulk_actions" in columns(Review)


def test_a_page_comes_back_to_this_site_alone(number: str, browser_for: Browser) -> None:
    path = f"{action_url(number, 'cancel_by_operator')}?next=https://elsewhere.example/"
    done = browser_for("operator").post(path, {"answer-cancel_reason": "The lift is broken."})
    assert done["Location"] == reverse("engine_tasks")


def test_an_operator_picks_one_of_those_who_are_free(
    number: str, town: dict[str, Provider], person: People, browser_for: Browser
) -> None:
    for name in ("provider", "rival"):
        act(person(name), number, "reject", reject_reason="No time.")
    operator, order = browser_for("operator"), Order.objects.get()
    page = operator.get(url(Order, "inspect", order.pk))
    assert [one.provider for one in page.context["candidates"]] == [
        town["provider"],
        town["rival"],
    ]
    # Each row has a button of its own, which is the action's form filled in.
    assign, chosen = page.context["assign"], str(town["rival"].public_id)
    text = page.content.decode()
    assert f'action="{escape(assign["url"])}"' in text
    assert f'name="answer-picked_provider" value="{chosen}"' in text
    done = operator.post(assign["url"], {"answer-picked_provider": chosen})
    assert (done.status_code, done["Location"]) == (302, page.request["PATH_INFO"])
    order.refresh_from_db()
    assert (order.provider, order.status) == (town["rival"], "awaiting_acceptance")
    assert operator.get(page.request["PATH_INFO"]).context["assign"] is None


def test_whoever_may_not_pick_has_no_button_for_it(
    number: str, person: People, browser_for: Browser
) -> None:
    for name in ("provider", "rival"):
        act(person(name), number, "reject", reject_reason="No time.")
    page = browser_for("finance").get(url(Order, "inspect", Order.objects.get().pk))
    assert (len(page.context["candidates"]), page.context["assign"]) == (2, None)
    assert "answer-picked_provider" not in page.content.decode()


def test_complaints_are_read_and_moved_in_the_same_way(
    number: str, person: People, browser_for: Browser
) -> None:
    complaint = complain(person("customer"), number)
    row = Complaint.objects.get()
    for path in (url(Complaint, "list"), url(Complaint, "inspect", row.pk)):
        answers = {name: browser_for(name).get(path).status_code for name in READERS + OTHERS}
        assert answers == {**dict.fromkeys(READERS, 200), **dict.fromkeys(OTHERS, 302)}
    support = browser_for("support")
    page = support.get(url(Complaint, "inspect", row.pk))
    assert "The pane of the big window broke." in page.content.decode()
    assert [offer["label"] for offer in page.context["offers"]] == ["Look into it", "Refuse"]
    assert (
        support.post(action_url(complaint, "investigate"), {"answer-priority": "low"}).status_code
        == 302
    )
    assert person("customer").get(f"complaints/{complaint}/")["status"] == "investigating"
    elapse(hours=1)


def test_complaints_are_found_by_status_number_and_order(
    number: str, person: People, deliver: Deliver, browser_for: Browser
) -> None:
    other = paid_order(person("stranger"), deliver)
    first, second = complain(person("customer"), number), complain(person("stranger"), other)
    support = browser_for("support")
    support.post(action_url(first, "investigate"), {"answer-priority": "low"})

    def found(query: str) -> list[str]:
        page = support.get(f"{url(Complaint, 'list')}?{query}")
        return sorted(complaint.number for complaint in page.context["object_list"])

    assert found("") == sorted([first, second])
    assert found("status=investigating") == [first]
    assert found(f"q={second}") == [second]
    assert found(f"q={number}") == [first]


def test_operators_bind_categories_to_processes(
    town: dict[str, Provider], browser_for: Browser
) -> None:
    path = url(ProcessBinding, "add")
    assert browser_for("support").get(path).status_code == 302
    assert browser_for("operator").get(path).status_code == 200
