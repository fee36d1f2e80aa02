"""Letters that are issued together."""

import backend.kernel.references
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from backend.audit.append_only import AppendOnly
from backend.kernel.shaping import CreateTogether


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0003_catalogue'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether([
            migrations.CreateModel(
                name='Batch',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False, unique=True)),
                    ('reference', models.CharField(max_length=30, unique=True)),
                    ('state', models.CharField(choices=[('under_way', 'Under way'), ('done', 'Done'), ('cancelled', 'Stopped')], db_index=True, default='under_way', max_length=20)),
                    ('channel', models.CharField(choices=[('page', 'Secure page, with a notice by e-mail'), ('hand', 'By hand'), ('post', 'By post')], max_length=10)),
                    ('reason', models.TextField()),
                    ('size', models.PositiveIntegerField()),
                    ('started_at', models.DateTimeField()),
                    ('finished_at', models.DateTimeField(blank=True, null=True)),
                    ('started_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name_plural': 'batches',
                },
            ),
            migrations.CreateModel(
                name='BatchItem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False, unique=True)),
                    ('number', models.PositiveIntegerField()),
                    ('state', models.CharField(choices=[('waiting', 'Waiting'), ('issued', 'Issued'), ('failed', 'Not issued'), ('kept_back', 'Kept back')], default='waiting', max_length=20)),
                    ('failure', models.CharField(blank=True, max_length=60)),
                    ('settled_at', models.DateTimeField(blank=True, null=True)),
                    ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='documents.batch')),
                    ('draft', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='batch_items', to='documents.letterdraft')),
                ],
                options={
                    'ordering': ['number'],
                },
            ),
            migrations.CreateModel(
                name='HistoricalBatch',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False)),
                    ('reference', models.CharField(max_length=30)),
                    ('state', models.CharField(choices=[('under_way', 'Under way'), ('done', 'Done'), ('cancelled', 'Stopped')], default='under_way', max_length=20)),
                    ('channel', models.CharField(choices=[('page', 'Secure page, with a notice by e-mail'), ('hand', 'By hand'), ('post', 'By post')], max_length=10)),
                    ('reason', models.TextField()),
                    ('size', models.PositiveIntegerField()),
                    ('started_at', models.DateTimeField()),
                    ('finished_at', models.DateTimeField(blank=True, null=True)),
                    ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField()),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user_id', models.UUIDField(null=True)),
                    ('started_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical batch',
                    'verbose_name_plural': 'historical batches',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='HistoricalBatchItem',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False)),
                    ('number', models.PositiveIntegerField()),
                    ('state', models.CharField(choices=[('waiting', 'Waiting'), ('issued', 'Issued'), ('failed', 'Not issued'), ('kept_back', 'Kept back')], default='waiting', max_length=20)),
                    ('failure', models.CharField(blank=True, max_length=60)),
                    ('settled_at', models.DateTimeField(blank=True, null=True)),
                    ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField()),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user_id', models.UUIDField(null=True)),
                    ('batch', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='documents.batch')),
                    ('draft', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='documents.letterdraft')),
                ],
                options={
                    'verbose_name': 'historical batch item',
                    'verbose_name_plural': 'historical batch items',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.AddIndex(
                model_name='batch',
                index=models.Index(fields=['started_by', '-started_at'], name='documents_batch_of'),
            ),
            migrations.AddConstraint(
                model_name='batch',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['under_way', 'done', 'cancelled'])), name='batch_state_known'),
            ),
            migrations.AddConstraint(
                model_name='batch',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('finished_at', None), ('state', 'under_way')), models.Q(models.Q(('state', 'under_way'), _negated=True), ('finished_at__isnull', False)), _connector='OR'), name='batch_finished_when_over'),
            ),
            migrations.AddConstraint(
                model_name='batchitem',
                constraint=models.UniqueConstraint(fields=('batch', 'number'), name='batch_item_number_once'),
            ),
            migrations.AddConstraint(
                model_name='batchitem',
                constraint=models.UniqueConstraint(fields=('batch', 'draft'), name='batch_item_once'),
            ),
            migrations.AddConstraint(
                model_name='batchitem',
                constraint=models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('draft',), name='batch_item_waits_in_one'),
            ),
            migrations.AddConstraint(
                model_name='batchitem',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'issued', 'failed', 'kept_back'])), name='batch_item_state_known'),
            ),
            migrations.AddConstraint(
                model_name='batchitem',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'failed'), models.Q(('failure', ''), _negated=True)), models.Q(models.Q(('state', 'failed'), _negated=True), ('failure', '')), _connector='OR'), name='batch_item_failure_told'),
            ),
        ]),
        AppendOnly('historicalbatch', 'historicalbatchitem'),
    ]
