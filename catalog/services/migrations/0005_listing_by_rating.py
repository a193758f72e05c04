"""The order "best first, whoever nobody has rated last": PostgreSQL needs an index of just that.

A descending index of its own puts what is missing first. SQLite has no such index.
"""

from django.db import migrations

ADD = """
CREATE INDEX listing_by_rating
    ON services_servicelisting (locale, rating DESC NULLS LAST, key);
"""
REMOVE = "DROP INDEX listing_by_rating;"


def on_postgresql(sql):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(sql)

    return run


class Migration(migrations.Migration):

    dependencies = [("services", "0004_order_of_rows")]

    operations = [migrations.RunPython(on_postgresql(ADD), on_postgresql(REMOVE))]
