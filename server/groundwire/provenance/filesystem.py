"""Whether a folder lies on a network file system, where SQLite's shared memory is not safe."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Final

_NETWORK_TYPES: Final = frozenset(
    {"afs", "beegfs", "ceph", "cifs", "fuse.sshfs", "glusterfs", "lustre", "nfs", "nfs4", "smb3", "smbfs"}
)
_REMOTE_DRIVE: Final = 4
"""`DRIVE_REMOTE` of the Windows API."""


def is_network_folder(folder: Path) -> bool:
    """Whether the folder, or the nearest one above that exists, is on another machine; False where nothing tells."""
    there = next((path for path in (folder, *folder.parents) if path.exists()), folder)
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - of use there alone

        anchor = there.absolute().anchor
        return anchor.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(anchor) == _REMOTE_DRIVE
    if sys.platform == "linux":
        try:
            mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="surrogateescape")
        except OSError:
            return False
        return is_network_mount(there.resolve(), mounts)
    return False


def is_network_mount(folder: Path, mounts: str) -> bool:
    """Whether the mount that holds an absolute path is a network's, told from a table as in `/proc/self/mounts`."""
    longest, network = -1, False
    for entry in mounts.splitlines():
        fields = entry.split(" ")
        if len(fields) < 4:
            continue
        point = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), fields[1])
        if len(point) >= longest and (folder == Path(point) or Path(point) in folder.parents):
            # Windows drives inside WSL are mounted by 9p, like the roots of some local sandboxes.
            windows_drive = fields[2] == "9p" and "aname=drvfs" in fields[3]
            longest, network = len(point), fields[2] in _NETWORK_TYPES or windows_drive
    return network
