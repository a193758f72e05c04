from django.db import migrations, models

from cms.media.placeholders import placeholder_of


def fill(apps, schema_editor):
    for picture in apps.get_model('media', 'Picture').objects.iterator():
        # A library may have been moved without its files.
        if picture.file.storage.exists(picture.file.name):
            with picture.file.open('rb') as file:
                picture.placeholder = placeholder_of(file)
            picture.save(update_fields=['placeholder'])


class Migration(migrations.Migration):

    dependencies = [
        ('media', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='picture',
            name='placeholder',
            field=models.CharField(blank=True, editable=False, max_length=255),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
