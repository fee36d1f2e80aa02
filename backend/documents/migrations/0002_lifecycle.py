"""States, deliveries, letters before their issue, and redactions."""

import backend.kernel.references
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from backend.audit.append_only import AppendOnly, OpenForShape
from backend.kernel.shaping import ChangeTogether, CreateTogether


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0001_initial'),
        ('people', '0001_initial'),
        ('people', '__first__'),
    ]

    operations = [
        OpenForShape('historicaldocument'),
        ChangeTogether([
            migrations.AddField(
                model_name='document',
                name='answered_at',
                field=models.DateTimeField(blank=True, null=True),
            ),
            migrations.AddField(
                model_name='document',
                name='completes',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='signed_copies', to='documents.document'),
            ),
            migrations.AddField(
                model_name='document',
                name='printed_sha256',
                field=models.CharField(blank=True, max_length=64),
            ),
            migrations.AddField(
                model_name='document',
                name='printed_size',
                field=models.PositiveIntegerField(default=0),
            ),
            migrations.AddField(
                model_name='document',
                name='redacts',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='redacted_versions', to='documents.document'),
            ),
            migrations.AddField(
                model_name='document',
                name='seal_level',
                field=models.CharField(blank=True, max_length=4),
            ),
            migrations.AddField(
                model_name='document',
                name='seal_note',
                field=models.CharField(blank=True, max_length=200),
            ),
            migrations.AddField(
                model_name='document',
                name='state',
                field=models.CharField(choices=[('issued', 'Issued'), ('sent', 'Sent'), ('delivered', 'Delivered'), ('bounced', 'Came back'), ('opened', 'Opened'), ('acknowledged', 'Receipt confirmed'), ('signed', 'Signed'), ('refused', 'Receipt or signature refused'), ('no_response', 'No response'), ('superseded', 'Replaced by a later one'), ('withdrawn', 'Withdrawn')], db_index=True, default='issued', max_length=20),
            ),
            migrations.AddField(
                model_name='historicaldocument',
                name='answered_at',
                field=models.DateTimeField(blank=True, null=True),
            ),
            migrations.AddField(
                model_name='historicaldocument',
                name='completes',
                field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='documents.document'),
            ),
            migrations.AddField(
                model_name='historicaldocument',
                name='printed_sha256',
                field=models.CharField(blank=True, max_length=64),
            ),
            migrations.AddField(
                model_name='historicaldocument',
                name='printed_size',
                field=models.PositiveIntegerField(default=0),
            ),
            migrations.AddField(
                model_name='historicaldocument',
                name='redacts',
                field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='documents.document'),
            ),
            migrations.AddField(
                model_name='historicaldocument',
                name='seal_level',
                field=models.CharField(blank=True, max_length=4),
            ),
            migrations.AddField(
                model_name='historicaldocument',
                name='seal_note',
                field=models.CharField(blank=True, max_length=200),
            ),
            migrations.AddField(
                model_name='historicaldocument',
                name='state',
                field=models.CharField(choices=[('issued', 'Issued'), ('sent', 'Sent'), ('delivered', 'Delivered'), ('bounced', 'Came back'), ('opened', 'Opened'), ('acknowledged', 'Receipt confirmed'), ('signed', 'Signed'), ('refused', 'Receipt or signature refused'), ('no_response', 'No response'), ('superseded', 'Replaced by a later one'), ('withdrawn', 'Withdrawn')], default='issued', max_length=20),
            ),
            migrations.AlterField(
                model_name='document',
                name='renderer',
                field=models.CharField(max_length=160),
            ),
            migrations.AlterField(
                model_name='historicaldocument',
                name='renderer',
                field=models.CharField(max_length=160),
            ),
        ]),
        CreateTogether([
            migrations.CreateModel(
                name='HistoricalLetterDraft',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False)),
                    ('reference', models.CharField(max_length=30)),
                    ('state', models.CharField(choices=[('draft', 'Draft'), ('reviewed', 'Reviewed'), ('approved', 'Approved'), ('issued', 'Issued'), ('discarded', 'Discarded')], default='draft', max_length=20)),
                    ('kind', models.CharField(max_length=8)),
                    ('template', models.CharField(max_length=120)),
                    ('title', models.CharField(max_length=200)),
                    ('language', models.CharField(max_length=12)),
                    ('matter', models.CharField(max_length=30)),
                    ('matter_stream', models.CharField(max_length=120)),
                    ('about', models.CharField(max_length=120)),
                    ('version', models.PositiveSmallIntegerField(default=1)),
                    ('inputs_sha256', models.CharField(max_length=64)),
                    ('written_at', models.DateTimeField()),
                    ('approved_sha256', models.CharField(blank=True, max_length=64)),
                    ('approved_words', models.CharField(blank=True, max_length=120)),
                    ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField()),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user_id', models.UUIDField(null=True)),
                    ('approved_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('document', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='documents.document')),
                    ('recipient', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.person')),
                    ('redacts', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='documents.document')),
                    ('reviewed_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('supersedes', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='documents.document')),
                    ('written_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical letter draft',
                    'verbose_name_plural': 'historical letter drafts',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='LetterDraft',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False, unique=True)),
                    ('reference', models.CharField(max_length=30, unique=True)),
                    ('state', models.CharField(choices=[('draft', 'Draft'), ('reviewed', 'Reviewed'), ('approved', 'Approved'), ('issued', 'Issued'), ('discarded', 'Discarded')], db_index=True, default='draft', max_length=20)),
                    ('kind', models.CharField(max_length=8)),
                    ('template', models.CharField(max_length=120)),
                    ('title', models.CharField(max_length=200)),
                    ('language', models.CharField(max_length=12)),
                    ('matter', models.CharField(max_length=30)),
                    ('matter_stream', models.CharField(max_length=120)),
                    ('about', models.CharField(db_index=True, max_length=120)),
                    ('version', models.PositiveSmallIntegerField(default=1)),
                    ('inputs_sha256', models.CharField(max_length=64)),
                    ('written_at', models.DateTimeField()),
                    ('approved_sha256', models.CharField(blank=True, max_length=64)),
                    ('approved_words', models.CharField(blank=True, max_length=120)),
                    ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('document', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='draft', to='documents.document')),
                    ('recipient', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                    ('redacts', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                    ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('supersedes', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                    ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
            ),
            migrations.CreateModel(
                name='Delivery',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False, unique=True)),
                    ('channel', models.CharField(choices=[('page', 'Secure page, with a notice by e-mail'), ('hand', 'By hand'), ('post', 'By post')], max_length=10)),
                    ('sent_at', models.DateTimeField()),
                    ('arrived_at', models.DateTimeField(blank=True, null=True)),
                    ('failed_at', models.DateTimeField(blank=True, null=True)),
                    ('failure', models.CharField(blank=True, max_length=200)),
                    ('outcome', models.CharField(blank=True, choices=[('received', 'Received, and the receipt signed'), ('refused', 'Refused'), ('left', 'Left at the address'), ('returned', 'Came back undelivered')], max_length=10)),
                    ('witness', models.CharField(blank=True, max_length=200)),
                    ('note', models.TextField(blank=True)),
                    ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='documents.document')),
                    ('handed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name_plural': 'deliveries',
                },
            ),
            migrations.CreateModel(
                name='DraftText',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('draft_uid', models.UUIDField()),
                    ('version', models.PositiveSmallIntegerField()),
                    ('given', models.JSONField(default=dict)),
                    ('inputs', models.JSONField()),
                    ('saved_at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='HistoricalDelivery',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False)),
                    ('channel', models.CharField(choices=[('page', 'Secure page, with a notice by e-mail'), ('hand', 'By hand'), ('post', 'By post')], max_length=10)),
                    ('sent_at', models.DateTimeField()),
                    ('arrived_at', models.DateTimeField(blank=True, null=True)),
                    ('failed_at', models.DateTimeField(blank=True, null=True)),
                    ('failure', models.CharField(blank=True, max_length=200)),
                    ('outcome', models.CharField(blank=True, choices=[('received', 'Received, and the receipt signed'), ('refused', 'Refused'), ('left', 'Left at the address'), ('returned', 'Came back undelivered')], max_length=10)),
                    ('witness', models.CharField(blank=True, max_length=200)),
                    ('note', models.TextField(blank=True)),
                    ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField()),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user_id', models.UUIDField(null=True)),
                    ('document', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='documents.document')),
                    ('handed_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical delivery',
                    'verbose_name_plural': 'historical deliveries',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='HistoricalRedaction',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False)),
                    ('number', models.PositiveSmallIntegerField()),
                    ('what', models.CharField(choices=[('third_party', 'About another person'), ('identity', 'Would tell who reported or gave evidence'), ('medical', 'Medical'), ('privileged', 'Legal advice'), ('sanction', 'What follows for another person'), ('safety', 'Somebody’s safety'), ('other', 'Other')], max_length=20)),
                    ('reason', models.CharField(max_length=300)),
                    ('places', models.PositiveSmallIntegerField()),
                    ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField()),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user_id', models.UUIDField(null=True)),
                    ('draft', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='documents.letterdraft')),
                ],
                options={
                    'verbose_name': 'historical redaction',
                    'verbose_name_plural': 'historical redactions',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='Redaction',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uid', models.UUIDField(default=backend.kernel.references.new_uid, editable=False, unique=True)),
                    ('number', models.PositiveSmallIntegerField()),
                    ('what', models.CharField(choices=[('third_party', 'About another person'), ('identity', 'Would tell who reported or gave evidence'), ('medical', 'Medical'), ('privileged', 'Legal advice'), ('sanction', 'What follows for another person'), ('safety', 'Somebody’s safety'), ('other', 'Other')], max_length=20)),
                    ('reason', models.CharField(max_length=300)),
                    ('places', models.PositiveSmallIntegerField()),
                    ('draft', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='redactions', to='documents.letterdraft')),
                ],
            ),
            migrations.AddConstraint(
                model_name='drafttext',
                constraint=models.UniqueConstraint(fields=('draft_uid', 'version'), name='draft_text_once'),
            ),
            migrations.AddConstraint(
                model_name='delivery',
                constraint=models.CheckConstraint(condition=models.Q(('arrived_at', None), ('arrived_at__gte', models.F('sent_at')), _connector='OR'), name='delivery_times_in_order'),
            ),
            migrations.AddIndex(
                model_name='letterdraft',
                index=models.Index(fields=['matter_stream', 'state'], name='documents_draft_matter'),
            ),
            migrations.AddConstraint(
                model_name='letterdraft',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'reviewed', 'approved', 'issued', 'discarded'])), name='draft_state_known'),
            ),
            migrations.AddConstraint(
                model_name='letterdraft',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('document__isnull', False), ('state', 'issued')), models.Q(models.Q(('state', 'issued'), _negated=True), ('document', None)), _connector='OR'), name='draft_issued_with_document'),
            ),
            migrations.AddConstraint(
                model_name='letterdraft',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['approved', 'issued']), _negated=True), models.Q(('approved_by__isnull', False), ('approved_sha256', models.F('inputs_sha256'))), _connector='OR'), name='draft_approved_as_it_is'),
            ),
            migrations.AddConstraint(
                model_name='letterdraft',
                constraint=models.CheckConstraint(condition=models.Q(('approved_by', None), models.Q(('approved_by', models.F('written_by')), _negated=True), _connector='OR'), name='draft_two_people'),
            ),
            migrations.AddConstraint(
                model_name='redaction',
                constraint=models.UniqueConstraint(fields=('draft', 'number'), name='redaction_number_once'),
            ),
        ]),
        ChangeTogether([
            migrations.AddConstraint(
                model_name='document',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['issued', 'sent', 'delivered', 'bounced', 'opened', 'acknowledged', 'signed', 'refused', 'no_response', 'superseded', 'withdrawn'])), name='document_state_known'),
            ),
            migrations.AddConstraint(
                model_name='document',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), ('withdrawn_at__isnull', False)), models.Q(models.Q(('state', 'withdrawn'), _negated=True), ('withdrawn_at', None)), _connector='OR'), name='document_withdrawn_in_state'),
            ),
        ]),
        AppendOnly('historicaldocument', 'historicaldelivery', 'historicalletterdraft', 'historicalredaction', 'drafttext'),
    ]
