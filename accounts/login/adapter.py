"""allauth, told how this house sends codes, names people and knows their phones."""

from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import Login
from allauth.core import context
from allauth.headless.adapter import DefaultHeadlessAdapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.core.validators import MaxLengthValidator
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.crypto import get_random_string

from accounts.login import texts
from accounts.login.actions import end_login, end_other_logins
from accounts.login.fields import PhoneField
from accounts.login.limits import spend_code
from accounts.login.proof import record_login
from accounts.notices.actions import send_text
from accounts.notices.refusals import DeliveryFailed
from accounts.users.models import User

_fits_the_column = MaxLengthValidator(User._meta.get_field("email").max_length)
UNKNOWN_ADDRESS = "0.0.0.0"  # noqa: S104 - not bound to
USERNAME_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


class AccountAdapter(DefaultAccountAdapter):
    def get_client_ip(self, request: HttpRequest) -> str:
        try:
            return str(super().get_client_ip(request))
        except PermissionDenied:
            # A server behind a Unix socket knows no address: whoever comes so is counted as one.
            return UNKNOWN_ADDRESS

    def generate_unique_username(self, txts: list[str | None], regex: str | None = None) -> str:
        # allauth would make it from the e-mail address, which usernames must not give away.
        return "u" + get_random_string(12, USERNAME_LETTERS)

    def clean_email(self, email: str) -> str:
        # allauth's fields take what no column holds.
        _fits_the_column(email)
        return str(super().clean_email(email))

    def phone_form_field(self, **options: Any) -> PhoneField:
        return PhoneField(**options)

    def get_user_by_phone(self, phone: str) -> User | None:
        user: User | None = User.objects.filter(phone=phone).first()
        return user

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        return (user.phone, user.phone_verified) if user.phone else None

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        user.phone = phone
        user.phone_verified = verified
        user.save(update_fields=["phone", "phone_verified"])

    def set_phone_verified(self, user: User, phone: str) -> None:
        self.set_phone(user, phone, True)

    def send_verification_code_sms(self, user: User, phone: str, code: str, **options: Any) -> None:
        spend_code(context.request, phone)
        send_text(
            phone,
            template=texts.CODE.key,
            context={"code": code, "minutes": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60},
            language=user.language,
        )

    def send_account_already_exists_sms(self, phone: str) -> None:
        spend_code(context.request, phone)
        language = translation.get_language() or settings.LANGUAGE_CODE
        send_text(phone, template=texts.KNOWN_ALREADY.key, context={}, language=language)

    def send_unknown_account_sms(self, phone: str, **options: Any) -> None:
        # Nothing is sent to strangers, but it counts as if it were.
        spend_code(context.request, phone)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        spend_code(self.request, email)
        if template_prefix == "account/email/unknown_account":
            return
        message = self.render_mail(template_prefix, email, {"email": email, **context})
        # After the commit: no transaction waits for a gateway, and no code goes out for a login
        # that was never stored.
        transaction.on_commit(lambda: deliver(message))

    def send_account_already_exists_mail(self, email: str) -> None:
        self.send_mail("login/email/account_already_exists", email, {})

    def format_email_subject(self, subject: str) -> str:
        return f"[{settings.WAGTAIL_SITE_NAME}] {subject}"

    def is_login_by_code_required(self, login: Login) -> bool:
        """Signing up by e-mail is finished with a code, as by phone: it proves the address.

        Without a user allauth only pretends, lest it tell that the address is taken.
        """
        if not login.signup:
            return False
        return bool(login.user.email if login.user else login.email)

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        record_login(request, user)

    def set_password(self, user: User, password: str) -> None:
        super().set_password(user, password)
        end_other_logins(user, session_key=self.request.session.session_key, now=timezone.now())

    def logout(self, request: HttpRequest) -> None:
        end_login(request.session.session_key, now=timezone.now())
        super().logout(request)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # allauth knows e-mail addresses and usernames here; all phones would share one limit.
        if phone := credentials.get("phone"):
            return f"phone:{phone}"
        return str(super()._get_login_attempts_cache_key(request, **credentials))


def deliver(message: EmailMessage) -> None:
    """Send an e-mail now. Raises ``DeliveryFailed``, as the way to phones does."""
    try:
        message.send()
    except (SMTPException, OSError) as error:
        raise DeliveryFailed from error


class HeadlessAdapter(DefaultHeadlessAdapter):
    def serialize_user(self, user: User) -> dict[str, Any]:
        """Public names alone, never the database key."""
        return {
            "id": str(user.uuid),
            "username": user.username,
            "display": str(user),
            "has_usable_password": user.has_usable_password(),
        }

    def get_frontend_url(self, urlname: str, **options: Any) -> str:
        # Which pages a frontend has is its own business; mails lead to its front door.
        return settings.BASE_URL
