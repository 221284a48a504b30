"""What is known of a Python file beyond its syntax: names, imports, values, loops."""
