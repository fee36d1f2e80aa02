"""Evidence, its custody, and what both sides are shown of it."""

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
        ('files', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether([
            migrations.CreateModel(
                name='EvidenceItem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False, unique=True)),
                    ('number', models.PositiveIntegerField()),
                    ('description', models.TextField()),
                    ('source', models.CharField(blank=True, max_length=200)),
                    ('collected_at', models.DateTimeField()),
                    ('place', models.CharField(blank=True, max_length=200)),
                    ('method', models.CharField(blank=True, max_length=200)),
                    ('nature', models.CharField(choices=[('original', 'The original'), ('copy', 'A copy'), ('extract', 'A part of it, or a picture of it')], default='copy', max_length=10)),
                    ('sensitivity', models.CharField(choices=[('ordinary', 'Ordinary'), ('identifying', 'Shows somebody who is to be protected'), ('special', 'Health, belief, orientation or other special data')], default='ordinary', max_length=20)),
                    ('kept_at', models.CharField(blank=True, max_length=200)),
                    ('relied_on', models.BooleanField(default=False)),
                    ('replaced_at', models.DateTimeField(blank=True, null=True)),
                    ('added_at', models.DateTimeField()),
                    ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='cases.case')),
                    ('file', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='files.storedfile')),
                    ('redaction_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='redacted_copies', to='investigation.evidenceitem')),
                    ('source_party', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='evidence_given', to='cases.caseparty')),
                ],
                options={
                },
            ),
            migrations.CreateModel(
                name='CustodyEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False, unique=True)),
                    ('seq', models.PositiveIntegerField()),
                    ('giver', models.CharField(max_length=200)),
                    ('taker', models.CharField(max_length=200)),
                    ('at', models.DateTimeField()),
                    ('place', models.CharField(blank=True, max_length=200)),
                    ('why', models.TextField()),
                    ('hash_check', models.CharField(choices=[('none', 'Not checked'), ('match', 'Unchanged'), ('mismatch', 'Not the same any more'), ('missing', 'The file is missing')], default='none', max_length=10)),
                    ('noted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='custody', to='investigation.evidenceitem')),
                ],
                options={
                    'ordering': ['seq'],
                },
            ),
            migrations.CreateModel(
                name='EvidenceRelevance',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False, unique=True)),
                    ('bearing', models.CharField(choices=[('supports', 'Supports it'), ('speaks_against', 'Speaks against it'), ('context', 'Gives the context')], max_length=20)),
                    ('allegation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='cases.allegation')),
                    ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='relevance', to='investigation.evidenceitem')),
                ],
                options={
                    'verbose_name_plural': 'evidence relevances',
                },
            ),
            migrations.CreateModel(
                name='EvidenceReview',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False, unique=True)),
                    ('opened_at', models.DateTimeField()),
                    ('floor_at', models.DateTimeField()),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence_reviews', to='cases.case')),
                    ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
            ),
            migrations.CreateModel(
                name='HistoricalCustodyEvent',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False)),
                    ('seq', models.PositiveIntegerField()),
                    ('giver', models.CharField(max_length=200)),
                    ('taker', models.CharField(max_length=200)),
                    ('at', models.DateTimeField()),
                    ('place', models.CharField(blank=True, max_length=200)),
                    ('why', models.TextField()),
                    ('hash_check', models.CharField(choices=[('none', 'Not checked'), ('match', 'Unchanged'), ('mismatch', 'Not the same any more'), ('missing', 'The file is missing')], default='none', max_length=10)),
                    ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField()),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user_id', models.UUIDField(null=True)),
                    ('item', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='investigation.evidenceitem')),
                    ('noted_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical custody event',
                    'verbose_name_plural': 'historical custody events',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='HistoricalEvidenceItem',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False)),
                    ('number', models.PositiveIntegerField()),
                    ('description', models.TextField()),
                    ('source', models.CharField(blank=True, max_length=200)),
                    ('collected_at', models.DateTimeField()),
                    ('place', models.CharField(blank=True, max_length=200)),
                    ('method', models.CharField(blank=True, max_length=200)),
                    ('nature', models.CharField(choices=[('original', 'The original'), ('copy', 'A copy'), ('extract', 'A part of it, or a picture of it')], default='copy', max_length=10)),
                    ('sensitivity', models.CharField(choices=[('ordinary', 'Ordinary'), ('identifying', 'Shows somebody who is to be protected'), ('special', 'Health, belief, orientation or other special data')], default='ordinary', max_length=20)),
                    ('kept_at', models.CharField(blank=True, max_length=200)),
                    ('relied_on', models.BooleanField(default=False)),
                    ('replaced_at', models.DateTimeField(blank=True, null=True)),
                    ('added_at', models.DateTimeField()),
                    ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField()),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user_id', models.UUIDField(null=True)),
                    ('added_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('case', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.case')),
                    ('file', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='files.storedfile')),
                    ('redaction_of', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='investigation.evidenceitem')),
                    ('source_party', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.caseparty')),
                ],
                options={
                    'verbose_name': 'historical evidence item',
                    'verbose_name_plural': 'historical evidence items',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='HistoricalEvidenceRelevance',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False)),
                    ('bearing', models.CharField(choices=[('supports', 'Supports it'), ('speaks_against', 'Speaks against it'), ('context', 'Gives the context')], max_length=20)),
                    ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField()),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user_id', models.UUIDField(null=True)),
                    ('allegation', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.allegation')),
                    ('item', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='investigation.evidenceitem')),
                ],
                options={
                    'verbose_name': 'historical evidence relevance',
                    'verbose_name_plural': 'historical evidence relevances',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='HistoricalEvidenceReview',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False)),
                    ('opened_at', models.DateTimeField()),
                    ('floor_at', models.DateTimeField()),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField()),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user_id', models.UUIDField(null=True)),
                    ('case', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.case')),
                    ('opened_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical evidence review',
                    'verbose_name_plural': 'historical evidence reviews',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='HistoricalReviewAccess',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False)),
                    ('finished_at', models.DateTimeField(blank=True, null=True)),
                    ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField()),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user_id', models.UUIDField(null=True)),
                    ('party', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.caseparty')),
                    ('review', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='investigation.evidencereview')),
                ],
                options={
                    'verbose_name': 'historical review access',
                    'verbose_name_plural': 'historical review accesses',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='ReviewAccess',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False, unique=True)),
                    ('finished_at', models.DateTimeField(blank=True, null=True)),
                    ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='cases.caseparty')),
                    ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parties', to='investigation.evidencereview')),
                ],
                options={
                    'verbose_name_plural': 'review accesses',
                },
            ),
            migrations.CreateModel(
                name='HistoricalEvidenceComment',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False)),
                    ('text', models.TextField()),
                    ('made_at', models.DateTimeField()),
                    ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField()),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user_id', models.UUIDField(null=True)),
                    ('item', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='investigation.evidenceitem')),
                    ('access', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='investigation.reviewaccess')),
                ],
                options={
                    'verbose_name': 'historical evidence comment',
                    'verbose_name_plural': 'historical evidence comments',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='EvidenceComment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False, unique=True)),
                    ('text', models.TextField()),
                    ('made_at', models.DateTimeField()),
                    ('item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='investigation.evidenceitem')),
                    ('access', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='investigation.reviewaccess')),
                ],
                options={
                },
            ),
            migrations.AddConstraint(
                model_name='evidenceitem',
                constraint=models.UniqueConstraint(fields=('case', 'number'), name='evidence_numbered_once'),
            ),
            migrations.AddConstraint(
                model_name='evidenceitem',
                constraint=models.UniqueConstraint(condition=models.Q(('replaced_at', None)), fields=('redaction_of',), name='evidence_one_redacted_copy_counts'),
            ),
            migrations.AddConstraint(
                model_name='evidenceitem',
                constraint=models.CheckConstraint(condition=models.Q(('file__isnull', False), models.Q(('kept_at', ''), _negated=True), _connector='OR'), name='evidence_lies_somewhere'),
            ),
            migrations.AddConstraint(
                model_name='evidenceitem',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('redaction_of', None), ('replaced_at', None)), models.Q(('redaction_of__isnull', False), ('relied_on', False), models.Q(('redaction_of', models.F('pk')), _negated=True)), _connector='OR'), name='evidence_copy_goes_with_its_original'),
            ),
            migrations.AddConstraint(
                model_name='evidenceitem',
                constraint=models.CheckConstraint(condition=models.Q(('description', ''), _negated=True), name='evidence_described'),
            ),
            migrations.AddConstraint(
                model_name='custodyevent',
                constraint=models.UniqueConstraint(fields=('item', 'seq'), name='custody_numbered_once'),
            ),
            migrations.AddConstraint(
                model_name='evidencerelevance',
                constraint=models.UniqueConstraint(fields=('item', 'allegation'), name='evidence_bears_once'),
            ),
            migrations.AddConstraint(
                model_name='evidencereview',
                constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('case',), name='evidence_review_one_at_a_time'),
            ),
            migrations.AddConstraint(
                model_name='evidencereview',
                constraint=models.CheckConstraint(condition=models.Q(('floor_at__gt', models.F('opened_at'))), name='evidence_review_takes_time'),
            ),
            migrations.AddConstraint(
                model_name='reviewaccess',
                constraint=models.UniqueConstraint(fields=('review', 'party'), name='review_open_once_per_party'),
            ),
            migrations.AddConstraint(
                model_name='evidencecomment',
                constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='evidence_comment_says_something'),
            ),
        ]),
        AppendOnly(
            'custodyevent', 'historicalcustodyevent', 'historicalevidencecomment', 'historicalevidenceitem',
            'historicalevidencerelevance', 'historicalevidencereview', 'historicalreviewaccess',
        ),
    ]
