"""The secret that a process signs its requests with: shown and made anew on one's word only."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from wagtail.admin import messages

from workflows.engine.admin.person import person
from workflows.engine.webhooks import rotate_secret, show_secret

from .pages import ProcessEditor, list_url


@method_decorator(never_cache, name="dispatch")
class SecretPage(ProcessEditor):
    """Every showing is in the audit log, so looking at the page alone shows nothing."""

    template_name = "designer/steplist/secret.html"

    def get_page_title(self) -> str:
        return _("Signing secret")

    def get_page_subtitle(self) -> str:
        return self.process_title

    def crumbs(self) -> list[dict[str, Any]]:
        return [self.list_crumb, self.last_crumb(_("Signing secret"))]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._shown()

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        match request.POST.get("do"):
            case "show":
                return self._shown(show_secret(key, by=person(request)))
            case "rotate":
                secret = rotate_secret(key, by=person(request))
                messages.success(request, _("Requests are signed with this new secret now."))
                return self._shown(secret)
        return self._shown()

    def _shown(self, secret: str = "") -> HttpResponse:
        back = list_url(self.row.key)
        return self.render_to_response(self.get_context_data(secret=secret, back=back))
