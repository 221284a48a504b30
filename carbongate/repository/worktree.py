"""The files of a folder on the disk."""

import os
import stat
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from posixpath import normpath

from carbongate.errors import InputError
from carbongate.repository.command import GitMissingError
from carbongate.repository.disk import NO_FILE, Disk, reason, regular
from carbongate.repository.file import File, under
from carbongate.repository.git import Git
from carbongate.repository.patch import shown

FILES_LIMIT = 1_000_000


class WorkTree:
    """In a checkout the files that git does not ignore, elsewhere all but caches.

    `named` are paths that the user gave, from the root or absolute: where there are any, they alone
    are the files. They count even if git ignores them, may lie anywhere, and must exist.
    `configured` are paths that the repository's own configuration gives: they count as well, but may
    not leave the root, and need not exist.
    A link inside the tree is left to its target, which would count twice otherwise.
    """

    def __init__(
        self, root: Path, named: tuple[str, ...] = (), configured: tuple[str, ...] = ()
    ) -> None:
        self.root = root
        self.name = root.resolve().name
        self._named = named
        self._configured = configured
        self._disk = Disk(os.fsencode(root))
        self._files: dict[str, File] | None = None
        self._singles: set[str] = set()
        self._left_out: dict[str, str] = {}

    def files(self) -> Iterator[File]:
        """All files, sorted by path. Errors: InputError for a named path where nothing is."""
        return iter(self._all().values())

    def named(self) -> frozenset[str]:
        """Of the named paths those of files, as in `File.path`; folders are left out."""
        self._all()
        return frozenset(self._singles)

    def file(self, path: str) -> File | None:
        """The file at a path from the root, also one that git ignores, or a named one elsewhere."""
        path = self._from_root(path)
        if self._files is not None or self._named:
            known = self._all().get(path)
            if known is not None:
                return known
        return None if _outside(path) else self._entry(os.fsencode(path), asked=True)

    def under(self, path: str) -> tuple[File, ...]:
        """The file at a path, or the files of the folder there, also of one that git ignores."""
        path = self._from_root(path)
        found = under(self._all(), path)
        return found or (() if _outside(path) else tuple(self._below(path, {}).values()))

    def left_out(self) -> Mapping[str, str]:
        """Paths that were not looked at, and why, in a few words."""
        self._all()
        return dict(sorted(self._left_out.items()))

    def _all(self) -> Mapping[str, File]:
        if self._files is None:
            # Single files need no list of everything that lies beside them.
            singles = self._named and not any(self._is_folder(path) for path in self._named)
            found = {} if singles else self._listed()
            for path in self._configured:
                inner = self._from_root(path)
                if _outside(inner):
                    raise InputError("the configuration may not lead out of the tree", path)
                found |= self._below(inner, found)
            if self._named:
                everything, found = found, {}
                for path in self._named:
                    found |= self._at(path, everything)
            self._files = dict(sorted(found.items()))
        return self._files

    def _listed(self) -> dict[str, File]:
        """Everything below the root that counts without being named."""
        found: dict[str, File] = {}
        for number, name in enumerate(self._listing()):
            if number >= FILES_LIMIT:
                raise InputError(f"more than {FILES_LIMIT:,} files; name a smaller folder")
            file = self._entry(name, asked=False)
            if file is not None:
                found[file.path] = file
        return found

    def _listing(self) -> Iterator[bytes]:
        """The names below the root, as git lists them where it can."""
        root = self.root.resolve()
        if not any((folder / ".git").exists() for folder in (root, *root.parents)):
            return self._disk.walk()
        git = Git(self.root)
        try:
            listing = git.listing("-co")
        except GitMissingError:
            listing = None
        if listing is None or (not listing and git.ignores_root()):
            return self._disk.walk()
        return iter(listing)

    def _entry(self, name: bytes, *, asked: bool) -> File | None:
        """The file of one name. What is no file is noted, and refused later where it was asked for."""
        status = self._disk.status(name)
        if status is None:
            return None
        path = shown(name)
        if stat.S_ISLNK(status.st_mode):
            try:
                status = self._disk.target(name)
            except InputError as error:
                self._left_out[path] = error.message
                return self._file(name, path, 0) if asked else None
            if not asked:
                return None
        if stat.S_ISREG(status.st_mode):
            return self._file(name, path, status.st_size)
        if not stat.S_ISDIR(status.st_mode):
            self._left_out[path] = NO_FILE
            return self._file(name, path, 0) if asked else None
        if not asked:
            readable = os.access(self._disk.root + b"/" + name, os.R_OK | os.X_OK)
            why = "a repository of its own (a submodule)" if readable else "permission denied"
            self._left_out[path.rstrip("/")] = why
        return None

    def _file(self, name: bytes, path: str, size: int) -> File:
        return File(path, size, partial(self._disk.read, name), self._left_out)

    def _below(self, path: str, found: Mapping[str, File]) -> dict[str, File]:
        """What a path inside the root stands for; an ignored folder is walked."""
        name = os.fsencode(path)
        single = self._entry(name, asked=True)
        if single is not None:
            return {path: single}
        listed = {file.path: file for file in under(found, path)}
        if listed or self._disk.status(name) is None or self._disk.inner(name) is None:
            return listed
        entries = (self._entry(inner, asked=False) for inner in self._disk.walk(name))
        return {file.path: file for file in entries if file is not None}

    def _at(self, path: str, found: Mapping[str, File]) -> dict[str, File]:
        """What a path that the user gave stands for. Errors: InputError when nothing is there."""
        inner = self._from_root(path)
        place = os.fsencode(self.root / path)
        try:
            os.lstat(place)
        except (FileNotFoundError, NotADirectoryError, ValueError):
            raise InputError("there is no such file or folder", path) from None
        except OSError as error:
            raise InputError(f"cannot be read: {reason(error)}", path) from None
        if not _outside(inner):
            files = self._below(inner, found)
        elif self._is_folder(path):
            other = WorkTree(self.root / path)
            files = {f"{inner}/{file.path}": file for file in other.files()}
            files = {name: file.renamed(name) for name, file in files.items()}
            self._left_out |= {f"{inner}/{name}": why for name, why in other.left_out().items()}
        else:
            size = os.path.getsize(place) if os.path.isfile(place) else 0  # noqa: PTH113, PTH202 - a Path raises where access is denied
            files = {inner: File(inner, size, partial(regular, place))}
        if not self._is_folder(path):
            self._singles |= set(files)
        return files

    def _is_folder(self, path: str) -> bool:
        return os.path.isdir(self.root / path)  # noqa: PTH112 - a Path raises where access is denied

    def _from_root(self, path: str) -> str:
        """A path from the root where it lies below it, else as it was given."""
        root = os.path.abspath(self.root)  # noqa: PTH100 - a link on the way to the root stays one
        place = os.path.normpath(os.path.join(root, path))  # noqa: PTH118 - with `..` taken out
        for base in (root, str(self.root.resolve())):
            if place == base:
                return "."
            if place.startswith(base.rstrip(os.sep) + os.sep):
                return place[len(base.rstrip(os.sep)) + 1 :].replace(os.sep, "/")
        return normpath(path.replace(os.sep, "/"))


def _outside(path: str) -> bool:
    """Whether a path as `_from_root` gives it lies out of the root."""
    return path == ".." or path.startswith("../") or os.path.isabs(path)  # noqa: PTH117 - text, not a place
