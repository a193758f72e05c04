"""A violated constraint that states its sentence is a 409; any other stays an error."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.users.models import User
from api.conventions.problems import exception_handler
from workflows.engine.models import Definition, Version

pytestmark = pytest.mark.django_db


def violation(make: Any) -> IntegrityError:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        make()
    return caught.value


def test_a_unique_constraint_with_a_sentence_is_a_409(cast: dict[str, User]) -> None:
    phone = cast["customer"].phone
    error = violation(lambda: User.objects.create(username="twin", phone=phone))
    answer = exception_handler(error, {})
    assert answer is not None and answer.status_code == 409
    assert b'"code": "one_person_per_phone"' in answer.content
    assert b"Somebody else has this phone number." in answer.content


def test_a_check_constraint_with_a_sentence_is_a_409(cast: dict[str, User]) -> None:
    error = violation(lambda: User.objects.create(username="twin", phone="139"))
    answer = exception_handler(error, {})
    assert answer is not None and answer.status_code == 409
    assert b'"code": "phone_is_e164"' in answer.content


def test_a_constraint_without_a_sentence_stays_an_error(errand: Definition) -> None:
    version = Version.objects.get()

    def twin() -> None:
        values = {"number": 1, "content_hash": "x", "content": {}}
        Version.objects.create(
            definition=version.definition, published_at=version.published_at, **values
        )

    assert exception_handler(violation(twin), {}) is None
