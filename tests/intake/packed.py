"""Makes mails, messages and archives on the spot, honest ones and bad ones."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pyzipper

from evidence_desk.intake.containers.compound import Folder, compound_file

CLASS_ID = bytes.fromhex("0b0d020000000000c000000000000046")


def mail(subject: str, *attached: tuple[str, bytes], body: str = "See attached.") -> bytes:
    """Return a mail with attachments, by name."""
    message = EmailMessage()
    message["From"] = "Ann <ann@example.com>"
    message["To"] = "Bo <bo@example.com>"
    message["Date"] = "Sat, 05 Jan 2019 10:00:00 +0800"
    message["Message-ID"] = f"<{subject.replace(' ', '.')}@example.com>"
    message["Subject"] = subject
    message.set_content(body)
    for name, data in attached:
        if name.endswith(".eml"):
            inner = EmailMessage()
            inner["Content-Type"] = "message/rfc822"
            if not message.is_multipart():
                message.make_mixed()
            inner.set_payload(data.decode("ascii"))
            message.attach(inner)
        else:
            message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def archive(*entries: tuple[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return an archive with entries of these names, which are written as they stand."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", packing) as packed:
        for name, data in entries:
            entry = zipfile.ZipInfo("x", (2018, 8, 21, 10, 11, 12))
            entry.filename = name
            entry.compress_type = packing
            packed.writestr(entry, data)
    return output.getvalue()


def raw_archive(entries: Sequence[tuple[bytes, bytes, int]], *, share: bool = False) -> bytes:
    """Return an archive of (name, data, Unix mode); names in any bytes; ``share`` lets all use the first's data."""
    output, directory = b"", b""
    for name, data, mode in entries:
        offset = 0 if share and output else len(output)
        sizes = struct.pack("<III", zlib.crc32(data), len(data), len(data))
        common = struct.pack("<HHHHH", 20, 0, 0, 0x5167, 0x4D15) + sizes + struct.pack("<HH", len(name), 0)
        if not (share and output):
            output += b"PK\x03\x04" + common + name + data
        tail = struct.pack("<HHHII", 0, 0, 0, mode << 16, offset)
        directory += b"PK\x01\x02" + struct.pack("<H", 20 | 3 << 8) + common + tail + name
    end = struct.pack("<HHHHIIH", 0, 0, len(entries), len(entries), len(directory), len(output), 0)
    return output + directory + b"PK\x05\x06" + end


def locked_with_aes(inside: dict[str, bytes], password: str, **options: Any) -> bytes:
    """Return an archive whose entries, by name, are locked as WinZip does; ``options`` of `pyzipper.AESZipFile`."""
    output = io.BytesIO()
    options = {"compression": pyzipper.ZIP_DEFLATED, **options}
    with pyzipper.AESZipFile(output, "w", encryption=pyzipper.WZ_AES, **options) as packed:
        packed.setpassword(password.encode())
        for name, data in inside.items():
            packed.writestr(name, data)
    return output.getvalue()


def locked(data: bytes, password: bytes) -> bytes:
    """Return an archive whose one stored entry is locked the traditional way (APPNOTE 6.1)."""
    table = []
    for number in range(256):
        value = number
        for _ in range(8):
            value = value >> 1 ^ (0xEDB88320 if value & 1 else 0)
        table.append(value)
    keys = [0x12345678, 0x23456789, 0x34567890]

    def update(byte: int) -> None:
        keys[0] = keys[0] >> 8 ^ table[(keys[0] ^ byte) & 255]
        keys[1] = ((keys[1] + (keys[0] & 255)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = keys[2] >> 8 ^ table[(keys[2] ^ keys[1] >> 24) & 255]

    for byte in password:
        update(byte)
    crc = zlib.crc32(data)
    secret = bytearray()
    for byte in bytes(11) + bytes([crc >> 24]) + data:
        mixed = (keys[2] | 2) & 0xFFFF
        secret.append(byte ^ (mixed * (mixed ^ 1) >> 8 & 255))
        update(byte)
    whole = bytearray(raw_archive([(b"secret.txt", bytes(secret), 0)]))
    for sign, flag, check, size in ((b"PK\x03\x04", 6, 14, 22), (b"PK\x01\x02", 8, 16, 24)):
        start = whole.index(sign)
        struct.pack_into("<H", whole, start + flag, 1)
        struct.pack_into("<I", whole, start + check, crc)
        struct.pack_into("<I", whole, start + size, len(data))
    return bytes(whole)


def message(subject: str, body: str, *attached: tuple[str, bytes | Folder], header: int = 32) -> Folder:
    """Return an Outlook message as the storage it is; an attached folder is a message in it."""
    properties = struct.pack(
        "<IIQ", 0x0E060040, 0, 131_910_000_000_000_000
    )  # 2019-01-05 in 100 ns since 1601
    streams = {
        "__properties_version1.0": bytes(header) + properties,
        "__substg1.0_0037001F": subject.encode("utf-16-le"),
        "__substg1.0_1000001F": body.encode("utf-16-le"),
        "__substg1.0_0C1A001F": "Ann 安".encode("utf-16-le"),
        "__substg1.0_0C1F001F": "ann@example.com".encode("utf-16-le"),
        "__substg1.0_0E04001F": "Bo".encode("utf-16-le"),
    }
    parts = []
    for number, (name, data) in enumerate(attached):
        method = 5 if isinstance(data, Folder) else 1
        part = Folder(f"__attach_version1.0_#{number:08X}")
        part.streams["__properties_version1.0"] = bytes(8) + struct.pack("<IIQ", 0x37050003, 0, method)
        part.streams["__substg1.0_3707001F"] = name.encode("utf-16-le")
        if isinstance(data, Folder):
            data.name = "__substg1.0_3701000D"
            part.folders.append(data)
        else:
            part.streams["__substg1.0_37010102"] = data
        parts.append(part)
    return Folder("", streams, parts, CLASS_ID)


def msg(subject: str, body: str, *attached: tuple[str, bytes | Folder]) -> bytes:
    """Return an Outlook message as a file."""
    return compound_file(message(subject, body, *attached))


def written(folder: Path, name: str, data: bytes) -> str:
    """Write a file and return its path."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return str(path)
