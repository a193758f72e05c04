"""Work that is done is not done again, and a missing database is a sentence."""

import pytest
from django.core.management import get_commands, load_command_class
from django.db import connections
from django.test import override_settings

from config.runner import startup, static


def test_static_files_are_collected_once(tmp_path):
    with override_settings(STATIC_ROOT=tmp_path / "static"):
        assert static.stale()
        static.collect()
        assert not static.stale()
        assert (tmp_path / "static" / "wagtailadmin" / "js" / "core.js").is_file()

        (tmp_path / "static" / ".collected").write_text("of another version")
        assert static.stale()


@pytest.mark.parametrize("step", startup.STEPS, ids=lambda step: step.says)
def test_every_command_of_the_start_takes_its_arguments(step):
    name, *arguments = step.command
    command = load_command_class(get_commands()[name], name)
    command.create_parser("manage.py", name).parse_args(arguments)


@pytest.mark.postgres
@pytest.mark.django_db
def test_a_missing_database_is_named_with_what_to_do(monkeypatch):
    connection = connections.create_connection("default")
    connection.settings_dict = {**connection.settings_dict, "NAME": "doorstep_nowhere"}
    monkeypatch.setattr(startup, "connections", {"default": connection})
    with pytest.raises(startup.NoDatabase) as refusal:
        startup.reach_database()
    sentence = str(refusal.value)
    assert 'database "doorstep_nowhere" does not exist' in sentence
    assert sentence.endswith("createdb doorstep_nowhere")
