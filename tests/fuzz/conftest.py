from tests.permissions.conftest import world

__all__ = ["world"]
