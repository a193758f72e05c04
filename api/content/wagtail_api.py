"""Wagtail's own API, for staff and machines that write content, behind our tokens' rules.

path("api/cms/v3/", wagtail_api.urls)
"""

from wagtail.api.v3.urls import api

from api.conventions.guards import staff_with_content_scope, wrap_views

urls = api.urls
wrap_views(urls[0], staff_with_content_scope)
