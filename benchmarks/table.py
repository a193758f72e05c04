"""The results as text."""

from collections.abc import Mapping

from benchmarks.measuring import Times
from benchmarks.preparing import BY_HAND, COMPILED, RECORDED

HEAD = ("step", "by hand", "compiled", "speed", "recorded", "speed", "queries")


def table(times: Times, queries: Mapping[str, Mapping[str, int]]) -> str:
    """A line for each step: milliseconds, the speed against the flow by hand, and the queries by
    hand / compiled / recorded.
    """
    lines = [HEAD]
    for step in times.seconds:
        counted = queries.get(step)
        lines.append(
            (
                step,
                f"{times.milliseconds(step, BY_HAND):.1f} ms",
                f"{times.milliseconds(step, COMPILED):.1f} ms",
                f"{times.speed(step, COMPILED, of=BY_HAND):.2f}",
                f"{times.milliseconds(step, RECORDED):.1f} ms",
                f"{times.speed(step, RECORDED, of=BY_HAND):.2f}",
                " / ".join(str(number) for number in counted.values()) if counted else "",
            )
        )
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(
            text.rjust(width) if place else text.ljust(width)
            for place, (text, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    )
