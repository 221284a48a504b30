"""Files to read and the history behind them: the work tree, a revision, bytes in memory, and git.

Input is hostile. A tree never follows a link that leaves it, never opens what is not a regular file
(a pipe would block), never reads more than the limit, never executes what a repository configures,
and says in `left_out` what it did not look at.
"""

from carbongate.repository.file import FILE_LIMIT, File, MappingTree, Tree
from carbongate.repository.git import Git
from carbongate.repository.patch import WHOLE, LineSet
from carbongate.repository.revision import GitTree
from carbongate.repository.worktree import WorkTree

__all__ = [
    "FILE_LIMIT",
    "WHOLE",
    "File",
    "Git",
    "GitTree",
    "LineSet",
    "MappingTree",
    "Tree",
    "WorkTree",
]
