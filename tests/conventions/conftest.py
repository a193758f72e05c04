from tests.api.conftest import errand

__all__ = ["errand"]
