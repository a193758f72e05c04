"""One order: its case, its money, who was asked, and what else came of it."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.users.models import User
from catalog.services.words import words_in
from cms.pages.reading import ReadingPage
from workflows.engine.admin.cases import case_context
from workflows.engine.admin.links import page_of
from workflows.engine.admin.person import person
from workflows.engine.admin.taskform import PREFIX
from workflows.payments.amounts import shown
from workflows.payments.models import Payment
from workflows.payments.queries import money_of

from ..booking import could_come
from ..models import Order
from ..queries import due
from .listing import language, title, visit

# At this step an operator chooses a provider.
PICKING = "awaiting_provider"
# The vocabulary's action for it, and what the published process asks then.
ASSIGN, PICKED = "assign", "picked_provider"


class OrderPage(ReadingPage):
    """States are read here; the buttons are the actions that the order offers."""

    object: Order

    def get_page_title(self) -> str:
        return _("Order")

    def get_page_subtitle(self) -> str:
        return self.object.number

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        order, user = self.object, person(self.request)
        case = case_context(order.number, user, back=self.request.path)
        context: dict[str, Any] = super().get_context_data(
            order=order,
            service=title(order),
            visit=visit(order),
            lines=[
                (words_in(line["label"], language()), line["quantity"], self._sum(line["amount"]))
                for line in order.quote.lines
            ],
            money=self._money(),
            payments=self._payments(user),
            asked=order.offers.select_related("provider"),
            candidates=self._candidates(),
            assign=next((one for one in case["offers"] if one["action"] == ASSIGN), None),
            picked=f"{PREFIX}-{PICKED}",
            puts_right=self._linked(order.quote.redo_of),
            complaints=[self._linked(complaint) for complaint in order.complaints.all()],
            redos=[self._linked(quote.order) for quote in order.redos.select_related("order")],
            **case,
            **kwargs,
        )
        return context

    def _sum(self, amount: int) -> str:
        return shown(amount, self.object.currency)

    def _money(self) -> list[tuple[str, str]]:
        order, money = self.object, money_of(self.object.number)
        sums = [
            (_("Total"), order.total),
            (_("Paid"), money.paid),
            (_("Refunded"), money.refunded),
            (_("Cancellation fee"), order.fee),
            (_("Still to pay"), due(order)),
        ]
        return [(label, self._sum(amount)) for label, amount in sums]

    def _payments(self, user: User) -> list[tuple[str, str]]:
        if not user.has_perm("payments.view_payment"):
            return []
        payments = Payment.objects.of_order(self.object.number)
        return [(str(payment.get_status_display()), page_of(payment)) for payment in payments]

    def _linked(self, row: Any) -> tuple[str, str] | None:
        return (row.number, page_of(row)) if row is not None else None

    def _candidates(self) -> list[Any]:
        """Who is free, the best first, while somebody has to choose."""
        order = self.object
        if order.status != PICKING:
            return []
        return could_come(
            order.quote, starts_at=order.starts_at, ends_at=order.ends_at, apart_from=order.number
        )
