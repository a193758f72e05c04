"""Bookings of one provider do not overlap, whoever forgets to lock: PostgreSQL alone can say so.

btree_gist is a trusted extension: whoever may create in the database may create it.
"""

from django.db import migrations

ADD = """
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE scheduling_booking ADD CONSTRAINT a_provider_is_booked_once_at_a_time
    EXCLUDE USING gist (provider_id WITH =, tstzrange(starts_at, ends_at) WITH &&)
    WHERE (released_at IS NULL);
"""
# The extension stays: others may use it.
REMOVE = "ALTER TABLE scheduling_booking DROP CONSTRAINT a_provider_is_booked_once_at_a_time;"


def on_postgresql(sql):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(sql)

    return run


class Migration(migrations.Migration):

    dependencies = [("scheduling", "0001_initial")]

    operations = [migrations.RunPython(on_postgresql(ADD), on_postgresql(REMOVE))]
