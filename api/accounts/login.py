"""``auth/``: allauth's headless login for apps, without its prefixes and behind our rules.

What is not listed is not offered: adding e-mail addresses needs links that a headless
installation has no pages for.
"""

from collections.abc import Iterator
from functools import wraps
from io import BytesIO
from typing import Any, cast

from allauth.core.exceptions import ImmediateHttpResponse, RateLimited
from allauth.headless.account import views
from allauth.headless.account.inputs import RequestLoginCodeInput
from allauth.headless.base.response import ReauthenticationResponse
from allauth.headless.base.views import ConfigView
from allauth.headless.constants import Client, Flow
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponseBadRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from rest_framework.exceptions import AuthenticationFailed, ParseError

from accounts.login.proof import has_proved_lately
from accounts.login.signup import SignupInput
from accounts.notices.refusals import DeliveryFailed
from accounts.users.models import User
from api.conventions.authentication import caller_of
from api.conventions.guards import View, unauthorised
from api.conventions.parsers import StrictJSONParser
from api.conventions.problems import exception_handler, problem
from api.conventions.refusals import ScopeMissing


class SignupView(views.SignupView):
    input_class = {"POST": SignupInput}


class CodeInput(RequestLoginCodeInput):
    def clean(self) -> dict[str, Any]:
        """allauth looks for somebody by either, and fails where there is neither."""
        given: dict[str, Any] = super().clean()
        if not self.errors and not (given.get("phone") or given.get("email")):
            raise ValidationError(_("Give a phone number or an e-mail address."), code="required")
        return given


class RequestCodeView(views.RequestLoginCodeView):
    input_class = CodeInput


class ProveFirst(ReauthenticationResponse):
    """allauth's 401 to somebody whom it knows: how to show who one is, then do it again."""

    def _get_flows(self, request: HttpRequest, user: User) -> list[dict[str, Any]]:
        # Logging in anew, which gives another token: the way for those without a password.
        return [*super()._get_flows(request, user), {"id": Flow.LOGIN_BY_CODE}]


class ManagePhoneView(views.ManagePhoneView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Who is signing up corrects the phone before there is a login at all. Asked first: what is
        # refused here must not count against the limit of changes.
        changes = request.method != "GET" and request.user.is_authenticated
        if changes and not has_proved_lately(request):
            return ProveFirst(request)
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer


class ChangePasswordView(views.ChangePasswordView):
    def handle(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Where there is a password, the present one has to be given with the new one.
        has_password = isinstance(request.user, User) and request.user.has_usable_password()
        if not has_password and not has_proved_lately(request):
            return ProveFirst(request)
        answer: HttpResponseBase = super().handle(request, *args, **kwargs)
        return answer


ROUTES = {
    "config": ConfigView,
    "session": views.SessionView,
    "signup": SignupView,
    "login": views.LoginView,
    "reauthenticate": views.ReauthenticateView,
    "code/request": RequestCodeView,
    "code/resend": views.ResendLoginCodeView,
    "code/confirm": views.ConfirmLoginCodeView,
    "phone": ManagePhoneView,
    "phone/verify": views.VerifyPhoneView,
    "phone/verify/resend": views.ResendPhoneVerificationCodeView,
    "password/request": views.RequestPasswordResetView,
    "password/reset": views.ResetPasswordView,
    "password/change": ChangePasswordView,
}


def in_one_transaction(view: View) -> View:
    """Each request to allauth as one transaction, and its refusals as problem documents.

    The transaction holds the lock that the token strategy takes on the session.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            _refuse_limited_token(request)
            _refuse_bad_json(request)
            with transaction.atomic():
                return view(request, *args, **kwargs)
        except AuthenticationFailed as error:
            return unauthorised(str(error.get_codes()), error.detail)
        except ScopeMissing as error:
            return problem(403, code=error.default_code, detail=error.detail)
        except RateLimited:
            return problem(429, code="too_many_requests", detail=_("Too many codes. Wait a while."))
        except ImmediateHttpResponse as error:
            if not isinstance(error.response, HttpResponseBadRequest):
                return cast(HttpResponseBase, error.response)
            return problem(400, code="parse_error", detail=_("Send a JSON object."))
        except (DeliveryFailed, DatabaseError, ParseError, RequestDataTooBig) as error:
            # DatabaseError: two people signed up at the same moment with one phone number, or
            # many requests wait for one session.
            response = exception_handler(error, {})
            if response is None:
                raise
            return response

    return guarded


def _refuse_limited_token(request: HttpRequest) -> None:
    """A token that is good for a part of the API must not set a password and so become a whole one.

    Raises ``ScopeMissing``, and ``AuthenticationFailed`` for a token that is not good at all.
    """
    caller = caller_of(request)
    if caller is not None and caller[1].scopes:
        raise ScopeMissing


def _refuse_bad_json(request: HttpRequest) -> None:
    """allauth reads JSON more kindly than our columns and hashers do. Raises ``ParseError``."""
    if request.method != "GET" and request.body:
        StrictJSONParser().parse(BytesIO(request.body))


def _patterns() -> Iterator[URLPattern]:
    for route, view in ROUTES.items():
        yield path(f"auth/{route}", in_one_transaction(view.as_api_view(client=Client.APP)))


urlpatterns = list(_patterns())
