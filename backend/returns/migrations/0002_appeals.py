"""Appeals against a decision that deferred or refused a return."""

import backend.kernel.references
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from backend.audit.append_only import AppendOnly
from backend.kernel.shaping import CreateTogether


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0005_content_keys'),
        ('returns', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether([
            migrations.CreateModel(
                name='HistoricalReturnAppeal',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False)),
                    ('reference', models.CharField(max_length=30)),
                    ('state', models.CharField(choices=[('filed', 'Filed'), ('under_review', 'Under review'), ('not_admitted', 'Not admitted'), ('dismissed', 'Decision confirmed'), ('overturned', 'Decision set aside'), ('overtaken', 'Overtaken by a new decision')], default='filed', max_length=20)),
                    ('decision', models.CharField(choices=[('requested', 'Asked for by the employee'), ('scheduled', 'Planned'), ('preconditions_check', 'Being checked'), ('approved_with_plan', 'Approved, with a plan'), ('deferred', 'Deferred to a later day'), ('refused', 'Refused'), ('returned', 'Back at work'), ('follow_up', 'Back at work, followed up'), ('closed', 'Plan closed'), ('voided', 'Ended')], max_length=30)),
                    ('grounds', models.JSONField()),
                    ('words', models.TextField()),
                    ('filed_at', models.DateTimeField()),
                    ('is_late', models.BooleanField(default=False)),
                    ('late_reason', models.TextField(blank=True)),
                    ('good_cause', models.TextField(blank=True)),
                    ('comment_until', models.DateField(blank=True, null=True)),
                    ('reasons', models.TextField(blank=True)),
                    ('answered_at', models.DateTimeField(blank=True, null=True)),
                    ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField()),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user_id', models.UUIDField(null=True)),
                    ('answer', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='documents.document')),
                    ('decision_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decision_letter', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='documents.document')),
                    ('reviewer', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('rtw', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='returns.returntowork')),
                ],
                options={
                    'verbose_name': 'historical return appeal',
                    'verbose_name_plural': 'historical return appeals',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='ReturnAppeal',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False, unique=True)),
                    ('reference', models.CharField(max_length=30, unique=True)),
                    ('state', models.CharField(choices=[('filed', 'Filed'), ('under_review', 'Under review'), ('not_admitted', 'Not admitted'), ('dismissed', 'Decision confirmed'), ('overturned', 'Decision set aside'), ('overtaken', 'Overtaken by a new decision')], default='filed', max_length=20)),
                    ('decision', models.CharField(choices=[('requested', 'Asked for by the employee'), ('scheduled', 'Planned'), ('preconditions_check', 'Being checked'), ('approved_with_plan', 'Approved, with a plan'), ('deferred', 'Deferred to a later day'), ('refused', 'Refused'), ('returned', 'Back at work'), ('follow_up', 'Back at work, followed up'), ('closed', 'Plan closed'), ('voided', 'Ended')], max_length=30)),
                    ('grounds', models.JSONField()),
                    ('words', models.TextField()),
                    ('filed_at', models.DateTimeField()),
                    ('is_late', models.BooleanField(default=False)),
                    ('late_reason', models.TextField(blank=True)),
                    ('good_cause', models.TextField(blank=True)),
                    ('comment_until', models.DateField(blank=True, null=True)),
                    ('reasons', models.TextField(blank=True)),
                    ('answered_at', models.DateTimeField(blank=True, null=True)),
                    ('answer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                    ('decision_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decision_letter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                    ('reviewer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('rtw', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to='returns.returntowork')),
                ],
                options={
                    'indexes': [models.Index(fields=['state', 'filed_at'], name='return_appeal_state')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['filed', 'under_review'])), fields=('rtw',), name='return_appeal_open_once'), models.UniqueConstraint(fields=('decision_letter',), name='return_appeal_once_per_decision'), models.CheckConstraint(condition=models.Q(('reviewer', None), models.Q(('reviewer', models.F('decision_by')), _negated=True), _connector='OR'), name='return_appeal_answered_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['not_admitted', 'dismissed', 'overturned']), _negated=True), models.Q(('answered_at__isnull', False), ('reviewer__isnull', False), models.Q(('reasons', ''), _negated=True)), _connector='OR'), name='return_appeal_answered_with_reasons'), models.CheckConstraint(condition=models.Q(('is_late', False), models.Q(('late_reason', ''), _negated=True), _connector='OR'), name='return_appeal_late_says_why')],
                },
            ),
        ]),
        AppendOnly("historicalreturnappeal"),
    ]
