"""The mail anchor: what lies in the auditor's mailbox is the note, byte for byte."""

from email import message_from_bytes, policy

import pytest
from django.core import mail
from django.test import override_settings

from backend.audit.sealed.anchors.anchor import AnchorError
from backend.audit.sealed.anchors.mail import MailAnchor
from backend.audit.sealed.notes import open_checkpoint


def test_the_auditor_gets_the_note_and_how_to_keep_it(memory_history):
    sealed = memory_history.grow_to(1300)
    receipt = MailAnchor("auditor@example.org").publish(sealed)
    [sent] = mail.outbox
    assert sent.subject == "Checkpoint 1300 of larkfield.example/audit/1"
    assert sent.to == ["auditor@example.org"]
    assert sealed.note in sent.body
    assert "--previous checkpoint-1300.txt" in sent.body
    kept = message_from_bytes(receipt, policy=policy.default)
    [attached] = kept.iter_attachments()
    assert attached.get_content() == sealed.note.encode()
    assert open_checkpoint(attached.get_content().decode(), [memory_history.key.public])[0].root == sealed.root


@pytest.mark.parametrize(
    "address", ["auditor", "a@b@example.org", "x@example.org\nBcc: y@example.org", "a@example.org,b@example.org"]
)
def test_what_is_no_address_is_refused_at_once(address):
    with pytest.raises(ValueError, match="not an e-mail address"):
        MailAnchor(address)


def test_a_mail_server_that_is_away_is_an_error(memory_history):
    with (
        override_settings(
            EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST="127.0.0.1", EMAIL_PORT=9
        ),
        pytest.raises(AnchorError, match="mail server"),
    ):
        MailAnchor("auditor@example.org").publish(memory_history.grow_to(2))
