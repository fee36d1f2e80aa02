"""Temporary measures and the challenges to them."""

import backend.kernel.references
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from backend.audit.append_only import AppendOnly
from backend.kernel.shaping import CreateTogether


class Migration(migrations.Migration):

    dependencies = [
        ('investigation', '0002_inquiry'),
        ('cases', '0003_whole_cases'),
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether([
            migrations.CreateModel(
                name='HistoricalInterimMeasure',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False)),
                    ('reference', models.CharField(max_length=30)),
                    ('kind', models.CharField(choices=[('no_contact', 'No contact'), ('reporting_line_change', 'Change of reporting line'), ('decision_authority_removed', 'Decisions pass to somebody else'), ('location_separation', 'Separate places of work'), ('schedule_separation', 'Separate working times'), ('remote_work', 'Work from home'), ('event_travel_limit', 'Limits on events and travel'), ('access_restriction', 'Limits on access'), ('device_preservation', 'Keeping devices as they are'), ('paid_leave', 'Paid leave'), ('support_leave', 'Support: leave'), ('support_schedule', 'Support: working times'), ('support_escort', 'Support: company on the way'), ('support_counselling', 'Support: counselling')], max_length=40)),
                    ('state', models.CharField(choices=[('proposed', 'Proposed'), ('in_force', 'In force'), ('challenged', 'In force, under challenge'), ('not_taken', 'Not taken'), ('ended', 'Ended')], default='proposed', max_length=20)),
                    ('purpose', models.CharField(choices=[('keep_apart', 'Keeping people apart while the facts are established'), ('no_influence', 'Keeping decisions free of influence while the facts are established'), ('evidence', 'Keeping what may matter as it is'), ('safety', 'Keeping everybody safe while the facts are established'), ('support', 'Support while the facts are established')], max_length=20)),
                    ('means', models.TextField()),
                    ('told_affected', models.CharField(blank=True, max_length=300)),
                    ('still_allowed', models.TextField(blank=True)),
                    ('necessary_contact', models.CharField(blank=True, max_length=300)),
                    ('grounds', models.TextField()),
                    ('alternatives_considered', models.TextField()),
                    ('least_restrictive', models.TextField()),
                    ('own_request', models.TextField(blank=True)),
                    ('own_request_signed_on', models.DateField(blank=True, null=True)),
                    ('pay', models.CharField(default='full', max_length=10)),
                    ('instruction', models.TextField(blank=True)),
                    ('starts_on', models.DateField()),
                    ('ends_on', models.DateField(blank=True, null=True)),
                    ('review_due_on', models.DateField(blank=True, null=True)),
                    ('proposed_at', models.DateTimeField()),
                    ('approved_at', models.DateTimeField(blank=True, null=True)),
                    ('reviewed_at', models.DateTimeField(blank=True, null=True)),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField()),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user_id', models.UUIDField(null=True)),
                    ('affects', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.caseparty')),
                    ('approved_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('case', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.case')),
                    ('instructed', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.person')),
                    ('on_whom', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.caseparty')),
                    ('proposed_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('requested_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.person')),
                ],
                options={
                    'verbose_name': 'historical interim measure',
                    'verbose_name_plural': 'historical interim measures',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='InterimMeasure',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False, unique=True)),
                    ('reference', models.CharField(max_length=30, unique=True)),
                    ('kind', models.CharField(choices=[('no_contact', 'No contact'), ('reporting_line_change', 'Change of reporting line'), ('decision_authority_removed', 'Decisions pass to somebody else'), ('location_separation', 'Separate places of work'), ('schedule_separation', 'Separate working times'), ('remote_work', 'Work from home'), ('event_travel_limit', 'Limits on events and travel'), ('access_restriction', 'Limits on access'), ('device_preservation', 'Keeping devices as they are'), ('paid_leave', 'Paid leave'), ('support_leave', 'Support: leave'), ('support_schedule', 'Support: working times'), ('support_escort', 'Support: company on the way'), ('support_counselling', 'Support: counselling')], max_length=40)),
                    ('state', models.CharField(choices=[('proposed', 'Proposed'), ('in_force', 'In force'), ('challenged', 'In force, under challenge'), ('not_taken', 'Not taken'), ('ended', 'Ended')], default='proposed', max_length=20)),
                    ('purpose', models.CharField(choices=[('keep_apart', 'Keeping people apart while the facts are established'), ('no_influence', 'Keeping decisions free of influence while the facts are established'), ('evidence', 'Keeping what may matter as it is'), ('safety', 'Keeping everybody safe while the facts are established'), ('support', 'Support while the facts are established')], max_length=20)),
                    ('means', models.TextField()),
                    ('told_affected', models.CharField(blank=True, max_length=300)),
                    ('still_allowed', models.TextField(blank=True)),
                    ('necessary_contact', models.CharField(blank=True, max_length=300)),
                    ('grounds', models.TextField()),
                    ('alternatives_considered', models.TextField()),
                    ('least_restrictive', models.TextField()),
                    ('own_request', models.TextField(blank=True)),
                    ('own_request_signed_on', models.DateField(blank=True, null=True)),
                    ('pay', models.CharField(default='full', max_length=10)),
                    ('instruction', models.TextField(blank=True)),
                    ('starts_on', models.DateField()),
                    ('ends_on', models.DateField(blank=True, null=True)),
                    ('review_due_on', models.DateField(blank=True, null=True)),
                    ('proposed_at', models.DateTimeField()),
                    ('approved_at', models.DateTimeField(blank=True, null=True)),
                    ('reviewed_at', models.DateTimeField(blank=True, null=True)),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ('affects', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='measures_affecting', to='cases.caseparty')),
                    ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='measures', to='cases.case')),
                    ('instructed', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='instructions_for_now', to='people.person')),
                    ('on_whom', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='measures', to='cases.caseparty')),
                    ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('requested_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ],
            ),
            migrations.CreateModel(
                name='HistoricalMeasureChallenge',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False)),
                    ('grounds', models.TextField()),
                    ('filed_at', models.DateTimeField()),
                    ('result', models.CharField(blank=True, choices=[('upheld', 'The measure stays as it is'), ('changed', 'The measure was changed'), ('ended', 'The measure ended meanwhile')], max_length=10)),
                    ('answer', models.TextField(blank=True)),
                    ('reviewed_at', models.DateTimeField(blank=True, null=True)),
                    ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField()),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user_id', models.UUIDField(null=True)),
                    ('case', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.case')),
                    ('filed_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('reviewed_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('measure', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='investigation.interimmeasure')),
                ],
                options={
                    'verbose_name': 'historical measure challenge',
                    'verbose_name_plural': 'historical measure challenges',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='MeasureChallenge',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False, unique=True)),
                    ('grounds', models.TextField()),
                    ('filed_at', models.DateTimeField()),
                    ('result', models.CharField(blank=True, choices=[('upheld', 'The measure stays as it is'), ('changed', 'The measure was changed'), ('ended', 'The measure ended meanwhile')], max_length=10)),
                    ('answer', models.TextField(blank=True)),
                    ('reviewed_at', models.DateTimeField(blank=True, null=True)),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='measure_challenges', to='cases.case')),
                    ('filed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('measure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='challenges', to='investigation.interimmeasure')),
                    ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
            ),
            migrations.AddIndex(
                model_name='interimmeasure',
                index=models.Index(fields=['case', 'state'], name='measure_of_case'),
            ),
            migrations.AddConstraint(
                model_name='interimmeasure',
                constraint=models.CheckConstraint(condition=models.Q(('pay', 'full')), name='measure_pay_kept'),
            ),
            migrations.AddConstraint(
                model_name='interimmeasure',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'not_taken']), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False), ('review_due_on__isnull', False)), _connector='OR'), name='measure_reviewed_while_it_holds'),
            ),
            migrations.AddConstraint(
                model_name='interimmeasure',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state', 'ended')), models.Q(models.Q(('state', 'ended'), _negated=True), ('ended_at', None)), _connector='OR'), name='measure_ended_when_over'),
            ),
            migrations.AddConstraint(
                model_name='interimmeasure',
                constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='measure_days_in_order'),
            ),
            migrations.AddConstraint(
                model_name='interimmeasure',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'paid_leave'), _negated=True), ('approved_by', None), models.Q(('approved_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='measure_leave_by_two'),
            ),
            migrations.AddConstraint(
                model_name='measurechallenge',
                constraint=models.UniqueConstraint(condition=models.Q(('result', '')), fields=('measure',), name='measure_challenge_open_once'),
            ),
            migrations.AddConstraint(
                model_name='measurechallenge',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('result', ''), ('reviewed_at', None)), models.Q(models.Q(('result', ''), _negated=True), ('reviewed_at__isnull', False)), _connector='OR'), name='challenge_answered_or_open'),
            ),
        ]),
        AppendOnly('historicalinterimmeasure', 'historicalmeasurechallenge'),
    ]
