"""What all calls of the canvas share: who may, what they send, and how a refusal is answered."""

import json
from collections.abc import Mapping
from typing import Any, ClassVar, NoReturn

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.http import parse_etags
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import View

from workflows.engine.admin.person import person
from workflows.engine.definition.limits import beyond_limits
from workflows.engine.refusals import InvalidDefinition, NotAllowed, Refusal

from ..home.access import EDIT

Body = Mapping[str, Any]


class BadRequest(Refusal):
    """A body that is not what the call takes."""

    status = 400
    default_code = "bad_request"


class TooLarge(Refusal):
    """A body that nobody reads."""

    status = 413
    default_code = "too_large"


class MatchRequired(Refusal):
    """A change that does not say which draft it is based on."""

    status = 428
    default_code = "precondition_required"


class CanvasView(View):
    """Refusals become ``{"code", "detail", "errors"}``, with the ``problems`` of a check."""

    permissions: ClassVar[tuple[str, ...]] = (EDIT,)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            if not person(request).has_perms(self.permissions):
                raise NotAllowed
            return super().dispatch(request, *args, **kwargs)
        except Refusal as refusal:
            return refused(refusal)


def refused(refusal: Refusal, **more: Any) -> JsonResponse:
    answer = {
        "code": refusal.code,
        "detail": str(refusal.detail),
        "errors": [dict(error) for error in refusal.errors],
        **more,
    }
    if isinstance(refusal, InvalidDefinition):
        answer["problems"] = [problem.as_json() for problem in refusal.problems]
    return JsonResponse(answer, status=refusal.status)


def language() -> str:
    return get_language() or "en"


def read_body(request: HttpRequest) -> Body:
    """The JSON object that was sent, within the limits of a definition. ``Refusal`` otherwise."""
    try:
        body = json.loads(request.body, parse_constant=_no_number)
    except RequestDataTooBig as error:
        raise TooLarge(_("This request is too large.")) from error
    except (ValueError, RecursionError) as error:
        raise BadRequest(_("This request cannot be read.")) from error
    if not isinstance(body, dict):
        raise BadRequest(_("This request cannot be read."))
    # Every text that is sent, not the definition alone, is kept or shown somewhere.
    if problems := beyond_limits(body):
        raise InvalidDefinition(problems)
    return body


def sent_definition(body: Body) -> dict[str, Any]:
    definition: dict[str, Any] = _sent(body, "definition", dict)
    return definition


def sent_text(body: Body, name: str, default: str | None = None, *, most: int = 500) -> str:
    text: str = _sent(body, name, str, default)
    if len(text) > most:
        raise BadRequest(
            _("“%(name)s” has more than %(most)d characters.") % {"name": name, "most": most}
        )
    return text


def sent_number(body: Body, name: str) -> int | None:
    """A number of a version or case, from one on; ``None`` where none was sent."""
    if body.get(name) is None:
        return None
    number = body[name]
    if isinstance(number, bool) or not isinstance(number, int) or not 0 < number < 10**9:
        raise BadRequest(_("“%(name)s” is missing or of another type.") % {"name": name})
    return number


def sent_list(body: Body, name: str) -> list[Any]:
    found: list[Any] = _sent(body, name, list, [])
    return found


def sent_etag(request: HttpRequest) -> str:
    """The one tag of ``If-Match`` without its quotation marks; 428 where there is none."""
    header = request.headers.get("If-Match", "")
    if not header:
        raise MatchRequired(_("Send If-Match with the ETag of what you are changing."))
    tags = parse_etags(header)
    return tags[0].strip('"') if len(tags) == 1 else header


def _sent(body: Body, name: str, kind: type, default: Any = None) -> Any:
    value = body.get(name, default)
    if not isinstance(value, kind):
        raise BadRequest(_("“%(name)s” is missing or of another type.") % {"name": name})
    return value


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)
