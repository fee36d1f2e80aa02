"""An appeal about a breach that comes after the time for it, and the good cause that excuses it."""

from django.conf import settings
from django.db import migrations, models

from backend.audit.append_only import AppendOnly, OpenForShape
from backend.kernel.shaping import ChangeTogether


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0007_language'),
        ('documents', '0005_content_keys'),
        ('monitoring', '0002_appeal_answer'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        OpenForShape('historicalbreach'),
        ChangeTogether([
            migrations.AddField(
                model_name='breach',
                name='appeal_good_cause',
                field=models.TextField(blank=True),
            ),
            migrations.AddField(
                model_name='breach',
                name='appeal_is_late',
                field=models.BooleanField(default=False),
            ),
            migrations.AddField(
                model_name='breach',
                name='appeal_late_reason',
                field=models.TextField(blank=True),
            ),
            migrations.AddField(
                model_name='historicalbreach',
                name='appeal_good_cause',
                field=models.TextField(blank=True),
            ),
            migrations.AddField(
                model_name='historicalbreach',
                name='appeal_is_late',
                field=models.BooleanField(default=False),
            ),
            migrations.AddField(
                model_name='historicalbreach',
                name='appeal_late_reason',
                field=models.TextField(blank=True),
            ),
            migrations.AlterField(
                model_name='breach',
                name='appeal_state',
                field=models.CharField(blank=True, choices=[('', 'None'), ('filed', 'Filed'), ('not_admitted', 'Not admitted'), ('confirmed', 'Decision confirmed'), ('varied', 'Decision changed'), ('overturned', 'Decision set aside')], default='', max_length=20),
            ),
            migrations.AlterField(
                model_name='historicalbreach',
                name='appeal_state',
                field=models.CharField(blank=True, choices=[('', 'None'), ('filed', 'Filed'), ('not_admitted', 'Not admitted'), ('confirmed', 'Decision confirmed'), ('varied', 'Decision changed'), ('overturned', 'Decision set aside')], default='', max_length=20),
            ),
            migrations.AddConstraint(
                model_name='breach',
                constraint=models.CheckConstraint(condition=models.Q(('appeal_is_late', False), models.Q(('appeal_late_reason', ''), _negated=True), _connector='OR'), name='breach_appeal_late_says_why'),
            ),
        ]),
        AppendOnly('historicalbreach'),
    ]
