from django.db import migrations
from wagtail.blocks.migrations.migrate_operation import MigrateStreamData
from wagtail.blocks.migrations.operations import RenameStructChildrenOperation

RENAME = RenameStructChildrenOperation(old_name="headline", new_name="heading")
PATHS = ["card", "cards.item", "chapter.parts.card", "chapter.parts.cards.item"]


class Migration(migrations.Migration):
    dependencies = [
        ("fieldsapp", "0001_initial"),
    ]

    operations = [
        MigrateStreamData(
            app_name="fieldsapp",
            model_name="Leaflet",
            field_name="body",
            operations_and_block_paths=[(RENAME, path) for path in PATHS],
        ),
    ]
