"""Alarms about files of the evidence that are not what was taken in."""

import backend.kernel.references
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from backend.audit.append_only import AppendOnly
from backend.kernel.shaping import CreateTogether


class Migration(migrations.Migration):

    dependencies = [
        ('investigation', '0003_measures'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether([
            migrations.CreateModel(
                name='HistoricalFileAlarm',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False)),
                    ('state', models.CharField(choices=[('raised', 'To be looked into'), ('restored', 'The file is restored'), ('lost', 'The file can’t be restored')], default='raised', max_length=20)),
                    ('found', models.CharField(choices=[('none', 'Not checked'), ('match', 'Unchanged'), ('mismatch', 'Not the same any more'), ('missing', 'The file is missing')], max_length=10)),
                    ('expected_sha256', models.CharField(max_length=64)),
                    ('expected_size', models.PositiveBigIntegerField()),
                    ('found_sha256', models.CharField(blank=True, max_length=64)),
                    ('found_size', models.PositiveBigIntegerField(blank=True, null=True)),
                    ('raised_at', models.DateTimeField()),
                    ('answer', models.TextField(blank=True)),
                    ('resolved_at', models.DateTimeField(blank=True, null=True)),
                    ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField()),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user_id', models.UUIDField(null=True)),
                    ('item', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='investigation.evidenceitem')),
                    ('resolved_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical file alarm',
                    'verbose_name_plural': 'historical file alarms',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='FileAlarm',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False, unique=True)),
                    ('state', models.CharField(choices=[('raised', 'To be looked into'), ('restored', 'The file is restored'), ('lost', 'The file can’t be restored')], default='raised', max_length=20)),
                    ('found', models.CharField(choices=[('none', 'Not checked'), ('match', 'Unchanged'), ('mismatch', 'Not the same any more'), ('missing', 'The file is missing')], max_length=10)),
                    ('expected_sha256', models.CharField(max_length=64)),
                    ('expected_size', models.PositiveBigIntegerField()),
                    ('found_sha256', models.CharField(blank=True, max_length=64)),
                    ('found_size', models.PositiveBigIntegerField(blank=True, null=True)),
                    ('raised_at', models.DateTimeField()),
                    ('answer', models.TextField(blank=True)),
                    ('resolved_at', models.DateTimeField(blank=True, null=True)),
                    ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='alarms', to='investigation.evidenceitem')),
                    ('resolved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'raised')), fields=('item',), name='file_alarm_open_once'), models.CheckConstraint(condition=models.Q(models.Q(('resolved_at', None), ('state', 'raised')), models.Q(models.Q(('state', 'raised'), _negated=True), ('resolved_at__isnull', False), ('resolved_by__isnull', False)), _connector='OR'), name='file_alarm_resolved_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'lost'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='file_alarm_loss_explained')],
                },
            ),
        ]),
        AppendOnly("historicalfilealarm"),
    ]
