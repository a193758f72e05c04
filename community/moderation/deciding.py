"""The page that asks a moderator once more, about one item or several, and then decides."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.permissions import policy_registry
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from accounts.users.models import User
from community.moderation.decisions import Decision, Judgement
from community.moderation.reasons import LONGEST_REASON
from community.moderation.refusals import CommunityRefusal


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The author reads it."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DecisionAction(SnippetBulkAction):
    """One decision about the items named in the address, as far as it is possible for each."""

    decision: ClassVar[Decision]
    template_name = "moderation/decide.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_moderate(request.user, self.model):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_form_class(self) -> type[forms.Form]:
        return ReasonForm if self.decision.needs_reason else forms.Form

    @classmethod
    def get_queryset(cls, model: Any, object_ids: list[str]) -> QuerySet[Any]:
        numbers = [given for given in object_ids if given.isdecimal()]
        rows: QuerySet[Any] = model.snippet_viewset.get_queryset(None).filter(pk__in=numbers)
        return rows.order_by("pk")

    def get_all_objects_in_listing_query(self, parent_id: str | None) -> list[str]:
        # Wagtail means the whole table, whatever the list was filtered by.
        return []

    def check_perm(self, item: Any) -> bool:
        return self.decision.possible(item)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(decision=self.decision, **kwargs)
        return context

    @classmethod
    def execute_action(cls, objects: list[Any], **context: Any) -> tuple[int, int]:
        action: DecisionAction = context["self"]
        decided = [item for item in objects if action.decide(item)]
        return len(decided), 0

    def decide(self, item: Any) -> bool:
        """Carry out the decision about one item; a refusal is told and stops none of the others."""
        if not isinstance(self.request.user, User):
            raise PermissionDenied
        read = self.request.POST.get(f"edition-{item.pk}", "")
        judgement = Judgement(
            reason=self.cleaned_form.cleaned_data.get("reason", ""),
            edition=int(read) if read.isdecimal() else 0,
            by=self.request.user,
            now=timezone.now(),
        )
        try:
            self.decision.carry_out(item, judgement)
        except CommunityRefusal as refusal:
            messages.error(
                self.request, _("“%(item)s”: %(refusal)s") % {"item": item, "refusal": refusal}
            )
            return False
        return True

    def get_success_message(self, decided: int, children: int) -> str | None:
        return str(self.decision.told % {"count": decided}) if decided else None


def action_of(model: type[Model], decision: Decision, priority: int) -> type[DecisionAction]:
    """What Wagtail registers for a decision about rows of ``model``."""
    return type(
        f"{model.__name__}{decision.key.title()}",
        (DecisionAction,),
        {
            "models": [model],
            "decision": decision,
            "display_name": decision.label,
            "action_type": decision.key,
            "aria_label": decision.title,
            "action_priority": priority,
            "classes": {"serious"} if decision.serious else set(),
        },
    )


def address_of(decision: Decision, model: type[Model], **query: str) -> str:
    """Where the decision is asked: with ``id`` about that item, and on to ``next``."""
    where = [model._meta.app_label, model._meta.model_name, decision.key]
    path = reverse("wagtail_bulk_action", args=where)
    return f"{path}?{urlencode(query)}" if query else path


def may_moderate(user: Any, model: type[Model]) -> bool:
    return bool(policy_registry.get_by_type(model).user_has_permission(user, "moderate"))
