"""Addresses of the canvas and its calls, below ``processes/<key>/canvas/``."""

from django.urls import URLPattern, path

from ..home.access import may_edit
from .drafts import Draft
from .editing import Check, Form, Parts
from .page import CALLS, CanvasPage
from .versions import Compare, Publish
from .walking import Simulate

VIEWS = (Draft, Check, Form, Parts, Simulate, Compare, Publish)


def canvas_urls() -> list[URLPattern]:
    page = may_edit(CanvasPage.as_view())
    base = "processes/<slug:key>/canvas/"
    return [
        path(base, page, name="designer_canvas"),
        *(
            path(f"{base}{call}/", view.as_view(), name=f"designer_canvas_{call}")
            for call, view in zip(CALLS, VIEWS, strict=True)
        ),
    ]
