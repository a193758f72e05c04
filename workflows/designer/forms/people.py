"""The people of this installation that a step may be given to."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.users.managers import SYSTEM_USERNAME
from accounts.users.models import Team, User
from accounts.users.roles import LABELS, STAFF_ROLES

MOST = 100


@dataclass(frozen=True)
class Staff:
    """Names and labels: of roles, of teams by slug, of the house's people by user name;
    among these the system, which starts what nobody starts by hand.
    """

    roles: tuple[tuple[str, str], ...] = ()
    teams: tuple[tuple[str, str], ...] = ()
    people: tuple[tuple[str, str], ...] = ()


def staff() -> Staff:
    """Everybody here; at most ``MOST`` persons are listed by name."""
    labels = {name: str(label).capitalize() for name, label in LABELS.items()}
    of_the_house = Q(is_superuser=True) | Q(groups__name__in=STAFF_ROLES) | Q(is_staff=True)
    people = User.objects.filter(of_the_house, is_active=True).distinct().order_by("username")
    return Staff(
        roles=tuple(labels.items()),
        teams=tuple(Team.objects.values_list("slug", "name")),
        people=(
            *(
                (person.username, person.display_name or person.get_full_name() or person.username)
                for person in people[:MOST]
            ),
            (SYSTEM_USERNAME, _("The system")),
        ),
    )
