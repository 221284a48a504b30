"""Two estimates of one repository held against each other, resource by resource."""

from carbongate.difference.whole import difference

__all__ = ["difference"]
