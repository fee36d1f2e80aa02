"""Accountability statements: versions, rounds of feedback, wishes and what was shared."""

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
        ('cases', '0006_routes'),
        ('people', '0002_ties'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether([
            migrations.CreateModel(
                name='AccountabilityStatement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False, unique=True)),
                    ('reference', models.CharField(max_length=30, unique=True)),
                    ('state', models.CharField(choices=[('writing', 'Yours to write'), ('ended', 'Closed: the decision behind it no longer holds')], default='writing', max_length=20)),
                    ('wrapped_key', models.TextField()),
                    ('begun_at', models.DateTimeField()),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accountability_statements', to='cases.case')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accountability_statements', to='people.person')),
                ],
            ),
            migrations.CreateModel(
                name='AccountabilityDraft',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sealed', models.TextField()),
                    ('saved_at', models.DateTimeField()),
                    ('statement', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='draft', to='amends.accountabilitystatement')),
                ],
            ),
            migrations.CreateModel(
                name='AccountabilityVersion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False, unique=True)),
                    ('number', models.PositiveSmallIntegerField()),
                    ('sealed', models.TextField()),
                    ('saved_at', models.DateTimeField()),
                    ('statement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='amends.accountabilitystatement')),
                ],
            ),
            migrations.CreateModel(
                name='AccountabilityRound',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False, unique=True)),
                    ('number', models.PositiveSmallIntegerField()),
                    ('state', models.CharField(choices=[('asked', 'Waiting for feedback'), ('answered', 'Feedback given'), ('taken_back', 'Taken back')], default='asked', max_length=20)),
                    ('asked_at', models.DateTimeField()),
                    ('sealed', models.TextField(blank=True)),
                    ('answered_at', models.DateTimeField(blank=True, null=True)),
                    ('reviewer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accountability_rounds', to=settings.AUTH_USER_MODEL)),
                    ('statement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='amends.accountabilitystatement')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='amends.accountabilityversion')),
                ],
            ),
            migrations.CreateModel(
                name='AccountabilityWish',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False, unique=True)),
                    ('state', models.CharField(choices=[('asked', 'Asked for'), ('withdrawn', 'No longer wanted')], default='asked', max_length=20)),
                    ('asked_at', models.DateTimeField()),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accountability_wishes', to='cases.case')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accountability_wishes', to='people.person')),
                    ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name_plural': 'accountability wishes',
                },
            ),
            migrations.CreateModel(
                name='AccountabilityShare',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False, unique=True)),
                    ('state', models.CharField(choices=[('shared', 'Shared'), ('ended', 'No longer shared')], default='shared', max_length=20)),
                    ('shared_at', models.DateTimeField()),
                    ('statement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='amends.accountabilitystatement')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='amends.accountabilityversion')),
                    ('wish', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='amends.accountabilitywish')),
                ],
            ),
            migrations.CreateModel(
                name='HistoricalAccountabilityRound',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False)),
                    ('number', models.PositiveSmallIntegerField()),
                    ('state', models.CharField(choices=[('asked', 'Waiting for feedback'), ('answered', 'Feedback given'), ('taken_back', 'Taken back')], default='asked', max_length=20)),
                    ('asked_at', models.DateTimeField()),
                    ('answered_at', models.DateTimeField(blank=True, null=True)),
                    ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField()),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user_id', models.UUIDField(null=True)),
                    ('reviewer', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('statement', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='amends.accountabilitystatement')),
                    ('version', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='amends.accountabilityversion')),
                ],
                options={
                    'verbose_name': 'historical accountability round',
                    'verbose_name_plural': 'historical accountability rounds',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='HistoricalAccountabilityShare',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False)),
                    ('state', models.CharField(choices=[('shared', 'Shared'), ('ended', 'No longer shared')], default='shared', max_length=20)),
                    ('shared_at', models.DateTimeField()),
                    ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField()),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user_id', models.UUIDField(null=True)),
                    ('statement', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='amends.accountabilitystatement')),
                    ('version', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='amends.accountabilityversion')),
                    ('wish', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='amends.accountabilitywish')),
                ],
                options={
                    'verbose_name': 'historical accountability share',
                    'verbose_name_plural': 'historical accountability shares',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='HistoricalAccountabilityStatement',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False)),
                    ('reference', models.CharField(max_length=30)),
                    ('state', models.CharField(choices=[('writing', 'Yours to write'), ('ended', 'Closed: the decision behind it no longer holds')], default='writing', max_length=20)),
                    ('wrapped_key', models.TextField()),
                    ('begun_at', models.DateTimeField()),
                    ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField()),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user_id', models.UUIDField(null=True)),
                    ('case', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.case')),
                    ('person', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.person')),
                ],
                options={
                    'verbose_name': 'historical accountability statement',
                    'verbose_name_plural': 'historical accountability statements',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='HistoricalAccountabilityVersion',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False)),
                    ('number', models.PositiveSmallIntegerField()),
                    ('saved_at', models.DateTimeField()),
                    ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField()),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user_id', models.UUIDField(null=True)),
                    ('statement', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='amends.accountabilitystatement')),
                ],
                options={
                    'verbose_name': 'historical accountability version',
                    'verbose_name_plural': 'historical accountability versions',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='HistoricalAccountabilityWish',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False)),
                    ('state', models.CharField(choices=[('asked', 'Asked for'), ('withdrawn', 'No longer wanted')], default='asked', max_length=20)),
                    ('asked_at', models.DateTimeField()),
                    ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField()),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user_id', models.UUIDField(null=True)),
                    ('case', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.case')),
                    ('person', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.person')),
                    ('recorded_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical accountability wish',
                    'verbose_name_plural': 'historical accountability wishes',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.AddConstraint(
                model_name='accountabilitystatement',
                constraint=models.CheckConstraint(condition=models.Q(('wrapped_key', ''), _negated=True), name='accountability_has_a_key'),
            ),
            migrations.AddConstraint(
                model_name='accountabilitystatement',
                constraint=models.UniqueConstraint(condition=models.Q(('state', 'writing')), fields=('case', 'person'), name='accountability_one_at_a_time'),
            ),
            migrations.AddConstraint(
                model_name='accountabilityversion',
                constraint=models.UniqueConstraint(fields=('statement', 'number'), name='accountability_version_numbered_once'),
            ),
            migrations.AddIndex(
                model_name='accountabilityround',
                index=models.Index(fields=['reviewer', 'state'], name='accountability_reviewed_by'),
            ),
            migrations.AddConstraint(
                model_name='accountabilityround',
                constraint=models.UniqueConstraint(fields=('statement', 'number'), name='accountability_round_numbered_once'),
            ),
            migrations.AddConstraint(
                model_name='accountabilityround',
                constraint=models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('statement',), name='accountability_one_round_open'),
            ),
            migrations.AddConstraint(
                model_name='accountabilityround',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', False), ('state', 'answered'), models.Q(('sealed', ''), _negated=True)), models.Q(models.Q(('state', 'answered'), _negated=True), ('answered_at', None), ('sealed', '')), _connector='OR'), name='accountability_answered_in_words'),
            ),
            migrations.AddConstraint(
                model_name='accountabilitywish',
                constraint=models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('case', 'person'), name='accountability_wished_once'),
            ),
            migrations.AddConstraint(
                model_name='accountabilityshare',
                constraint=models.UniqueConstraint(condition=models.Q(('state', 'shared')), fields=('statement', 'wish'), name='accountability_shared_once'),
            ),
        ]),
        AppendOnly("historicalaccountabilitystatement"),
        AppendOnly("historicalaccountabilityversion"),
        AppendOnly("historicalaccountabilityround"),
        AppendOnly("historicalaccountabilitywish"),
        AppendOnly("historicalaccountabilityshare"),
    ]
