"""Names of variables put into the texts of notices from a list, by mouse and by keyboard, on the
canvas and in the step list.
"""

from copy import deepcopy
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.designing import Designer
from tests.browser.drawing import LETTER, Begin, begin, built, visit, wait_for
from workflows.engine.models import Definition

__all__ = ["begin", "built"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def told_letters() -> dict[str, Any]:
    """Whoever asked is told that the letter is there."""
    definition = deepcopy(LETTER)
    label = {"en": "Number of pages", "zh-hans": "页数"}
    definition["fields"] = [{"key": "pages", "type": "int", "label": label}]
    ask, done = definition["steps"]
    ask["next"] = "tell"
    tell = {
        "id": "tell",
        "kind": "notice",
        "title": {"en": "Tell", "zh-hans": "告知"},
        "to": {"roles": ["customer"]},
        "subject": {"en": "Letter ", "zh-hans": "信件"},
        "body": {"en": "It has pages.", "zh-hans": "信件已到。"},
        "next": "done",
    }
    definition["steps"] = [ask, tell, done]
    return definition


LIST = "What may be inserted"


def test_names_are_inserted_on_the_canvas(begin: Begin, open_page: Open) -> None:
    begin(told_letters())
    page = visit(open_page("operator"), "letter")
    canvas = Designer(page).open("Tell")
    subject, body = canvas.part("Subject"), canvas.part("Text")

    # By mouse, where the cursor stands.
    subject.get_by_text(LIST).click()
    box = subject.get_by_label("English")
    box.press("End")
    subject.get_by_role("button", name="{case.number}", exact=True).click()
    expect(box).to_have_value("Letter {case.number}")
    expect(box).to_be_focused()

    # By keyboard, into the language where one wrote last and over what is selected there.
    body.get_by_text(LIST).press("Enter")
    body.get_by_label("简体中文").press("ControlOrMeta+a")
    body.get_by_role("button", name="{data.pages}", exact=True).press("Enter")
    expect(body.get_by_label("简体中文")).to_have_value("{data.pages}")

    def both_are_there(steps: dict[str, Any]) -> bool:
        tell = steps["tell"]
        return bool(
            tell["subject"]["en"] == "Letter {case.number}"
            and tell["body"] == {"en": "It has pages.", "zh-hans": "{data.pages}"}
        )

    wait_for(page, "letter", both_are_there)


def test_names_are_inserted_in_the_step_list(begin: Begin, open_page: Open) -> None:
    begin(told_letters())
    page = open_page("operator")
    page.goto("/admin/processes/letter/edit/steps/tell/")
    body = page.get_by_role("group", name="Text")
    box = body.get_by_label("English")
    box.press("Home")
    body.get_by_text(LIST).press("Enter")
    name = body.get_by_role("button", name="{case.number}", exact=True)
    name.press("Space")
    expect(box).to_have_value("{case.number}It has pages.")
    page.get_by_role("button", name="Save", exact=True).last.click()
    page.wait_for_url("**/edit/")
    (tell,) = [one for one in Definition.objects.get().draft["steps"] if one["id"] == "tell"]
    assert tell["body"] == {"en": "{case.number}It has pages.", "zh-hans": "信件已到。"}


def test_names_are_read_where_no_script_can_insert_them(
    begin: Begin, open_plain_page: Open
) -> None:
    begin(told_letters())
    page = open_plain_page("operator")
    page.goto("/admin/processes/letter/edit/steps/tell/")
    body = page.get_by_role("group", name="Text")
    body.get_by_text(LIST).click()
    expect(body.get_by_role("code").filter(has_text="{case.number}")).to_be_visible()
    expect(body.get_by_role("button")).to_have_count(0)
