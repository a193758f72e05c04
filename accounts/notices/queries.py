"""Reading notices and the words they are sent with."""

from accounts.notices import templates, texts
from accounts.notices.models import NoticeTemplate


def wording(key: str, language: str) -> tuple[str, str]:
    """Subject and body of a named notice in ``language``: the editors' own, else the built-in.

    Raises ``LookupError`` when nobody registered the notice.
    """
    notice = templates.named(key)
    own = NoticeTemplate.objects.filter(key=key, language=language).first()
    if own is not None:
        return own.subject, own.body
    return texts.in_language(notice.subject, language), texts.in_language(notice.body, language)
