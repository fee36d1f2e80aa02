"""What a report may hold from its first word to its last: how far the name goes, what was said of safety, and how it ended."""

import django.db.models.deletion
from django.db import migrations, models

from backend.audit.append_only import AppendOnly, OpenForShape
from backend.kernel.shaping import ChangeTogether


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0001_initial'),
    ]

    operations = [
        OpenForShape("historicalreport"),
        ChangeTogether([
            migrations.AddField(
                model_name='historicalreport',
                name='closed_at',
                field=models.DateTimeField(blank=True, null=True),
            ),
            migrations.AddField(
                model_name='historicalreport',
                name='feedback',
                field=models.TextField(blank=True),
            ),
            migrations.AddField(
                model_name='historicalreport',
                name='feedback_at',
                field=models.DateTimeField(blank=True, null=True),
            ),
            migrations.AddField(
                model_name='historicalreport',
                name='first_known_by',
                field=models.CharField(blank=True, max_length=200),
            ),
            migrations.AddField(
                model_name='historicalreport',
                name='language',
                field=models.CharField(default='en', max_length=12),
            ),
            migrations.AddField(
                model_name='historicalreport',
                name='merged_into',
                field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='intake.report'),
            ),
            migrations.AddField(
                model_name='historicalreport',
                name='mode',
                field=models.CharField(choices=[('named', 'With my name'), ('confidential', 'With my name, for intake alone'), ('anonymous', 'Without my name')], default='named', max_length=12),
            ),
            migrations.AddField(
                model_name='historicalreport',
                name='not_sure',
                field=models.JSONField(blank=True, default=list),
            ),
            migrations.AddField(
                model_name='historicalreport',
                name='occurred_as_told',
                field=models.CharField(blank=True, max_length=200),
            ),
            migrations.AddField(
                model_name='historicalreport',
                name='redirected_to',
                field=models.CharField(blank=True, max_length=200),
            ),
            migrations.AddField(
                model_name='historicalreport',
                name='retracted_at',
                field=models.DateTimeField(blank=True, null=True),
            ),
            migrations.AddField(
                model_name='historicalreport',
                name='retraction',
                field=models.TextField(blank=True),
            ),
            migrations.AddField(
                model_name='historicalreport',
                name='safety',
                field=models.JSONField(blank=True, default=dict),
            ),
            migrations.AddField(
                model_name='report',
                name='closed_at',
                field=models.DateTimeField(blank=True, null=True),
            ),
            migrations.AddField(
                model_name='report',
                name='feedback',
                field=models.TextField(blank=True),
            ),
            migrations.AddField(
                model_name='report',
                name='feedback_at',
                field=models.DateTimeField(blank=True, null=True),
            ),
            migrations.AddField(
                model_name='report',
                name='first_known_by',
                field=models.CharField(blank=True, max_length=200),
            ),
            migrations.AddField(
                model_name='report',
                name='language',
                field=models.CharField(default='en', max_length=12),
            ),
            migrations.AddField(
                model_name='report',
                name='merged_into',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged_here', to='intake.report'),
            ),
            migrations.AddField(
                model_name='report',
                name='mode',
                field=models.CharField(choices=[('named', 'With my name'), ('confidential', 'With my name, for intake alone'), ('anonymous', 'Without my name')], default='named', max_length=12),
            ),
            migrations.AddField(
                model_name='report',
                name='not_sure',
                field=models.JSONField(blank=True, default=list),
            ),
            migrations.AddField(
                model_name='report',
                name='occurred_as_told',
                field=models.CharField(blank=True, max_length=200),
            ),
            migrations.AddField(
                model_name='report',
                name='redirected_to',
                field=models.CharField(blank=True, max_length=200),
            ),
            migrations.AddField(
                model_name='report',
                name='retracted_at',
                field=models.DateTimeField(blank=True, null=True),
            ),
            migrations.AddField(
                model_name='report',
                name='retraction',
                field=models.TextField(blank=True),
            ),
            migrations.AddField(
                model_name='report',
                name='safety',
                field=models.JSONField(blank=True, default=dict),
            ),
            migrations.AlterField(
                model_name='historicalreport',
                name='state',
                field=models.CharField(choices=[('submitted', 'Sent'), ('acknowledged', 'Acknowledged'), ('in_triage', 'Being assessed'), ('decline_proposed', 'Second person to review'), ('accepted', 'Case opened'), ('declined', 'Closed without a case'), ('merged', 'Joined to another report'), ('redirected', 'Passed to another place'), ('feedback_given', 'Feedback given'), ('closed', 'Closed')], default='submitted', max_length=20),
            ),
            migrations.AlterField(
                model_name='report',
                name='state',
                field=models.CharField(choices=[('submitted', 'Sent'), ('acknowledged', 'Acknowledged'), ('in_triage', 'Being assessed'), ('decline_proposed', 'Second person to review'), ('accepted', 'Case opened'), ('declined', 'Closed without a case'), ('merged', 'Joined to another report'), ('redirected', 'Passed to another place'), ('feedback_given', 'Feedback given'), ('closed', 'Closed')], default='submitted', max_length=20),
            ),
        ]),
        AppendOnly("historicalreport"),
    ]
