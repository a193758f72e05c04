"""What the canvas costs in a browser: opening a large process, and dragging a box of it.

The functions measure on a page that is logged in; ``benchmarks.canvas`` runs them on a server of
its own, and a browser test on its.
"""

from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any

from playwright.sync_api import Page

STEPS = 200
MOVES = 120
KEY = "large"
EN = {"en": "Large"}
# What the canvas promises, in milliseconds.
OPEN_WITHIN = 2000
MOVE_WITHIN = 16


@dataclass(frozen=True)
class Drawn:
    """Milliseconds: until all boxes are there, and of script for each move of the pointer."""

    opened: float
    moves: tuple[float, ...]

    @property
    def p95(self) -> float:
        return quantiles(self.moves, n=20)[-1]

    @property
    def median(self) -> float:
        return median(self.moves)


def large(steps: int = STEPS) -> dict[str, Any]:
    """A process with tasks, decisions that lead back and ways for what fails and takes too long."""
    found = [_step("begin", "start", who={"roles": ["customer"]}, next="s0")]
    for number in range(steps - 2):
        onward = f"s{number + 1}" if number + 1 < steps - 2 else "end"
        back = f"s{max(0, number - 5)}"
        if number % 4 == 3:
            case = {"when": {"cel": f"steps.s{number - 1}.outcome == 'no'"}, "to": back}
            found.append(_step(f"s{number}", "decision", cases=[case], otherwise=onward))
        else:
            further = f"s{min(number + 3, steps - 3)}"
            outcomes = [
                {"key": "yes", "label": {"en": "Yes"}, "to": onward},
                {"key": "no", "label": {"en": "No"}, "to": further},
            ]
            deadline = {"after": "P2D", "then": further} if number % 3 == 0 else None
            who = {"roles": ["reviewer"]}
            made = _step(f"s{number}", "task", who=who, outcomes=outcomes)
            found.append({**made, "deadline": deadline} if deadline else made)
    found.append(_step("end", "end"))
    return {"key": KEY, "kind": "plain", "title": EN, "steps": found}


def _step(step_id: str, kind: str, **values: Any) -> dict[str, Any]:
    return {"id": step_id, "kind": kind, "title": {"en": f"Step {step_id}"}, **values}


def measure(page: Page, *, steps: int = STEPS, moves: int = MOVES) -> Drawn:
    """Open the canvas of ``large`` three times, the second best counts, and drag a box."""
    opened = sorted(_open(page, steps) for _try in range(3))[1]
    return Drawn(opened, tuple(_drag(page, moves)))


def _open(page: Page, steps: int) -> float:
    answer = page.goto(f"/admin/processes/{KEY}/canvas/", wait_until="commit")
    if answer is None or not answer.ok:
        raise RuntimeError(f"The canvas was not served: {answer and answer.status_text}.")
    page.wait_for_function(
        "count => document.querySelectorAll('[data-step]').length >= count"
        " && performance.now() || null",
        arg=steps,
        polling="raf",
    )
    return float(page.evaluate("performance.now()"))


def _drag(page: Page, moves: int) -> list[float]:
    # Let what follows the opening (checking, fonts) be over.
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1000)
    session = page.context.new_cdp_session(page)
    # The thread's own time: what else the machine does is no script.
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def script() -> float:
        metrics = session.send("Performance.getMetrics")["metrics"]
        found = next(one["value"] for one in metrics if one["name"] == "ScriptDuration")
        return 1000 * float(found)

    box = page.locator("[data-step=s0]").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 8, y + 8)
    times = []
    for number in range(moves):
        before = script()
        page.mouse.move(x + 8 + number % 40 * 3, y + 8 + number % 30 * 2)
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
        times.append(script() - before)
    page.mouse.up()
    session.detach()
    return times
