"""Lists and pages of what people write: read-only, with the decisions as buttons."""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from cms.pages.reading import ReadingPage, local
from community.moderation.deciding import action_of, address_of, may_moderate
from community.moderation.decisions import Decision
from community.moderation.policy import ReadingPolicy

# label and value
Facts = Iterable[tuple[object, object]]
MENU = "register_community_menu_item"


class ModeratedList(IndexView):
    decisions: Sequence[Decision] = ()

    def get_list_more_buttons(self, instance: Any) -> list[Any]:
        offered = _offered(self, instance, next_url=self.request.get_full_path())
        return [
            *super().get_list_more_buttons(instance),
            *(
                Button(decision.label, url=url, icon_name=decision.icon, priority=50)
                for decision, url in offered
            ),
        ]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        if may_moderate(self.request.user, self.model):
            # Ours alone: Wagtail would offer to delete what nobody may delete here.
            context["bulk_buttons"] = [
                (decision, address_of(decision, self.model)) for decision in self.decisions
            ]
        return context


class ModeratedPage(ReadingPage):
    """All of one item; ``describe`` says what of it this moderator reads."""

    decisions: Sequence[Decision] = ()
    describe: Callable[[Any, Any], Facts] | None = None

    def get_page_title(self) -> str:
        return str(self.model._meta.verbose_name).capitalize()

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        offered = _offered(self, self.object, next_url=self.request.get_full_path())
        return [
            HeaderButton(decision.label, url=url, icon_name=decision.icon, priority=priority)
            for priority, (decision, url) in enumerate(offered)
        ]

    def get_fields_context(self) -> list[dict[str, Any]]:
        facts = self.describe(self.object, self.request.user) if self.describe else ()
        return [
            {"label": label, "value": local(value), "component": None} for label, value in facts
        ]


def _offered(view: Any, item: Any, *, next_url: str) -> list[tuple[Decision, str]]:
    if not may_moderate(view.request.user, view.model):
        return []
    return [
        (decision, address_of(decision, view.model, id=str(item.pk), next=next_url))
        for decision in view.decisions
        if decision.possible(item)
    ]


class ModeratedViewSet(SnippetViewSet):
    """Subclass it and name ``decisions`` and ``describe``; ``join`` puts it into the admin."""

    decisions: ClassVar[Sequence[Decision]] = ()
    index_view_class = ModeratedList
    inspect_view_class = ModeratedPage
    index_template_name = "moderation/index.html"
    inspect_template_name = "moderation/inspect.html"
    menu_hook = MENU
    copy_view_enabled = False
    inspect_view_enabled = True
    # Whose references these rows hold is nobody's to look up.
    add_to_reference_index = False
    list_per_page = 50
    # A plain look at columns: no index has to follow for it.
    search_backend_name = None

    def rows(self) -> QuerySet[Any]:
        """With what lists and pages show of each."""
        raise NotImplementedError

    def describe(self, item: Any, user: Any) -> Facts:
        """What the page of ``item`` says to ``user``, line by line."""
        raise NotImplementedError

    def get_queryset(self, request: HttpRequest | None) -> QuerySet[Any]:
        return self.rows()

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(decisions=self.decisions, **kwargs)  # type: ignore[no-any-return]

    def get_inspect_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_inspect_view_kwargs(  # type: ignore[no-any-return]
            decisions=self.decisions, describe=self.describe, **kwargs
        )

    @classmethod
    def join(cls, register: Callable[[Any], Any]) -> None:
        """Register screens, policy and decisions; ``register`` is Wagtail's for snippets."""
        register_permission_policy(cls.model, ReadingPolicy(cls.model))
        register(cls)
        for priority, decision in enumerate(cls.decisions):
            hooks.register("register_bulk_action", action_of(cls.model, decision, priority))
