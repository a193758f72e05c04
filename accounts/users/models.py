"""People, their teams and addresses."""

import uuid

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Anyone who signs in. The public name is ``uuid``; the database key is never shown."""

    uuid = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)
    phone = models.CharField(
        _("phone"), max_length=20, unique=True, null=True, blank=True,
        help_text=_("In E.164 form, such as +8613800000000."),
    )
