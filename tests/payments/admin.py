"""Payments in Wagtail, as finance and support use them."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from tests.payments.bank import send
from tests.payments.conftest import ORDER, Ask, Heard
from workflows.payments.models import GatewayNotice, Payment, Refund
from workflows.payments.queries import Money, money_of

pytestmark = pytest.mark.django_db

Browser = Callable[[str], Client]


def url(view: str, payment: Payment | None = None, model: type = Payment) -> str:
    name = model.snippet_viewset.get_url_name(view)
    return reverse(name, args=[payment.pk] if payment else [])


def listed(browser: Client, query: str = "") -> list[tuple[str, str]]:
    answer = browser.get(f"{url('list')}?{query}")
    assert answer.status_code == 200
    return [(row.order_number, row.status) for row in answer.context["object_list"]]


@pytest.fixture
def second(ask: Ask, paid: Payment) -> Payment:
    return ask("D-2002", amount=500)


def test_finance_and_support_filter_and_search(
    browser_for: Browser, paid: Payment, second: Payment
) -> None:
    for username in ("finance", "support", "admin"):
        browser = browser_for(username)
        assert listed(browser) == [("D-2002", "pending"), (ORDER, "captured")]
        assert listed(browser, "status=captured") == [(ORDER, "captured")]
        assert listed(browser, "q=2002") == [("D-2002", "pending")]
        assert listed(browser, f"q={paid.reference}") == [(ORDER, "captured")]
        assert len(listed(browser, "gateway=sandbox")) == 2
        yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
        assert len(listed(browser, f"created_at_from={yesterday}")) == 2
        assert listed(browser, f"created_at_to={yesterday}") == []


def test_the_page_of_a_payment_shows_its_money_and_what_was_told(
    browser_for: Browser, paid: Payment
) -> None:
    notice = GatewayNotice.objects.get()
    text = browser_for("support").get(url("inspect", paid)).content.decode()
    for words in (
        ORDER,
        "128.00 CNY",
        paid.reference,
        "Window cleaning",
        notice.notice_id,
        "Applied",
    ):
        assert words in text
    here = timezone.localtime(paid.created_at)
    assert date_format(here, "DATETIME_FORMAT") in text
    secrets = [*notice.headers.values(), bytes(notice.body).decode(), paid.client["url"]]
    assert [secret for secret in secrets if secret in text] == []
    assert url("refund", paid) not in text


def test_notices_without_effect_are_found(
    browser_for: Browser, payment: Payment, heard: Heard, deliver: Callable[[], None]
) -> None:
    send(payment, notice_id="EV-7", out_trade_no="0" * 32)
    deliver()
    browser = browser_for("finance")
    answer = browser.get(url("list", model=GatewayNotice) + "?finding=unknown_payment")
    assert [row.notice_id for row in answer.context["object_list"]] == ["EV-7"]
    notice = GatewayNotice.objects.get()
    text = browser.get(url("inspect", notice, GatewayNotice)).content.decode()
    assert "About an unknown payment" in text
    assert notice.headers["wechatpay-signature"] not in text


def form(browser: Client, payment: Payment) -> dict[str, str]:
    """The refund form as it is opened."""
    text = browser.get(url("refund", payment)).content.decode()
    fields = re.findall(r'<input[^>]*name="(amount|key)"[^>]*>', text)
    assert sorted(fields) == ["amount", "key"]
    return {
        name: re.search(
            rf'name="{name}"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="{name}"', text
        )[1]
        for name in fields
    }


def refunded() -> tuple[int, Money]:
    return Refund.objects.count(), money_of(ORDER)


def test_finance_refunds_by_the_button(
    browser_for: Browser, paid: Payment, cast: Any, deliver: Callable[[], None]
) -> None:
    browser = browser_for("finance")
    assert url("refund", paid) in browser.get(url("inspect", paid)).content.decode()
    opened = form(browser, paid)
    assert opened["amount"] == "128.00"

    sent = {**opened, "amount": "28.50", "reason": "Came late"}
    for _twice in range(2):
        assert browser.post(url("refund", paid), sent).status_code == 302
    assert refunded() == (1, Money(paid=12800, refunded=2850))
    made = Refund.objects.get()
    assert (made.requested_by, made.reason) == (cast["finance"], "Came late")
    deliver()
    text = browser.get(url("inspect", paid)).content.decode()
    for words in ("28.50 CNY", "Came late", "Finance"):
        assert words in text


@pytest.mark.parametrize(
    "changes",
    [{"amount": "128.01"}, {"amount": "0"}, {"amount": "-1"}, {"amount": "1.001"}, {"reason": " "},
     {"key": "again"}],
)  # fmt: skip
def test_a_refund_that_does_not_fit_is_shown_again(
    browser_for: Browser, paid: Payment, changes: dict[str, str]
) -> None:
    browser = browser_for("finance")
    sent = {**form(browser, paid), "reason": "Came late", **changes}
    answer = browser.post(url("refund", paid), sent)
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, list(changes))
    assert refunded() == (0, Money(paid=12800, refunded=0))


def test_when_nothing_is_left_there_is_no_button(browser_for: Browser, paid: Payment) -> None:
    browser = browser_for("finance")
    browser.post(url("refund", paid), {**form(browser, paid), "reason": "All of it"})
    assert refunded() == (1, Money(paid=12800, refunded=12800))
    assert url("refund", paid) not in browser.get(url("inspect", paid)).content.decode()


def test_support_reads_and_refunds_nothing(browser_for: Browser, paid: Payment) -> None:
    browser = browser_for("support")
    key = "8f1f9cf4-7c41-4bc4-9a0f-1f6f3a7e9b10"
    sent = {"amount": "1.00", "reason": "Nice", "key": key}
    assert browser.get(url("refund", paid)).status_code == 302
    assert browser.post(url("refund", paid), sent).status_code == 302
    assert refunded() == (0, Money(paid=12800, refunded=0))


@pytest.mark.parametrize("username", ["customer", "provider", "editor", "operator", "reviewer"])
def test_others_see_nothing(browser_for: Browser, paid: Payment, username: str) -> None:
    browser = browser_for(username)
    for address in (
        url("list"),
        url("inspect", paid),
        url("refund", paid),
        url("list", model=GatewayNotice),
    ):
        assert browser.get(address).status_code == 302


def test_nobody_changes_a_payment_not_even_an_admin(browser_for: Browser, paid: Payment) -> None:
    browser = browser_for("admin")
    for address in (url("add"), url("edit", paid), url("delete", paid)):
        assert browser.get(address).status_code == 302
        assert browser.post(address, {"amount": "1"}).status_code == 302
    paid.refresh_from_db()
    assert (Payment.objects.count(), paid.amount, paid.captured) == (1, 12800, 12800)
