"""Energy anti-patterns in code: rules, engine, imports, complexity, findings."""
