"""A carbon budget gate for code and infrastructure. Start reading in flow.py."""

__version__ = "0.1.0"
