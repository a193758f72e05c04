"""Verbs on the tree of categories, and the rating of a service."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from catalog.services.listings import move_listings, path_of
from catalog.services.models import Category, ServicePage, ServiceRating
from catalog.services.ratings import Rating
from cms.delivery.actions import lock_collection, publish
from cms.delivery.locales import default_locale


@transaction.atomic
def save_category(category: Category, *, parent: Category | None) -> Category:
    """Create or change ``category`` and put it below ``parent``, or among the roots.

    Its words reach the documents that show them after commit; its place reaches the listing rows
    of its services here. Raises ``ValidationError`` where it would stand below itself.
    """
    # One writer at a time: treebeard computes the paths of brothers before it writes them.
    lock_collection("categories")
    if category.pk is None:
        category.full_clean(exclude=("path", "depth"))
        return _added(category, parent)
    before = path_of(Category.objects.get(pk=category.pk))
    category.full_clean()
    category.save()
    return _placed(category, parent, before)


@transaction.atomic
def delete_category(category: Category) -> None:
    """Delete a category that nothing is in. Raises ``ValidationError`` otherwise."""
    lock_collection("categories")
    standing = Category.objects.get(pk=category.pk)
    # Services hold their category by a protected key; what is below, or skilled in it, would go
    # or forget without a word.
    if standing.numchild or standing.services.exists() or standing.providers.exists():
        raise ValidationError(
            _("Move the categories, services and providers out of “%(name)s” first."),
            code="category_in_use",
            params={"name": str(standing)},
        )
    standing.delete()


@transaction.atomic
def rate_service(key: str, *, rating: Rating) -> None:
    """Keep what the reviews of the service come to; its documents and lists show it.

    A service that is not published now has it when it is published again.
    """
    # As every publication does, before the row: so that none of them shows an older rating.
    lock_collection("services")
    ServiceRating.objects.update_or_create(
        key=key, defaults={"rating_count": rating.count, "rating_mean": rating.mean}
    )
    page = ServicePage.objects.filter(slug=key, locale__language_code=default_locale()).first()
    if page is not None:
        publish(page)


def _added(category: Category, parent: Category | None) -> Category:
    if parent is None:
        Category.add_root(instance=category)
    else:
        # Read again: treebeard trusts the depth and path of the row in memory.
        Category.objects.get(pk=parent.pk).add_child(instance=category)
    publish(category)
    return category


def _placed(category: Category, parent: Category | None, before: str) -> Category:
    standing = Category.objects.get(pk=category.pk)
    if parent is not None:
        parent = Category.objects.get(pk=parent.pk)
        if parent.pk == standing.pk or parent.is_descendant_of(standing):
            raise ValidationError(
                {"parent": ValidationError(_("A category cannot stand below itself."), code="loop")}
            )
        standing.move(parent, pos="sorted-child")
    else:
        standing.move(Category.get_first_root_node(), pos="sorted-sibling")
    placed: Category = Category.objects.get(pk=category.pk)
    after = path_of(placed)
    if after != before:
        move_listings(before, after)
    publish(placed)
    return placed
