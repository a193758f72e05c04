"""How the engine reaches complaints."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from workflows.engine.refusals import Conflict, NotAvailable, NotFound
from workflows.orders.models import Order

from .models import Complaint
from .states import NOT_COMPLAINED_OF


@dataclass(frozen=True)
class ComplaintType:
    """Complaints are filed by the customer of an order, one open at a time."""

    model: str = "complaints.Complaint"

    def create(
        self, *, number: str, by: User, data: Mapping[str, object], now: datetime
    ) -> Complaint:
        """``NotFound`` for somebody else's order, ``NotAvailable`` (``not_yet``) for one that was
        never paid, ``Conflict`` (``complaint_open``) for a second one.
        """
        order = Order.objects.filter(customer=by, number=str(data.get("order"))).first()
        if order is None:
            raise NotFound
        if order.status in NOT_COMPLAINED_OF:
            raise NotAvailable(_("There is nothing to complain of yet."), code="not_yet")
        try:
            with transaction.atomic():
                return Complaint.objects.create(
                    number=number,
                    order=order,
                    customer=by,
                    status="filed",
                    status_at=now,
                    created_at=now,
                )
        except IntegrityError as error:
            # The constraint decides, so that two requests at once cannot both pass.
            raise Conflict(
                _("This order has an open complaint already."), code="complaint_open"
            ) from error

    def set_status(self, subject: Complaint, stage: str, *, now: datetime) -> None:
        subject.status, subject.status_at = stage, now
        subject.save(update_fields=["status", "status_at"])

    def person(self, subject: Complaint) -> User:
        return subject.customer

    def is_visible(self, subject: Complaint, user: User) -> bool:
        return Complaint.objects.visible_to(user).filter(pk=subject.pk).exists()
