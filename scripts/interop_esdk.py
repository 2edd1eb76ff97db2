"""Drives AWS's Encryption SDK for Python against our `interop` example, both ways.

Every case is encrypted by each side and decrypted by both, whole and streamed. Run by `scripts/interop-esdk`.
"""

import io
import itertools
import logging
import secrets
import subprocess
import sys
from importlib.metadata import version

import aws_encryption_sdk
from aws_cryptographic_material_providers.mpl import AwsCryptographicMaterialProviders
from aws_cryptographic_material_providers.mpl.config import MaterialProvidersConfig
from aws_cryptographic_material_providers.mpl.models import (
    AesWrappingAlg,
    CreateDefaultCryptographicMaterialsManagerInput,
    CreateMultiKeyringInput,
    CreateRawAesKeyringInput,
    CreateRequiredEncryptionContextCMMInput,
)
from aws_encryption_sdk import CommitmentPolicy
from aws_encryption_sdk.exceptions import AWSEncryptionSDKClientError
from aws_encryption_sdk.identifiers import Algorithm

SUITES = {
    "0578": Algorithm.AES_256_GCM_HKDF_SHA512_COMMIT_KEY_ECDSA_P384,
    "0478": Algorithm.AES_256_GCM_HKDF_SHA512_COMMIT_KEY,
}
WRAPPING = {
    16: AesWrappingAlg.ALG_AES128_GCM_IV12_TAG16,
    24: AesWrappingAlg.ALG_AES192_GCM_IV12_TAG16,
    32: AesWrappingAlg.ALG_AES256_GCM_IV12_TAG16,
}
CONTEXTS = [
    {},
    {"tenant": "42"},
    # Sorted by UTF-8 bytes, which is neither by UTF-16 nor by any language: U+FF5E is before U+1F511.
    {"z": "last", "É": "é", "ключ": "значение", "鍵": "値", "～": "wave", "🔑": "🔒", "": "empty key", "empty value": ""},
]
SIZES = [0, 1, 15, 16, 17, 4095, 4096, 4097, 8192, 1 << 20, 10 << 20]
FRAME_LENGTHS = [1, 100, 128, 4096, 65536, 1 << 20]
THEIR_FRAME_LENGTHS = 128  # their encryption takes multiples only; their decryption takes any
MOST_FRAMES = 3000  # of one message: the Python side takes about 0.1 ms a frame

SDK = aws_encryption_sdk.EncryptionSDKClient(
    commitment_policy=CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT
)
MPL = AwsCryptographicMaterialProviders(config=MaterialProvidersConfig())


class Key:
    """A raw AES wrapping key, for both sides."""

    def __init__(self, length, namespace="interop", name="a näme"):
        self.bytes, self.namespace, self.name = secrets.token_bytes(length), namespace, name

    def keyring(self):
        return MPL.create_raw_aes_keyring(
            input=CreateRawAesKeyringInput(
                key_namespace=self.namespace,
                key_name=self.name,
                wrapping_key=self.bytes,
                wrapping_alg=WRAPPING[len(self.bytes)],
            )
        )

    def options(self):
        return ["--key-hex", self.bytes.hex(), "--namespace", self.namespace, "--name", self.name]


def ours(mode, key, context, data, *options):
    """Runs our side. Fails if it fails."""
    pairs = itertools.chain.from_iterable(("--context", f"{k}={v}") for k, v in context.items())
    command = [HELPER, mode, *key.options(), *pairs, *options]
    return subprocess.run(command, input=data, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=True).stdout


def ours_refuses(key, context, data):
    try:
        ours("decrypt", key, context, data)
    except subprocess.CalledProcessError as error:
        return error.stderr.decode().strip()
    raise AssertionError("our side decrypted what it must refuse")


def theirs_streamed(keyring, context, message):
    with SDK.stream(mode="d", source=io.BytesIO(message), keyring=keyring, encryption_context=context) as stream:
        return stream.read()


def cases():
    for size, frame_length in itertools.product(SIZES, FRAME_LENGTHS):
        if size <= frame_length * MOST_FRAMES:
            for suite in SUITES:
                # All sizes and frame lengths for both suites; key lengths and contexts go round.
                yield suite, size, frame_length


