"""Fields for a signature: one image, drawn by the person."""

import uuid
from typing import Any

import pytest

from workflows.engine.forms.checkers import Unfit, UploadFacts, checker_for
from workflows.engine.variables import Facts

from .forms import GONE, NOW, PDF, PNG, errors, field, form_of, validate

GIF, JPEG = (str(uuid.UUID(int=number)) for number in (4, 5))
IMAGES = {GIF: UploadFacts("image/gif", 5_000), JPEG: UploadFacts("image/jpeg", 5_000)}


def sign(**more: Any) -> Any:
    return form_of([field("sign", "signature", **more)])


def test_it_is_one_upload_and_goes_with_the_case() -> None:
    cleaned = validate(sign(), {"sign": PNG})
    assert (cleaned.values, cleaned.uploads) == ({"sign": PNG}, (PNG,))


@pytest.mark.parametrize(
    ("value", "kind"),
    [(PDF, "upload_type"), ([PNG], "upload_id"), ("drawn", "upload_id"), (GONE, "upload_missing")],
)
def test_what_is_no_signature_is_refused(value: object, kind: str) -> None:
    assert errors(sign(), {"sign": value}) == [(["data", "sign"], kind)]


def test_it_is_an_image_of_one_of_two_kinds_and_not_too_large() -> None:
    form = sign(rules={"max_size": 4_000})
    assert errors(form, {"sign": PNG}) == [(["data", "sign"], "upload_size")]
    checker = checker_for(sign().entries[0].field)
    assert checker.check(JPEG, IMAGES.get) == JPEG
    with pytest.raises(Unfit) as unfit:
        checker.check(GIF, IMAGES.get)
    assert unfit.value.message == "Give a file of the type image/png, image/jpeg."


def test_whoever_draws_the_form_is_told_what_to_take() -> None:
    form = sign(rules={"max_size": 200_000})
    described = form.describe(actor_keys=(), language="en", facts=Facts(now=NOW))
    assert described["schema"]["properties"]["sign"] == {
        "title": "Sign",
        "type": "string",
        "format": "uuid",
    }
    hint = described["ui"]["fields"]["sign"]
    assert (hint["widget"], hint["types"], hint["max_size"]) == (
        "signature",
        ["image/png", "image/jpeg"],
        200_000,
    )
