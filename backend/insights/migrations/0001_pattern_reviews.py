"""Reviews of whether matters form a pattern."""

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
        ('cases', '0003_whole_cases'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether([
            migrations.CreateModel(
                name='HistoricalPatternReview',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False)),
                    ('reference', models.CharField(max_length=30)),
                    ('reason', models.TextField()),
                    ('asked_at', models.DateTimeField()),
                    ('conclusion', models.CharField(blank=True, choices=[('none', 'No pattern'), ('same_setting', 'The same settings come back'), ('same_conduct', 'The same kind of conduct comes back'), ('wider', 'It concerns a place or a practice more than one person')], max_length=20)),
                    ('advice', models.TextField(blank=True)),
                    ('concluded_at', models.DateTimeField(blank=True, null=True)),
                    ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField()),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user_id', models.UUIDField(null=True)),
                    ('asked_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('case', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.case')),
                    ('concluded_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical pattern review',
                    'verbose_name_plural': 'historical pattern reviews',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='PatternReview',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False, unique=True)),
                    ('reference', models.CharField(max_length=30, unique=True)),
                    ('reason', models.TextField()),
                    ('asked_at', models.DateTimeField()),
                    ('conclusion', models.CharField(blank=True, choices=[('none', 'No pattern'), ('same_setting', 'The same settings come back'), ('same_conduct', 'The same kind of conduct comes back'), ('wider', 'It concerns a place or a practice more than one person')], max_length=20)),
                    ('advice', models.TextField(blank=True)),
                    ('concluded_at', models.DateTimeField(blank=True, null=True)),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pattern_reviews', to='cases.case')),
                    ('concluded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'indexes': [models.Index(fields=['-asked_at'], name='insights_pattern_newest')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('concluded_at', None)), fields=('case',), name='pattern_asked_once'), models.CheckConstraint(condition=models.Q(models.Q(('concluded_at', None), ('concluded_by', None), ('conclusion', '')), models.Q(('concluded_at__isnull', False), ('concluded_by__isnull', False), models.Q(('conclusion', ''), _negated=True), models.Q(('advice', ''), _negated=True)), _connector='OR'), name='pattern_concluded_whole'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='pattern_has_reason')],
                },
            ),
        ]),
        AppendOnly("historicalpatternreview"),
    ]
