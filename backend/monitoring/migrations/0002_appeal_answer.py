"""The letter that answers an appeal about a breach."""

import django.db.models.deletion
from django.db import migrations, models

from backend.kernel.shaping import ChangeTogether


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0005_content_keys'),
        ('monitoring', '0001_initial'),
    ]

    operations = [
        ChangeTogether([
            migrations.AddField(
                model_name='breach',
                name='appeal_answer',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document'),
            ),
            migrations.AddField(
                model_name='historicalbreach',
                name='appeal_answer',
                field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='documents.document'),
            ),
        ]),
    ]
