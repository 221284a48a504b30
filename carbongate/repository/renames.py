"""Which files of the work tree have another name on a commit."""

import os
import stat
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from carbongate.repository.filters import unfiltered
from carbongate.repository.patch import shown

if TYPE_CHECKING:
    from carbongate.repository.git import Git

# Written out in full, since each of these has a setting that would change the answer.
_DIFF = (
    *("diff", "--raw", "-z", "--no-abbrev", "-M", "-l1000", "--no-ext-diff"),
    *("--no-textconv", "--ignore-submodules=all", "--relative"),
)


def renamed(git: "Git", commit: str) -> Mapping[str, str]:
    """Old path to new path: of what git takes for the same file, and of files that were moved without
    telling git and have the same content."""
    renames: dict[bytes, bytes] = {}
    gone: dict[bytes, bytes] = {}
    for letter, blob, names in _entries(git.run(*_DIFF, commit, "--", variables=unfiltered(git))):
        if letter == b"R":
            renames[names[0]] = names[1]
        elif letter == b"D":
            gone.setdefault(blob, names[0])
    if gone:
        for blob, name in _untracked(git):
            old = gone.pop(blob, None)
            if old is not None:
                renames[old] = name
    return {shown(old): shown(new) for old, new in sorted(renames.items())}


def _entries(output: bytes) -> Iterator[tuple[bytes, bytes, list[bytes]]]:
    """Letter, old content and names of each file of `:mode mode blob blob R97`, name, name."""
    words = iter(output.split(b"\0")[:-1])
    for word in words:
        _, _, blob, _, letter = word.split(b" ")
        names = [next(words) for _ in range(2 if letter[:1] in b"RC" else 1)]
        yield letter[:1], blob, names


def _untracked(git: "Git") -> Iterator[tuple[bytes, bytes]]:
    """Content and name of the plain files that git does not know yet."""
    names = [
        name
        for name in git.listing("-o") or ()
        if b"\n" not in name and not name.startswith(b'"') and _is_plain(git, name)
    ]
    if names:
        lines = b"".join(name + b"\n" for name in names)
        found = git.run("hash-object", "--stdin-paths", variables=unfiltered(git), send=lines)
        yield from zip(found.split(), names, strict=True)


def _is_plain(git: "Git", name: bytes) -> bool:
    try:
        return stat.S_ISREG(os.lstat(os.fsencode(git.root) + b"/" + name).st_mode)
    except OSError:
        return False
