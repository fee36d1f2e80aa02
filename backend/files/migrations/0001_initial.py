"""Files that people hand in."""

import backend.kernel.references
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from backend.audit.append_only import AppendOnly
from backend.kernel.shaping import CreateTogether


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether([
            migrations.CreateModel(
                name='HistoricalStoredFile',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False)),
                    ('state', models.CharField(choices=[('pending_scan', 'Waits for the malware scan'), ('clean', 'Can be opened'), ('refused', 'Held back: malware was found')], default='clean', max_length=20)),
                    ('name', models.CharField(max_length=120)),
                    ('mime', models.CharField(max_length=100)),
                    ('size', models.PositiveBigIntegerField()),
                    ('sha256', models.CharField(max_length=64)),
                    ('original_sha256', models.CharField(max_length=64)),
                    ('cleaned', models.BooleanField(default=False)),
                    ('scanned', models.BooleanField(default=False)),
                    ('about', models.CharField(blank=True, max_length=120)),
                    ('matter_stream', models.CharField(blank=True, max_length=120)),
                    ('taken_at', models.DateTimeField()),
                    ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField()),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user_id', models.UUIDField(null=True)),
                    ('taken_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical stored file',
                    'verbose_name_plural': 'historical stored files',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='StoredFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False, unique=True)),
                    ('state', models.CharField(choices=[('pending_scan', 'Waits for the malware scan'), ('clean', 'Can be opened'), ('refused', 'Held back: malware was found')], db_index=True, default='clean', max_length=20)),
                    ('name', models.CharField(max_length=120)),
                    ('mime', models.CharField(max_length=100)),
                    ('size', models.PositiveBigIntegerField()),
                    ('sha256', models.CharField(db_index=True, max_length=64)),
                    ('original_sha256', models.CharField(max_length=64)),
                    ('cleaned', models.BooleanField(default=False)),
                    ('scanned', models.BooleanField(default=False)),
                    ('about', models.CharField(blank=True, db_index=True, max_length=120)),
                    ('matter_stream', models.CharField(blank=True, max_length=120)),
                    ('taken_at', models.DateTimeField()),
                    ('taken_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['pending_scan', 'clean', 'refused'])), name='file_state_known'), models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='file_not_empty'), models.CheckConstraint(condition=models.Q(('cleaned', True), ('sha256', models.F('original_sha256')), _connector='OR'), name='file_changed_only_by_cleaning')],
                },
            ),
        ]),
        AppendOnly('historicalstoredfile'),
    ]
