"""The keys that seal access keys: a file outside the database.

Losing it costs the reveal of the keys that it sealed, never a login: those are found by their hash.

The file is JSON: `{"primary": "<id>", "keys": {"<id>": "<32 bytes, base64>", ...}}`. New seals are
made with the primary key; each key in the file opens what it sealed, so that one can be rotated.
"""

import base64
import json
import logging
import os
import secrets
import tempfile
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_log = logging.getLogger(__name__)
_KEY_BYTES = 32
_NONCE_BYTES = 12
_KEY_ID_MAX_BYTES = 255  # its length is one byte of the seal


class KeyRing:
    """Seals and opens secrets with AES-256-GCM.

    Raises:
        ValueError: the ring is not well formed.
    """

    def __init__(self, keys: dict[str, bytes], primary: str) -> None:
        if primary not in keys:
            raise ValueError("its primary key is not among its keys")
        for key_id, key in keys.items():
            if (
                not (key_id.isascii() and 1 <= len(key_id) <= _KEY_ID_MAX_BYTES)
                or len(key) != _KEY_BYTES
            ):
                raise ValueError("each key needs an ASCII id and 32 bytes")
        self._keys = keys
        self._primary = primary

    def __repr__(self) -> str:
        return f"KeyRing(primary={self._primary!r}, {len(self._keys)} key(s))"

    @classmethod
    def load_or_create(cls, path: Path) -> "KeyRing":
        """The ring in the file, which is made (mode 0600) where there is none.

        Raises:
            ValueError: the file is not a ring; its text is not quoted.
            OSError: the file cannot be read or made.
        """
        if not path.exists():
            _create(path)
        if path.stat().st_mode & 0o077:
            _log.warning("%s can be read by others; set its mode to 0600", path)
        try:
            content = json.loads(path.read_text())
            keys = {
                key_id: base64.b64decode(key, validate=True)
                for key_id, key in content["keys"].items()
            }
            return cls(keys, content["primary"])
        except (ValueError, KeyError, TypeError, AttributeError):
            # Not chained: the error would quote the text, and the text is secret.
            raise ValueError(f"{path} is not a key ring") from None

    def seal(self, secret: bytes, context: tuple[str, ...]) -> bytes:
        """Encrypts `secret`; it opens only under the same `context`. Never twice the same bytes."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        key_id = self._primary.encode()
        sealed = AESGCM(self._keys[self._primary]).encrypt(nonce, secret, _associated(context))
        return bytes([len(key_id)]) + key_id + nonce + sealed

    def open(self, sealed: bytes, context: tuple[str, ...]) -> bytes | None:
        """The secret; None where no key of this ring opens it under `context`."""
        if not sealed:
            return None
        id_end = 1 + sealed[0]
        key = self._keys.get(sealed[1:id_end].decode("ascii", "replace"))
        if key is None:
            return None
        nonce, ciphertext = sealed[id_end : id_end + _NONCE_BYTES], sealed[id_end + _NONCE_BYTES :]
        try:
            return AESGCM(key).decrypt(nonce, ciphertext, _associated(context))
        except (InvalidTag, ValueError):  # ValueError: cut short
            return None

    def derive(self, purpose: str) -> bytes:
        """A key of 32 bytes for another purpose than sealing; changes with the primary key."""
        return _derived(self._keys[self._primary], purpose)

    def locked_with(self, secret: str) -> "KeyRing":
        """A ring that seals what nobody opens who has this one alone, and not `secret`."""
        # Hashed: as a salt itself, a text and the same with zero bytes behind it are one.
        salt = sha256(secret.encode()).digest()
        keys = {key_id: _derived(key, "locked", salt) for key_id, key in self._keys.items()}
        return KeyRing(keys, self._primary)

    def sealed_with_primary(self, sealed: bytes) -> bool:
        """Whether it is the primary key that opens `sealed`, and not one that was so before."""
        key_id = self._primary.encode()
        return sealed.startswith(bytes([len(key_id)]) + key_id)


def _derived(key: bytes, purpose: str, salt: bytes | None = None) -> bytes:
    return HKDF(SHA256(), length=_KEY_BYTES, salt=salt, info=purpose.encode()).derive(key)


def _associated(context: tuple[str, ...]) -> bytes:
    return json.dumps(context).encode()


def _create(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    key_id = secrets.token_hex(4)
    key = base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode()
    content = json.dumps({"primary": key_id, "keys": {key_id: key}}, indent=2) + "\n"
    # Written whole, then linked: of several servers that start at once one makes the ring, and no
    # one reads half of it.
    descriptor, temporary, named = _temporary(path.parent)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            # That it is given a directory, which an absolute path does not need, has it follow the
            # link by which a file without a name is reached.
            os.link(temporary, path.absolute(), src_dir_fd=file.fileno(), follow_symlinks=True)
    except FileExistsError:
        return
    finally:
        if named:
            Path(temporary).unlink()


def _temporary(directory: Path) -> tuple[int, str, bool]:
    """A new file with mode 0600 from its birth: its descriptor, its path, and whether it has a name
    there.

    Where the system allows it, it has none, so that a process that is killed leaves no key behind.
    """
    try:
        descriptor = os.open(directory, os.O_TMPFILE | os.O_WRONLY, 0o600)
    except (AttributeError, OSError):
        return *tempfile.mkstemp(dir=directory.absolute()), True
    return descriptor, f"/proc/self/fd/{descriptor}", False
