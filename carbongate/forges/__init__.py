"""Where a team talks about a change: one module for each place that hosts pull requests."""
