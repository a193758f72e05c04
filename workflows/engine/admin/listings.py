"""What lists of tasks and of cases have in common: one address for the page and its results."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from wagtail.admin.views.generic.base import BaseListingView

SCRIPT = "XMLHttpRequest"


class Listing(BaseListingView):
    """A list that is searched and filtered. Without JavaScript the same address answers a whole
    page, where the script of the header asks for the results alone.
    """

    is_searchable = True
    search_backend_name = None
    paginate_by = 50

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.results_only = request.headers.get("X-Requested-With") == SCRIPT

    def get_index_results_url(self) -> str:
        return str(self.index_url)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        patch_vary_headers(response, ["X-Requested-With"])
        return response
