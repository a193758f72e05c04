"""Where editors change the words of notices."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from accounts.notices.forms import NoticeTemplateForm
from accounts.notices.models import NoticeTemplate


class NoticeTemplateViewSet(SnippetViewSet):
    model = NoticeTemplate
    icon = "mail"
    menu_label = _("Notice texts")
    add_to_settings_menu = True
    list_display = ["key", "language", "subject"]
    list_filter = ["key", "language"]
    edit_handler = ObjectList(
        [FieldPanel("key"), FieldPanel("language"), FieldPanel("subject"), FieldPanel("body")],
        base_form_class=NoticeTemplateForm,
    )


register_snippet(NoticeTemplateViewSet)
