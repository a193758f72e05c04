"""An operator at the canvas: what one does there, in sentences.

Everything is found by what is to be read on the screen, as a person would find it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Page, expect

MIDDLE = """path => {
    const half = path.getPointAtLength(path.getTotalLength() / 2)
    const seen = path.getScreenCTM()
    return {x: half.x * seen.a + seen.e, y: half.y * seen.d + seen.f}
}"""


class Designer:
    """The canvas of one process, open in somebody's browser."""

    def __init__(self, page: Page) -> None:
        self.page = page

    # The boxes and the lines between them.

    def box(self, title: str) -> Locator:
        return self.page.get_by_role("button", name=re.compile(rf"^{re.escape(title)} ?, "))

    def drop_on_line(self, kind: str, source: str, target: str) -> None:
        """Drag a kind of step from the palette onto the line between two boxes."""
        self._show_all()
        ends = [self._id(source), self._id(target)]
        line = self.page.locator(f".react-flow__edge[data-id^='{ends[0]}→{ends[1]}:']").first
        place = line.locator(".react-flow__edge-path").evaluate(MIDDLE)
        self._drop(kind, place["x"], place["y"])

    def drop_beside(self, kind: str, title: str) -> None:
        """Drag a kind of step from the palette to where nothing is, below a box."""
        self._show_all()
        box = self.box(title).bounding_box()
        assert box is not None
        self._drop(kind, box["x"] + box["width"] / 2, box["y"] + 3 * box["height"])

    def open(self, title: str) -> Designer:
        self._show_all()
        self.box(title).click()
        expect(self.panel(title)).to_be_visible()
        return self

    def _id(self, title: str) -> str:
        return str(self.box(title).get_attribute("data-step"))

    def _show_all(self) -> None:
        self.page.get_by_role("button", name="Fit View").click()
        # The view glides there.
        self.page.wait_for_timeout(400)

    def _drop(self, kind: str, x: float, y: float) -> None:
        flow = self.page.locator(".dc-flow")
        room = flow.bounding_box()
        assert room is not None
        palette = self.page.get_by_role("navigation", name="What can be added")
        offered = palette.get_by_role("button", name=kind, exact=True)
        with self.page.expect_response("**/canvas/parts/"):
            offered.drag_to(flow, target_position={"x": x - room["x"], "y": y - room["y"]})

    # The form beside them.

    def panel(self, title: str) -> Locator:
        return self.page.get_by_role("complementary", name=title, exact=True)

    @property
    def form(self) -> Locator:
        return self.page.locator(".dc-panel form")

    def part(self, name: str) -> Locator:
        """A framed part of the form, such as “Outcome 1” or “Deadline”."""
        return self.form.get_by_role("group", name=re.compile(rf"^{re.escape(name)}\b"))

    def call(self, part: str, words: str, *, within: Locator | None = None) -> None:
        box = (within or self.form).get_by_role("group", name=re.compile(rf"^{part}\b"))
        self._write(box.get_by_label("English").first, words)

    def name_step(self, title: str) -> None:
        self.call("Title", title)
        expect(self.panel(title)).to_be_visible()

    def write(self, label: str, words: str, *, within: Locator | None = None) -> None:
        self._write((within or self.form).get_by_role("textbox", name=label).first, words)

    def choose(self, label: str, option: str, *, within: Locator | None = None) -> None:
        select = (within or self.form).get_by_label(label).first
        with self._answered():
            select.select_option(option)

    def tick(self, group: str, *labels: str) -> None:
        for label in labels:
            with self._answered():
                self.part(group).get_by_label(label, exact=True).check()

    def untick(self, group: str, *labels: str) -> None:
        for label in labels:
            with self._answered():
                self.part(group).get_by_label(label, exact=True).uncheck()

    def press(self, button: str, *, within: Locator | None = None) -> None:
        with self._answered():
            (within or self.form).get_by_role("button", name=button, exact=True).first.click()

    def ask(self, *questions: str) -> None:
        """Put questions of the process on the form of this step."""
        for question in questions:
            self.form.get_by_label("Form: which field to add").select_option(question)
            self.press("Add the field")

    def _write(self, box: Locator, words: str) -> None:
        with self._answered():
            box.fill(words)
            box.blur()

    @contextmanager
    def _answered(self) -> Iterator[None]:
        """The form is drawn anew by the server after each change."""
        with self.page.expect_response("**/canvas/form/"):
            yield

    # The process as a whole.

    def add_question(self, kind: str, label: str, *options: str, required: bool = False) -> None:
        self.page.get_by_role("button", name="Process", exact=True).click()
        parts = self.page.get_by_role("navigation", name="Parts of the process")
        parts.get_by_label("Type of the new question").select_option(kind)
        parts.get_by_role("button", name="Add a question").click()
        expect(self.part("Label").first.get_by_label("English")).to_be_focused()
        self.call("Label", label)
        for number, option in enumerate(options, start=1):
            if number > 1:
                self.press("Add: Option")
            self.call("Label", option, within=self.part(f"Option {number}"))
        if required:
            with self._answered():
                self.form.get_by_label("It has to be filled in").check()
        expect(parts.get_by_role("button", name=label, exact=True)).to_be_visible()

    def is_told_of_errors_at(self, *steps: str) -> None:
        """The steps that are listed with an error, once all is checked."""
        self.page.get_by_role("button", name="Check", exact=True).click()
        drawer = self.page.get_by_role("region", name="Problems")
        error = self.page.locator("strong", has_text="Error")
        found = drawer.locator("li", has=error).get_by_role("button")
        expect(drawer.get_by_text("Checking …")).to_have_count(0)
        expect(found).to_have_text(list(steps)) if steps else expect(found).to_have_count(0)

    def go_to_problem(self, step: str) -> None:
        """From the first in the list about a step to that step, where it is told again."""
        drawer = self.page.get_by_role("region", name="Problems")
        item = drawer.get_by_role("listitem").filter(has_text=step).first
        told = item.locator("> span").inner_text().removeprefix("Error").strip()
        item.get_by_role("button", name=step, exact=True).click()
        expect(self.panel(step)).to_contain_text(told)

    def simulate(self) -> Locator:
        self.page.get_by_role("button", name="Simulate", exact=True).click()
        return self.page.get_by_role("region", name="Simulate")

    def publish(self, note: str) -> Locator:
        """Answers the dialog, with what is about to change."""
        expect(self.page.locator("[data-save=saved]")).to_be_visible()
        self.page.get_by_role("button", name="Publish", exact=True).click()
        dialog = self.page.get_by_role("dialog", name="Publish")
        dialog.get_by_label("Note for the list of versions").fill(note)
        return dialog

    def confirm(self, dialog: Locator, number: int) -> None:
        button = dialog.get_by_role("button", name="Publish", exact=True)
        expect(button).to_be_enabled()
        button.click()
        done = self.page.get_by_role("dialog", name=f"Version {number} is published.")
        expect(done).to_be_visible()


Opens = Callable[[str | None], Page]


def designer_of(page: Page, process: str) -> Designer:
    """Through the menu, as everybody comes there."""
    page.goto("/admin/")
    page.get_by_role("link", name="Processes", exact=True).click()
    page.get_by_role("link", name=process, exact=True).click()
    page.get_by_role("link", name="Canvas", exact=True).click()
    expect(page.locator("[data-step]").first).to_be_visible()
    return Designer(page)
