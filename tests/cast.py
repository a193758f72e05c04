"""Who acts in the tests: a name and a role for everybody."""

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from accounts.users.models import User

PASSWORD = "doorstep-cast"

# Username to role. An applicant is a customer until the process makes a provider of them.
CAST = {
    "customer": "customer",
    "stranger": "customer",
    "provider": "provider",
    "rival": "provider",
    "applicant": "customer",
    "support": "support",
    "finance": "finance",
    "editor": "editor",
    "moderator": "moderator",
    "operator": "operator",
    "reviewer": "reviewer",
    "admin": "admin",
}


def make_cast() -> dict[str, User]:
    """Everyone of the cast by username, each in the group of their role."""
    password = make_password(PASSWORD)
    people = User.objects.bulk_create(
        User(
            username=username,
            display_name=username.title(),
            email=f"{username}@example.org",
            phone=f"+86138000000{number:02}",
            phone_verified=True,
            password=password,
            is_superuser=username == "admin",
        )
        for number, username in enumerate(CAST)
    )
    groups = {group.name: group for group in Group.objects.filter(name__in=CAST.values())}
    User.groups.through.objects.bulk_create(
        User.groups.through(user=user, group=groups[CAST[user.username]]) for user in people
    )
    return {user.username: user for user in people}


def read_cast() -> dict[str, User]:
    """Everyone of the cast by username, as the database has them."""
    return {user.username: user for user in User.objects.filter(username__in=CAST)}
