"""What complaints tell the apps below them; run once, when the models are there."""

from accounts.users import roles
from workflows.engine import vocabulary

from .vocabulary import COMPLAINT

WHO_SEES_ALL = (roles.OPERATOR, roles.SUPPORT, roles.FINANCE)


def register() -> None:
    vocabulary.register(COMPLAINT)
    for role in WHO_SEES_ALL:
        roles.grant(role, "complaints.view_complaint")
