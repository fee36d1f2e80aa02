"""Cases that belong to the independent channel because of whom they are about."""

import backend.kernel.references
import django.db.models.deletion
import simple_history.models
from django.db import migrations, models

from backend.audit.append_only import AppendOnly
from backend.kernel.shaping import ChangeTogether, CreateTogether


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0005_conflicts'),
    ]

    operations = [
        ChangeTogether([
            migrations.AlterField(
                model_name='handover',
                name='why',
                field=models.CharField(choices=[('recused', 'Stepped aside'), ('suspended', 'A conflict of interest arose'), ('challenged', 'A challenge was upheld'), ('routed', 'The case went to the independent channel')], max_length=20),
            ),
            migrations.AlterField(
                model_name='historicalhandover',
                name='why',
                field=models.CharField(choices=[('recused', 'Stepped aside'), ('suspended', 'A conflict of interest arose'), ('challenged', 'A challenge was upheld'), ('routed', 'The case went to the independent channel')], max_length=20),
            ),
        ]),
        CreateTogether([
            migrations.CreateModel(
                name='CaseRoute',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False, unique=True)),
                    ('words', models.CharField(max_length=300)),
                    ('since', models.DateTimeField()),
                    ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='route', to='cases.case')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='HistoricalCaseRoute',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False)),
                    ('words', models.CharField(max_length=300)),
                    ('since', models.DateTimeField()),
                    ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField()),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user_id', models.UUIDField(null=True)),
                    ('case', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.case')),
                ],
                options={
                    'verbose_name': 'historical case route',
                    'verbose_name_plural': 'historical case routes',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
        ]),
        AppendOnly("historicalcaseroute"),
    ]
