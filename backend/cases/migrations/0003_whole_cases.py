"""The states that a whole case goes through, and the watcher for retaliation."""

from django.db import migrations, models

from backend.kernel.shaping import ChangeTogether


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0002_break_glass'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='case',
            options={'permissions': [('act_as_intake', 'Act as Intake coordinator in the case'), ('act_as_investigator', 'Act as Investigator in the case'), ('act_as_decision_maker', 'Act as Decision maker in the case'), ('act_as_approver', 'Act as Approver in the case'), ('act_as_appeal_reviewer', 'Act as Appeal reviewer in the case'), ('act_as_hr_partner', 'Act as HR business partner in the case'), ('act_as_counsel', 'Act as Legal counsel in the case'), ('act_as_watcher', 'Act as Watcher for retaliation in the case')]},
        ),
        ChangeTogether([
            migrations.AlterField(
                model_name='allegation',
                name='state',
                field=models.CharField(choices=[('framed', 'Framed'), ('noticed', 'Put to the respondent'), ('answered', 'Answered'), ('no_answer', 'No answer given'), ('examined', 'Examined'), ('proposed', 'Finding proposed'), ('adopted', 'Finding adopted'), ('appealed', 'Under appeal'), ('affirmed', 'Affirmed on appeal'), ('varied', 'Varied on appeal'), ('overturned', 'Overturned'), ('final', 'Final'), ('historic', 'Imported without a finding')], default='framed', max_length=20),
            ),
            migrations.AlterField(
                model_name='assignment',
                name='role',
                field=models.CharField(choices=[('intake', 'Intake coordinator'), ('investigator', 'Investigator'), ('decision_maker', 'Decision maker'), ('approver', 'Approver'), ('appeal_reviewer', 'Appeal reviewer'), ('hr_partner', 'HR business partner'), ('counsel', 'Legal counsel'), ('watcher', 'Watcher for retaliation')], max_length=30),
            ),
            migrations.AlterField(
                model_name='breakglass',
                name='role',
                field=models.CharField(choices=[('intake', 'Intake coordinator'), ('investigator', 'Investigator'), ('decision_maker', 'Decision maker'), ('appeal_reviewer', 'Appeal reviewer'), ('hr_partner', 'HR business partner'), ('counsel', 'Legal counsel'), ('referral_coordinator', 'Referral coordinator'), ('monitor', 'Agreement monitor'), ('auditor', 'Compliance auditor'), ('privacy_officer', 'Privacy officer'), ('administrator', 'System administrator'), ('executive', 'Executive'), ('independent_channel', 'Independent channel'), ('pattern_reviewer', 'Pattern reviewer')], max_length=30),
            ),
            migrations.AlterField(
                model_name='case',
                name='closure_reason',
                field=models.CharField(blank=True, choices=[('decided', 'Decided'), ('no_nexus', 'No link to work'), ('out_of_policy', 'Not covered by a policy'), ('insufficient_after_followup', 'Not enough to go on'), ('withdrawn_duty_reviewed', 'Withdrawn, after the employer’s duty was weighed'), ('resolved_informally_by_consent', 'Resolved informally, by consent of both'), ('duplicate_merged', 'Merged with another matter'), ('transferred_authority', 'Handed to an authority'), ('respondent_unidentified', 'Respondent not identified'), ('historic', 'Closed before it was imported')], max_length=40),
            ),
            migrations.AlterField(
                model_name='case',
                name='state',
                field=models.CharField(choices=[('opened', 'Opened'), ('conflict_cleared', 'Conflicts checked'), ('assigned', 'Assigned'), ('planning', 'Planning'), ('investigating', 'Investigating'), ('stayed', 'Stayed'), ('evidence_review', 'Evidence review'), ('legal_review', 'Legal review'), ('report_final', 'Report final'), ('findings_decided', 'Findings decided'), ('outcome_decided', 'Outcome decided'), ('implementing', 'Putting into effect'), ('monitoring', 'Monitoring'), ('reopened', 'Reopened'), ('closed', 'Closed'), ('administratively_closed', 'Closed without a decision')], default='opened', max_length=30),
            ),
            migrations.AlterField(
                model_name='historicalallegation',
                name='state',
                field=models.CharField(choices=[('framed', 'Framed'), ('noticed', 'Put to the respondent'), ('answered', 'Answered'), ('no_answer', 'No answer given'), ('examined', 'Examined'), ('proposed', 'Finding proposed'), ('adopted', 'Finding adopted'), ('appealed', 'Under appeal'), ('affirmed', 'Affirmed on appeal'), ('varied', 'Varied on appeal'), ('overturned', 'Overturned'), ('final', 'Final'), ('historic', 'Imported without a finding')], default='framed', max_length=20),
            ),
            migrations.AlterField(
                model_name='historicalassignment',
                name='role',
                field=models.CharField(choices=[('intake', 'Intake coordinator'), ('investigator', 'Investigator'), ('decision_maker', 'Decision maker'), ('approver', 'Approver'), ('appeal_reviewer', 'Appeal reviewer'), ('hr_partner', 'HR business partner'), ('counsel', 'Legal counsel'), ('watcher', 'Watcher for retaliation')], max_length=30),
            ),
            migrations.AlterField(
                model_name='historicalbreakglass',
                name='role',
                field=models.CharField(choices=[('intake', 'Intake coordinator'), ('investigator', 'Investigator'), ('decision_maker', 'Decision maker'), ('appeal_reviewer', 'Appeal reviewer'), ('hr_partner', 'HR business partner'), ('counsel', 'Legal counsel'), ('referral_coordinator', 'Referral coordinator'), ('monitor', 'Agreement monitor'), ('auditor', 'Compliance auditor'), ('privacy_officer', 'Privacy officer'), ('administrator', 'System administrator'), ('executive', 'Executive'), ('independent_channel', 'Independent channel'), ('pattern_reviewer', 'Pattern reviewer')], max_length=30),
            ),
            migrations.AlterField(
                model_name='historicalcase',
                name='closure_reason',
                field=models.CharField(blank=True, choices=[('decided', 'Decided'), ('no_nexus', 'No link to work'), ('out_of_policy', 'Not covered by a policy'), ('insufficient_after_followup', 'Not enough to go on'), ('withdrawn_duty_reviewed', 'Withdrawn, after the employer’s duty was weighed'), ('resolved_informally_by_consent', 'Resolved informally, by consent of both'), ('duplicate_merged', 'Merged with another matter'), ('transferred_authority', 'Handed to an authority'), ('respondent_unidentified', 'Respondent not identified'), ('historic', 'Closed before it was imported')], max_length=40),
            ),
            migrations.AlterField(
                model_name='historicalcase',
                name='state',
                field=models.CharField(choices=[('opened', 'Opened'), ('conflict_cleared', 'Conflicts checked'), ('assigned', 'Assigned'), ('planning', 'Planning'), ('investigating', 'Investigating'), ('stayed', 'Stayed'), ('evidence_review', 'Evidence review'), ('legal_review', 'Legal review'), ('report_final', 'Report final'), ('findings_decided', 'Findings decided'), ('outcome_decided', 'Outcome decided'), ('implementing', 'Putting into effect'), ('monitoring', 'Monitoring'), ('reopened', 'Reopened'), ('closed', 'Closed'), ('administratively_closed', 'Closed without a decision')], default='opened', max_length=30),
            ),
        ]),
    ]
