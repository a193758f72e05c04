"""Keys: the names by which the API and other apps know a service, a package or a category."""

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

validate_key = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*\Z",
    _("A key is made of small letters, digits and single hyphens, such as “deep-cleaning”."),
    code="invalid_key",
)
