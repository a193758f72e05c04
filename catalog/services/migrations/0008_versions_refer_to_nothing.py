"""Versions of services are left out of Wagtail's reference index: what stands there of them goes.

Each publication had all earlier versions of its service built again, and they have no documents.
"""

from django.db import migrations


def forget(apps, schema_editor):
    types = apps.get_model("contenttypes", "ContentType").objects.filter(
        app_label="services", model="serviceversion"
    )
    rows = apps.get_model("wagtailcore", "ReferenceIndex").objects
    rows.filter(base_content_type__in=types).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("services", "0007_listing_by_category"),
        ("wagtailcore", "0078_referenceindex"),
    ]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