def check_both_ways():
    keys = itertools.cycle([Key(32), Key(24), Key(16)])
    contexts = itertools.cycle(CONTEXTS)
    ours_count = theirs_count = 0
    for suite, size, frame_length in cases():
        key, context = next(keys), next(contexts)
        if suite == "0478":
            context = next(contexts)  # so that neither suite meets only some of the contexts
        plaintext = secrets.token_bytes(size)
        options = ["--suite", suite, "--frame-length", str(frame_length)]
        keyring = key.keyring()
        what = f"{suite} {size} bytes in frames of {frame_length}, {len(key.bytes) * 8} bits, {len(context)} pairs"

        for mine in [
            ours("encrypt", key, context, plaintext, *options),
            ours("encrypt", key, context, plaintext, *options, "--stream"),
        ]:
            decrypted, header = SDK.decrypt(source=mine, keyring=keyring, encryption_context=context)
            assert decrypted == plaintext, f"theirs of ours: {what}"
            assert header.algorithm.algorithm_id == int(suite, 16), what
            assert context.items() <= header.encryption_context.items(), what
        assert theirs_streamed(keyring, context, mine) == plaintext, f"theirs of ours, streamed: {what}"
        ours_count += 1

        if frame_length % THEIR_FRAME_LENGTHS != 0:
            continue
        theirs, header = SDK.encrypt(
            source=plaintext,
            keyring=keyring,
            encryption_context=context,
            algorithm=SUITES[suite],
            frame_length=frame_length,
        )
        assert header.algorithm.algorithm_id == int(suite, 16), what
        assert ours("decrypt", key, context, theirs) == plaintext, f"ours of theirs: {what}"
        assert ours("decrypt", key, context, theirs, "--stream") == plaintext, f"ours of theirs, streamed: {what}"
        theirs_count += 1
    return ours_count, theirs_count


def check_context_that_is_not_kept():
    """The required encryption context manager authenticates pairs that the message does not keep."""
    key, context = Key(32), {"kept": "1", "not kept": "2"}
    manager = MPL.create_required_encryption_context_cmm(
        input=CreateRequiredEncryptionContextCMMInput(
            required_encryption_context_keys=["not kept"],
            underlying_cmm=MPL.create_default_cryptographic_materials_manager(
                input=CreateDefaultCryptographicMaterialsManagerInput(keyring=key.keyring())
            ),
        )
    )
    message, _ = SDK.encrypt(source=b"text", materials_manager=manager, encryption_context=context)
    assert b"not kept" not in message
    assert ours("decrypt", key, context, message) == b"text"
    assert ours("decrypt", key, {"not kept": "2"}, message) == b"text"
    ours_refuses(key, {}, message)
    ours_refuses(key, {"not kept": "3"}, message)


def check_several_data_keys():
    first, second = Key(32, name="first"), Key(16, namespace="other", name="second")
    both = MPL.create_multi_keyring(
        input=CreateMultiKeyringInput(generator=first.keyring(), child_keyrings=[second.keyring()])
    )
    message, _ = SDK.encrypt(source=b"text", keyring=both)
    for key in (first, second):
        assert ours("decrypt", key, {}, message) == b"text"
    ours_refuses(Key(32, name="first"), {}, message)
    ours_refuses(Key(32, name="third"), {}, message)


def check_refusals():
    key = Key(32)
    mine = ours("encrypt", key, {"tenant": "42"}, b"text")
    theirs, _ = SDK.encrypt(source=b"text", keyring=key.keyring(), encryption_context={"tenant": "42"})
    for message in (mine, theirs):
        assert "ContextMismatch" in ours_refuses(key, {"tenant": "43"}, message)
        ours_refuses(key, {"tenant": "42", "more": "1"}, message)
        ours_refuses(Key(32), {"tenant": "42"}, message)
        ours_refuses(key, {"tenant": "42"}, message + b"\0")
        ours_refuses(key, {"tenant": "42"}, message[:-1])
        for context in ({"tenant": "43"}, {"tenant": "42", "more": "1"}):
            try:
                SDK.decrypt(source=message, keyring=key.keyring(), encryption_context=context)
            except Exception:  # the two layers below each have exceptions of their own
                continue
            raise AssertionError("their side decrypted under another context")

    old = aws_encryption_sdk.EncryptionSDKClient(
        commitment_policy=CommitmentPolicy.FORBID_ENCRYPT_ALLOW_DECRYPT
    )
    uncommitted, _ = old.encrypt(source=b"text", keyring=key.keyring())
    assert "UnsupportedVersion" in ours_refuses(key, {}, uncommitted)
    try:
        SDK.decrypt(source=uncommitted, keyring=key.keyring())
    except AWSEncryptionSDKClientError:
        return
    raise AssertionError("their side decrypted without commitment")


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)  # what it refuses it logs at length
    HELPER = sys.argv[1]
    print(f"aws-encryption-sdk {version('aws-encryption-sdk')}, "
          f"material providers {version('aws-cryptographic-material-providers')}")
    ours_count, theirs_count = check_both_ways()
    print(f"{ours_count} of our messages and {theirs_count} of theirs, whole and streamed")
    for check in (check_context_that_is_not_kept, check_several_data_keys, check_refusals):
        check()
        print(check.__name__.replace("_", " "))
    print("interop: all good")
