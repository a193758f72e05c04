"""A process of eight steps and two ends, built on the step list; in a browser with no JavaScript.

The browser is the tests' own reader of pages, or Chromium: both are a ``visit`` with ``go``,
``press`` and ``html``.
"""

from typing import Any

from tests.designer.drafts import part_url

LOAN: dict[str, Any] = {
    "key": "loan",
    "kind": "plain",
    "title": {"en": "Loan of a machine", "zh-hans": "设备借用"},
    "steps": [],
}


class Builder:
    """An operator at the step list of the process “loan”, in a browser of either kind."""

    def __init__(self, visit: Any, home: str) -> None:
        self.home, self.visit = home, visit

    def add_field(self, kind: str, label: str, **changes: str) -> None:
        self.visit.go(self.home)
        self.visit.press("add:fields", **{"kind-fields": kind})
        self.visit.press("save", **{"label-en": label}, **changes)

    def add_step(self, kind: str, title: str, after: str = "", **changes: Any) -> None:
        self.visit.go(self.home)
        self.visit.press("add:steps", **{"kind-steps": kind, "after": after})
        if title:
            self.visit.press("save", **{"title-en": title}, **changes)

    def edit(self, path: str) -> Any:
        self.visit.go(part_url("loan", path))
        return self.visit


def build(builder: Builder) -> None:
    """Everything but who does the work, how long it may take, and where it leads."""
    builder.add_field("text", "Which machine", required="1")
    builder.add_field("money", "Its value", **{"rules-min": "1"})
    builder.add_field("int", "Days", **{"rules-min": "1", "rules-max": "30"})
    builder.add_field("date", "Begins on")
    builder.add_field("text", "Level")
    builder.add_step("end", "Lent", stage="done", result="lent")
    builder.add_step("end", "Refused", stage="refused", result="refused")
    builder.add_step("start", "Ask", **{"who-roles": ["customer"], "stage": "open"})
    builder.add_step("table", "")
    builder.visit.press(
        "add:outputs",
        **{"title-en": "Rate", "inputs-0-var": "data.its_value"},
    )
    builder.visit.press("show:rows", **{"outputs-0-field": "level"})
    builder.visit.press("show:rows", **{"rows-0-cells-0-op": "<"})
    builder.visit.press("add:rows", **{"rows-0-cells-0-value": "500", "rows-0-values-0": "small"})
    builder.visit.press("save", **{"rows-1-values-0": "large"})
    builder.add_step("decision", "")
    builder.visit.press(
        "show:cases-0-when",
        **{"title-en": "How large?", "cases-0-when-var": "data.level", "cases-0-when-op": "=="},
    )
    builder.visit.press(
        "save", **{"cases-0-when-value": "large", "cases-0-label-en": "Large", "otherwise": "lent"}
    )
    builder.add_step("parallel", "Two looks")


def mend(builder: Builder) -> None:
    """What the check still misses."""
    titles = {"task": "Look at the papers", "task_2": "Look at the machine"}
    for step_id, title in titles.items():
        visit = builder.edit(f"steps/{step_id}")
        visit.press("add:deadline", **{"title-en": title, "who-roles": ["reviewer"]})
        visit.press("add:deadline-reminders", **{"deadline-after": "2", "deadline-then": "refused"})
        visit.press("save", **{"deadline-reminders-0": "24", "deadline-reminders-0-unit": "H"})
    builder.edit("steps/ask").press("add:form", **{"form-new": "", "next": "rate"})
    builder.visit.press("save", **{"form-0-required": "true", "form-4-access": "hidden"})
    builder.edit("steps/rate").press("save", next="how_large")
    builder.edit("steps/how_large").press("save", **{"cases-0-to": "two_looks"})
