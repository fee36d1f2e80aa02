"""Files that an appellant adds to an appeal."""

import backend.kernel.references
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from backend.audit.append_only import AppendOnly
from backend.kernel.shaping import CreateTogether


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0006_routes'),
        ('decisions', '0002_decisions'),
        ('files', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether([
            migrations.CreateModel(
                name='HistoricalAppealFile',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False)),
                    ('number', models.PositiveIntegerField()),
                    ('description', models.TextField()),
                    ('added_at', models.DateTimeField()),
                    ('shown_at', models.DateTimeField(blank=True, null=True)),
                    ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField()),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user_id', models.UUIDField(null=True)),
                    ('added_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('appeal', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='decisions.appeal')),
                    ('case', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.case')),
                    ('file', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='files.storedfile')),
                ],
                options={
                    'verbose_name': 'historical appeal file',
                    'verbose_name_plural': 'historical appeal files',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='AppealFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False, unique=True)),
                    ('number', models.PositiveIntegerField()),
                    ('description', models.TextField()),
                    ('added_at', models.DateTimeField()),
                    ('shown_at', models.DateTimeField(blank=True, null=True)),
                    ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('appeal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='decisions.appeal')),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appeal_files', to='cases.case')),
                    ('file', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='appeal_file', to='files.storedfile')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('appeal', 'number'), name='appeal_file_numbered_once'), models.CheckConstraint(condition=models.Q(('description', ''), _negated=True), name='appeal_file_described')],
                },
            ),
        ]),
        AppendOnly("historicalappealfile"),
    ]
