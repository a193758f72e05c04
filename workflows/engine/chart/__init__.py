"""A version as a drawing: steps in layers from the left, ways through the channels between them.

The pipeline is Sugiyama's: ``graph`` (what is drawn), ``layers`` (columns, and stand-ins where a
way passes a column), ``ordering`` (few crossings), ``alignment`` and ``heights`` (straight lines,
nothing too close), ``routes`` (the channels), put together in ``layout`` and drawn in ``drawing``.
All of it is pure: a definition and words in, numbers and SVG out, always the same for the same.
"""

from .drawing import svg
from .layout import Layout, Place, layout

__all__ = ["Layout", "Place", "layout", "svg"]
