"""What orders tell the apps below them; run once, when the models are there."""

from accounts.users import roles
from catalog.behaviour import purchases
from workflows.engine import vocabulary

from . import handlers  # noqa: F401 - registers itself
from .purchases import purchases as ordered
from .vocabulary import ORDER

WHO_SEES_ALL = (roles.OPERATOR, roles.SUPPORT, roles.FINANCE)


def register() -> None:
    vocabulary.register(ORDER)
    purchases.register(ordered)
    for role in WHO_SEES_ALL:
        roles.grant(role, "orders.view_order")
    roles.grant(
        roles.OPERATOR,
        "orders.add_processbinding",
        "orders.change_processbinding",
        "orders.delete_processbinding",
        "orders.view_processbinding",
    )
