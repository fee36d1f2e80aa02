"""The independent channel and the pattern reviewer."""

from django.db import migrations, models

from backend.kernel.shaping import ChangeTogether


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0001_initial'),
    ]

    operations = [
        ChangeTogether([
            migrations.AlterField(
                model_name='historicalroleholding',
                name='role',
                field=models.CharField(choices=[('intake', 'Intake coordinator'), ('investigator', 'Investigator'), ('decision_maker', 'Decision maker'), ('appeal_reviewer', 'Appeal reviewer'), ('hr_partner', 'HR business partner'), ('counsel', 'Legal counsel'), ('referral_coordinator', 'Referral coordinator'), ('monitor', 'Agreement monitor'), ('auditor', 'Compliance auditor'), ('privacy_officer', 'Privacy officer'), ('administrator', 'System administrator'), ('executive', 'Executive'), ('independent_channel', 'Independent channel'), ('pattern_reviewer', 'Pattern reviewer')], max_length=30),
            ),
            migrations.AlterField(
                model_name='roleholding',
                name='role',
                field=models.CharField(choices=[('intake', 'Intake coordinator'), ('investigator', 'Investigator'), ('decision_maker', 'Decision maker'), ('appeal_reviewer', 'Appeal reviewer'), ('hr_partner', 'HR business partner'), ('counsel', 'Legal counsel'), ('referral_coordinator', 'Referral coordinator'), ('monitor', 'Agreement monitor'), ('auditor', 'Compliance auditor'), ('privacy_officer', 'Privacy officer'), ('administrator', 'System administrator'), ('executive', 'Executive'), ('independent_channel', 'Independent channel'), ('pattern_reviewer', 'Pattern reviewer')], max_length=30),
            ),
        ]),
    ]
