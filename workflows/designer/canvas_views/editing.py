"""Changes that the server makes to a definition which is still open in a browser."""

from typing import Any

from django.http import HttpRequest, JsonResponse, QueryDict
from django.utils.translation import gettext as _

from workflows.engine.drafts import check_unsaved
from workflows.engine.problems import has_errors
from workflows.engine.refusals import NotFound

from ..forms import UnknownPart, new_part, part_form, put_part, remove_part
from .answering import (
    BadRequest,
    Body,
    CanvasView,
    language,
    read_body,
    sent_definition,
    sent_text,
)

LONGEST_FORM = 500_000


class Check(CanvasView):
    def post(self, request: HttpRequest, key: str) -> JsonResponse:
        problems = check_unsaved(key, sent_definition(read_body(request)))
        found = [problem.as_json() for problem in problems]
        return JsonResponse({"ok": not has_errors(problems), "problems": found})


class Form(CanvasView):
    """The form of a part, and the definition with what was posted of it."""

    def post(self, request: HttpRequest, key: str) -> JsonResponse:
        body = read_body(request)
        definition, path = sent_definition(body), sent_text(body, "path")
        posted = None
        if body.get("posted") is not None:
            posted = QueryDict(sent_text(body, "posted", most=LONGEST_FORM))
        try:
            form = part_form(definition, path, language=language(), posted=posted)
            html, part, valid = str(form.html()), form.part, form.is_valid()
            changed = put_part(definition, path, part) if posted is not None else definition
        except UnknownPart as error:
            raise NotFound(_("There is no such part.")) from error
        return JsonResponse(
            {
                "html": html,
                "valid": valid,
                "part": part,
                "definition": changed,
                "path": _path_after(path, part),
            }
        )


class Parts(CanvasView):
    """Adds a part with working defaults, or removes some."""

    def post(self, request: HttpRequest, key: str) -> JsonResponse:
        body = read_body(request)
        definition = sent_definition(body)
        try:
            match body.get("do"):
                case "add":
                    changed, path = _added(definition, body)
                case "remove":
                    changed, path = _without(definition, body), ""
                case _:
                    raise BadRequest(
                        _("“%(name)s” is missing or of another type.") % {"name": "do"}
                    )
        except UnknownPart as error:
            raise NotFound(_("There is no such part.")) from error
        return JsonResponse({"definition": changed, "path": path})


def _added(definition: dict[str, Any], body: Body) -> tuple[dict[str, Any], str]:
    section, _slash, kind = sent_text(body, "kind").partition("/")
    return new_part(definition, section, kind, after=sent_text(body, "after", "") or None)


def _without(definition: dict[str, Any], body: Body) -> dict[str, Any]:
    paths = body.get("paths")
    if not isinstance(paths, list) or not all(isinstance(path, str) for path in paths):
        raise BadRequest(_("“%(name)s” is missing or of another type.") % {"name": "paths"})
    for path in paths:
        try:
            definition = remove_part(definition, path)
        except UnknownPart:
            # The join of a parallel block goes with the step that opens it.
            if path == paths[0]:
                raise
    return definition


def _path_after(path: str, part: dict[str, Any]) -> str:
    """The path of the part under the name that it was given."""
    section, slash, _name = path.partition("/")
    found = part.get("id" if section == "steps" else "key")
    return f"{section}/{found}" if slash and isinstance(found, str) and found else path
