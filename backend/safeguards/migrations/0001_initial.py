"""Setting safeguards and the looks at them."""

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
        ('agreements', '0002_voided'),
        ('cases', '0006_routes'),
        ('people', '0002_ties'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether([
            migrations.CreateModel(
                name='HistoricalSettingSafeguard',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False)),
                    ('reference', models.CharField(max_length=30)),
                    ('state', models.CharField(choices=[('proposed', 'Waits for its owner'), ('in_place', 'In place'), ('change_suggested', 'In place, a change is suggested'), ('not_taken', 'Not taken'), ('ended', 'Ended')], default='proposed', max_length=20)),
                    ('situation', models.CharField(max_length=40)),
                    ('control', models.CharField(max_length=400)),
                    ('falls_on', models.CharField(choices=[('organisation', 'The organisation'), ('employee', 'The employee')], max_length=20)),
                    ('starts_on', models.DateField()),
                    ('review_on', models.DateField()),
                    ('ends_on', models.DateField(blank=True, null=True)),
                    ('proposed_at', models.DateTimeField()),
                    ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField()),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user_id', models.UUIDField(null=True)),
                    ('agreement', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='agreements.agreement')),
                    ('case', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.case')),
                    ('owner', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.person')),
                    ('person', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.person')),
                    ('proposed_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical setting safeguard',
                    'verbose_name_plural': 'historical setting safeguards',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='SettingSafeguard',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False, unique=True)),
                    ('reference', models.CharField(max_length=30, unique=True)),
                    ('state', models.CharField(choices=[('proposed', 'Waits for its owner'), ('in_place', 'In place'), ('change_suggested', 'In place, a change is suggested'), ('not_taken', 'Not taken'), ('ended', 'Ended')], default='proposed', max_length=20)),
                    ('situation', models.CharField(max_length=40)),
                    ('control', models.CharField(max_length=400)),
                    ('falls_on', models.CharField(choices=[('organisation', 'The organisation'), ('employee', 'The employee')], max_length=20)),
                    ('starts_on', models.DateField()),
                    ('review_on', models.DateField()),
                    ('ends_on', models.DateField(blank=True, null=True)),
                    ('proposed_at', models.DateTimeField()),
                    ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ('agreement', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='setting_safeguards', to='agreements.agreement')),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='setting_safeguards', to='cases.case')),
                    ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='setting_safeguards_owned', to='people.person')),
                    ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='safeguards_around', to='people.person')),
                    ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
            ),
            migrations.CreateModel(
                name='SafeguardReview',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False, unique=True)),
                    ('result', models.CharField(choices=[('kept', 'Kept as it is'), ('changed', 'Changed'), ('eased', 'Eased'), ('ended', 'Ended')], max_length=10)),
                    ('is_suggestion', models.BooleanField(default=False)),
                    ('note', models.TextField()),
                    ('control_before', models.CharField(max_length=400)),
                    ('control_after', models.CharField(blank=True, max_length=400)),
                    ('reviewed_at', models.DateTimeField()),
                    ('reviewed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('safeguard', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='safeguards.settingsafeguard')),
                ],
            ),
            migrations.CreateModel(
                name='HistoricalSafeguardReview',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False)),
                    ('result', models.CharField(choices=[('kept', 'Kept as it is'), ('changed', 'Changed'), ('eased', 'Eased'), ('ended', 'Ended')], max_length=10)),
                    ('is_suggestion', models.BooleanField(default=False)),
                    ('note', models.TextField()),
                    ('control_before', models.CharField(max_length=400)),
                    ('control_after', models.CharField(blank=True, max_length=400)),
                    ('reviewed_at', models.DateTimeField()),
                    ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField()),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user_id', models.UUIDField(null=True)),
                    ('reviewed_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('safeguard', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='safeguards.settingsafeguard')),
                ],
                options={
                    'verbose_name': 'historical safeguard review',
                    'verbose_name_plural': 'historical safeguard reviews',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.AddIndex(
                model_name='settingsafeguard',
                index=models.Index(fields=['case', 'state'], name='safeguard_of_case'),
            ),
            migrations.AddIndex(
                model_name='settingsafeguard',
                index=models.Index(fields=['owner', 'state'], name='safeguard_owned'),
            ),
            migrations.AddConstraint(
                model_name='settingsafeguard',
                constraint=models.CheckConstraint(condition=models.Q(('falls_on', 'organisation'), ('person__isnull', False), _connector='OR'), name='safeguard_falls_on_somebody'),
            ),
            migrations.AddConstraint(
                model_name='settingsafeguard',
                constraint=models.CheckConstraint(condition=models.Q(('person', None), models.Q(('person', models.F('owner')), _negated=True), _connector='OR'), name='safeguard_owned_by_another'),
            ),
            migrations.AddConstraint(
                model_name='settingsafeguard',
                constraint=models.CheckConstraint(condition=models.Q(('review_on__gte', models.F('starts_on')), models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR')), name='safeguard_days_in_order'),
            ),
            migrations.AddConstraint(
                model_name='settingsafeguard',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['in_place', 'change_suggested']), _negated=True), ('confirmed_at__isnull', False), _connector='OR'), name='safeguard_confirmed_when_in_place'),
            ),
            migrations.AddConstraint(
                model_name='settingsafeguard',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state', 'ended')), models.Q(models.Q(('state', 'ended'), _negated=True), ('ended_at', None)), _connector='OR'), name='safeguard_ended_when_over'),
            ),
            migrations.AddConstraint(
                model_name='safeguardreview',
                constraint=models.CheckConstraint(condition=models.Q(('note', ''), _negated=True), name='safeguard_review_says_why'),
            ),
        ]),
        AppendOnly("historicalsettingsafeguard"),
        AppendOnly("historicalsafeguardreview"),
    ]
