"""Wagtail's own API, for staff and machines that write content, behind our tokens' rules.

path("api/cms/v3/", wagtail_api.urls)
"""

from wagtail.api.v3.urls import api
from wagtail.documents.api.v3 import router as documents
from wagtail.images.api.v3 import router as images

from api.content import shims, wrappers
from api.content.unknown_names import refuse_unknown
from api.conventions.guards import staff_with_content_scope, tell_refusals, wrap_views
from cms.delivery.transactions import one_transaction

shims.count_searches()
shims.join_collections(images, documents)
shims.place_errors(api)
refuse_unknown(api)

urls = api.urls
wrap_views(urls[0], wrappers.leave_root)
wrap_views(urls[0], wrappers.take_objects)
wrap_views(urls[0], wrappers.sites_in_turn)
# The document of a page is written with the page, or neither is.
wrap_views(urls[0], one_transaction)
wrap_views(urls[0], tell_refusals)
# Outside of the transaction: whose token it is, is noted in a row that all its requests share.
wrap_views(urls[0], staff_with_content_scope)
