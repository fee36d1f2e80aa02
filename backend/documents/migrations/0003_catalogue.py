"""Own versions of letters, stationery, and the pictures on it."""

import backend.kernel.references
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from backend.audit.append_only import AppendOnly
from backend.kernel.shaping import CreateTogether
from backend.documents.catalogue.frozen import FrozenWhenApproved


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0002_lifecycle'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether([
            migrations.CreateModel(
                name='HistoricalStationery',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False)),
                    ('reference', models.CharField(max_length=30)),
                    ('jurisdiction', models.CharField(blank=True, max_length=12)),
                    ('name', models.CharField(max_length=120)),
                    ('address', models.TextField(blank=True)),
                    ('phone', models.CharField(blank=True, max_length=60)),
                    ('email', models.CharField(blank=True, max_length=254)),
                    ('lines', models.TextField(blank=True)),
                    ('registered', models.CharField(blank=True, max_length=300)),
                    ('colour', models.CharField(blank=True, max_length=7)),
                    ('logo', models.CharField(blank=True, max_length=64)),
                    ('support', models.JSONField(blank=True, default=list)),
                    ('legal_lines', models.JSONField(blank=True, default=list)),
                    ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField()),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user_id', models.UUIDField(null=True)),
                ],
                options={
                    'verbose_name': 'historical stationery',
                    'verbose_name_plural': 'historical stationery',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='Picture',
                fields=[
                    ('sha256', models.CharField(max_length=64, primary_key=True, serialize=False)),
                    ('content', models.BinaryField()),
                ],
            ),
            migrations.CreateModel(
                name='Stationery',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False, unique=True)),
                    ('reference', models.CharField(max_length=30, unique=True)),
                    ('jurisdiction', models.CharField(blank=True, max_length=12, unique=True)),
                    ('name', models.CharField(max_length=120)),
                    ('address', models.TextField(blank=True)),
                    ('phone', models.CharField(blank=True, max_length=60)),
                    ('email', models.CharField(blank=True, max_length=254)),
                    ('lines', models.TextField(blank=True)),
                    ('registered', models.CharField(blank=True, max_length=300)),
                    ('colour', models.CharField(blank=True, max_length=7)),
                    ('logo', models.CharField(blank=True, max_length=64)),
                    ('support', models.JSONField(blank=True, default=list)),
                    ('legal_lines', models.JSONField(blank=True, default=list)),
                ],
                options={
                    'verbose_name_plural': 'stationery',
                },
            ),
            migrations.CreateModel(
                name='HistoricalTemplateVersion',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False)),
                    ('reference', models.CharField(max_length=30)),
                    ('state', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'Waits for approval'), ('approved', 'Approved'), ('retired', 'Retired'), ('rejected', 'Rejected')], default='draft', max_length=20)),
                    ('kind', models.CharField(max_length=8)),
                    ('template', models.CharField(max_length=120)),
                    ('number', models.PositiveSmallIntegerField()),
                    ('language', models.CharField(max_length=12)),
                    ('body', models.TextField()),
                    ('sha256', models.CharField(max_length=64)),
                    ('note', models.CharField(max_length=300)),
                    ('based_on', models.CharField(max_length=120)),
                    ('written_at', models.DateTimeField()),
                    ('approved_at', models.DateTimeField(blank=True, null=True)),
                    ('effective_from', models.DateField(blank=True, null=True)),
                    ('effective_until', models.DateField(blank=True, null=True)),
                    ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField()),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user_id', models.UUIDField(null=True)),
                    ('approved_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('written_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical template version',
                    'verbose_name_plural': 'historical template versions',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='TemplateVersion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False, unique=True)),
                    ('reference', models.CharField(max_length=30, unique=True)),
                    ('state', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'Waits for approval'), ('approved', 'Approved'), ('retired', 'Retired'), ('rejected', 'Rejected')], db_index=True, default='draft', max_length=20)),
                    ('kind', models.CharField(max_length=8)),
                    ('template', models.CharField(max_length=120)),
                    ('number', models.PositiveSmallIntegerField()),
                    ('language', models.CharField(max_length=12)),
                    ('body', models.TextField()),
                    ('sha256', models.CharField(max_length=64)),
                    ('note', models.CharField(max_length=300)),
                    ('based_on', models.CharField(max_length=120)),
                    ('written_at', models.DateTimeField()),
                    ('approved_at', models.DateTimeField(blank=True, null=True)),
                    ('effective_from', models.DateField(blank=True, null=True)),
                    ('effective_until', models.DateField(blank=True, null=True)),
                    ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'indexes': [models.Index(fields=['template', 'language', 'state'], name='documents_template')],
                    'constraints': [models.UniqueConstraint(fields=('template', 'language', 'number'), name='template_number_once'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'in_review', 'approved', 'retired', 'rejected'])), name='template_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('approved', 'retired')), _negated=True), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False), ('effective_from__isnull', False)), _connector='OR'), name='template_approved_by_somebody'), models.CheckConstraint(condition=models.Q(('approved_by', None), models.Q(('approved_by', models.F('written_by')), _negated=True), _connector='OR'), name='template_two_people'), models.CheckConstraint(condition=models.Q(('effective_until', None), ('effective_until__gte', models.F('effective_from')), _connector='OR'), name='template_times_in_order')],
                },
            ),
        ]),
        AppendOnly('historicaltemplateversion', 'historicalstationery', 'picture'),
        FrozenWhenApproved(),
    ]
