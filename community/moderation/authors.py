"""How the public knows whoever wrote something."""

from pydantic import BaseModel

from accounts.users.models import User


class AuthorBody(BaseModel):
    """A display name and nothing else: no id under which other things could be found."""

    name: str


def author_body(user: User) -> AuthorBody | None:
    """``None`` for somebody who has no display name, or has it no more."""
    return AuthorBody(name=user.display_name) if user.display_name else None
