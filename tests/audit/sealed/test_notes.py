"""Signed notes against public examples, and everything that must be refused."""

import base64

import pytest

from backend.audit.sealed.keys import read_private, write_private
from backend.audit.sealed.notes import (
    Checkpoint,
    NoteError,
    PublicKey,
    SigningKey,
    from_base64,
    note,
    open_checkpoint,
    open_note,
    to_base64,
)

PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
SEED = base64.b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
BY_PETER = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
BY_ENOCH = "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"
C2SP = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
BY_C2SP = (
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)


@pytest.fixture
def key():
    return SigningKey("hr.example.org/audit", bytes(range(32)))


def test_the_public_examples_open_and_are_signed_alike():
    assert open_note(note(TEXT, BY_PETER), [PublicKey.read(PETER)])[0] == TEXT
    assert open_note(note(TEXT, BY_ENOCH), [PublicKey.read(ENOCH)])[0] == TEXT
    assert open_note(note("This is an example message.\n", BY_C2SP), [PublicKey.read(C2SP)])[1][0].at is None
    peter = SigningKey("PeterNeumann", SEED)
    assert (peter.public.text, peter.sign(TEXT)) == (PETER, BY_PETER)


def test_both_signers_are_named_and_a_stranger_s_line_is_left_alone():
    keys = [PublicKey.read(PETER), PublicKey.read(ENOCH)]
    assert [each.name for each in open_note(note(TEXT, BY_PETER, BY_ENOCH), keys)[1]] == ["PeterNeumann", "EnochRoot"]
    assert [each.name for each in open_note(note(TEXT, BY_PETER, BY_ENOCH), keys[:1])[1]] == ["PeterNeumann"]
    post_quantum = f"— hr.example.org/ml-dsa {to_base64(bytes([6]) * 2424)}\n"
    assert open_note(note(TEXT, post_quantum, BY_PETER), keys)


def test_a_wrong_signature_by_a_known_key_spoils_a_right_one():
    forged = BY_ENOCH.replace("rwz+eBzm", "rwz+eBzn")
    with pytest.raises(NoteError, match="EnochRoot is wrong"):
        open_note(note(TEXT, BY_PETER, forged), [PublicKey.read(PETER), PublicKey.read(ENOCH)])


def test_a_checkpoint_is_signed_with_and_without_the_time(key):
    checkpoint = Checkpoint("hr.example.org/audit/1", 7, bytes(32))
    message = note(checkpoint.text, key.sign(checkpoint.text), key.cosign(checkpoint.text, at=1_700_000_000))
    told, signatures = open_checkpoint(message, [key.public])
    assert told == checkpoint
    assert [each.at for each in signatures] == [None, 1_700_000_000]
    with pytest.raises(NoteError, match="None of the known keys"):
        open_checkpoint(message, [PublicKey.read(PETER)])
    with pytest.raises(NoteError, match="is wrong"):
        open_checkpoint(message.replace("\n7\n", "\n8\n"), [key.public])


@pytest.mark.parametrize(
    "message",
    [
        "",
        TEXT,
        note(TEXT, BY_PETER)[:-1],
        note(TEXT, BY_PETER).replace("\n\n", "\n"),
        note(TEXT.replace("think", "think\t"), BY_PETER),
        note(TEXT, BY_PETER, "P.S.\n"),
        note(TEXT, BY_PETER.replace("PeterNeumann", "Peter Neumann")),
        note(TEXT, BY_PETER.replace("PeterNeumann", "Peter+Neumann")),
        note(TEXT, BY_PETER.replace("—", "-")),
        note(TEXT, BY_PETER.replace("yBwJnAM=", "yBwJnAN=")),  # the same bytes, written otherwise
        note(TEXT, BY_PETER.replace("=", "")),
        note(TEXT, *[BY_PETER] * 101),
        note(TEXT, "— PeterNeumann x08g\n"),
    ],
)
def test_malformed_notes_are_refused(message):
    with pytest.raises(NoteError):
        open_note(message, [PublicKey.read(PETER)])


@pytest.mark.parametrize(
    "text",
    [
        "a\n1\n",
        "a\n01\nR\n",
        "a\n-1\nR\n",
        "a\n٣\nR\n",
        f"a\n{1 << 63}\nR\n",
        "a\n1\nAAAA\n",
        "a\n1\nR\nx\n",
        "\n1\nR\n",
    ],
)
def test_malformed_checkpoints_are_refused(text):
    with pytest.raises(NoteError):
        Checkpoint.read(text.replace("R", to_base64(bytes(32))))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        PETER.replace("c74f20a3", "c74f20a4"),
        PETER[:-4],
        f"Peter Neumann{PETER[12:]}",
        PETER.replace("+ARpc", "+AhpC"),
    ],
)
def test_malformed_keys_are_refused(text):
    with pytest.raises(NoteError):
        PublicKey.read(text)


def test_a_key_file_is_for_its_owner_alone_and_reads_back(key, tmp_path):
    path = tmp_path / "signing.key"
    write_private(path, key)
    assert path.stat().st_mode & 0o777 == 0o600
    text = path.read_text()
    assert read_private(text).public == key.public
    with pytest.raises(FileExistsError):
        write_private(path, key)
    for broken in (text.replace("PRIVATE", "PUBLIC"), text.replace("audit", "other"), text[:-6] + "\n"):
        with pytest.raises(NoteError):
            read_private(broken)


def test_base64_has_one_form():
    assert from_base64(to_base64(b"\x00\xff")) == b"\x00\xff"
    for text in ("AP8", "AP9=", "AP8=\n", "A P8=", "AP_="):
        with pytest.raises(NoteError):
            from_base64(text)
