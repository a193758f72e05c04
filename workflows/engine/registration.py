"""What the engine registers with others when the application starts."""

from django.utils.translation import gettext_lazy as _
from viewflow.workflow.signals import task_failed, task_finished

from accounts.uploads import registry as uploads
from accounts.users import audit, roles

from . import failures, handlers, nodes, subcases, sweep, visibility, vocabulary
from .actions.beginning import begin_subcase
from .plain import PLAIN

__all__ = ["handlers", "nodes", "register"]


def register() -> None:
    """Called once, in ``AppConfig.ready()``."""
    vocabulary.register(PLAIN)
    # Before any flow is compiled: error ways are connected then, and must find a clean record.
    task_failed.connect(failures.record_failure, dispatch_uid="engine")
    task_finished.connect(failures.record_end, dispatch_uid="engine")
    subcases.begins_by(begin_subcase)
    uploads.readers("case")(visibility.may_read_file)
    sweep.register()
    _grant()
    audit.register("doorstep.process.publish", _("Publish"), _("Published a version"))
    audit.register("doorstep.process.move_cases", _("Move cases"), _("Moved cases"))
    audit.register(
        "doorstep.process.show_secret", _("Show secret"), _("Showed the secret of its requests")
    )
    audit.register(
        "doorstep.process.rotate_secret", _("New secret"), _("Changed the secret of its requests")
    )
    audit.register("doorstep.process.roll_out", _("Roll out"), _("Rolled a version out"))
    audit.register("doorstep.process.roll_back", _("Roll back"), _("Rolled back"))


def _grant() -> None:
    cases = ("engine.view_case", "engine.manage_cases", "engine.send_events")
    processes = (
        "engine.view_definition", "engine.edit_processes", "engine.publish_processes",
    )  # fmt: skip
    roles.grant(roles.OPERATOR, *cases, *processes)
    roles.grant(roles.ADMIN, *cases, *processes)
    roles.grant(roles.SUPPORT, "engine.view_case")
