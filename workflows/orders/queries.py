"""Reads of orders."""

from accounts.users.models import User
from catalog.services.models import Category
from workflows.engine.models import Case
from workflows.engine.texts import localized
from workflows.payments.queries import money_of

from .models import Order, ProcessBinding
from .states import CLOSED, DECLINED, STAGES, OfferAnswer

DEFAULT_PROCESS = "order"


def process_for(category: Category) -> str:
    """The key of the process that orders in ``category`` follow: the nearest binding upwards."""
    steps = range(category.steplen, len(category.path) + 1, category.steplen)
    above = [category.path[:length] for length in steps]
    nearest = (
        ProcessBinding.objects.filter(category__path__in=above)
        .order_by("-category__depth")
        .values_list("process__key", flat=True)
        .first()
    )
    return nearest or DEFAULT_PROCESS


def due(order: Order) -> int:
    """Minor units that are still to be paid; nothing once the order is closed."""
    if order.status in CLOSED:
        return 0
    money = money_of(order.number)
    return max(0, order.total - (money.paid - money.refunded))


def stage_label(status: str, language: str) -> str:
    """A stage in the reader's words."""
    labels = {stage.key: stage.label for stage in STAGES}
    return localized(labels[status], language)


def may_see_address(order: Order, user: User) -> bool:
    """Whether the whole address is for ``user``: customer, house, and in time the provider."""
    if user.pk == order.customer_id or user.has_perm("orders.view_order"):
        return True
    return user.pk in provider_of(order) and order.address_is_open


def case_of(order: Order) -> Case:
    """The case that moves the order, with what is told of it."""
    rows = Case.objects.select_related("version", "definition", "starter", "process")
    return rows.get(number=order.number)


def customer_of(order: Order) -> list[int]:
    return [order.customer_id]


def provider_of(order: Order) -> list[int]:
    return [order.provider.user_id] if order.provider is not None else []


def former_provider_of(order: Order) -> list[int]:
    """From whom the order was taken without their doing: not who rejected it or let it lapse."""
    last = order.offers.exclude(answer=OfferAnswer.OPEN).select_related("provider").last()
    if last is None or last.answer in DECLINED or last.provider_id == order.provider_id:
        return []
    return [last.provider.user_id]
