from django.db import migrations, models

from backend.audit.append_only import AppendOnly, OpenForShape
from backend.kernel.shaping import ChangeTogether


class Migration(migrations.Migration):
    """Every agreement has a language. Those that stand already were drawn up in English."""

    dependencies = [
        ('agreements', '0006_handed_files'),
    ]

    operations = [
        OpenForShape('historicalagreement'),
        ChangeTogether([
            migrations.AddField(
                model_name='agreement',
                name='language',
                field=models.CharField(choices=[('en-GB', 'English'), ('de-DE', 'German')], default='en-GB', max_length=12),
            ),
            migrations.AddField(
                model_name='historicalagreement',
                name='language',
                field=models.CharField(choices=[('en-GB', 'English'), ('de-DE', 'German')], default='en-GB', max_length=12),
            ),
        ]),
        AppendOnly('historicalagreement'),
    ]
