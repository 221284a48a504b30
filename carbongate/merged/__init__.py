"""Reports of several jobs or repositories joined into one of the same contract."""

from carbongate.merged.formats import FORMATS, render
from carbongate.merged.joining import Merged, merge
from carbongate.merged.reading import read

__all__ = ["FORMATS", "Merged", "merge", "read", "render"]
