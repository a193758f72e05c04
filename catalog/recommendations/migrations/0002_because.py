import django.db.models.deletion
from django.db import migrations, models


def forget(apps, schema_editor):
    """Reasons that quote a title without saying whose: the next run makes these lists anew."""
    suggestions = apps.get_model("recommendations", "Suggestion").objects
    suggestions.filter(kind__in=("goes_with", "for_you")).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0003_built_by"),
        ("recommendations", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop, elidable=True),
        migrations.AddField(
            model_name="suggestion",
            name="because",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="delivery.publisheddocument",
            ),
        ),
    ]
