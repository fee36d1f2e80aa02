"""What a new manager must know of an agreement."""

import backend.kernel.references
import django.db.models.deletion
import simple_history.models
from django.db import migrations, models

from backend.audit.append_only import AppendOnly
from backend.kernel.shaping import CreateTogether


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0005_signing'),
        ('people', '0002_ties'),
        ('safeguards', '0001_initial'),
    ]

    operations = [
        CreateTogether([
            migrations.CreateModel(
                name='HistoricalManagerExtract',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False)),
                    ('reference', models.CharField(max_length=30)),
                    ('given_at', models.DateTimeField()),
                    ('is_kept_out', models.BooleanField(default=False)),
                    ('read_at', models.DateTimeField(blank=True, null=True)),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField()),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user_id', models.UUIDField(null=True)),
                    ('agreement', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='agreements.agreement')),
                    ('before', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.person')),
                    ('manager', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.person')),
                ],
                options={
                    'verbose_name': 'historical manager extract',
                    'verbose_name_plural': 'historical manager extracts',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='ManagerExtract',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False, unique=True)),
                    ('reference', models.CharField(max_length=30, unique=True)),
                    ('given_at', models.DateTimeField()),
                    ('is_kept_out', models.BooleanField(default=False)),
                    ('read_at', models.DateTimeField(blank=True, null=True)),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='manager_extracts', to='agreements.agreement')),
                    ('before', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                    ('manager', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extracts_given', to='people.person')),
                ],
                options={
                    'indexes': [models.Index(fields=['manager', 'ended_at'], name='manager_extract_of')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('agreement',), name='manager_extract_one_at_a_time')],
                },
            ),
        ]),
        AppendOnly("historicalmanagerextract"),
    ]
