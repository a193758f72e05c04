"""Pages in Wagtail's admin and in its API."""

from wagtail import hooks

from cms.pages import copying

hooks.register("register_actions", copying.register_actions)
