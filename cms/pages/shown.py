"""What a page is made of: what its blocks and fields name, as far as it is there."""

from wagtail.models import Page

from cms.delivery.references import Reference, references_from
from cms.media.models import File, Picture
from cms.pages.blocks import pictures_in, stream_fields
from cms.pages.targets import files, linked

PAGE, FILE, PICTURE = (model._meta.label_lower for model in (Page, File, Picture))


def shown_by(page: Page) -> list[Reference]:
    """The references of ``page`` to what is there.

    Rich text and blocks keep the key of what was deleted, and Wagtail's index takes it up again at
    their next save. Rows that name each other in the database cannot.
    """
    fields = stream_fields(page)
    within = {field.name for field in fields}
    references = references_from([page.pk]).get(page.pk, [])

    def named(label: str) -> set[int]:
        return {int(each.pk) for each in references if each.field in within and each.label == label}

    there = {
        PAGE: linked(named(PAGE)).keys(),
        FILE: files(named(FILE)).keys(),
        PICTURE: {
            picture.pk
            for field in fields
            for picture in pictures_in(field.stream_block, getattr(page, field.name))
        },
    }
    return [
        each
        for each in references
        if each.field not in within or each.label not in there or int(each.pk) in there[each.label]
    ]
