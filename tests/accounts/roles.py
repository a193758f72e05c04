"""System roles: groups that hold exactly what code names."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from accounts.users import roles
from accounts.users.models import User


def held(role: str) -> set[str]:
    group = Group.objects.get(name=role)
    return {
        f"{row.content_type.app_label}.{row.codename}"
        for row in group.permissions.select_related("content_type")
    }


@pytest.mark.django_db
def test_every_role_is_a_group_with_its_permissions() -> None:
    assert {role: held(role) for role in roles.ROLES} == {
        role: set(roles.permissions_of(role)) for role in roles.ROLES
    }
    assert "wagtailadmin.access_admin" in held("reviewer")
    assert held("customer") & {"wagtailadmin.access_admin", "users.view_user"} == set()


@pytest.mark.django_db
def test_migrating_restores_what_an_operator_changed() -> None:
    operator = Group.objects.get(name="operator")
    before = held("operator")
    operator.permissions.clear()
    operator.permissions.add(Permission.objects.get(codename="change_user"))

    call_command("migrate", verbosity=0)

    assert held("operator") == before
    assert "users.change_user" not in before


def test_a_grant_to_an_unknown_role_is_refused() -> None:
    with pytest.raises(ValueError, match="no role 'janitor'"):
        roles.grant("janitor", "users.view_user")


def test_a_grant_needs_the_app() -> None:
    with pytest.raises(ValueError, match="app_label"):
        roles.grant("editor", "view_user")


def test_a_permission_that_no_model_declares_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    assert roles.undeclared_permissions() == []
    monkeypatch.setitem(roles._granted, "editor", {"users.view_user", "users.fly_user"})
    assert roles.undeclared_permissions() == [("editor", "users.fly_user")]


def test_the_admin_has_what_any_role_has() -> None:
    assert roles.permissions_of("admin") >= roles.permissions_of("operator")


def test_the_cast_is_in_its_groups(cast: dict[str, User]) -> None:
    assert len(cast) == 12
    assert [group.name for group in cast["applicant"].groups.all()] == ["customer"]
    assert cast["operator"].has_perm("users.add_team")
    assert not cast["customer"].has_perm("users.add_team")
