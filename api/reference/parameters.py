"""What the parts of addresses and the headers of requests say, which generators leave silent.

Pure: plain OpenAPI objects in, plain OpenAPI objects out.
"""

from collections.abc import Callable
from typing import Any

from api.reference.merging import METHODS, Document
from api.reference.values import CHOSEN, ONE, PARAMETERS

HEADERS = {
    "Idempotency-Key": "Words of one's own, such as a UUID: a request that is sent again with "
    "them has one effect, and is answered as at first.",
    "If-Match": "The ETag of what is changed, as it was read: 412 if it is another one by now.",
    "If-None-Match": "The ETag of an answer that is at hand: 304 if nothing has changed.",
}
PLACES = {
    "action": "One of the actions that the resource lists.",
    "code": "The code of the coupon.",
    "collection": "What is meant: services, packages, providers or articles.",
    "field": "The name of a field of the task's form.",
    "gateway": "The name of the gateway.",
    "key": "The key that lists and details name it by.",
    "name": "The name that lists tell.",
    "number": "The number that lists and answers name it by.",
    "slug": "The key that lists and details name it by.",
    "task": "The id that the list of tasks names it by.",
    "type": "The type that `schema/` names it by: services.Category.",
    "type_name": "The type that `schema/` names it by: services.ServicePage.",
    "version": "The number of the version.",
}
# Parts of addresses that end so, whatever stands before it.
AN_ID = "The id that lists and answers name it by."
# What Wagtail's own API takes in a query string.
QUESTIONS = {
    "ancestor_of": "Only the pages above the one with this id.",
    "approved_go_live_at_from": "Only those that go live at this time or later.",
    "approved_go_live_at_to": "Only those that go live up to this time.",
    "child_of": "Only the pages directly below the one with this id, or below `root`.",
    "created_at_from": "Only those made at this time or later.",
    "created_at_to": "Only those made up to this time.",
    "descendant_of": "Only the pages below the one with this id, or below `root`, however deep.",
    "html_path": "The address that it has on the site: /articles/x/.",
    "id": "Its id, where no address is given or nothing is there.",
    "limit": "How many items at most.",
    "locale": "The language that it is in.",
    "object_str": "Only those whose title contains this.",
    "offset": "How many items to skip.",
    "order": "The fields that come first, a minus turns one round; or `random`.",
    "rich_text_format": "The form of rich text in what is answered.",
    "search": "Words that it has.",
    "search_operator": "Whether it has all of the words (`and`) or some (`or`).",
    "site": "The host name of the site, with its port where several have the name.",
    "translation_of": "Only the translations of the one with this id.",
    "type": "Only pages of these types: services.ServicePage.",
    "user_id": "Only those by the person with this id.",
    "version": "What is published (`live`) or what was saved last (`draft`).",
}


def with_descriptions(document: Document) -> Document:
    """Every parameter says what it is; those that say so themselves stay as they are."""
    return _with_parameters(document, lambda path, parameter: _described(parameter))


def with_examples(document: Document) -> Document:
    """Every parameter has a value to try."""
    return _with_parameters(document, _exemplified)


def _with_parameters(document: Document, change: Callable[[str, Document], Document]) -> Document:
    paths = {
        path: {
            name: {**each, "parameters": [change(path, one) for one in each["parameters"]]}
            if name in METHODS and "parameters" in each
            else each
            for name, each in item.items()
        }
        for path, item in document["paths"].items()
    }
    return {**document, "paths": paths}


def _exemplified(path: str, parameter: Document) -> Document:
    value = _value(path, parameter)
    return parameter if value is None else {**parameter, "example": value}


def _value(path: str, parameter: Document) -> Any:
    """The one of this address if there is one, else that of the name."""
    name = parameter["name"]
    if name in ("fields", "expand"):
        known = parameter["schema"]["pattern"].removeprefix("^(").partition(")(,(")[0]
        names = [each.partition("(")[0] for each in known.split("|")]
        return ",".join([each for each in CHOSEN if each in names][:2])
    for part in path.split("/"):
        if (part, name) in PARAMETERS:
            return PARAMETERS[part, name]
    if parameter["schema"].get("format") == "uuid":
        return ONE
    return PARAMETERS.get((parameter["in"], name))


def _described(parameter: Document) -> Document:
    if "$ref" in parameter or parameter.get("description"):
        return parameter
    name = parameter["name"]
    texts = {"header": HEADERS, "path": PLACES, "query": QUESTIONS}.get(parameter["in"], {})
    text = texts.get(name)
    if text is None and parameter["in"] == "path" and (name in ("id", "pk") or name[-3:] == "_id"):
        text = AN_ID
    return {**parameter, "description": text} if text else parameter
