"""Schemathesis over the one document, every operation: no 5xx, and nothing that it does not say.

``FUZZ_CASES`` cases in all (500 by default), shared out evenly over the operations, each sent in
turn with the token of another member of the cast, half of them to addresses of real rows. The
seed is fixed: the same code meets the same cases.
"""

import json
import os
from collections.abc import Iterator
from itertools import cycle

import pytest
import schemathesis
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Locale, Page, Revision, Site

from api.reference.document import document_text
from catalog.services.models import Category
from cms.media.models import Picture
from config.wsgi import application
from tests.permissions.table import ROWS
from tests.world import EVERYBODY, World

CASES = int(os.environ.get("FUZZ_CASES", "500"))
SEED = 20260101
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]

SCHEMA = schemathesis.openapi.from_dict(json.loads(document_text()))
SCHEMA.app = application
ROWS_BY_ROUTE = {(row.method, row.path): row for row in reversed(ROWS)}
CONTENT = {
    "page_id": Page,
    "image_id": Picture,
    "document_id": get_document_model(),
    "site_id": Site,
    "locale_id": Locale,
    "redirect_id": Redirect,
    "revision_id": Revision,
    "pk": Category,
}
OPERATIONS = [result.ok() for result in SCHEMA.get_all_operations()]


def budget(index: int) -> int:
    """How many cases the operation at ``index`` gets of all."""
    share, rest = divmod(CASES, len(OPERATIONS))
    return share + (index < rest)


def test_the_budgets_are_all_the_cases() -> None:
    assert sum(map(budget, range(len(OPERATIONS)))) == CASES
    assert budget(len(OPERATIONS) - 1) >= 1, "more operations than cases: raise FUZZ_CASES"


@pytest.mark.django_db
@pytest.mark.parametrize("index", range(len(OPERATIONS)), ids=lambda i: OPERATIONS[i].label)
def test_nothing_undocumented(index: int, world: World) -> None:
    operation = OPERATIONS[index]
    members: Iterator[str] = cycle(EVERYBODY[index % len(EVERYBODY) :] + EVERYBODY)
    modes = [operation.as_strategy(GenerationMode.POSITIVE)]
    if operation.query or operation.body or operation.headers:
        modes.append(operation.as_strategy(GenerationMode.NEGATIVE))

    @seed(SEED)
    @settings(
        max_examples=budget(index),
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=st.one_of(modes), real=st.booleans())
    def run(case: Case, real: bool) -> None:
        if real:
            aim(case, world)
        with transaction.atomic():
            case.call_and_validate(headers=world.headers(next(members)), checks=CHECKS)
            transaction.set_rollback(True)

    run()


def aim(case: Case, world: World) -> None:
    """Let the case meet a row that exists: that of the operation's row in the permission table.

    Of Wagtail's own API the last of its kind.
    """
    row = ROWS_BY_ROUTE.get((case.operation.method.upper(), case.operation.path))
    for name in case.path_parameters or {}:
        if row is not None:
            case.path_parameters[name] = str(world.values[row.names.get(name, name)])
        elif name in CONTENT and (last := CONTENT[name].objects.order_by("pk").last()):
            case.path_parameters[name] = str(last.pk)
