"""Formulas, the advanced view of a condition: completed while they are written, and what is wrong
with them told where they are.
"""

from copy import deepcopy
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.designing import Designer
from tests.browser.drawing import LETTER, Begin, begin, built, saved, visit, wait_for

__all__ = ["begin", "built"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def sorted_letters() -> dict[str, Any]:
    """Letters are sorted by their number of pages."""
    definition = deepcopy(LETTER)
    label = {"en": "Number of pages", "zh-hans": "页数"}
    definition["fields"] = [{"key": "pages", "type": "int", "label": label}]
    ask, done = definition["steps"]
    ask["form"] = [{"field": "pages", "access": {"*": "editable"}}]
    ask["next"] = "sort"
    many = {"var": "data.pages", "op": ">", "value": 9}
    sort = {
        "id": "sort",
        "kind": "decision",
        "title": {"en": "Sort", "zh-hans": "分拣"},
        "cases": [{"when": many, "to": "done"}],
        "otherwise": "done",
    }
    definition["steps"] = [ask, sort, done]
    return definition


def formula_of(page: Page) -> Designer:
    canvas = Designer(page)
    canvas.open("Sort")
    canvas.press("Write it as a formula")
    return canvas


def test_a_formula_is_completed_and_checked_where_it_is_written(
    begin: Begin, open_page: Open
) -> None:
    begin(sorted_letters())
    page = visit(open_page("operator"), "letter")
    canvas = formula_of(page)
    box = canvas.form.get_by_label("Formula").first
    expect(box).to_have_value("data.pages > 9")

    # By keyboard: names that fit are offered with their label and type.
    box.fill("")
    box.press_sequentially("pag")
    names = page.get_by_role("listbox", name="Names that fit")
    first = names.get_by_role("option").first
    expect(first).to_have_text("data.pages Number of pages int")
    expect(first).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    expect(box).to_have_value("data.pages")
    expect(names).to_have_count(0)

    # What does not go together is told at the formula, and in the list.
    box.press_sequentially(' > "nine"')
    with page.expect_response("**/canvas/form/"):
        box.blur()
    told = "“>” does not go with a whole number and a text."
    expect(canvas.form.locator(".part-note")).to_have_text(told)
    expect(canvas.form.get_by_label("Formula").first).to_have_value('data.pages > "nine"')

    # By mouse.
    box = canvas.form.get_by_label("Formula").first
    box.fill("")
    box.press_sequentially("is_set.d")
    names.get_by_role("option", name="is_set.data.pages").click()
    with page.expect_response("**/canvas/form/"):
        box.blur()
    wait_for(
        page,
        "letter",
        lambda steps: steps["sort"]["cases"][0]["when"] == {"cel": "is_set.data.pages"},
    )
    assert saved(page, "letter")
    expect(canvas.form.locator(".part-note")).to_have_count(0)
