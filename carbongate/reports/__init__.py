"""One report format each: `render(report) -> str`, pure."""
