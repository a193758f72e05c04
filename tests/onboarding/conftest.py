from tests.journeys.conftest import deliver, person, platform

__all__ = ["deliver", "person", "platform"]
